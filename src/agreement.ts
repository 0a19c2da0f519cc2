import type { Confidentiality } from './case.ts';
import { type ContractRef, isSameMajor, type JsonPointer, type Lane } from './contract.ts';
import type { Agreement, Grant } from './generated/contracts.ts';

export type { Agreement, Grant } from './generated/contracts.ts';

/** What a permission is asked for. */
export interface Crossing {
  readonly from: string;
  readonly to: string;
  readonly contract: ContractRef;
  readonly confidentiality: Confidentiality;
}

const IN_LANE: Readonly<Record<Lane, Confidentiality>> = { public: 'public', village: 'private', case: 'secret' };

/**
 * How confidential a relay is that no case says it of: a public notice is public, a village's word is for the one it
 * concerns; of a case whose record is missing nothing is known.
 */
export const confidentialityIn = (lane: Lane): Confidentiality => IN_LANE[lane];

/** A grant's contract, whose form its schema has seen to. */
const refOf = ({ contract }: Grant): ContractRef => contract as ContractRef;

/** Who any agreement, in force or not, lets a system give a contract to, in whichever minor version. */
export const grantees = (agreements: readonly Agreement[], from: string, contract: ContractRef): readonly string[] => [
  ...new Set(
    agreements.flatMap(({ grants }) =>
      grants.flatMap((grant) => (grant.from === from && isSameMajor(contract, refOf(grant)) ? [grant.to] : [])),
    ),
  ),
];

export type Permission =
  | { readonly kind: 'granted'; readonly agreement: Agreement; readonly grant: Grant }
  /** In plain words, naming what was looked for and why the nearest grant does not do. */
  | { readonly kind: 'denied'; readonly why: string };

/** Days are counted in Jakarta, where the agreements were signed. */
const JAKARTA = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jakarta', dateStyle: 'short' });
const DAY_MS = 86_400_000;

let cached: { day: number; date: string } = { day: Number.NaN, date: '' };

/** The date in Jakarta, as `2025-04-15`. */
export function jakartaDate(now: number): string {
  const day = Math.floor((now + 7 * 3_600_000) / DAY_MS);
  // Formatting costs more than the whole question, and is asked for every event.
  if (day !== cached.day) cached = { day, date: JAKARTA.format(now) };
  return cached.date;
}

/** From so many days before its end an agreement is spoken of: renewing one between governments takes months. */
export const NOTICE_DAYS = 180;

/** Days that an agreement still holds, its last day counted as one; 0 once it has ended. */
export function daysLeft({ validUntil }: Pick<Agreement, 'validUntil'>, now: number): number {
  return Math.max(0, (Date.parse(validUntil) - Date.parse(jakartaDate(now))) / DAY_MS + 1);
}

/** When the last of those that have begun came into force, milliseconds; 0 where none has. */
export function lastBegun(agreements: readonly Agreement[], now: number): number {
  const begins = agreements.map(({ validFrom }) => Date.parse(`${validFrom}T00:00:00+07:00`));
  return Math.max(0, ...begins.filter((at) => at <= now));
}

/** Deny by default: granted only by a grant in force for exactly this crossing. Of several, the first in the list. */
export function permission(agreements: readonly Agreement[], crossing: Crossing, now: number): Permission {
  const candidates = agreements.flatMap((agreement) =>
    agreement.grants.filter((grant) => covers(grant, crossing)).map((grant) => ({ agreement, grant })),
  );
  const today = jakartaDate(now);
  const reasons: string[] = [];
  for (const { agreement, grant } of candidates) {
    const why = obstacle(agreement, grant, { today, confidentiality: crossing.confidentiality });
    if (why === null) return { kind: 'granted', agreement, grant };
    reasons.push(why);
  }
  const { from, to, contract, confidentiality } = crossing;
  const sought = `izin dari ${from} kepada ${to} untuk ${contract} (${confidentiality})`;
  return { kind: 'denied', why: `Dicari ${sought}: ${reasons.join('; ') || 'tidak ada perjanjian yang memuatnya'}.` };
}

const covers = (grant: Grant, { from, to, contract }: Crossing): boolean =>
  grant.from === from && grant.to === to && grant.contract === contract;

function obstacle(
  agreement: Agreement,
  grant: Grant,
  asked: { today: string; confidentiality: Confidentiality },
): string | null {
  const { id, validFrom, validUntil } = agreement;
  if (asked.today < validFrom) return `perjanjian ${id} baru berlaku ${validFrom}`;
  if (asked.today > validUntil) return `perjanjian ${id} berakhir ${validUntil}`;
  if (!grant.confidentiality.includes(asked.confidentiality)) {
    return `perjanjian ${id} hanya mengizinkan laporan ${grant.confidentiality.join(', ')}`;
  }
  return null;
}

type Data = Readonly<Record<string, unknown>>;

/** Data cut to the granted fields, and the pointers of what was cut away. */
export interface Minimised {
  readonly data: Data;
  readonly removed: readonly JsonPointer[];
}

/** Keeps the granted pointers with everything below them; changes nothing in place. */
export function minimise(data: Data, fields: Grant['fields']): Minimised {
  if (fields === 'all') return { data, removed: [] };
  const removed: JsonPointer[] = [];
  return { data: keep(data, treeOf(fields), { prefix: '', removed }), removed };
}

/** What is granted below an object: whole members, and members of which only a part is. */
type Granted = Map<string, Granted | 'whole'>;

const trees = new WeakMap<readonly JsonPointer[], Granted>();

function treeOf(fields: readonly JsonPointer[]): Granted {
  const known = trees.get(fields);
  if (known) return known;
  const tree: Granted = new Map();
  for (const field of fields) grant(tree, field.split('/').slice(1).map(unescaped));
  trees.set(fields, tree);
  return tree;
}

function grant(tree: Granted, [step, ...rest]: readonly string[]): void {
  if (step === undefined) return;
  const below = tree.get(step);
  if (rest.length === 0) tree.set(step, 'whole');
  else if (below !== 'whole') {
    const inner: Granted = below ?? new Map();
    tree.set(step, inner);
    grant(inner, rest);
  }
}

function keep(data: Data, granted: Granted, at: { prefix: string; removed: JsonPointer[] }): Data {
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(data)) {
    const value = data[name];
    const below = granted.get(name);
    if (below === 'whole') kept[name] = value;
    else if (below && isData(value))
      kept[name] = keep(value, below, { ...at, prefix: `${at.prefix}/${escaped(name)}` });
    else at.removed.push(`${at.prefix}/${escaped(name)}`);
  }
  return kept;
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
const unescaped = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);
