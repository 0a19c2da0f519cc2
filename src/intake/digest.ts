import { hash } from 'node:crypto';
import { configure } from 'safe-stable-stringify';
import type { Adapter } from '../adapter.ts';
import type { JsonPointer } from '../contract.ts';
import { normalise } from '../dialect/codes.ts';
import { GatewayError } from '../errors.ts';
import type { EventRecord } from '../event.ts';
import { isJson } from '../json/object.ts';
import type { Draft } from '../outcome.ts';

/** What of an event makes it the same event: what the dialect reads of it, never what it carries beside. Pure. */

const stable = configure({ deterministic: true, bigint: false });

/** SHA-256 of a value with its members sorted, base64url: the same content, however it was written. */
export const digestOf = (value: unknown): string => hash('sha256', stable(value) ?? '', 'base64url');

/** Of a whole body. Nesting that overflows the stack is no dialect's; no schema looks into members it does not know. */
export function bodyDigest(native: unknown): string {
  try {
    return digestOf(native);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new GatewayError('native-invalid', { detail: 'Isi ini bersarang terlalu dalam.', cause });
  }
}

/**
 * Which parts of a body a digest is of. Its id is made of the pointers, so that one that was made with others is
 * compared by those.
 */
export interface DigestKind {
  readonly id: string;
  /** Sorted. */
  readonly pointers: readonly JsonPointer[];
}

const kindOf = (pointers: readonly JsonPointer[]): DigestKind => ({ id: digestOf(pointers).slice(0, 12), pointers });

/**
 * What a dialect reads of a message, as its coverage declares it: what reaches a contract, and what names the event,
 * decides its contract or refuses it. Null for a message of which nothing is declared.
 */
export function digestKindOf({ coverage }: Adapter, message: string): DigestKind | null {
  const { routes, unread } = coverage.inbound;
  const read = routes.filter((route) => route.message === message).flatMap(({ fields }) => Object.keys(fields));
  const used = unread.filter(({ use }) => use !== undefined).flatMap(({ fields }) => fields[message] ?? []);
  const pointers = [...new Set([...read, ...used])].sort();
  return pointers.length === 0 ? null : kindOf(pointers);
}

/** Of the values at these pointers, as they were sent: mended tables and registers change nothing of it. */
export const readDigest = (native: unknown, pointers: readonly JsonPointer[]): string =>
  digestOf(pick(native, treeOf(pointers)));

/** Of what would be passed on: what differs only in how it is written says the same. */
export const draftsDigest = (drafts: readonly Draft[]): string =>
  digestOf(drafts.map(({ contract, number, data }) => [contract, number, asCompared(data)]));

/** A sender's own words for what a table reads: `PROSES` is no other status than `Proses`. */
const TABLE_WORDS: ReadonlySet<string> = new Set(['nativeStatus', 'native']);

function asCompared(value: unknown): unknown {
  if (!isJson(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [
    name,
    TABLE_WORDS.has(name) && typeof member === 'string' ? normalise(member) : asCompared(member),
  ]);
  return Object.fromEntries(members);
}

/** What the event's content is known again by. */
export interface Digests {
  /** Of the parts that the dialect reads; of the whole body where nothing is declared. */
  readonly read: string;
  /** Null where `read` is of the whole body. */
  readonly kind: DigestKind | null;
  /** Of the whole body: what older events are known by. */
  readonly body: string;
  /** Null for what was not translated. */
  readonly drafts: string | null;
}

export function digestsOf(native: unknown, kind: DigestKind | null, drafts: readonly Draft[] | null): Digests {
  const body = bodyDigest(native);
  const read = kind === null ? body : readDigest(native, kind.pointers);
  return { read, kind, body, drafts: drafts === null ? null : draftsDigest(drafts) };
}

/** Of what is no native body. */
export const plainDigests = (data: object): Digests => {
  const body = digestOf(data);
  return { read: body, kind: null, body, drafts: null };
};

/** How an event keeps them. */
export const keptDigests = ({
  read,
  kind,
  drafts,
}: Digests): Pick<EventRecord, 'digest' | 'digestKind' | 'draftsDigest'> => ({
  digest: read,
  ...(kind === null ? {} : { digestKind: kind.id }),
  ...(drafts === null ? {} : { draftsDigest: drafts }),
});

interface Tree {
  isWhole: boolean;
  readonly below: Map<string, Tree>;
}

const trees = new WeakMap<readonly JsonPointer[], Tree>();

function treeOf(pointers: readonly JsonPointer[]): Tree {
  const known = trees.get(pointers);
  if (known) return known;
  const root: Tree = { isWhole: false, below: new Map() };
  for (const pointer of pointers) {
    let node = root;
    for (const step of pointer.split('/').slice(1)) {
      const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
      const next = node.below.get(name) ?? { isWhole: false, below: new Map() };
      node.below.set(name, next);
      node = next;
    }
    node.isWhole = true;
  }
  trees.set(pointers, root);
  return root;
}

/** A member that is null says as little as none. What has another form than the pointers expect is kept whole. */
function pick(value: unknown, { isWhole, below }: Tree): unknown {
  if (isWhole || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const item = below.get('*');
    return value.map((each, index) => pick(each, item ?? below.get(String(index)) ?? NOTHING));
  }
  const kept = Object.entries(value).flatMap(([name, member]) => {
    const tree = below.get(name);
    return tree === undefined || member === null ? [] : [[name, pick(member, tree)] as const];
  });
  return Object.fromEntries(kept);
}

const NOTHING: Tree = { isWhole: false, below: new Map() };
