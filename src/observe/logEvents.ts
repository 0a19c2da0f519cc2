import type { Logger } from 'winston';
import type { BackboneState } from '../backbone.ts';
import type { Loaded } from '../config/liveAgreements.ts';
import type { CutShort } from '../declared.ts';
import type { Claim, RelayRecord, RelayState } from '../delivery.ts';
import type { System } from '../directory.ts';
import type { GatewayError } from '../errors.ts';
import type { EventRecord } from '../event.ts';
import type { Outcome } from '../outcome.ts';
import { type ExchangeFacts, exchangeOf } from '../outcome.ts';
import { aheadSecondsIn } from '../warning.ts';

/** What the way in decided, as far as the log tells it. */
type Told =
  | { readonly kind: 'accepted' | 'held' | 'repeat'; readonly event: EventRecord }
  | { readonly kind: 'refused'; readonly error: GatewayError };

/** One line for each accepted event, each outcome of an attempt and each change of the backbone: ids, codes and times, nothing of what was said. */
export function journal(log: Logger) {
  return {
    verdict(system: System, verdict: Told): void {
      if (verdict.kind === 'refused') {
        log.info('event refused', { system: system.name, code: verdict.error.code });
        return;
      }
      const { id: eventId, caseId, subject: number, contract, receipt } = verdict.event;
      const relays = receipt.relays.length;
      log.info(`event ${verdict.kind}`, { eventId, caseId, system: system.name, number, contract, relays });
      const aheadSeconds = verdict.kind === 'repeat' ? 0 : aheadSecondsIn(receipt.warnings);
      if (aheadSeconds > 0) log.warn('clock ahead', { eventId, system: system.name, aheadSeconds });
    },
    backbone({ kind, connected, trouble }: BackboneState): void {
      if (connected) log.info('backbone connected', { kind });
      else log.warn('backbone not connected', { kind, trouble });
    },
    stray({ id, eventId, recipient, contract }: RelayRecord): void {
      log.warn('stray relay', { relayId: id, eventId, system: recipient, contract });
    },
    ...pollNotes(log),
    /** What became of edited agreements; null where none were edited. */
    agreements(outcome: 'loaded' | 'refused' | null, { refused }: Loaded): void {
      if (outcome === 'refused') log.error('agreements refused', { problems: refused?.problems });
      else if (outcome !== null) log.info('agreements loaded');
    },
    /** Relays that the backbone did not bring. */
    republished(relays: number): void {
      if (relays > 0) log.warn('published again', { relays });
    },
    settled({ relay, attempt }: Claim, outcome: Outcome, state: RelayState): void {
      const code = 'error' in outcome ? { code: outcome.error.code } : {};
      const facts = 'error' in outcome ? exchanged(outcome.exchange ?? null) : {};
      const ids = { relayId: relay.id, caseId: relay.subject, system: relay.recipient, contract: relay.contract };
      // Nothing more happens to it before a person has looked.
      const level = state === 'unconfirmed' ? 'warn' : 'info';
      log.log(level, 'delivery', { ...ids, attempt, outcome: outcome.kind, state, ...code, ...facts });
    },
  };
}

const pollNotes = (log: Logger) => ({
  /** A system that is asked began to give no answers, or gives them again (null). */
  poll(system: string, trouble: GatewayError | null): void {
    if (trouble === null) {
      log.info('poll answered', { system });
      return;
    }
    const facts = exchanged(exchangeOf(trouble));
    log.warn('poll not answered', { system, code: trouble.code, why: trouble.message, ...facts });
  },
  /** Rounds of questions begin to end early for these reasons, or end by themselves again (none). */
  cutShort(system: string, cutShort: readonly CutShort[]): void {
    if (cutShort.length === 0) log.info('poll complete again', { system });
    else log.warn('poll cut short', { system, cutShort });
  },
});

/** Codes, names and times; nothing that the other side said. */
function exchanged(exchange: ExchangeFacts | null): object {
  if (exchange === null) return {};
  const { method, path, host, port, status, code, phase, durationMs } = exchange;
  return { exchange: { method, path, host, port, status, code, phase, durationMs } };
}
