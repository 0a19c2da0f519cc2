import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Command } from 'commander';
import type { Adapter } from '../adapter.ts';
import { openCase, withHandover } from '../case.ts';
import { loadConfiguration } from '../config/config.ts';
import { type Contracts, type JsonPointer, loadContracts } from '../contract.ts';
import { contextOf, type System } from '../directory.ts';
import { asGatewayError, GatewayError, type Violation } from '../errors.ts';
import type { EventIdentity } from '../event.ts';
import { EVENT_LIMIT, tooLarge } from '../http/body.ts';
import { linesOf } from '../http/lines.ts';
import { type Problem, problemOf } from '../http/problem.ts';
import { eventIdOf, type Translated } from '../intake/incoming.ts';
import { leftOutWith, mustBeSpelt } from '../intake/members.ts';
import { seal } from '../intake/seal.ts';
import { type Translator, translator } from '../intake/translate.ts';
import { isJson } from '../json/object.ts';
import { parseJson } from '../json/parse.ts';
import { escapePointer } from '../json/schema.ts';
import type { Draft } from '../outcome.ts';
import type { Warning } from '../warning.ts';
import { EXIT } from './exitCodes.ts';

const HELP = `
Keluaran berupa JSON: pesan mana dari dialek sistem itu, identitasnya, dan tiap hasil terjemahan (drafts) dengan
  valid     memenuhi kontraknya atau tidak (violations menyebut tempatnya)
  gaps      nilai asli yang tidak ada di tabel kode, tetapi tetap menyeberang
  warnings  yang tidak dibaca karena tidak dikenal, atau tidak diambil persis seperti tertulis
  leftOut   yang dikenal tetapi sengaja tidak diambil, dan sebabnya
  scrubbed  jenis data pribadi yang dihapus dari teks bebas, dan di mana
Yang ditolak keluar sebagai problem, sama seperti jawaban HTTP gerbang; yang akan ditahan keluar sebagai held.
Perjanjian, penerima dan riwayat laporan tidak dilihat: itu pekerjaan "?dryRun=true" pada gerbang yang berjalan.

Kode keluar 0 bila semuanya diterjemahkan dan sah, 4 bila ditolak, 1 bila ditahan atau tidak memenuhi kontraknya.`;

interface TranslateOptions {
  readonly config: string;
  readonly ndjson?: boolean;
}

/** Registers `translate <system> <file>`: what the way in makes of a native payload. Uses no ledger and no network. */
export function translateCommand(program: Command, adapters: readonly Adapter[]): void {
  program
    .command('translate')
    .argument('<sistem>', 'nama sistem di konfigurasi, misalnya lampung-in')
    .argument('<berkas>', 'isi asli dalam JSON; - untuk masukan standar')
    .description('terjemahkan isi asli satu sistem ke bentuk bersama, tanpa menyimpan atau mengirim apa pun')
    .option('-c, --config <berkas>', 'berkas konfigurasi', 'config/jembatan.json')
    .option('--ndjson', 'satu peristiwa per baris; berlaku sendiri untuk berkas .ndjson dan .jsonl')
    .addHelpText('after', HELP)
    .action(async (name: string, file: string, { config, ndjson }: TranslateOptions) => {
      const contracts = loadContracts();
      const { directory } = loadConfiguration(config, { adapters, contracts });
      const system = directory.get(name);
      // Other dialects may be unfinished.
      const how = { system, contracts, translator: translator([system.adapter], contracts) };
      const byLine = ndjson ?? /\.(?:ndjson|jsonl)$/u.test(file);
      for await (const told of translations(file === '-' ? process.stdin : createReadStream(file), how, byLine)) {
        process.stdout.write(`${JSON.stringify(told, null, byLine ? 0 : 2)}\n`);
        if (!isWhole(told)) process.exitCode = 'problem' in told ? EXIT.refused : EXIT.other;
      }
    });
}

export interface TranslateHow {
  readonly system: System;
  readonly contracts: Contracts;
  readonly translator: Translator;
}

export interface JudgedDraft extends Draft {
  /** Whether the draft, once sealed, follows its contract; where it does not, `violations` says why. */
  readonly valid: boolean;
  readonly violations?: readonly Violation[];
  /** What kinds of personal data were taken out of which free text, once for each time. */
  readonly scrubbed: readonly { readonly pointer: JsonPointer; readonly removed: readonly string[] }[];
}

interface Named {
  readonly system: string;
  /** What the receipt would name; those of one draft stand with that draft. */
  readonly warnings: readonly Warning[];
  /** What the dialect knows and leaves out on purpose. */
  readonly leftOut: readonly { readonly pointer: JsonPointer; readonly why: string }[];
  readonly message: string;
  readonly identity: EventIdentity;
  readonly eventId: string;
}

/** What the way in makes of one event; with its line where there are many. */
export type Translation = { readonly line?: number } & (
  | (Named & { readonly drafts: readonly JudgedDraft[] })
  | (Named & { readonly held: Problem })
  | { readonly status: number; readonly problem: Problem }
);

/** True where everything was translated and follows its contract. */
export const isWhole = (told: Translation): boolean => 'drafts' in told && told.drafts.every(({ valid }) => valid);

/**
 * Each event of a stream in its order: the whole of it, or each of its lines. Limits and refusals are those of the HTTP
 * edge. Throws `not-found` where the stream cannot be read.
 */
export async function* translations(stream: Readable, how: TranslateHow, byLine: boolean): AsyncGenerator<Translation> {
  try {
    if (!byLine) return void (yield told(await bytesOf(stream), how));
    for await (const group of linesOf(stream)) {
      for (const { line, bytes } of group) yield { line, ...told(bytes, how) };
    }
  } catch (cause) {
    const code = cause instanceof Error && 'syscall' in cause && 'code' in cause ? String(cause.code) : null;
    if (code === null) throw cause;
    const why = code === 'ENOENT' ? 'berkas tidak ada' : code;
    throw new GatewayError('not-found', { detail: `Isi asli tidak dapat dibaca: ${why}.`, cause });
  }
}

async function bytesOf(stream: Readable): Promise<Buffer | GatewayError> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > EVENT_LIMIT) return tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function told(bytes: Buffer | GatewayError, how: TranslateHow): Translation {
  try {
    if (bytes instanceof GatewayError) throw bytes;
    return translation(mustBeSpelt(how.translator.translate(how.system, parseJson(bytes), Date.now())), how);
  } catch (thrown) {
    const error = asGatewayError(thrown);
    if (error.code === 'internal') throw thrown;
    return refusal(error);
  }
}

const refusal = (error: GatewayError): Translation => ({ status: error.status, problem: problemOf(error) });

function translation(translated: Translated, { contracts }: TranslateHow): Translation {
  const { system, body, message, identity, result, warnings, members } = translated;
  const named = {
    system: system.name,
    warnings,
    leftOut: leftOutWith(system.adapter, message, members),
    message,
    identity,
    eventId: eventIdOf(system.name, message, identity),
  };
  if (result.kind === 'refused') return refusal(result.error);
  if (result.kind === 'quarantine') return { ...named, held: problemOf(result.error) };
  // Translating is pure: once more and unscrubbed, it shows what scrubbing took out.
  const typed = system.adapter.toCanonical(body, contextOf(system));
  const drafts = result.drafts.map((draft, index) => ({
    contract: draft.contract,
    number: draft.number,
    ...validity(draft, translated, contracts),
    gaps: draft.gaps ?? [],
    warnings: draft.warnings ?? [],
    scrubbed: scrubbed(typed[index]?.data, draft.data, contracts.get(draft.contract).freeText),
    data: draft.data,
  }));
  return { ...named, drafts };
}

/** Sealed as the way in seals it, into a case of its own: what only the gateway knows is required by the contract too. */
function validity(
  draft: Draft,
  translated: Translated,
  contracts: Contracts,
): Pick<JudgedDraft, 'valid' | 'violations'> {
  const { system, message, identity } = translated;
  const eventId = eventIdOf(system.name, message, identity);
  const opened = openCase(system.name, draft.number, 'private');
  const handover = { id: eventId, to: system.name, state: 'sent', answerBy: identity.occurredAt } as const;
  const subject = { ...withHandover(opened, handover), sequence: 1 };
  try {
    seal(draft, { eventId, sender: system, origin: system, identity, subject }, contracts);
    return { valid: true };
  } catch (thrown) {
    const { code, violations } = asGatewayError(thrown);
    if (code !== 'contract-invalid') throw thrown;
    return { valid: false, violations };
  }
}

const REMOVED = /\[([^[\]]+) dihapus\]/gu;

function scrubbed(typed: unknown, clean: unknown, freeText: readonly JsonPointer[]): JudgedDraft['scrubbed'] {
  return freeText.flatMap((pointer) => {
    const before = new Map(textsAt(typed, pointer.split('/').slice(1)));
    return textsAt(clean, pointer.split('/').slice(1)).flatMap(([where, text]) => {
      const kinds = kindsIn(text);
      for (const kind of kindsIn(before.get(where) ?? '')) kinds.splice(kinds.indexOf(kind), 1);
      return kinds.length > 0 ? [{ pointer: where, removed: kinds }] : [];
    });
  });
}

const kindsIn = (text: string): string[] => [...text.matchAll(REMOVED)].flatMap(([, kind]) => kind ?? []);

/** The texts at a pointer, whose `*` is every item of a list, each with its own place. */
function textsAt(value: unknown, [step, ...rest]: readonly string[], place = ''): [JsonPointer, string][] {
  if (step === undefined) return typeof value === 'string' ? [[place, value]] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsAt(item, rest, `${place}/${index}`));
  return isJson(value) ? textsAt(value[step], rest, `${place}/${escapePointer(step)}`) : [];
}
