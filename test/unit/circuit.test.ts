import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Outcome } from '../../src/outcome.ts';
import { createCircuit } from '../../src/upstreams/circuit.ts';
import { CIRCUIT_DEFAULTS, type Circuit, limitOf, next, startCircuit } from '../../src/upstreams/circuitState.ts';
import { classify, type Exchange, type Verdict } from '../../src/upstreams/classify.ts';
import { anySuccess } from '../kits/anySuccess.ts';

const RULES = { ...CIRCUIT_DEFAULTS, concurrency: 8 };
const MINUTE = 60_000;

const answered = (status: number): Exchange => ({
  kind: 'answered',
  response: { status, headers: {}, body: null, receivedAt: '2025-07-03T02:15:00Z' },
});
const REFUSED: Exchange = { kind: 'unreachable', cause: new Error('ECONNREFUSED') };
const HUNG: Exchange = { kind: 'timeout', cause: undefined };

function circuitUnder(timeoutMs = 5_000, onTurn = (_: Circuit): void => undefined) {
  const turns: string[] = [];
  const circuit = createCircuit({
    rules: RULES,
    timeoutMs,
    clock: Date.now,
    onTurn(state) {
      turns.push(state.kind);
      onTurn(state);
    },
  });
  let sends = 0;
  let serial = 0;
  /** One send; each is of its own relay and subject unless named. */
  const send = (exchange: Exchange, relayId = `r${serial++}`, subject = relayId) =>
    circuit.run({
      relayId,
      subject,
      attempt: async (): Promise<Verdict> => {
        sends += 1;
        return classify(exchange, anySuccess, { now: Date.now() });
      },
    });
  return { circuit, turns, send, sends: () => sends, kind: () => circuit.state().kind };
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2025-07-03T02:15:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('one delivery every three minutes', () => {
  it('opens at the third failed connection in a row, and no sooner', async () => {
    const { send, kind } = circuitUnder();
    const kinds: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      await vi.advanceTimersByTimeAsync(3 * MINUTE);
      await send(REFUSED);
      kinds.push(kind());
    }
    expect(kinds).toEqual(['closed', 'closed', 'open']);
  });

  it('a delivery in between starts the count again', async () => {
    const { send, kind } = circuitUnder();
    for (const exchange of [REFUSED, REFUSED, answered(200), REFUSED, REFUSED]) {
      await vi.advanceTimersByTimeAsync(3 * MINUTE);
      await send(exchange);
    }
    expect(kind()).toBe('closed');
  });

  it('three different relays that hang open it; one that hangs for ever does not', async () => {
    const poisoned = circuitUnder();
    for (let i = 0; i < 50; i += 1) {
      await vi.advanceTimersByTimeAsync(3 * MINUTE);
      await poisoned.send(HUNG, 'poison');
    }
    expect(poisoned.kind()).toBe('closed');
    const outage = circuitUnder();
    for (let i = 0; i < 3; i += 1) await outage.send(HUNG);
    expect(outage.kind()).toBe('open');
  });

  it('one poison relay among others, tried a hundred times a second, never opens it', async () => {
    const { send, kind } = circuitUnder();
    for (let i = 0; i < 300; i += 1) {
      await vi.advanceTimersByTimeAsync(10);
      await send(answered(500), 'poison');
    }
    expect(kind()).toBe('closed');
  });
});

describe('what it remembers of a relay', () => {
  it('ends with the relay: what hangs after its delivery counts again', async () => {
    const { send, kind } = circuitUnder();
    for (const exchange of [HUNG, answered(200), HUNG]) await send(exchange, 'again');
    for (let i = 0; i < 2; i += 1) await send(REFUSED);
    expect(kind()).toBe('open');
  });
});

describe('while it is open', () => {
  it('sends nothing, and what comes is postponed with the reason', async () => {
    const { send, sends } = circuitUnder();
    for (let i = 0; i < 3; i += 1) await send(REFUSED);
    const outcome = await send(answered(200));
    expect(outcome).toMatchObject({ kind: 'postponed', error: { code: 'unreachable' } });
    expect(sends()).toBe(3);
  });

  it('half-opens after fifteen seconds, with nobody sending, and waits there', async () => {
    const { send, turns, kind } = circuitUnder();
    for (let i = 0; i < 3; i += 1) await send(REFUSED);
    await vi.advanceTimersByTimeAsync(14_999);
    expect(kind()).toBe('open');
    await vi.advanceTimersByTimeAsync(1);
    expect(turns).toEqual(['open', 'half-open']);
    await vi.advanceTimersByTimeAsync(24 * 60 * MINUTE);
    expect(kind()).toBe('half-open');
    await send(answered(200));
    expect(turns).toEqual(['open', 'half-open', 'closed']);
  });

  it('doubles the wait with each failed probe, to five minutes, and starts afresh after a success', async () => {
    const { circuit, send } = circuitUnder();
    for (let i = 0; i < 3; i += 1) await send(REFUSED);
    const waits: number[] = [];
    for (let i = 0; i < 7; i += 1) {
      const state = circuit.state();
      waits.push(state.probeMs / 1_000);
      await vi.advanceTimersByTimeAsync(state.probeMs);
      expect(circuit.state().kind).toBe('half-open');
      await send(REFUSED);
    }
    expect(waits).toEqual([15, 30, 60, 120, 240, 300, 300]);
    await vi.advanceTimersByTimeAsync(300_000);
    await send(answered(200));
    for (let i = 0; i < 3; i += 1) await send(REFUSED);
    expect(circuit.state()).toMatchObject({ kind: 'open', probeMs: 15_000 });
  });

  it('a day of outage ends within one probe interval of the recovery', async () => {
    const { circuit, send, sends } = circuitUnder();
    for (let i = 0; i < 3; i += 1) await send(REFUSED);
    for (let i = 0; i < 480; i += 1) {
      await vi.advanceTimersByTimeAsync(3 * MINUTE);
      await send(REFUSED);
    }
    expect(sends()).toBeLessThan(300);
    await vi.advanceTimersByTimeAsync(300_000);
    await send(answered(200));
    expect(circuit.state().kind).toBe('closed');
  });

  it('never probes before every earlier send must have ended', async () => {
    const { circuit, send } = circuitUnder(40_000);
    for (let i = 0; i < 3; i += 1) await send(REFUSED);
    expect(circuit.state().probeMs).toBe(40_000);
  });
});

describe('the probe', () => {
  async function halfOpen(opening: Exchange = REFUSED) {
    const parts = circuitUnder();
    for (let i = 0; i < 5; i += 1) await parts.send(opening);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(parts.kind()).toBe('half-open');
    return parts;
  }

  it('is one: a second send is postponed while it is under way, and it always decides', async () => {
    const { circuit, send, kind } = await halfOpen();
    let answer = (_: Verdict): void => undefined;
    const attempt = () => new Promise<Verdict>((resolve) => (answer = resolve));
    const probe = circuit.run({ relayId: 'p', subject: 'p', attempt });
    expect(await send(answered(200))).toMatchObject({ kind: 'postponed' });
    expect(kind()).toBe('half-open');
    answer(classify(answered(200), anySuccess, { now: Date.now() }));
    expect(await probe).toEqual({ kind: 'delivered', replies: [] });
    expect(kind()).toBe('closed');
  });

  it('once it has closed the circuit, what is sent that very moment goes through', async () => {
    const sent: Promise<Outcome>[] = [];
    const parts = circuitUnder(5_000, ({ kind }) => {
      if (kind === 'closed') sent.push(parts.send(answered(200)));
    });
    for (let i = 0; i < 3; i += 1) await parts.send(REFUSED);
    await vi.advanceTimersByTimeAsync(15_000);
    await parts.send(answered(200));
    expect(await Promise.all(sent)).toEqual([{ kind: 'delivered', replies: [] }]);
  });

  it('a repeat that hangs again re-opens, and spends nothing as nothing was answered', async () => {
    const parts = circuitUnder();
    await parts.send(HUNG, 'poison');
    for (let i = 0; i < 2; i += 1) await parts.send(REFUSED);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await parts.send(HUNG, 'poison')).toMatchObject({ kind: 'postponed', error: { code: 'upstream-timeout' } });
    expect(parts.circuit.state()).toMatchObject({ kind: 'open', probeMs: 30_000 });
  });

  it('an answered failure re-opens and spends its attempt', async () => {
    const { send, kind } = await halfOpen();
    expect(await send(answered(500))).toMatchObject({ kind: 'failed' });
    expect(kind()).toBe('open');
  });

  it.each([400, 429, 409])('HTTP %i closes it: the system is there', async (status) => {
    const { send, kind } = await halfOpen();
    await send(answered(status));
    expect(kind()).toBe('closed');
  });

  it('401 re-opens with alarm', async () => {
    const { circuit, send } = await halfOpen();
    await send(answered(401));
    expect(circuit.state()).toMatchObject({ kind: 'open', cause: { alarm: true, code: 'upstream-credentials' } });
  });

  it('one that learnt nothing re-opens at the same wait, never leaving it stuck', async () => {
    const { circuit, send } = await halfOpen();
    await send({ kind: 'aborted', cause: undefined });
    expect(circuit.state()).toMatchObject({ kind: 'open', probeMs: 15_000 });
    await vi.advanceTimersByTimeAsync(15_000);
    await send(answered(200));
    expect(circuit.state().kind).toBe('closed');
  });

  it('where refusals opened it, a refusal waits and re-opens; a delivery closes', async () => {
    const { circuit, send } = await halfOpen(answered(404));
    expect(await send(answered(404))).toMatchObject({ kind: 'postponed', error: { code: 'upstream-rejected' } });
    expect(circuit.state()).toMatchObject({ kind: 'open', probeMs: 30_000, cause: { alarm: true } });
    await vi.advanceTimersByTimeAsync(30_000);
    await send(answered(200));
    expect(circuit.state().kind).toBe('closed');
  });
});

describe('what only a person can mend', () => {
  it.each([401, 403, 301, 308])('HTTP %i opens at once, with alarm, and waits', async (status) => {
    const { circuit, send } = circuitUnder();
    expect(await send(answered(status))).toMatchObject({ kind: 'postponed' });
    expect(circuit.state()).toMatchObject({ kind: 'open', cause: { alarm: true } });
  });

  it('five refusals over distinct subjects open it with alarm; the fifth waits', async () => {
    const { circuit, send } = circuitUnder();
    const kinds: string[] = [];
    for (let i = 0; i < 5; i += 1) kinds.push((await send(answered(404))).kind);
    expect(kinds).toEqual(['rejected', 'rejected', 'rejected', 'rejected', 'postponed']);
    expect(circuit.state()).toMatchObject({ kind: 'open', cause: { by: 'refusals', alarm: true } });
  });

  it('refusals still under way when it opened wait, too', async () => {
    const { send } = circuitUnder();
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => send(answered(404))));
    expect(outcomes.map(({ kind }) => kind).slice(4)).toEqual(Array(4).fill('postponed'));
  });

  it('refusals of one subject alone, or with a delivery in between, do not', async () => {
    const { send, kind } = circuitUnder();
    for (let i = 0; i < 9; i += 1) await send(answered(404), `r${i}`, 'one subject');
    for (let i = 0; i < 3; i += 1) await send(answered(404));
    await send(answered(200));
    for (let i = 0; i < 4; i += 1) await send(answered(404));
    expect(kind()).toBe('closed');
  });
});

describe('the rolling share', () => {
  async function burst(failures: number, of: number) {
    const parts = circuitUnder();
    for (let i = 0; i < of; i += 1) {
      const failing = i % 2 === 1 && i < failures * 2;
      await parts.send(failing ? answered(500) : answered(200));
    }
    return parts;
  }

  it('exactly half of ten calls in ten seconds opens it, though never three in a row', async () => {
    const { circuit } = await burst(5, 10);
    expect(circuit.state()).toMatchObject({ kind: 'open', cause: { by: 'share' } });
  });

  it('half of eight calls does not', async () => {
    expect((await burst(4, 8)).kind()).toBe('closed');
  });

  it('a share-opened circuit half-opens and closes like any other', async () => {
    const { send, turns } = await burst(5, 10);
    await vi.advanceTimersByTimeAsync(15_000);
    await send(answered(200));
    expect(turns).toEqual(['open', 'half-open', 'closed']);
  });
});

describe('the rules, without timers', () => {
  const ending = (weight: Verdict['circuit']) =>
    ({
      kind: 'ended',
      ending: { weight, repeated: false, subject: 's', error: null },
      at: 1,
    }) as const;
  const having = (start: Circuit, ...weights: Verdict['circuit'][]) =>
    weights.reduce((circuit, weight) => next(circuit, ending(weight), RULES), start);

  it('starts closed at full width', () => {
    expect(limitOf(startCircuit(RULES, 0))).toBe(8);
  });

  it('ramps up 1, 2, 4 to the configured concurrency after a recovery', () => {
    let circuit = having(startCircuit(RULES, 0), 'open');
    expect(limitOf(circuit)).toBe(0);
    circuit = next(circuit, { kind: 'probe-due', at: 2 }, RULES);
    const limits = [limitOf(circuit)];
    for (let i = 0; i < 6; i += 1) {
      circuit = having(circuit, 'success');
      limits.push(limitOf(circuit));
    }
    expect(limits).toEqual([1, 1, 2, 4, 8, 8, 8]);
  });

  it('a request for patience neither breaks nor lengthens a row of failures', () => {
    expect(having(startCircuit(RULES, 0), 'count', 'ignore', 'count').kind).toBe('closed');
    expect(having(startCircuit(RULES, 0), 'count', 'ignore', 'count', 'count').kind).toBe('open');
  });

  it('a late ending of an earlier send does not move an open circuit', () => {
    const open = having(startCircuit(RULES, 0), 'open');
    expect(having(open, 'success', 'count', 'refusal')).toBe(open);
  });
});
