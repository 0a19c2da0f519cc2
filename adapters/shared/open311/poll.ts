import type { Page, Poll } from '../../../src/adapter.ts';
import type { NativeRequest, SystemOptions } from '../../../src/declared.ts';
import { FAULTLESS } from '../../../src/declared.ts';
import { normalise } from '../../../src/dialect/codes.ts';
import { isEmpty, toWib } from '../../../src/dialect/native.ts';
import { besideOf, codedWords } from './closing.ts';
import { extensionsOf, jurisdictionOf, servicesOf } from './options.ts';
import { apart, asked, cityIdOf, isOver, type Question, questionOf, type Round, resolved, roundAt } from './round.ts';
import { type Row, rowsOf } from './rows.ts';
import { BLACKBOX } from './service.ts';
import { idOf, printOf, tokenOf, zonedTimeOrNull } from './values.ts';

/**
 * A round asks for the ids behind tokens, then for all open cases, many at once, then one at a time for those that no list
 * told of: real servers were seen to answer a list of ids with the first alone (City-of-Bloomington/uReport, issue 224).
 * Where no case is open it asks whether the services of the options can be used. Of each request only what is read is
 * kept: what a citizen wrote never gets past `read`.
 */
export const poll: Poll = {
  /** `rowsOf` reads it: cities were seen to call their JSON many things. */
  answer: { schema: { type: ['array', 'object'], properties: FAULTLESS }, mediaTypes: null },

  ask(cursor, context) {
    const round = roundAt(cursor, context);
    return { method: 'GET', path: pathOf(questionOf(round), round, context.options), message: 'request' };
  },

  read(response, cursor, context) {
    const round = roundAt(cursor, context);
    const question = questionOf(round);
    if (response.status === 304) return turned(asked(round, question), []);
    const rows = rowsOf(response);
    switch (question.kind) {
      case 'services':
        return turned(round, unusable(rows, context.options));
      case 'token':
        return tokenRead(round, question, rows);
      case 'list':
      case 'single':
        return requestsRead(round, question, { rows, at: toWib(new Date(response.receivedAt)) });
    }
  },

  /** A list that is refused is asked for one by one; else the others are asked. */
  skip(cursor, context) {
    const round = roundAt(cursor, context);
    const question = questionOf(round);
    const rest = asked(round, question);
    return turned(question.kind === 'list' ? apart(rest, question.numbers) : rest, []);
  },
};

function pathOf(question: Question, round: Round, options: SystemOptions): NativeRequest['path'] {
  const jurisdiction = jurisdictionOf(options);
  const withQuery = (path: string, more: Readonly<Record<string, string>> = {}): string => {
    const query = new URLSearchParams({ ...jurisdiction, ...more }).toString();
    return query === '' ? path : `${path}?${query}`;
  };
  switch (question.kind) {
    case 'services':
      return withQuery('/services.json');
    case 'token':
      return withQuery(`/tokens/${encodeURIComponent(tokenOf(question.number) ?? '')}.json`);
    case 'list': {
      const ids = question.numbers.map((number) => cityIdOf(round, number));
      return withQuery('/requests.json', { service_request_id: ids.join(','), ...extensionsOf(options) });
    }
    case 'single':
      return withQuery(`/requests/${encodeURIComponent(cityIdOf(round, question.number))}.json`, extensionsOf(options));
  }
}

const turned = (round: Round, natives: readonly object[]): Page => ({
  natives,
  cursor: { ...round },
  more: !isOver(round),
});

/** What the options name and the city does not offer, or offers without ever giving a number. */
function unusable(rows: readonly Row[], options: SystemOptions): readonly object[] {
  const types = new Map(rows.map(({ service_code: code, type }) => [String(code).trim(), type]));
  const named = new Set(Object.values(servicesOf(options)).filter((code) => code !== undefined));
  return [...named].flatMap((code) => {
    const type = types.get(code.trim());
    if (types.has(code.trim()) && type !== BLACKBOX) return [];
    return [{ service_code: code, type: type === BLACKBOX ? type : null }];
  });
}

function tokenRead(round: Round, question: Question & { kind: 'token' }, rows: readonly Row[]): Page {
  const rest = asked(round, question);
  const told = rows.find(({ token }) => isEmpty(token) || String(token).trim() === tokenOf(question.number));
  const id = idOf(told?.service_request_id);
  return turned(id === null ? rest : resolved(rest, question.number, id), []);
}

interface Heard {
  readonly rows: readonly Row[];
  /** RFC 3339. */
  readonly at: string;
}

function requestsRead(round: Round, question: Question & { kind: 'list' | 'single' }, { rows, at }: Heard): Page {
  const numbers = question.kind === 'list' ? question.numbers : [question.number];
  const told = numbers.flatMap((number) => {
    const id = cityIdOf(round, number);
    const row = newestOf(rows.filter((one) => idOf(one.service_request_id) === id));
    return row === undefined ? [] : [{ number, row, since: sinceOf(row, round.seen[number], at) }];
  });
  const seen = told.flatMap(({ number, row, since }) => (since === null ? [] : [[number, [standingOf(row), since]]]));
  const silent = numbers.filter((number) => !told.some((one) => one.number === number));
  const rest = { ...asked(round, question), seen: { ...round.seen, ...Object.fromEntries(seen) } };
  const natives = told.map((one) => nativeOf(round, one));
  return turned(question.kind === 'list' ? apart(rest, silent) : rest, natives);
}

/** Of rows about one request that differ, the one that changed last; undefined where nobody can tell which that is. */
function newestOf(rows: readonly Row[]): Row | undefined {
  const told = rows.map((row) => ({ row, at: changedAt(row), says: JSON.stringify([standingOf(row), besideOf(row)]) }));
  const last = Math.max(...told.map(({ at }) => at));
  const isOne = new Set(told.map(({ says, at }) => `${says} ${at}`)).size === 1;
  const newest = isOne ? told : told.filter(({ at }) => at === last);
  return new Set(newest.map(({ says }) => says)).size === 1 ? newest[0]?.row : undefined;
}

/** Not a number where it is not told. */
const changedAt = ({ updated_datetime: at }: Row): number => Date.parse(zonedTimeOrNull(at) ?? '');

/** All that makes a request stand otherwise than before, where the city does not say when. */
function standingOf(row: Row): string {
  const coded = codedWords(row);
  const { status_notes: notes } = row;
  const more = [...(coded === null ? [] : [coded]), ...(isEmpty(notes) ? [] : [`#${printOf(String(notes))}`])];
  return [String(row.status), ...more].join(' ');
}

/** Null where the city says when it changed. Of an open request never seen before, since it was made. */
function sinceOf(row: Row, known: readonly [string, string] | undefined, at: string): string | null {
  if (!isEmpty(row.updated_datetime)) return null;
  const status = String(row.status);
  // An earlier release remembered the status alone.
  if (known !== undefined) return known[0] === standingOf(row) || known[0] === status ? known[1] : at;
  const { requested_datetime: made } = row;
  return normalise(status) === 'open' && zonedTimeOrNull(made) !== null ? String(made) : at;
}

/** As the spec has it, with the token where that is what the case is known by. */
function nativeOf(round: Round, { number, row, since }: { number: string; row: Row; since: string | null }): object {
  const token = tokenOf(number);
  const beside = besideOf(row);
  const kept = ['status', 'status_notes', 'requested_datetime', 'updated_datetime'].filter((name) => isTold(row[name]));
  return {
    service_request_id: cityIdOf(round, number),
    ...(token === null ? {} : { token }),
    ...Object.fromEntries(kept.map((name) => [name, String(row[name])])),
    ...(Object.keys(beside).length === 0 ? {} : { extended_attributes: beside }),
    ...(since === null ? {} : { seen_datetime: since }),
  };
}

const isTold = (value: unknown): boolean => (typeof value === 'string' || typeof value === 'number') && !isEmpty(value);
