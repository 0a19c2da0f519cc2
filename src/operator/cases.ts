import { GatewayError } from '../errors.ts';
import { type Route, route } from '../http/route.ts';
import type { CaseRecord, Ledger, NumberRecord } from '../ledger.ts';
import type { Surroundings } from './move.ts';
import { pathPart } from './request.ts';
import { numberStories, type Story, storyOf } from './story.ts';
import { storyText } from './storyText.ts';

type Books = Pick<Ledger, 'findCases' | 'caseRecord' | 'numberRecord'>;

/**
 * `GET /v1/cases/{number}`: `{number, stories}`, one story for each case that has the number on either side (or as its
 * caseId), then one for each system with anything else on record under it: notices, what is held or was discarded, what
 * was refused. `<system>:<number>` names one system's. Where nobody has the number as it is typed it is looked for in
 * capitals, then in small letters; `number` is the one that was found. `Accept: text/plain` gives the stories as text.
 * `not-found` where there is none.
 */
export function caseStories(ledger: Books, around: Surroundings): Route {
  return route({}, async (request, response) => {
    const { number, stories } = await found(ledger, pathPart(request, 'number'), around);
    response.vary('Accept');
    if (request.accepts(['json', 'text']) === 'text') response.type('text').send(stories.map(storyText).join('\n\n'));
    else response.json({ number, stories });
  });
}

interface Found {
  readonly number: string;
  readonly stories: readonly Story[];
}

async function found(ledger: Books, typed: string, around: Surroundings): Promise<Found> {
  for (const number of spellings(typed)) {
    const stories = await storiesOf(ledger, number, around);
    if (stories.length > 0) return { number, stories };
  }
  throw unknown(typed);
}

/** Numbers are read aloud and typed at night. Names of systems are always small. */
function spellings(typed: string): readonly string[] {
  const [system, own] = partsOf(typed);
  const prefix = system === null ? '' : `${system.toLowerCase()}:`;
  return [...new Set([typed, typed.toUpperCase(), `${prefix}${own.toUpperCase()}`, typed.toLowerCase()])];
}

/** A number, and the system's name before it where there is one. */
function partsOf(typed: string): readonly [string | null, string] {
  const at = typed.indexOf(':');
  return at < 0 ? [null, typed] : [typed.slice(0, at), typed.slice(at + 1)];
}

async function storiesOf(ledger: Books, number: string, around: Surroundings): Promise<readonly Story[]> {
  const ids = await ledger.findCases(number);
  const records = await Promise.all(ids.map((id) => ledger.caseRecord(id)));
  const [system, own] = partsOf(number);
  const named = system === null ? [] : numberStories(await ledger.numberRecord(own), around);
  const loose = numberStories(withoutCases(await ledger.numberRecord(number), { number, records }), around);
  const ofSystem = named.filter(({ numbers }) => ids.length === 0 && numbers[0]?.system === system);
  return [...records.map((record) => storyOf(record, around)), ...loose, ...ofSystem];
}

/** What a case's own systems said under its number is told with the case. */
function withoutCases(
  record: NumberRecord,
  { number, records }: { number: string; records: readonly CaseRecord[] },
): NumberRecord {
  const parties = records.flatMap((one) => one.case?.parties ?? []).filter((party) => party.number === number);
  const isTold = ({ system }: { readonly system: string }): boolean => parties.some((party) => party.system === system);
  return {
    ...record,
    events: record.events.filter((event) => !isTold(event)),
    refusals: record.refusals.filter((refusal) => !isTold(refusal)),
  };
}

const unknown = (number: string): GatewayError =>
  new GatewayError('not-found', {
    detail: `Nomor ${JSON.stringify(number.slice(0, 100))} tidak tercatat di gerbang ini, juga tidak sebagai penolakan: belum pernah dikirim ke sini, atau kirimannya ditolak sebelum nomornya terbaca (di /v1/refusals tanpa nomor).`,
  });
