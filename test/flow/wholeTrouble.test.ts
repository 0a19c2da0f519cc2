import { describe, expect } from 'vitest';
import type { Ledger } from '../../src/ledger.ts';
import type { AnyJson } from '../kits/defaults.ts';
import { asked as askedMarkets, infoPangan } from './markets.ts';
import { it, soon } from './scenes.ts';
import { accepted, askedSites, begun, known, names, refusals, rounds, SITES, service } from './sites.ts';

/** Deeper than any digest goes. */
const DEEP = 20_000;

const ageOf = (results: readonly AnyJson[], name: string): number | undefined =>
  results.find(({ data }) => data.name === name)?.ageSeconds;

describe('how old a site’s word is', () => {
  it('does not grow less by a list that tells of none', async ({ open }) => {
    const at = await service();
    const house = await open(askedSites(at));
    await begun(house, at);
    at.rows = [];
    await rounds(at, 4);
    for (const { ageSeconds } of await known(house)) expect(ageSeconds).toBeGreaterThan(1);
  });

  it('does not grow less by a restart, before its system has told of all sites again', async ({ open }) => {
    const at = await service();
    const house = await open(askedSites(at, { intervalSeconds: 4 }));
    await soon(async () => expect(await names(house)).toHaveLength(at.rows.length));
    const [first, ...others] = at.rows;
    at.rows = others;
    await house.gateway.close();
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await house.restart();
    await rounds(at, 0);
    await soon(async () => expect((await house.operator('GET', '/v1/polls')).data[0].nextAt).not.toBeNull());
    expect(ageOf(await known(house), first.nama_lokasi_vaksinasi)).toBeGreaterThan(1);
  });
});

describe('a row that cannot be taken', () => {
  it('is on record with its number, and what its site said before is known on', async ({ open }) => {
    const at = await service();
    const house = await open(askedSites(at));
    await begun(house, at);
    const all = await names(house);
    const [first, ...others] = at.rows;
    at.rows = [{ ...first, nama_lokasi_vaksinasi: 7 }, ...others];
    await rounds(at, 4);
    expect(await names(house)).toEqual(all);
    const number = String(first.kode_lokasi_vaksinasi);
    expect(await refusals(house)).toMatchObject([{ number, code: 'native-invalid' }]);
    expect(ageOf(await known(house), first.nama_lokasi_vaksinasi)).toBeGreaterThan(1);
  });

  it('nested deeper than can be read keeps nobody else from being known', async ({ open }) => {
    const at = await service();
    const [first] = at.rows;
    const all = at.rows.length;
    at.raw = (text) => `${text.slice(0, -1)},${withDepth(JSON.stringify({ ...first, kode_lokasi_vaksinasi: 999 }))}]`;
    const house = await open(askedSites(at));
    await soon(async () => expect(await names(house)).toHaveLength(all));
    await rounds(at, 2);
    expect(await refusals(house)).toMatchObject([{ number: '999' }]);
    expect((await house.operator('GET', '/v1/polls')).data[0].trouble).toBeNull();
  });

  it('and says nothing of whose it is leaves nothing behind but its refusal once the list has another', async ({
    open,
  }) => {
    const at = await service();
    const rows = at.rows;
    const house = await open(askedSites(at));
    await begun(house, at);
    for (const kuota of ['1', '2', '3']) {
      at.rows = [...rows, { nama_lokasi_vaksinasi: 'SENTRA', alamat_lokasi_vaksinasi: kuota }];
      await rounds(at, 2);
    }
    await soon(async () => expect(await refusals(house)).toMatchObject([{ count: 3 }]));
    const unread = await house.gateway.ledger.write((tx) => tx.heardSubjects(SITES, 'unread'));
    expect(unread).toHaveLength(1);
  });
});

const withDepth = (row: string): string =>
  row.replace(/"jadwal":\[.*\]/, `"jadwal":${'['.repeat(DEEP)}${']'.repeat(DEEP)}`);

describe('a long list', () => {
  it('is taken up in several writes, each of it once', async ({ open }) => {
    const at = await service();
    const [first] = at.rows;
    at.rows = Array.from({ length: 450 }, (_, nth) => ({ ...first, kode_lokasi_vaksinasi: 1000 + nth }));
    let most = 0;
    const counted = (ledger: Ledger): Ledger => ({
      ...ledger,
      write: (work) =>
        ledger.write(async (tx) => {
          let put = 0;
          const putSnapshot: typeof tx.putSnapshot = (snapshot) => {
            // Each is put twice: as what is known, and as what was heard.
            put += 0.5;
            most = Math.max(most, put);
            return tx.putSnapshot(snapshot);
          };
          return work({ ...tx, putSnapshot });
        }),
    });
    const house = await open(askedSites(at, { ledger: counted }));
    await soon(async () => expect(await accepted(house)).toBe(450));
    await rounds(at, 2);
    expect(await accepted(house)).toBe(450);
    expect(most).toBe(200);
  });
});

describe('a market that its system tells of again', () => {
  it('is asked for whole, though its own list is as it was', async ({ open }) => {
    let isHidden = false;
    const { url, heard } = await infoPangan((path, body) => {
      if (path !== '/v1/master-data/market') return { status: 200, body, etag: `"${path}"` };
      const { data, ...rest } = body as { data: AnyJson[] };
      const shown = isHidden ? data.filter(({ market_id }) => String(market_id) !== '3') : data;
      return { status: 200, body: { ...rest, data: shown }, etag: `"${isHidden}"` };
    });
    const house = await open(askedMarkets({ endpoints: { 'info-pangan': url } }));
    const prices = async () =>
      (await house.gateway.ledger.write((tx) => tx.heardSubjects('info-pangan', 'price'))).filter((one) =>
        one.startsWith('3/'),
      ).length;
    await soon(async () => expect(await prices()).toBeGreaterThan(0));
    const lists = () => heard.filter(({ path }) => path === '/v1/master-data/market').length;
    const before = lists();
    await soon(() => expect(lists()).toBeGreaterThan(before + 2));
    isHidden = true;
    await soon(async () => expect(await prices()).toBe(0));
    isHidden = false;
    await soon(async () => expect(await prices()).toBeGreaterThan(0));
  });
});
