import type { ContractRef } from './contract.ts';
import type { ErrorCode } from './errors.ts';
import type { ExchangeFacts } from './outcome.ts';

/** A question that a system asked through the gateway, as it is kept: who, whom, by which agreement, how it ended; not what. */
export interface LookupRecord {
  /** Milliseconds. */
  readonly at: number;
  readonly asker: string;
  /** Null where nobody could be asked. */
  readonly answerer: string | null;
  readonly contract: ContractRef;
  readonly agreementId: string | null;
  readonly outcome: 'answered' | ErrorCode;
  readonly tookMs: number;
  /** What was exchanged where it was not answered; of an answer, and where nothing was, there is none. */
  readonly exchange?: ExchangeFacts | null;
  /**
   * SHA-256, base64url, of the JSON array of the question and of the answer's whole body (null where there was none), as
   * they crossed: either side can prove what they were.
   */
  readonly digest: string;
}

/** An operator looked at what a relay carries. Written before anything is shown. */
export interface LookRecord {
  /** Milliseconds. */
  readonly at: number;
  readonly operator: string;
  readonly relayId: string;
  readonly reason: string;
}
