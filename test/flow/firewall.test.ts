import { describe, expect } from 'vitest';
import type { House } from '../kits/house.ts';
import {
  allEnded,
  caseAt,
  crmStatus,
  HASTY,
  handOver,
  it,
  recordOf,
  registered,
  scripted,
  soon,
  told,
} from './scenes.ts';

const PAGE = '<html>Request Rejected, your support ID is 123</html>';
const FIREWALL = { status: 200, headers: { 'content-type': 'text/html' }, body: PAGE };

/** The relays of a case to a system under a contract, as they are now. */
const relaysTo = async (house: House, number: string, to: string, contract: string) =>
  (await recordOf(house, number)).relays.filter(
    (relay) => relay.recipient === to && relay.contract.startsWith(contract),
  );

describe('K1: a firewall before the recipient answers 200 with a page', () => {
  it('a status is not delivered: it is tried again, counted and shown, and arrives once the firewall lets it', async ({
    open,
    onTestFinished,
  }) => {
    const house = await open({ ...HASTY, haste: { ...HASTY.haste, delaysSeconds: Array(40).fill(0.5) } });
    const { home, away } = await registered(house);
    const server = await scripted(FIREWALL, onTestFinished);
    await house.restart({ endpoints: { 'lampung-in': server.url } });
    await house.push('jaki-crm', crmStatus(away, 'Selesai', 5));
    await soon(async () =>
      expect((await recordOf(house, home)).relays.find(({ attempt }) => attempt > 1)).toBeDefined(),
    );
    const [relay] = await relaysTo(house, home, 'lampung-in', 'report-status');
    expect(relay).toMatchObject({ state: expect.stringMatching('parked|claimed'), error: { code: 'upstream-failed' } });
    const { stories } = (await house.operator('GET', `/v1/cases/${home}`)).data;
    const steps = stories[0].steps.map(({ what }: { what: string }) => what).join('\n');
    expect(steps).toContain('gagal untuk sementara');
    expect(steps).toContain('text/html');
    expect(stories[0].nextMove.who).toBe('gateway');
    expect(told(house.lampung, home)).toEqual([]);
    await house.restart({ endpoints: {} });
    await soon(() => expect(told(house.lampung, home)).toEqual(['SELESAI']));
    await allEnded(house);
  });

  it('nor is a status whose answer names another report than it is about', async ({ open, onTestFinished }) => {
    const house = await open({ ...HASTY, haste: { ...HASTY.haste, delaysSeconds: Array(40).fill(0.5) } });
    const { home, away } = await registered(house);
    const other = { status: 200, body: { status: true, data: { id_laporan: 'LIN-20250101-9999' } } };
    const server = await scripted(other, onTestFinished);
    await house.restart({ endpoints: { 'lampung-in': server.url } });
    await house.push('jaki-crm', crmStatus(away, 'Selesai', 5));
    await soon(async () => {
      const [relay] = await relaysTo(house, home, 'lampung-in', 'report-status');
      expect(relay?.error).toMatchObject({ code: 'upstream-failed', facts: { why: 'another' } });
    });
    await house.restart({ endpoints: {} });
    await soon(() => expect(told(house.lampung, home)).toEqual(['SELESAI']));
    await allEnded(house);
  });

  it('an answer to a handover is not delivered, and the case never says that nothing is to be done', async ({
    open,
    onTestFinished,
  }) => {
    const server = await scripted(FIREWALL, onTestFinished);
    const house = await open({
      ...HASTY,
      haste: { ...HASTY.haste, delaysSeconds: Array(40).fill(0.5) },
      endpoints: { 'lampung-in': server.url },
    });
    const number = await handOver(house);
    await soon(async () => {
      const [answer] = await relaysTo(house, number, 'lampung-in', 'handover-answer');
      expect(answer?.attempt).toBeGreaterThan(1);
    });
    const { stories } = (await house.operator('GET', `/v1/cases/${number}`)).data;
    expect(stories[0].nextMove.who).not.toBe('nobody');
    await house.restart({ endpoints: {} });
    await soon(() => expect(caseAt(house.lampung, number)?.answers).toEqual(['registered']));
    await allEnded(house);
  });

  it('a handover has no number and is tried again', async ({ open, onTestFinished }) => {
    const server = await scripted(FIREWALL, onTestFinished);
    const house = await open({ ...HASTY, endpoints: { 'jaki-crm': server.url } });
    const number = await handOver(house);
    await soon(() => expect(server.calls.length).toBeGreaterThan(1));
    await house.restart({ endpoints: {} });
    await soon(() => expect(caseAt(house.lampung, number)?.counterpart).toMatch(/^JK/u));
    await allEnded(house);
  });

  it('is a dead letter at the end of the schedule, never a delivery', async ({ open, onTestFinished }) => {
    const server = await scripted(FIREWALL, onTestFinished);
    const house = await open({
      ...HASTY,
      haste: { delaysSeconds: [0.05, 0.05] },
      endpoints: { 'jaki-crm': server.url },
    });
    const number = await handOver(house);
    await soon(async () => {
      const [relay] = await relaysTo(house, number, 'jaki-crm', 'report-handover');
      expect(relay).toMatchObject({ state: 'dead', error: { code: 'upstream-failed' } });
    });
    expect(server.calls).toHaveLength(3);
  });
});
