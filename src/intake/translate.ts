import { hash } from 'node:crypto';
import { configure } from 'safe-stable-stringify';
import type { Adapter, Draft } from '../adapter.ts';
import type { Contracts } from '../contract.ts';
import { contextOf, type System } from '../directory.ts';
import { GatewayError } from '../errors.ts';
import type { EventIdentity } from '../event.ts';
import type { Warning } from '../warning.ts';
import { happenedBy } from './incoming.ts';
import { type UnreadMembers, unreadWarnings } from './members.ts';
import { messageReader } from './reading.ts';
import { scrubDraft } from './scrub.ts';

/** A native event that its dialect recognised, and what became of it. */
export interface Translated {
  readonly system: System;
  readonly native: unknown;
  readonly message: string;
  readonly identity: EventIdentity;
  readonly digest: string;
  /** About the native event as a whole; what concerns one draft stands with that draft. */
  readonly warnings: readonly Warning[];
  /** What of it nobody reads; a pushed event with a misspelt member is not to be taken (`mustBeSpelt`). */
  readonly members: UnreadMembers;
  readonly result:
    | { readonly kind: 'drafts'; readonly drafts: readonly [Draft, ...Draft[]] }
    /** It could not be translated (an unknown status, say) and is kept whole. */
    | { readonly kind: 'quarantine'; readonly error: GatewayError }
    /** It says whose it is, and nothing that could cross. */
    | { readonly kind: 'refused'; readonly error: GatewayError };
}

export interface Translator {
  /**
   * One native event, heard at this time (epoch milliseconds), to scrubbed drafts. Pure. Throws `native-invalid` for
   * what does not even say whose it is; what only a mended table could translate comes back as `quarantine`.
   */
  translate(system: System, native: unknown, heardAt: number): Translated;
}

/** A clock may be ahead by hours, with its zone; a day further it is no clock, and what it says would be told to citizens. */
const MOST_AHEAD_MS = 86_400_000;

const ahead = (time: string): Translated['result'] => ({
  kind: 'refused',
  error: new GatewayError('native-invalid', {
    detail: `Waktu ${time} lebih dari sehari di depan jam gerbang; periksa jam sistem pengirim.`,
    facts: { said: time },
  }),
});

const stable = configure({ deterministic: true, bigint: false });

/** SHA-256 of the body with its members sorted, base64url: the same content, however it was written. */
export const digestOf = (native: unknown): string => hash('sha256', stable(native) ?? '', 'base64url');

/** Nesting that overflows the stack is no dialect's; no schema looks into members it does not know. */
function contentDigest(native: unknown): string {
  try {
    return digestOf(native);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new GatewayError('native-invalid', { detail: 'Isi ini bersarang terlalu dalam.', cause });
  }
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
  return {
    translate(system, native, heardAt) {
      const { adapter } = system;
      const { message, members } = read(adapter, native);
      const { occurredAt, ...named } = adapter.identify(native);
      const said = occurredAt ?? new Date(heardAt).toISOString();
      const identity = { ...named, occurredAt: happenedBy(heardAt, said) };
      const told = {
        message: message.name,
        identity,
        digest: contentDigest(native),
        members,
        warnings: unreadWarnings(members),
      };
      const isAhead = Date.parse(said) - heardAt > MOST_AHEAD_MS;
      return { system, native, ...told, result: isAhead ? ahead(said) : drafted(system, native) };
    },
  };

  function drafted(system: System, native: unknown): Translated['result'] {
    try {
      const [lead, ...rest] = system.adapter
        .toCanonical(native, contextOf(system))
        .map((draft) => scrubDraft(draft, contracts.get(draft.contract).freeText));
      if (lead) return { kind: 'drafts', drafts: [lead, ...rest] };
      throw new GatewayError('contract-invalid', {
        detail: `Adaptor ${system.adapter.dialect} tidak menghasilkan apa-apa.`,
      });
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      if (error.code === 'unknown-code') return { kind: 'quarantine', error };
      if (!error.permanent) throw error;
      return { kind: 'refused', error };
    }
  }
}
