import type { Adapter, NativeMessage } from '../adapter.ts';
import type { JsonPointer } from '../contract.ts';
import type { LeftOut } from '../declared.ts';
import { GatewayError, type Violation } from '../errors.ts';
import { type KnownName, knownNames, misspelt } from '../json/nearName.ts';
import { isJson } from '../json/object.ts';
import { escapePointer } from '../json/schema.ts';
import { scrubText } from '../scrub/scrubText.ts';
import type { Warning } from '../warning.ts';

/** One place of a message: what its schema knows there, and whether the dialect reads it. */
interface Level {
  readonly members: Map<string, Level>;
  /** Of every item of a list; null where it is none. */
  items: Level | null;
  /** Its schema says that any member may stand here: none is a misspelling. */
  isFree: boolean;
  /** The dialect declares that it does not read it. */
  readonly isUnread: boolean;
  /** Of its members; made when the first stranger is met. */
  names: readonly KnownName[] | null;
}

/** What a native body has that its dialect does not read. Places are told once each; `*` stands for every item of a list. */
export interface UnreadMembers {
  /** The dialect does not know these; no more than a receipt names. */
  readonly unknown: readonly JsonPointer[];
  /** How many more of them there are, up to a thousand. */
  readonly more: number;
  /** Those of them whose name differs from a known one by case or by a letter, each with its own place and both names. */
  readonly misspelt: readonly Violation[];
  /** The dialect knows these and leaves them out; its coverage says why. */
  readonly leftOut: readonly JsonPointer[];
}

/** Deeper than any dialect's own shape; a schema that contains itself ends here. */
const DEEPEST = 16;
/** So many are told apart and counted. */
const MOST_COUNTED = 1000;
/** So many are named in one receipt; the others are counted. */
const MOST_NAMED = 20;
const MOST_MISSPELT = 50;

export interface MemberReader {
  /** Of the members that the message knows at its root. */
  readonly names: ReadonlySet<string>;
  unreadOf(native: unknown): UnreadMembers;
}

/** Finds what a message's dialect does not read of its bodies, by its schema and its declared coverage. */
export function memberReader(adapter: Adapter, { name, schema }: NativeMessage): MemberReader {
  const unread = leftOutOf(adapter, name).flatMap(({ fields }) => fields[name] ?? []);
  const level = emptyLevel(false);
  absorb(level, schema, { root: schema, unread: new Set(unread), at: '' });
  return {
    names: new Set(level.members.keys()),
    unreadOf(native) {
      const search = new Search();
      search.look(native, level, { real: '', pattern: '' });
      const unknown = [...search.unknown.values()].slice(0, MOST_NAMED);
      return {
        unknown: unknown.map(({ at, name }) => `${at}/${shown(name)}`),
        more: search.unknown.size - unknown.length,
        misspelt: search.misspelt,
        leftOut: [...search.leftOut],
      };
    },
  };
}

const leftOutOf = ({ coverage }: Adapter, message: string): readonly LeftOut[] =>
  coverage.inbound.unread.filter(({ use, fields }) => use === undefined && message in fields);

/** What a dialect leaves out of a body on purpose, each with the reason its coverage gives. */
export const leftOutWith = (adapter: Adapter, message: string, { leftOut }: UnreadMembers) =>
  leftOut.map((pointer) => {
    const left = leftOutOf(adapter, message).find(({ fields }) => fields[message]?.includes(pointer));
    return { pointer, why: left?.why ?? '' };
  });

type Json = Readonly<Record<string, unknown>>;

interface Building {
  readonly root: object;
  readonly unread: ReadonlySet<JsonPointer>;
  /** The place, with `*` for items. */
  readonly at: JsonPointer;
}

const emptyLevel = (isUnread: boolean): Level => ({
  ...{ members: new Map<string, Level>(), items: null, isFree: false, isUnread, names: null },
});

/** Everything a schema says of a place, through references and whichever branch. */
function absorb(level: Level, schema: unknown, how: Building): void {
  if (!isJson(schema) || how.at.split('/').length > DEEPEST) return;
  if (typeof schema.$ref === 'string') absorb(level, targetOf(schema.$ref, how.root), how);
  const branches = ['anyOf', 'oneOf', 'allOf'].flatMap((word) => listOf(schema[word]));
  for (const branch of [...branches, schema.if, schema.then, schema.else]) absorb(level, branch, how);
  for (const [name, child] of Object.entries(isJson(schema.properties) ? schema.properties : {})) {
    const below = { ...how, at: `${how.at}/${escapePointer(name)}` };
    const known = level.members.get(name) ?? emptyLevel(how.unread.has(below.at));
    level.members.set(name, known);
    absorb(known, child, below);
  }
  for (const item of [schema.items, ...listOf(schema.prefixItems)].filter(isJson)) {
    const below = { ...how, at: `${how.at}/*` };
    level.items ??= emptyLevel(how.unread.has(below.at));
    absorb(level.items, item, below);
  }
  if (isOpen(schema)) level.isFree = true;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Said in so many words: a map whose names are its sender's own. */
const isOpen = ({ additionalProperties, patternProperties }: Json): boolean =>
  (additionalProperties !== undefined && additionalProperties !== false) || patternProperties !== undefined;

function targetOf(reference: string, root: object): unknown {
  const steps = reference.startsWith('#/') ? reference.slice(2).split('/') : [];
  return steps.reduce<unknown>((node, step) => (isJson(node) ? node[step] : undefined), root);
}

interface At {
  readonly real: JsonPointer;
  readonly pattern: JsonPointer;
}

const below = ({ real, pattern }: At, step: string | number, shared: string): At => ({
  real: `${real}/${step}`,
  pattern: `${pattern}/${shared}`,
});

class Search {
  readonly unknown = new Map<string, { readonly at: JsonPointer; readonly name: string }>();
  readonly leftOut = new Set<JsonPointer>();
  readonly misspelt: Violation[] = [];

  look(value: unknown, level: Level, at: At): void {
    if (Array.isArray(value)) {
      if (level.items === null) return;
      for (const [index, item] of value.entries()) this.look(item, level.items, below(at, index, '*'));
    } else if (isJson(value) && level.members.size > 0) {
      for (const [name, inner] of Object.entries(value)) this.#member(name, inner, { level, at });
    }
  }

  #member(name: string, value: unknown, { level, at }: { level: Level; at: At }): void {
    const child = level.members.get(name);
    if (child === undefined) {
      if (!level.isFree) this.#stranger(name, level, at);
      return;
    }
    if (typeof value !== 'object' && !child.isUnread) return;
    const step = escapePointer(name);
    if (!child.isUnread) this.look(value, child, below(at, step, step));
    else if (value !== null) this.leftOut.add(`${at.pattern}/${step}`);
  }

  #stranger(name: string, level: Level, { real, pattern }: At): void {
    if (this.unknown.size < MOST_COUNTED) this.unknown.set(`${pattern}/${name}`, { at: pattern, name });
    if (this.misspelt.length >= MOST_MISSPELT) return;
    level.names ??= knownNames(level.members.keys());
    const known = misspelt(name, level.names);
    if (known === null) return;
    this.misspelt.push(misspelling(name, known, real));
  }
}

/** Tells of a member by both its names. */
export function misspelling(name: string, known: string, at: JsonPointer): Violation {
  const written = JSON.stringify(name.slice(0, MOST_OF_A_NAME));
  const message = `${written} tidak dikenal di sini; mungkin maksudnya ${JSON.stringify(known)}`;
  return { pointer: `${at}/${shown(name)}`, message };
}

/** A name may be anything that somebody typed, a citizen's number too. */
const MOST_OF_A_NAME = 64;
const shown = (name: string): string => escapePointer(scrubText(name.slice(0, MOST_OF_A_NAME)).text.toWellFormed());

/** For the receipt. */
export function unreadWarnings({ unknown, more }: UnreadMembers): readonly Warning[] {
  const named = unknown.map((pointer): Warning => ({ code: 'member-not-read', facts: { pointer } }));
  return more === 0 ? named : [...named, { code: 'more-members-not-read', facts: { count: more } }];
}

/**
 * Throws `native-invalid` for a pushed event with a misspelt member: not reading `"Rahasia": true` would have a secret
 * report cross as a private one.
 */
export function mustBeSpelt<Spelt extends { readonly message: string; readonly members: UnreadMembers }>(
  translated: Spelt,
): Spelt {
  const { message, members } = translated;
  if (members.misspelt.length === 0) return translated;
  throw new GatewayError('native-invalid', {
    detail: `Pesan ${message}: ${members.misspelt[0]?.pointer} ${members.misspelt[0]?.message}.`,
    violations: members.misspelt,
  });
}
