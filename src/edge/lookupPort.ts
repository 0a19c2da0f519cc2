import type { ContractRef, Contracts } from '../contract.ts';
import type { Directory, System } from '../directory.ts';
import type { Ledger } from '../ledger.ts';
import type { Upstream } from '../upstream.ts';

export interface LookupOptions {
  readonly directory: () => Directory;
  readonly operatorSha256: string;
  readonly contracts: Contracts;
  readonly upstreams: ReadonlyMap<string, Upstream>;
  readonly ledger: Pick<Ledger, 'write' | 'known' | 'polled'>;
  readonly now: () => number;
  readonly onError: (what: string, error: unknown) => void;
}

/** A question and who asks it. */
export interface Asked {
  readonly asker: System;
  readonly contract: ContractRef;
  readonly question: unknown;
}

/** An answer as the asker may have it, and whose it is. */
export interface Answered {
  readonly body: object;
  readonly answerer: string | null;
  readonly agreementId: string | null;
}

export type Lookup = (asked: Asked, options: LookupOptions) => Promise<Answered>;
