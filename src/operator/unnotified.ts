import type { RelayRecord } from '../delivery.ts';
import type { CaseRecord } from '../ledger.ts';
import { notPermittedText, unnotifiedText } from '../words/relays.ts';
import { contractWord, RELAY_STATES } from './labels.ts';
import type { NextMove, Surroundings } from './move.ts';

/** What a recipient never got, and nobody is about to bring: it stands still for good, so a person makes sure. Null for none. */
export function unnotified(
  record: Pick<CaseRecord, 'case' | 'events' | 'relays'>,
  around: Surroundings,
): NextMove | null {
  const relay = lastOfEachKind(record.relays).find(({ state }) => state !== 'delivered');
  if (relay) return madeSure(relay, record, around);
  const denied = record.case === null ? null : notPermitted(record);
  if (denied === null) return null;
  const { to: system, contract, why } = denied;
  const what = notPermittedText({ what: contractWord(contract), to: around.titleOf(system), why });
  return { who: 'operator', system, what, at: null };
}

/**
 * The newest relay of each contract for each recipient, within a subject: once it has that, it has the last of the kind.
 * One that is superseded is not the newest; where all are, nothing newer is on its way either.
 */
function lastOfEachKind(relays: readonly RelayRecord[]): readonly RelayRecord[] {
  const kinds = Map.groupBy(relays, ({ recipient, lane, subject, contract }) =>
    JSON.stringify([recipient, lane, subject, contract]),
  );
  return [...kinds.values()].flatMap((ofKind) => {
    const inOrder = ofKind.toSorted((a, b) => a.position - b.position);
    return inOrder.findLast(({ state }) => state !== 'superseded') ?? inOrder.at(-1) ?? [];
  });
}

/** A handover that ended before it was sent rests with who raised it; everything else with the gateway's operators. */
function madeSure(
  relay: RelayRecord,
  { case: subject }: Pick<CaseRecord, 'case'>,
  { titleOf }: Surroundings,
): NextMove {
  const { recipient, contract, state, error } = relay;
  const isSenders = subject !== null && state === 'withheld' && error?.code === 'handover-expired';
  const system = isSenders ? subject.origin : recipient;
  const facts = {
    what: contractWord(contract),
    to: titleOf(recipient),
    state: RELAY_STATES[state],
    why: error?.detail ?? null,
  };
  const what = unnotifiedText({ ...facts, by: isSenders ? titleOf(system) : null });
  return { who: isSenders ? 'sender' : 'operator', system, what, at: null };
}

/** The last thing said of a kind that no agreement let through, and nothing of the kind was let through since. */
function notPermitted({ events, relays }: Pick<CaseRecord, 'events' | 'relays'>) {
  return (
    events
      .flatMap(({ acceptedAt, receipt }) => (receipt.notSent ?? []).map((notSent) => ({ ...notSent, acceptedAt })))
      .findLast(
        ({ to, contract, acceptedAt }) =>
          !relays.some(
            (relay) => relay.recipient === to && relay.contract === contract && relay.createdAt > acceptedAt,
          ),
      ) ?? null
  );
}
