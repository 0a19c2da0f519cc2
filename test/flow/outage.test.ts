import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { House } from '../kits/house.ts';
import {
  allEnded,
  caseAt,
  HASTY,
  handoverRelay,
  it,
  jakartaPlace,
  lampungPlace,
  misplaced,
  soon,
  upstream,
} from './scenes.ts';

const ROUNDS = 25;

/** Reports go on both ways while Jakarta is down: what each side handed over. */
async function reportsFlow(house: House): Promise<{ toJakarta: string[]; toLampung: string[] }> {
  const toJakarta: string[] = [];
  const toLampung: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const there = misplaced(house.lampung, jakartaPlace(round));
    house.lampung.pusher.push(there.number, there.event);
    toJakarta.push(there.number);
    const here = misplaced(house.jakarta, lampungPlace(round));
    house.jakarta.pusher.push(here.number, here.event);
    toLampung.push(here.number);
    await sleep(10);
  }
  return { toJakarta, toLampung };
}

/** Every case that came across to Lampung In is worked on there, and each step is told to Jakarta. */
async function worked(house: House, times: number): Promise<void> {
  for (const { number } of house.lampung.desk.cases().filter(({ own }) => !own)) {
    for (let step = 0; step < times; step += 1) {
      const event = house.lampung.desk.advance(number);
      if (event) house.lampung.pusher.push(number, event);
    }
  }
  await soon(() => expect(house.lampung.pusher.report().waiting).toEqual([]));
}

it('jaki-crm down: Lampung In does not notice, nothing is spent, and all drains in order without a restart', async ({
  open,
}) => {
  const house = await open(HASTY);
  await house.jakarta.become({ kind: 'down' });
  const { toJakarta, toLampung } = await reportsFlow(house);

  await soon(() => expect(house.lampung.desk.cases().filter(({ own }) => !own)).toHaveLength(ROUNDS));
  await worked(house, 5);
  await soon(() => expect(upstream(house, 'jaki-crm').circuit).toBe('open'));
  expect(upstream(house, 'lampung-in').circuit).toBe('closed');
  await sleep(2000);
  for (const number of toLampung) {
    const handover = await handoverRelay(house, number);
    expect(handover).toMatchObject({ state: 'delivered', attempt: 1 });
    expect(Number(handover.endedAt) - handover.createdAt).toBeLessThan(1500);
  }
  for (const number of toJakarta) {
    const handover = await handoverRelay(house, number);
    expect(handover).toMatchObject({ attempt: 0, endedAt: null });
    expect(handover.tries.some(({ spent }) => spent)).toBe(false);
  }
  const { data } = await house.operator('GET', '/v1/upstreams');
  expect(JSON.stringify(data)).toContain('open');

  await house.jakarta.become({ kind: 'ok' });
  await allEnded(house);
  expect(upstream(house, 'jaki-crm')).toMatchObject({ circuit: 'closed', reason: null });
  const { relays } = await house.gateway.ledger.counts();
  expect([relays.dead, relays.withheld, relays.superseded]).toEqual([0, 0, 0]);
  expect(house.jakarta.desk.cases().filter(({ own }) => !own)).toHaveLength(ROUNDS);
  for (const number of toLampung) {
    const home = caseAt(house.jakarta, number);
    expect(home?.status).toBe('Selesai');
    expect(home?.history.flatMap(({ sequence }) => sequence ?? [])).toEqual([1, 2, 3, 4, 5]);
  }
});

it('an outage that comes and goes again and again costs waiting and nothing else', async ({ open }) => {
  const house = await open(HASTY);
  const flow = reportsFlow(house);
  for (const down of [true, false, true, false]) {
    await house.jakarta.become({ kind: down ? 'down' : 'ok' });
    await sleep(400);
  }
  await flow;
  await allEnded(house);
  expect(house.jakarta.desk.cases().filter(({ own }) => !own)).toHaveLength(ROUNDS);
  expect(house.lampung.desk.cases().filter(({ own }) => !own)).toHaveLength(ROUNDS);
  expect((await house.gateway.ledger.counts()).relays.dead).toBe(0);
});

it('a gateway that starts while the recipient is down starts, waits, and delivers once it is back', async ({
  open,
}) => {
  const house = await open(HASTY);
  await house.jakarta.become({ kind: 'down' });
  await reportsFlow(house);
  await house.restart();
  await soon(() => expect(upstream(house, 'jaki-crm').circuit).toBe('open'));
  await house.jakarta.become({ kind: 'ok' });
  await allEnded(house);
  expect(house.jakarta.book.summary()).toMatchObject({ secondEffects: 0 });
});
