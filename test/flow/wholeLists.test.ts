import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { createSimulator } from '../../adapters/jakarta/jaki-vaksinasi/simulator.ts';
import type { AnyJson } from '../kits/defaults.ts';
import type { House, HouseOptions } from '../kits/house.ts';
import { serving } from './markets.ts';
import { ask } from './questions.ts';
import { HASTY, it, soon } from './scenes.ts';

/*
 * Seen to fail where nothing untold was forgotten, where an empty list emptied what was known, where a refusal kept no
 * number, where both of two rows were taken up, and where only a restart had refusals looked at again.
 */
const SITES = 'jaki-vaksinasi';
const PUBLIC = 'config/agreements/contoh-informasi-publik.json';

interface Service {
  readonly url: string;
  /** What it answers with, as it is; a test may change it. */
  rows: AnyJson[];
  asked: number;
  /** Answers 304 where the list is the same. */
  isConditional: boolean;
}

/** A vaccination service over real HTTP, with a list that a test may write. */
async function service(): Promise<Service> {
  const { body } = createSimulator({ now: () => new Date(), territory: '31' }).answer({
    ...{ method: 'GET', path: '/faskes', headers: {}, body: null },
  });
  const listed: AnyJson[] = Array.isArray(body) ? body : (body as { data: AnyJson[] }).data;
  // One has no number of its own, and is refused.
  const rows = listed.filter((row) => row.kode_lokasi_vaksinasi !== undefined);
  const given: { rows: AnyJson[]; asked: number; isConditional: boolean } = {
    ...{ rows, asked: 0, isConditional: false },
  };
  const url = await serving((_method, _path, condition) => {
    given.asked += 1;
    const etag = `"${JSON.stringify(given.rows).length}"`;
    const isSame = given.isConditional && condition === etag;
    return { status: isSame ? 304 : 200, body: given.rows, headers: { etag } };
  });
  return Object.assign(given, { url });
}

const asked = ({ url }: Service, change: HouseOptions = {}): HouseOptions => ({
  ...HASTY,
  systems: ['jaki-crm', 'lampung-in', 'jaki', SITES],
  endpoints: { [SITES]: url },
  ...change,
  config(config) {
    HASTY.config?.(config);
    for (const system of config.systems) if (system.poll) system.poll.intervalSeconds = 1;
  },
});

const known = async (house: House): Promise<readonly AnyJson[]> =>
  (await ask(house, 'health-facility', { regionCode: '31' }, { as: 'lampung-in' })).data.results;

const names = async (house: House): Promise<readonly string[]> => (await known(house)).map(({ data }) => data.name);

const accepted = async ({ gateway }: House): Promise<number> => (await gateway.ledger.counts()).events.accepted;

const refusals = async (house: House): Promise<readonly AnyJson[]> =>
  (await house.operator('GET', '/v1/refusals')).data;

/** So many more rounds have ended. */
async function rounds(of: Service, more: number): Promise<void> {
  const before = of.asked;
  await soon(() => expect(of.asked).toBeGreaterThan(before + more));
}

/** The gateway has been told all sites, and once more. */
async function begun(house: House, of: Service): Promise<void> {
  await soon(async () => expect(await names(house)).toHaveLength(of.rows.length));
  await rounds(of, 2);
}

describe('a site', () => {
  it('that its system tells of no more is known no more, and is news when it is back', async ({ open }) => {
    const at = await service();
    const house = await open(asked(at));
    await begun(house, at);
    const [first, ...others] = at.rows;
    const before = await accepted(house);
    at.rows = others;
    await soon(async () => expect(await names(house)).not.toContain(first.nama_lokasi_vaksinasi));
    expect(await names(house)).toHaveLength(others.length);
    at.rows = [first, ...others];
    await soon(async () => expect(await names(house)).toContain(first.nama_lokasi_vaksinasi));
    expect(await accepted(house)).toBe(before + 1);
  });

  it('is known on while its system tells of none at all, or says that nothing changed', async ({ open }) => {
    const at = await service();
    const house = await open(asked(at));
    await begun(house, at);
    const all = await names(house);
    at.isConditional = true;
    await rounds(at, 3);
    expect(await names(house)).toEqual(all);
    at.rows = [];
    await rounds(at, 3);
    expect(await names(house)).toEqual(all);
  });

  it('of which the last word could not be taken is as old as the word before, and refused by its number', async ({
    open,
  }) => {
    const at = await service();
    const house = await open(asked(at));
    await begun(house, at);
    const [first, ...others] = at.rows;
    const number = String(first.kode_lokasi_vaksinasi);
    at.rows = [{ ...first, wilayah: 'KOTA TAK ADA', kecamatan: 'TAK ADA', kelurahan: 'TAK ADA' }, ...others];
    await soon(async () => expect(await refusals(house)).toMatchObject([{ number, code: 'region-unknown' }]));
    await rounds(at, 3);
    const ages = (await known(house)).map(({ data, ageSeconds }) => [data.name, ageSeconds > 1]);
    const old = ages.filter(([, isOld]) => isOld).map(([name]) => name);
    expect(old).toEqual([first.nama_lokasi_vaksinasi]);
    expect(await refusals(house)).toHaveLength(1);
  });

  it('that stands in a list twice is known as it stands there last; the other is refused once', async ({ open }) => {
    const at = await service();
    const [first] = at.rows;
    const twin = { ...first, nama_lokasi_vaksinasi: 'PUSKESMAS LAMA' };
    at.rows = [twin, first, ...at.rows.slice(1)];
    const house = await open(asked(at));
    await soon(async () => expect(await names(house)).toHaveLength(at.rows.length - 1));
    const before = await accepted(house);
    await rounds(at, 3);
    expect(await accepted(house)).toBe(before);
    expect(await names(house)).toContain(first.nama_lokasi_vaksinasi);
    expect(await refusals(house)).toMatchObject([
      { code: 'identity-conflict', detail: expect.stringContaining('dua') },
    ]);
  });
});

describe('what no agreement covered', () => {
  it('crosses once one does, without a restart, though its system says that nothing changed', async ({ open }) => {
    const at = await service();
    at.isConditional = true;
    const house = await open(
      asked(at, {
        agreement(agreement) {
          agreement.grants = agreement.grants.filter(({ from }: AnyJson) => from !== SITES);
        },
      }),
    );
    await soon(async () => expect(await refusals(house)).toHaveLength(at.rows.length));
    await rounds(at, 2);
    expect(await refusals(house)).toHaveLength(at.rows.length);
    const given = JSON.parse(readFileSync(PUBLIC, 'utf8'));
    const grants = given.grants.filter(({ from, to }: AnyJson) => from === SITES && to !== 'kota-metro');
    const file = join(house.folder, PUBLIC);
    const edited = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...edited, grants: [...edited.grants, ...grants] }));
    await soon(async () => expect(await names(house)).toHaveLength(at.rows.length));
  });
});
