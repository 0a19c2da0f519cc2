import type { ErrorCode, GatewayError } from './errors.ts';
import { scrubText } from './scrub/scrubText.ts';

/** Why an event was refused, as it is kept: `words/` makes the sentence. */
export interface Refusal {
  readonly code: ErrorCode;
  /** Nothing that a person typed, but for codes and names of places, and those scrubbed. `at`: the places that were wrong. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** One refusal, as the way in has it written down. */
export interface NewRefusal extends Refusal {
  readonly at: number;
  readonly system: string;
  readonly subject: string | null;
}

/** Equal refusals are one record with their number. */
export interface RefusalRecord extends Omit<NewRefusal, 'at'> {
  readonly firstAt: number;
  readonly lastAt: number;
  readonly count: number;
  /** The sentence that earlier versions kept in the place of facts; null of all others. */
  readonly text: string | null;
}

/** More places say no more. */
const MOST_PLACES = 10;
/** The gateway's own words, in which a number may look like somebody's. */
const OWN: ReadonlySet<string> = new Set(['eventId', 'acceptedAt', 'said']);
const LONGEST = 200;

/** An error as a refusal that may be kept. */
export function refusalOf({ code, facts, violations }: GatewayError): Refusal {
  const at = [...new Set(violations.map(({ pointer }) => pointer || '/'))].slice(0, MOST_PLACES);
  return { code, facts: kept({ ...facts, ...(at.length > 0 ? { at } : {}) }) };
}

const kept = (facts: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, OWN.has(name) ? value : harmless(value)]));

function harmless(value: unknown): unknown {
  if (typeof value === 'string') return scrubText(value).text.slice(0, LONGEST).toWellFormed();
  if (Array.isArray(value)) return value.map(harmless);
  return typeof value === 'object' && value !== null ? kept(value) : value;
}
