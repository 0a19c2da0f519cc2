import type { Adapter, NativeMessage } from '../adapter.ts';
import { GatewayError, type Violation } from '../errors.ts';
import { knownNames, misspelt } from '../json/nearName.ts';
import { isJson } from '../json/object.ts';
import type { Warning } from '../warning.ts';
import { type MemberReader, memberReader, misspelling, type UnreadMembers } from './members.ts';
import { bodyReader, type Readable } from './readable.ts';

/** A native body that its dialect recognised and its schema accepted, but for details. */
interface ReadMessage {
  readonly message: NativeMessage;
  /** The native without the details that could not be read. */
  readonly body: unknown;
  /** Those details. */
  readonly warnings: readonly Warning[];
  readonly members: UnreadMembers;
}

interface Reader extends MemberReader {
  readonly message: NativeMessage;
  readonly read: (native: unknown) => Readable;
}

/** Reads native bodies by their schemas, which are compiled here once. Throws `native-invalid`, with every place it can name. */
export function messageReader(adapters: readonly Adapter[]): (adapter: Adapter, native: unknown) => ReadMessage {
  const readers = new Map(
    adapters.flatMap((adapter) => adapter.messages.map((message) => [message, readerOf(adapter, message)] as const)),
  );
  return (adapter, native) => {
    const own = adapter.messages.flatMap((message) => readers.get(message) ?? []);
    const reader = own.find(({ message }) => message.recognise(native));
    if (reader === undefined) throw unrecognised(adapter, native, own);
    const { message } = reader;
    const { body, warnings, violations } = reader.read(native);
    const found = reader.unreadOf(native);
    const members = { ...found, misspelt: [...found.misspelt, ...mistaken(native, reader, own)] };
    if (violations.length === 0) return { message, body, warnings, members };
    const detail = `Pesan ${message.name} dari dialek ${adapter.dialect} tidak sah di ${violations[0]?.pointer || '/'}.`;
    throw new GatewayError('native-invalid', { detail, violations: [...violations, ...members.misspelt] });
  };
}

const readerOf = (adapter: Adapter, message: NativeMessage): Reader => ({
  ...memberReader(adapter, message),
  message,
  read: bodyReader(message),
});

/** Members that, spelt as another message of the dialect has them, would make the body that message. */
function mistaken(native: unknown, { names, message }: Reader, all: readonly Reader[]): readonly Violation[] {
  if (!isJson(native)) return [];
  const strangers = Object.keys(native).filter((name) => !names.has(name));
  if (strangers.length === 0) return [];
  const others = knownNames(new Set(all.flatMap((other) => [...other.names].filter((name) => !names.has(name)))));
  return strangers.slice(0, MOST_STRANGERS).flatMap((name) => {
    const known = misspelt(name, others);
    if (known === null || known === name) return [];
    const spelt = { ...native, [known]: native[name] };
    return all.find((other) => other.message.recognise(spelt))?.message === message
      ? []
      : [misspelling(name, known, '')];
  });
}

/** What has more is nobody's slip. */
const MOST_STRANGERS = 200;

/** Names the message that was probably meant, and all that keeps the body from being it. */
function unrecognised({ dialect, coverage }: Adapter, native: unknown, readers: readonly Reader[]): GatewayError {
  const { routes, unread } = coverage.inbound;
  const comesIn = new Set([
    ...routes.map(({ message }) => message),
    ...unread.flatMap(({ fields }) => Object.keys(fields)),
  ]);
  const incoming = readers.filter(({ message }) => comesIn.has(message.name));
  const names = incoming.map(({ message }) => message.name).join(', ');
  const nearest = nearestOf(native, incoming);
  const detail = `Isi ini bukan salah satu pesan dialek ${dialect}: ${names}.`;
  if (nearest === null) {
    const violations = [{ pointer: '', message: `bukan salah satu dari: ${names}` }];
    return new GatewayError('native-invalid', { detail, violations });
  }
  const { name } = nearest.reader.message;
  return new GatewayError('native-invalid', {
    detail: `${detail} Yang paling mirip: ${name}; yang menghalanginya disebut satu per satu.`,
    violations: nearest.lacks,
    facts: { nearest: name },
  });
}

interface Likeness {
  readonly reader: Reader;
  /** How many of the body's own members the message knows, misspelt ones too. */
  readonly known: number;
  readonly lacks: readonly Violation[];
}

/** One member alone, such as a number that every message has, resembles nothing. */
const FEWEST_ALIKE = 2;

function nearestOf(native: unknown, readers: readonly Reader[]): Likeness | null {
  if (!isJson(native)) return null;
  const likely = readers.map((reader) => likenessOf(native, reader)).filter(({ known }) => known >= FEWEST_ALIKE);
  const [nearest] = likely.toSorted((a, b) => b.known - a.known || a.lacks.length - b.lacks.length);
  return nearest ?? null;
}

function likenessOf(native: object, reader: Reader): Likeness {
  const { misspelt, unknown } = reader.unreadOf(native);
  const strange = unknown.filter((pointer) => pointer.lastIndexOf('/') === 0);
  const known = Object.keys(native).filter((name) => reader.names.has(name)).length + misspelt.length;
  const broken = [...reader.read(native).violations, ...misspelt];
  // Nothing is missing: then something else in it belongs to another message.
  const foreign = strange.map((pointer) => ({ pointer, message: `bukan bagian dari pesan ${reader.message.name}` }));
  return { reader, known, lacks: broken.length > 0 ? broken : foreign };
}
