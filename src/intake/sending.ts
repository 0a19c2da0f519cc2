import type { Case } from '../case.ts';
import type { Envelope } from '../envelope.ts';
import type { Warning } from '../warning.ts';
import type { NotSent, Routed } from './route.ts';

/** What accepting an event would send: what is sealed, and what goes to whom. */
export interface Sending {
  readonly sealed: readonly Envelope[];
  /** `replaces`: a relay that was never sent, whose turn it takes. */
  readonly routed: readonly (Routed & { readonly superseded: boolean; readonly replaces?: string })[];
  readonly notSent: readonly NotSent[];
  readonly warnings?: readonly Warning[];
  /** Relays that are not sent any more, having never been. */
  readonly ended?: readonly string[];
}

/** The same for an event about a case, with the case after it. */
export interface Plan extends Sending {
  readonly subject: Case;
  /** It has happened, whether or not anybody may be told. */
  readonly isRecorded?: boolean;
}
