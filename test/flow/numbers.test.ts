import axios from 'axios';
import { describe, expect } from 'vitest';
import type { House, HouseOptions } from '../kits/house.ts';
import { allEnded, crmStatus, HASTY, handOver, it, jakartaPlace, misplaced, registered, soon } from './scenes.ts';

const APPS: HouseOptions = { ...HASTY, systems: ['jaki-crm', 'lampung-in', 'jaki'] };
const SUPPLY = 'PSK-2026-0007';
const LOST = 'LIN-20250703-0001';
const DECISION = { operator: 'Petugas Uji', reason: 'nilai keliru' };

const supply = (change: object = {}) => ({
  ...{ id_pasokan: SUPPLY, komoditas: 'Jagung Tk Peternak', tahap: 'MENTAH', jumlah: 1250.5, satuan: 'ton' },
  ...{ kode_wilayah: '18.02', tersedia_mulai: '15/09/2026', tersedia_sampai: '31/10/2026' },
  ...{ opd: 'Dinas Ketahanan Pangan', diperbarui: '12/09/2026 08:30 WIB' },
  ...change,
});

const unknownStatus = (number: string) => ({
  id_laporan: number,
  status: 'MENGAMBANG',
  waktu: '03/07/2025 09:15:00 WIB',
});

const withoutGrant =
  (contract: string): NonNullable<HouseOptions['agreement']> =>
  (agreement) => {
    agreement.grants = agreement.grants.filter((grant: { contract: string }) => grant.contract !== contract);
  };

async function storiesOf(house: House, number: string) {
  const { status, data } = await house.operator('GET', `/v1/cases/${encodeURIComponent(number)}`);
  expect([status, data]).toEqual([200, expect.anything()]);
  return data.stories;
}

async function story(house: House, number: string) {
  const stories = await storiesOf(house, number);
  expect(stories).toHaveLength(1);
  return { ...stories[0], told: stories[0].steps.map(({ what }: { what: string }) => what) };
}

const asText = async (house: House, number: string): Promise<string> => {
  const headers = { authorization: 'Bearer contoh-token-petugas', accept: 'text/plain' };
  return (await axios.get(`${house.gateway.url}/v1/cases/${encodeURIComponent(number)}`, { headers })).data;
};

describe('a number that was only ever refused', () => {
  it('has a story of its refusals, and whose move it is', async ({ open }) => {
    const house = await open({ ...APPS, agreement: withoutGrant('food-supply/1.0') });
    expect((await house.push('lampung-in', supply())).status).toBe(403);
    const { refusals, caseId, numbers, told, nextMove } = await story(house, SUPPLY);
    expect([caseId, numbers]).toEqual([
      null,
      [{ system: 'lampung-in', title: 'Lampung In', number: SUPPLY, declined: false }],
    ]);
    expect(refusals).toEqual([
      {
        ...{ system: 'lampung-in', number: SUPPLY, code: 'no-agreement', count: 1 },
        ...{ at: refusals[0].lastAt, firstAt: refusals[0].lastAt, lastAt: expect.stringMatching(/Z$/u) },
        facts: { lookedFor: [{ from: 'lampung-in', contract: 'food-supply/1.0' }] },
        detail: expect.stringContaining('food-supply'),
      },
    ]);
    expect(told).toEqual([
      expect.stringMatching(/^Gerbang menolak kabar Lampung In tentang PSK-2026-0007 \(no-agreement\)/u),
    ]);
    expect(nextMove).toMatchObject({ who: 'sender', system: 'lampung-in' });
    const text = await asText(house, SUPPLY);
    expect(text).toContain(refusals[0].detail);
    expect(text).toMatch(/Berikutnya {2}Lampung In mengirim lagi .*no-agreement/u);
  });
});

describe('a held event that an operator decided on', () => {
  it('is told with operator and reason once it was discarded', async ({ open }) => {
    const house = await open(HASTY);
    await house.push('lampung-in', unknownStatus(LOST));
    await house.operator('POST', `/v1/held/lampung-in/${LOST}/discard`, DECISION);
    const { told, nextMove } = await story(house, LOST);
    expect(told).toEqual([
      expect.stringMatching(/ditahan, lalu dibuang: .*MENGAMBANG/u),
      expect.stringMatching(/^Petugas Petugas Uji membuang LIN-20250703-0001\.\w+, alasan: nilai keliru\.$/u),
    ]);
    expect(nextMove.who).toBe('nobody');
  });

  it('is told with each time it was tried again', async ({ open }) => {
    const house = await open(HASTY);
    await house.push('lampung-in', unknownStatus(LOST));
    await house.operator('POST', `/v1/held/lampung-in/${LOST}/retry`, DECISION);
    const { told, nextMove } = await story(house, LOST);
    expect(told[1]).toMatch(
      /^Petugas Petugas Uji meminta terjemah ulang LIN-20250703-0001\.\w+, alasan: nilai keliru\.$/u,
    );
    expect(nextMove.who).toBe('operator');
    expect(nextMove.what).toContain(`POST /v1/held/lampung-in/${LOST}/retry`);
  });

  it('before its case was known is told with the case', async ({ open }) => {
    const house = await open(HASTY);
    const { number, event } = misplaced(house.lampung, jakartaPlace());
    await house.push('lampung-in', unknownStatus(number));
    await house.operator('POST', `/v1/held/lampung-in/${number}/discard`, DECISION);
    await house.push('lampung-in', event);
    await allEnded(house);
    const { told, caseId } = await story(house, number);
    expect(caseId).toBe(`lampung-in:${number}`);
    expect(told[0]).toMatch(/ditahan, lalu dibuang/u);
    expect(told[1]).toMatch(/^Petugas Petugas Uji membuang/u);
  });
});

describe('a notice that crossed', () => {
  it('is told by its number: what came in, and how it was brought', async ({ open }) => {
    const house = await open(APPS);
    await house.push('lampung-in', supply());
    await allEnded(house);
    const { told, nextMove, numbers } = await story(house, SUPPLY);
    expect(told).toEqual([
      expect.stringMatching(/^Lampung In mengirim kabar tentang PSK-2026-0007 .*pasokan pangan/u),
      expect.stringMatching(/^Pasokan pangan disiapkan untuk JAKI/u),
      expect.stringMatching(/^Percobaan ke-1 mengirim pasokan pangan ke JAKI.*: terkirim\.$/u),
    ]);
    expect(nextMove.who).toBe('nobody');
    expect(numbers[0]).toMatchObject({ system: 'lampung-in', number: SUPPLY });
  });

  it('that nobody takes is the operator’s, as a report is', async ({ open }) => {
    const house = await open(APPS);
    await house.sandbox.systems.get('jaki')?.become({ kind: 'reject' });
    await house.push('lampung-in', supply());
    await soon(async () =>
      expect((await story(house, SUPPLY)).nextMove).toMatchObject({ who: 'operator', system: 'jaki' }),
    );
  });
});

describe('a number behind the name of its system', () => {
  it('is that system’s alone, as a dead letter names it', async ({ open }) => {
    const house = await open(APPS);
    await house.push('lampung-in', supply());
    expect(await story(house, `lampung-in:${SUPPLY}`)).toMatchObject({ caseId: null, numbers: [{ number: SUPPLY }] });
    expect((await house.operator('GET', `/v1/cases/jaki:${SUPPLY}`)).status).toBe(404);
  });
});

describe('a number typed in other letters', () => {
  it.for([['psk-2026-0007'], ['LAMPUNG-IN:lin'], ['lin']] as const)('is found: %s', async ([typed], { open }) => {
    const house = await open(APPS);
    await house.push('lampung-in', supply());
    const number = await handOver(house);
    const asked = typed.replace('lin', number.toLowerCase());
    const { data } = await house.operator('GET', `/v1/cases/${encodeURIComponent(asked)}`);
    expect(data.number).toBe(asked.startsWith('psk') ? SUPPLY : asked.includes(':') ? `lampung-in:${number}` : number);
    expect(data.stories).toHaveLength(1);
  });
});

describe('a case of which something was refused', () => {
  it('tells it in its place, and that the sender must say it again, until it did', async ({ open }) => {
    const house = await open(HASTY);
    const { home, away } = await registered(house);
    await house.restart({ agreement: withoutGrant('report-status/1.0') });
    expect((await house.push('jaki-crm', crmStatus(away, 'Proses', 5))).status).toBe(403);
    for (const number of [home, away]) {
      const { told, nextMove, last, refusals } = await story(house, number);
      expect(last).toMatch(
        new RegExp(`^Gerbang menolak kabar JAKI CRM \\(Jakarta\\) tentang ${away} \\(no-agreement\\)`, 'u'),
      );
      expect(told.at(-1)).toBe(last);
      expect(refusals).toMatchObject([{ system: 'jaki-crm', number: away, code: 'no-agreement' }]);
      expect(nextMove).toMatchObject({ who: 'recipient', system: 'jaki-crm' });
      expect(nextMove.what).toMatch(/JAKI CRM \(Jakarta\) mengirim lagi .*no-agreement.*report-status/u);
    }
    await house.restart();
    expect((await house.push('jaki-crm', crmStatus(away, 'Proses', 5))).status).toBe(202);
    await allEnded(house);
    const { nextMove, refusals } = await story(house, home);
    expect(refusals).toHaveLength(1);
    expect(nextMove.what).toBe('Petugas JAKI CRM (Jakarta) menindaklanjuti laporan.');
  });

  it('leaves what another system was refused under the same number to a story of its own', async ({ open }) => {
    const house = await open(HASTY);
    const { home } = await registered(house);
    const other = { at: Date.now(), system: 'jaki', subject: home, code: 'no-recipient', facts: {} } as const;
    await house.gateway.ledger.write((tx) => tx.addRefusal(other));
    const [first, second] = await storiesOf(house, home);
    expect([first.caseId, first.refusals]).toEqual([`lampung-in:${home}`, []]);
    expect(second).toMatchObject({
      caseId: null,
      numbers: [{ system: 'jaki' }],
      refusals: [{ code: 'no-recipient' }],
    });
  });
});

describe('refusals', () => {
  it('that are equal are one with their number, in the list, the story and the text', async ({ open }) => {
    const house = await open({ ...APPS, agreement: withoutGrant('food-supply/1.0') });
    for (let count = 0; count < 3; count += 1) await house.push('lampung-in', supply());
    const listed = (await house.operator('GET', '/v1/refusals')).data;
    expect(listed).toMatchObject([{ number: SUPPLY, code: 'no-agreement', count: 3 }]);
    expect(Date.parse(listed[0].firstAt)).toBeLessThanOrEqual(Date.parse(listed[0].lastAt));
    const { refusals, told, nextMove } = await story(house, SUPPLY);
    expect(refusals).toMatchObject([{ count: 3, detail: listed[0].detail }]);
    expect(told).toEqual([expect.stringContaining('Sudah 3 kali ditolak seperti ini, sejak ')]);
    expect(nextMove.what).toContain(', 3 kali (no-agreement)');
    expect(await asText(house, SUPPLY)).toContain('Sudah 3 kali ditolak');
    expect((await house.operator('GET', '/v1/counts')).data.refusals).toBe(3);
    expect(await house.gateway.ledger.audit()).toEqual([]);
  });

  it('are listed by number and by system; an empty filter is refused', async ({ open }) => {
    const house = await open({ ...APPS, agreement: withoutGrant('food-supply/1.0') });
    await house.push('lampung-in', supply());
    await house.push('lampung-in', supply({ id_pasokan: 'PSK-2026-0008' }));
    await house.push('jaki-crm', { bukan: 'pesan' });
    const found = async (query: string) => {
      const { status, data } = await house.operator('GET', `/v1/refusals?${query}`);
      return status === 200 ? data.map((one: { number: string }) => one.number) : status;
    };
    expect(await found(`number=${SUPPLY}`)).toEqual([SUPPLY]);
    expect(await found('system=lampung-in')).toEqual(['PSK-2026-0008', SUPPLY]);
    expect(await found('system=jaki-crm')).toEqual([null]);
    expect(await found(`system=jaki-crm&number=${SUPPLY}`)).toEqual([]);
    expect(await found('system=lampung-in&limit=1')).toEqual(['PSK-2026-0008']);
    for (const bad of ['number=', 'system=a&system=b', 'code=no-agreement'])
      expect([bad, await found(bad)]).toEqual([bad, 400]);
  });
});
