import type { Adapter } from '../adapter.ts';
import type { Contracts } from '../contract.ts';
import { toWib } from '../dialect/native.ts';
import { contextOf, type System } from '../directory.ts';
import { GatewayError } from '../errors.ts';
import type { Draft } from '../outcome.ts';
import type { Warning } from '../warning.ts';
import { digestKindOf, digestsOf } from './digest.ts';
import { happenedBy, type Translated } from './incoming.ts';
import { unreadWarnings } from './members.ts';
import { aheadBy } from './order.ts';
import { withoutStrayPoint } from './places.ts';
import { messageReader } from './reading.ts';
import { scrubDraft, scrubError } from './scrub.ts';

export interface Translator {
  /**
   * One native event, heard at this time (epoch milliseconds), to scrubbed drafts. Pure. Throws `native-invalid` for
   * what does not even say whose it is; what only a mended table could translate comes back as `quarantine`.
   */
  translate(system: System, native: unknown, heardAt: number): Translated;
}

/** A clock may be ahead by hours, with its zone; a day further it is no clock, and what it says would be told to citizens. */
const MOST_AHEAD_MS = 86_400_000;

const isFarAhead = (said: string | null, heardAt: number): said is string =>
  said !== null && Date.parse(said) - heardAt > MOST_AHEAD_MS;

const isoOf = (at: number): string => new Date(at).toISOString();

const ahead = (time: string): Translated['result'] => ({
  kind: 'refused',
  error: new GatewayError('native-invalid', {
    detail: `Waktu ${time} lebih dari sehari di depan jam gerbang; periksa jam sistem pengirim.`,
    facts: { said: time },
  }),
});

function clockWarnings(said: string | null, heardAt: number): readonly Warning[] {
  const aheadSeconds = Math.round(aheadBy(said, heardAt) / 1000);
  if (said === null || aheadSeconds === 0) return [];
  return [{ code: 'clock-ahead', facts: { said, heardAt: isoOf(heardAt), aheadSeconds } }];
}

/**
 * When a status or an answer was given, as people are shown it: never later than we heard of it, and where the sender
 * states no time of the change, when we heard of it.
 */
function dated(
  result: Translated['result'],
  { occurredAt, heardAt }: { occurredAt: string | null; heardAt: number },
): Translated['result'] {
  if (result.kind !== 'drafts') return result;
  const shown = (draft: Draft): Draft => {
    const { at } = draft.data as { at?: unknown };
    if (typeof at !== 'string' || (occurredAt !== null && Date.parse(at) <= heardAt)) return draft;
    return { ...draft, data: { ...draft.data, at: toWib(new Date(heardAt)) } };
  };
  const [lead, ...rest] = result.drafts;
  return { kind: 'drafts', drafts: [shown(lead), ...rest.map(shown)] };
}

/** Whose a native is that could not be taken. */
export interface Named {
  readonly message: string;
  readonly subject: string;
}

/** Null where it does not say so. */
export function namedIn({ messages, numberIn }: Adapter, native: unknown): Named | null {
  const message = messages.find(({ recognise }) => recognise(native));
  const subject = message === undefined ? null : numberIn(native);
  return message === undefined || subject === null ? null : { message: message.name, subject };
}

/** Compiles every message schema of every dialect once. */
export function translator(adapters: readonly Adapter[], contracts: Contracts): Translator {
  const read = messageReader(adapters);
  const kinds = new Map(
    adapters.flatMap((adapter) =>
      adapter.messages.map((message) => [message, digestKindOf(adapter, message.name)] as const),
    ),
  );
  return {
    translate(system, native, heardAt) {
      const { adapter } = system;
      const { message, body, members, warnings: unreadable } = read(adapter, native);
      const { occurredAt, timed = 'exact', ...named } = adapter.identify(body);
      const said = timed === 'none' ? null : occurredAt;
      const identity = { ...named, occurredAt: happenedBy(heardAt, occurredAt ?? isoOf(heardAt)) };
      const made = isFarAhead(said, heardAt)
        ? ahead(said)
        : drafted(system, { message: message.name, body }, contracts);
      const digests = digestsOf(native, kinds.get(message) ?? null, made.kind === 'drafts' ? made.drafts : null);
      const warnings = [...clockWarnings(said, heardAt), ...unreadWarnings(members), ...unreadable];
      const result = dated(made, { occurredAt, heardAt });
      return { system, native, body, message: message.name, identity, said, timed, digests, members, warnings, result };
    },
  };
}

function drafted(
  system: System,
  { message, body }: { readonly message: string; readonly body: unknown },
  contracts: Contracts,
): Translated['result'] {
  try {
    const [lead, ...rest] = system.adapter
      .toCanonical(body, contextOf(system))
      .map((draft) => withoutStrayPoint(draft, system.adapter, message))
      .map((draft) => scrubDraft(draft, contracts.get(draft.contract)));
    if (lead) return { kind: 'drafts', drafts: [lead, ...rest] };
    throw new GatewayError('contract-invalid', {
      detail: `Adaptor ${system.adapter.dialect} tidak menghasilkan apa-apa.`,
    });
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    if (error.code === 'unknown-code') return { kind: 'quarantine', error: scrubError(error) };
    if (!error.permanent) throw error;
    return { kind: 'refused', error: scrubError(error) };
  }
}
