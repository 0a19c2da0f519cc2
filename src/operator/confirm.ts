import { declaredFor, numberIn } from '../answers.ts';
import type { DeclaredNumber } from '../declared.ts';
import type { RelayRecord } from '../delivery.ts';
import type { Directory } from '../directory.ts';
import { GatewayError } from '../errors.ts';
import { type Route, route } from '../http/route.ts';
import type { LedgerTx } from '../ledger.ts';
import type { Draft } from '../outcome.ts';
import { unknownRelay } from './content.ts';
import { RELAY_STATES } from './labels.ts';
import { type RelayOptions, relayView } from './relays.ts';
import { decisionReader, pathPart } from './request.ts';

export interface ConfirmOptions extends RelayOptions {
  readonly directory: () => Directory;
  /** Accepts a reply as the recipient's answer to this relay, inside the write. */
  readonly acceptReply: (tx: LedgerTx, relay: RelayRecord, draft: Draft) => Promise<void>;
}

const readConfirmation = decisionReader<{ readonly number?: string }>(
  { number: { type: 'string', minLength: 1, maxLength: 100 } },
  [],
);

/**
 * `POST /v1/relays/{id}/confirm`: somebody saw at the recipient that it arrived. Answers the relay, which is delivered;
 * `number`, where a delivery brings one, goes home as the recipient's own answer would have. `not-found`, `wrong-state`
 * unless it is unconfirmed or waits while it may have arrived, `bad-request` for a number that is missing, not the recipient's, or not wanted; `number-taken`.
 */
export function confirmRelay(options: ConfirmOptions): Route {
  const { ledger, now, wake, directory, acceptReply } = options;
  return route({}, async (request, response) => {
    const id = pathPart(request, 'id');
    const { number, ...decided } = await readConfirmation(request, response);
    const relay = await ledger.write(async (tx) => {
      const before = await tx.relay(id);
      if (!before) throw unknownRelay(id);
      const { adapter } = directory().get(before.recipient);
      const declared = declaredFor(adapter, before.contract)?.number ?? null;
      const after = await tx.decideRelay(id, { kind: 'confirm', now: now() });
      if (!after) throw notInDoubt(before);
      const reply = replyOf(declared, number?.trim() ?? null, now());
      if (reply !== null) await acceptReply(tx, after, reply);
      await tx.addDecision({ ...decided, at: now(), action: 'confirm', target: id });
      return after;
    });
    wake();
    response.json(relayView(relay));
  });
}

function replyOf(declared: DeclaredNumber | null, number: string | null, now: number): Draft | null {
  if (declared === null) {
    if (number === null) return null;
    throw wrongNumber('Kiriman ini tidak membawa nomor laporan; kirim keputusan tanpa number.');
  }
  if (number === null) throw wrongNumber('Sebut number: nomor laporan ini di sistem penerima.');
  // What an answer may hold in place of a number is nothing a person would find.
  const own = declared.places
    .filter(({ prefix }) => prefix === undefined)
    .map((place) => ({ ...place, pointer: '/number' }));
  const found = numberIn({ number }, own);
  if (!('number' in found)) throw wrongNumber('Itu bukan bentuk nomor laporan sistem penerima.');
  const answer = { status: 200, headers: {}, body: null, receivedAt: new Date(now).toISOString() };
  return declared.reply(found.number, answer);
}

const notInDoubt = ({ id, state }: RelayRecord): GatewayError =>
  new GatewayError('wrong-state', {
    detail: `Kiriman ${id} ${RELAY_STATES[state]}; hanya yang mungkin sudah sampai yang dapat dinyatakan sampai.`,
    facts: { state },
  });

const wrongNumber = (message: string): GatewayError =>
  new GatewayError('bad-request', { detail: message, violations: [{ pointer: '/number', message }] });
