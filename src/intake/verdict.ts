import type { Contracts } from '../contract.ts';
import type { Directory } from '../directory.ts';
import type { GatewayError } from '../errors.ts';
import type { EventRecord } from '../event.ts';
import type { Sending } from './sending.ts';
import type { Translator } from './translate.ts';

export type Verdict =
  | { readonly kind: 'accepted'; readonly event: EventRecord; readonly plan: Sending }
  /** Kept, not translated or not yet placed: it crosses later, or an operator decides. */
  | { readonly kind: 'held'; readonly event: EventRecord }
  /** It was here before, with the same content. */
  | { readonly kind: 'repeat'; readonly event: EventRecord }
  | { readonly kind: 'refused'; readonly error: GatewayError };

/** What accepting needs to know, read afresh for each event. */
export interface Acceptance {
  readonly directory: Directory;
  readonly contracts: Contracts;
  readonly translator: Translator;
  readonly now: number;
  /** How long an event with an unknown number waits for the answer that makes it known. */
  readonly numberWaitMs: number;
  /** True when no answer is awaited any more: a report with an unknown number opens a case. */
  readonly patienceEnded?: boolean;
}
