import { confidentialityIn, grantees } from '../agreement.ts';
import type { Contracts, Lane } from '../contract.ts';
import { GatewayError } from '../errors.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Incoming } from './incoming.ts';
import { isStale } from './order.ts';
import { mustCross } from './plan.ts';
import { type Rules, route } from './route.ts';
import { seal } from './seal.ts';
import type { Sending } from './sending.ts';

/** The lane of an event: that of its drafts, which share one. Throws `contract-invalid` where they do not. */
export function laneOf({ drafts, system }: Incoming, contracts: Contracts): Lane {
  const [lane, ...others] = new Set(drafts.map(({ contract }) => contracts.get(contract).lane));
  if (lane !== undefined && others.length === 0) return lane;
  throw new GatewayError('contract-invalid', {
    detail: `Adaptor ${system.adapter.dialect} mencampur lajur dalam satu peristiwa.`,
  });
}

/**
 * A notice goes to everybody an agreement lets have it. Pure. Where one newer by native time was accepted before, nobody
 * is sent it any more. Throws `contract-invalid`, and `no-agreement` when not one may be told.
 */
export function planNotice(incoming: Incoming, before: Snapshot | null, rules: Rules): Sending {
  const { system, identity, eventId } = incoming;
  const { directory, contracts } = rules;
  let made: Sending = { sealed: [], routed: [], notSent: [] };
  for (const draft of incoming.drafts) {
    const { lane, delivery } = contracts.get(draft.contract);
    const context = { eventId, sender: system, origin: system, identity, subject: null };
    const envelope = seal(draft, context, contracts);
    const to = grantees(directory.agreements, system.name, draft.contract);
    if (to.length === 0) throw unheard(incoming, draft.contract);
    const crossing = { contract: draft.contract, sender: system.name, confidentiality: confidentialityIn(lane), to };
    const { routed, notSent } = route(envelope, crossing, rules);
    const superseded = delivery === 'latest' && isLater(before, incoming, rules.now);
    made = {
      sealed: [...made.sealed, envelope],
      routed: [...made.routed, ...routed.map((relay) => ({ ...relay, superseded }))],
      notSent: [...made.notSent, ...notSent],
    };
  }
  mustCross(incoming, made);
  return made;
}

/** Whether what is known of a notice's subject is newer than what its sender says now. */
export const isLater = (known: Snapshot | null, { said, isLate }: Incoming, now: number): boolean =>
  isLate === true || (known !== null && isStale(said, now, { said: known.occurredAt, heardAt: known.heardAt }));

const unheard = ({ system }: Incoming, contract: string): GatewayError =>
  new GatewayError('no-agreement', {
    detail: `Tidak ada perjanjian yang mengizinkan ${system.name} memberi ${contract} kepada siapa pun.`,
    facts: { lookedFor: [{ from: system.name, contract }] },
  });
