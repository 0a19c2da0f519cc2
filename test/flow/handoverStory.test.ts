import axios from 'axios';
import { describe, expect } from 'vitest';
import { writeSlashed } from '../../src/dialect/native.ts';
import type { House, HouseOptions } from '../kits/house.ts';
import {
  allEnded,
  crmStatus,
  HASTY,
  handOver,
  handoverRelay,
  it,
  jakartaPlace,
  lampungPlace,
  misplaced,
  recordOf,
  registered,
  soon,
} from './scenes.ts';

const DECISION = { operator: 'Petugas Uji', reason: 'diperiksa bersama penerima' };
const METRO = 'kota-metro';

const ASKING: HouseOptions = {
  ...HASTY,
  systems: ['jaki-crm', 'lampung-in', METRO],
  config(config) {
    HASTY.config?.(config);
    for (const system of config.systems) if (system.poll) system.poll.intervalSeconds = 1;
  },
};

const storyOf = async (house: House, number: string) =>
  (await house.operator('GET', `/v1/cases/${number}`)).data.stories[0];

const textOf = async (house: House, number: string): Promise<string> => {
  const headers = { authorization: 'Bearer contoh-token-petugas', accept: 'text/plain' };
  return (await axios.get(`${house.gateway.url}/v1/cases/${number}`, { headers })).data;
};

/** The path of a route that the next move names. */
async function named(house: House, number: string, action: string): Promise<string> {
  const { what } = (await storyOf(house, number)).nextMove;
  return new RegExp(`POST (/v1/\\S+/${action})`, 'u').exec(what)?.[1] ?? expect.fail(what);
}

describe('the story of a handover', () => {
  it('that never arrived says it is on its way, not that anybody there holds it', async ({ open }) => {
    const house = await open(HASTY);
    await house.jakarta.become({ kind: 'down' });
    const number = await handOver(house);
    expect(await textOf(house, number)).toContain(
      'dalam perjalanan ke JAKI CRM (Jakarta) (diserahkan, belum terdaftar)',
    );
    await house.jakarta.become({ kind: 'ok' });
    await allEnded(house);
    expect(await textOf(house, number)).toContain('dipegang JAKI CRM (Jakarta)');
  });

  it('that was said again with other words says that those are on their way too', async ({ open }) => {
    const house = await open(HASTY);
    const { number, event } = misplaced(house.lampung, jakartaPlace());
    expect((await house.push('lampung-in', event)).status).toBe(202);
    await allEnded(house);
    const diperbarui = writeSlashed(new Date(Date.now() + 1000).toISOString());
    const changed = { ...event, diperbarui, isi_laporan: 'Lubangnya sekarang lebih dalam.' };
    const { status, data } = await house.push('lampung-in', changed);
    expect([status, data.relays]).toEqual([202, [{ to: 'jaki-crm', contract: 'citizen-report/1.0' }]]);
    await allEnded(house);
    const { last } = await storyOf(house, number);
    expect(last).toContain('terkirim');
  });

  it('that was said again word for word says that nothing goes to them', async ({ open }) => {
    const house = await open(HASTY);
    const { number, event } = misplaced(house.lampung, jakartaPlace());
    expect((await house.push('lampung-in', event)).status).toBe(202);
    await allEnded(house);
    const again = { ...event, diperbarui: writeSlashed(new Date(Date.now() + 1000).toISOString()) };
    const { status, data } = await house.push('lampung-in', again);
    expect([status, data.relays]).toEqual([202, []]);
    const { last } = await storyOf(house, number);
    expect(last).toBe('Tidak ada yang dikirim: laporan ini sudah diserahkan ke JAKI CRM (Jakarta).');
  });

  it('that was refused over there names the routes that end it, and they do', async ({ open }) => {
    const house = await open(HASTY);
    await house.jakarta.become({ kind: 'reject' });
    const number = await handOver(house);
    await soon(async () => expect((await handoverRelay(house, number)).state).toBe('dead'));
    await house.jakarta.become({ kind: 'ok' });
    expect(await named(house, number, 'discard')).toContain('discard');
    expect((await house.operator('POST', await named(house, number, 'redrive'), DECISION)).status).toBe(200);
    await allEnded(house);
    expect((await storyOf(house, number)).nextMove).toMatchObject({ who: 'recipient', system: 'jaki-crm' });
  });

  it('with a held status names the routes that end it, and they do', async ({ open }) => {
    const house = await open(HASTY);
    const { home, away } = await registered(house);
    await house.push('jaki-crm', crmStatus(away, 'Entah', 30));
    expect((await house.operator('POST', await named(house, home, 'retry'), DECISION)).status).toBe(200);
    expect((await house.operator('POST', await named(house, home, 'discard'), DECISION)).status).toBe(200);
    expect((await storyOf(house, home)).nextMove.who).toBe('recipient');
  });

  it('tells until when an answer is awaited in whole seconds, as every other time', async ({ open }) => {
    const house = await open({ ...HASTY, now: () => Math.floor(Date.now() / 1000) * 1000 + 500 });
    const number = await handOver(house);
    const { case: subject, relays } = await recordOf(house, number);
    const data = relays[0]?.envelope.data as { answerBy: string };
    expect(data.answerBy).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00$/u);
    expect(subject?.handover?.answerBy).toMatch(/:\d\d\.000Z$/u);
    expect(Date.parse(data.answerBy)).toBe(Date.parse(subject?.handover?.answerBy ?? ''));
  });
});

describe('the story of a report at a system that is asked', () => {
  it('says since when that system could not be asked, and why, and no more once it could', async ({ open }) => {
    const house = await open(ASKING);
    const metro = house.sandbox.systems.get(METRO) ?? expect.fail('no city');
    const { number, event } = misplaced(house.jakarta, {
      ...lampungPlace(),
      regionCode: '18.72.04.1004',
      category: 'road',
    });
    expect((await house.push('jaki-crm', event)).status).toBe(202);
    const move = async () => (await storyOf(house, number)).nextMove;
    await soon(async () => expect(await move()).toMatchObject({ who: 'recipient', system: METRO }));
    await soon(async () => expect((await house.operator('GET', '/v1/polls')).data[0].lastRoundAt).not.toBeNull());
    await metro.become({ kind: 'error-500' });
    await soon(async () => expect(await move()).toMatchObject({ who: 'gateway', system: METRO }));
    expect((await move()).what).toMatch(
      /^Petugas Kota Metro.* Tetapi gerbang tidak dapat menanyai Kota Metro.* sejak \d\d\/.* Sebabnya: .*HTTP 500/u,
    );
    await metro.become({ kind: 'ok' });
    await soon(async () => expect((await move()).who).toBe('recipient'));
  });
});
