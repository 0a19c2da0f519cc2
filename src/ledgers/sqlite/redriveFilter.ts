import { type RawBuilder, sql } from 'kysely';
import { REDRIVABLE_STATES, type RedriveFilter } from '../../redrive.ts';
import { slot, type Values } from './statements.ts';
import { ENDED_BADLY, PARKED } from './tables.ts';

type State = RedriveFilter['state'];

/** One for each state a relay can be redriven from: each has an index of its own. */
export const perState = <Value>(of: (state: State) => Value): Record<State, Value> =>
  Object.fromEntries(REDRIVABLE_STATES.map((state) => [state, of(state)])) as Record<State, Value>;

/** What is parked behind another, or due, needs nobody's word. */
const stands = (state: State): RawBuilder<boolean> =>
  state === 'parked'
    ? sql<boolean>`${sql.raw(PARKED)} AND due_at > ${slot('now')}`
    : sql<boolean>`${sql.raw(`${ENDED_BADLY} AND state = '${state}'`)}`;

/** Whether a relay is in this state and fits the filter that `valuesOf` gives the values of. */
export const fits = (state: State): RawBuilder<boolean> => sql<boolean>`${stands(state)}
  AND (${slot('from')} IS NULL OR sender = ${slot('from')})
  AND (${slot('to')} IS NULL OR recipient = ${slot('to')})
  AND (${slot('contract')} IS NULL OR contract = ${slot('contract')})
  AND (${slot('code')} IS NULL OR json_extract(error, '$.code') = ${slot('code')})`;

export const valuesOf = ({ from, to, contract, code }: RedriveFilter, now: number): Values => ({
  ...{ from, to, contract, code, now },
});

/** The order of acceptance. The plus has the planner find what is parked by its state, and sort those few. */
export const inOrder = (state: State): RawBuilder<number> =>
  state === 'parked' ? sql<number>`+relays.seq` : sql<number>`relays.seq`;

/** `standing` of `redrive.ts`, in SQL. */
export const STANDING = `state || '/' || attempt || '/' || coalesce(due_at, '') || '/' || coalesce(ended_at, '')`;
