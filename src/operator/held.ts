import { GatewayError } from '../errors.ts';
import type { EventRecord } from '../event.ts';
import { limit, type Route, route } from '../http/route.ts';
import type { Ingest } from '../intake/ingest.ts';
import type { DecisionRecord, Ledger } from '../ledger.ts';
import { iso } from './labels.ts';
import { pathPart, readDecision } from './request.ts';

export interface HeldOptions {
  readonly ledger: Pick<Ledger, 'held' | 'write'>;
  readonly ingest: Pick<Ingest, 'retry'>;
  readonly now: () => number;
  /** Relays may have been made. */
  readonly wake: () => void;
}

/** A held event as operators see it; what the citizen wrote stays in the ledger. */
const view = ({ id, system, subject, state, message, acceptedAt, waitUntil, caseId, receipt }: EventRecord) => ({
  ...{ id, system, number: subject, state, message, caseId },
  since: iso(acceptedAt),
  waitUntil: waitUntil === null ? null : iso(waitUntil),
  why: receipt.held ? { code: receipt.held.code, detail: receipt.held.detail } : null,
  value: receipt.held?.value ?? null,
});

/** `GET /v1/held?limit=`: held events, oldest first. */
export function heldList({ ledger }: Pick<HeldOptions, 'ledger'>): Route {
  return route({ limit }, async (_request, response, query) => {
    response.json((await ledger.held(query.limit)).map(view));
  });
}

/**
 * `POST /v1/held/{system}/{number}/retry`: translates the number's held events again, in order, until one cannot be
 * placed. Answers `{placed, held}`: how many found their place, and what is still held.
 */
export const retryHeld = (options: HeldOptions): Route => decideHeld(options, 'retry');

/**
 * `POST /v1/held/{system}/{number}/discard`: ends the first of the number's held events, which holds the others, and
 * takes up those behind it. Answers `{discarded, placed, held}`, where `discarded` is the event's id.
 */
export const discardHeld = (options: HeldOptions): Route => decideHeld(options, 'discard');

function decideHeld(options: HeldOptions, action: 'retry' | 'discard'): Route {
  const { ledger, ingest, now, wake } = options;
  return route({}, async (request, response) => {
    const whose = { system: pathPart(request, 'system'), subject: pathPart(request, 'number') };
    const decision = { ...(await readDecision(request, response)), action, at: now() };
    const target = await record(ledger, whose, decision);
    const placed = await ingest.retry(whose);
    wake();
    const held = await ledger.write((tx) => tx.heldEvents(whose.system, whose.subject));
    response.json({ ...(action === 'discard' ? { discarded: target } : {}), placed, held: held.map(view) });
  });
}

/** Writes the decision down, with what it ends, and returns the id of the event it is about. */
function record(
  ledger: Pick<Ledger, 'write'>,
  whose: { system: string; subject: string },
  decision: Omit<DecisionRecord, 'target'>,
): Promise<string> {
  return ledger.write(async (tx) => {
    const [first] = await tx.heldEvents(whose.system, whose.subject);
    if (!first) throw nothingHeld(whose);
    if (decision.action === 'discard') {
      await tx.putEvent({ ...first, state: 'discarded', native: null, waitUntil: null });
    }
    await tx.addDecision({ ...decision, target: first.id });
    return first.id;
  });
}

const nothingHeld = ({ system, subject }: { system: string; subject: string }): GatewayError =>
  new GatewayError('not-found', {
    detail: `Tidak ada peristiwa yang ditahan untuk nomor ${JSON.stringify(subject.slice(0, 100))} dari ${JSON.stringify(system.slice(0, 100))}.`,
  });
