import { declaredFor } from '../answers.ts';
import type { Confirmation, Found, NativeRequest, NativeResponse, OutboundContext } from '../declared.ts';
import type { Claim } from '../delivery.ts';
import { honoursDeliveryId, type System } from '../directory.ts';
import { contractOf, type Envelope } from '../envelope.ts';
import { GatewayError } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import type { Answer, Upstream } from '../upstream.ts';

/** A relay on its way to a system that would take a repeat for another. */
export interface Doubtful {
  readonly claim: Claim;
  readonly system: System;
  readonly envelope: Envelope;
  readonly context: OutboundContext;
  readonly upstream: Upstream;
  readonly now: number;
}

/** What was sent before may be there, and would be there twice. */
export const inDoubt = (claim: Claim, system: System): boolean =>
  claim.doubtSince !== null && !honoursDeliveryId(system);

export const canAsk = (doubtful: Pick<Doubtful, 'system' | 'envelope'>): boolean => confirmationOf(doubtful) !== null;

/** It may have arrived and is not sent any more, whatever the recipient would say: a person decides. */
export const neverSentAgain = (cause: GatewayError): Outcome => ({ kind: 'unconfirmed', error: unconfirmed(cause) });

/** An attempt of which nobody knows whether it arrived. */
export function isUnknown(outcome: Outcome, canBeAsked: boolean): Outcome {
  if (outcome.kind !== 'failed' && outcome.kind !== 'postponed') return outcome;
  const { exchange, foundAbsent, error } = outcome;
  return {
    ...{ kind: 'unconfirmed', error: unconfirmed(error), mayHaveArrived: true },
    ...(exchange === undefined ? {} : { exchange }),
    ...(foundAbsent === undefined ? {} : { foundAbsent }),
    ...(canBeAsked ? { askAgain: { afterMs: 0, spent: true } } : {}),
  };
}

/** Asks the recipient whether it has what may have arrived; `absent` where it has not, and may be sent it again. */
export async function askFirst(doubtful: Doubtful): Promise<Outcome | 'absent'> {
  const { claim, upstream, envelope, context, system, now } = doubtful;
  const confirmation = confirmationOf(doubtful);
  if (confirmation === null) return neverSentAgain(new GatewayError('unconfirmed', { detail: UNASKABLE }));
  const answer = await upstream.ask({
    ...{ request: questionOf(confirmation, doubtful), subject: claim.relay.subject },
    ...{ answer: confirmation.answer, refusals: system.adapter.refusals },
    read: (response) => ({ found: confirmation.read(response, envelope, context), response }),
  });
  if (answer.kind === 'unanswered') return unanswered(answer);
  const { found, response } = answer.value;
  if (found.kind === 'found') return arrived(doubtful, found, response);
  if (found.kind === 'unknown') return unclear('Jawaban penerima tidak memastikan apa pun.');
  const waitMs = (claim.doubtSince ?? now) + confirmation.absentAfterSeconds * 1000 - now;
  if (waitMs <= 0) return 'absent';
  const error = new GatewayError('unconfirmed', { detail: 'Penerima belum menampilkannya; ditanyakan lagi nanti.' });
  return { kind: 'unconfirmed', error, askAgain: { afterMs: waitMs, spent: false } };
}

const UNASKABLE =
  'Kiriman mungkin sudah sampai; penerima ini tidak dapat ditanyai, dan kiriman kedua akan menjadi laporan kedua.';

function confirmationOf({ system, envelope }: Pick<Doubtful, 'system' | 'envelope'>): Confirmation | null {
  return declaredFor(system.adapter, contractOf(envelope))?.confirm ?? null;
}

function questionOf(confirmation: Confirmation, { envelope, context }: Doubtful): NativeRequest {
  const request = confirmation.ask(envelope, context);
  if (request.method === 'GET') return request;
  throw new GatewayError('internal', { detail: 'Pertanyaan apakah kiriman sampai harus berupa GET.' });
}

/** Failures of the question itself, which nothing but a person may end: who is asked so for ever is never shown to one. */
const WILL_STAY: ReadonlySet<string> = new Set([
  ...['upstream-failed', 'upstream-timeout', 'upstream-misrouted', 'upstream-moved', 'upstream-credentials'],
]);

function unanswered({ error, retryAfterMs }: Answer<never> & { kind: 'unanswered' }): Outcome {
  const askAgain = { afterMs: retryAfterMs ?? 0, spent: error.permanent || WILL_STAY.has(error.code) };
  return { kind: 'unconfirmed', error: unconfirmed(error), askAgain };
}

/** The same reply that the answer to the delivery would have brought. */
function arrived({ system, envelope }: Doubtful, { number }: Found & { kind: 'found' }, at: NativeResponse): Outcome {
  const declared = declaredFor(system.adapter, contractOf(envelope))?.number ?? null;
  if (declared === null) return { kind: 'delivered', replies: [] };
  if (number === null) return unclear('Penerima memilikinya, tetapi tidak menyebut nomornya.');
  return { kind: 'delivered', replies: [declared.reply(number, { ...at, body: null })] };
}

const unclear = (detail: string): Outcome => ({
  ...{ kind: 'unconfirmed', error: new GatewayError('unconfirmed', { detail }) },
  askAgain: { afterMs: 0, spent: true },
});

/** What was seen stays in the facts: its code, and what it said of the answer. */
function unconfirmed(cause: GatewayError): GatewayError {
  if (cause.code === 'unconfirmed') return cause;
  const facts = { ...cause.facts, cause: cause.code };
  return new GatewayError('unconfirmed', { detail: `Mungkin sudah sampai. ${cause.message}`, facts, cause });
}
