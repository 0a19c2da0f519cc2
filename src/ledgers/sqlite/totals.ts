import type { DatabaseSync } from 'node:sqlite';
import type { RelayState } from '../../delivery.ts';
import type { EventState } from '../../event.ts';
import type { Counts } from '../../ledger.ts';
import { prepare, query } from './statements.ts';

/** Reads the totals that triggers keep beside every change of a row's state: as cheap in a full ledger as in a new one. */
export function totals(
  db: DatabaseSync,
  states: { readonly events: readonly EventState[]; readonly relays: readonly RelayState[] },
): () => Promise<Counts> {
  const all = prepare(db, query.selectFrom('totals').selectAll());
  return async () => {
    const rows = all.all();
    const of = <State extends string>(table: string, known: readonly State[]): Record<State, number> => {
      const found = rows.flatMap((row) => (row.of === table ? [[row.state, row.n]] : []));
      return Object.fromEntries([...known.map((state) => [state, 0]), ...found]);
    };
    return {
      events: of('events', states.events),
      refusals: of('refusals', [''])[''],
      relays: of('relays', states.relays),
    };
  };
}
