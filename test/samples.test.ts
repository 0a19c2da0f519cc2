import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { read } from '../src/dialect/codes.ts';
import { commodityOf, UNIT } from '../src/dialect/commodity.ts';
import { dayOf, rupiahOf } from '../src/dialect/native.ts';
import { type RegionNames, resolveName, within } from '../src/dialect/region.ts';
import { GatewayError } from '../src/errors.ts';
import { answered, contracts } from './kits/adapterAtWork.ts';
import type { Json } from './kits/adapterSamples.ts';
import { directory, received, refusalOf, sentTo } from './kits/received.ts';

/** Real data that nobody of this project wrote; where it is not at hand its tests are skipped. */
const SAMPLES = process.env.JEMBATAN_SAMPLES ?? join(import.meta.dirname, '../../shared/samples');
const textOf = (file: string): string =>
  existsSync(join(SAMPLES, file)) ? readFileSync(join(SAMPLES, file), 'utf8') : '';
const withFile = (file: string) => describe.skipIf(!existsSync(join(SAMPLES, file)));

/** How many rows ended how, printed in one line; every row ended somehow. */
function counted(file: string, ends: readonly string[], rows: number): Readonly<Record<string, number>> {
  const counts = Object.fromEntries([...Map.groupBy(ends, (end) => end)].map(([end, all]) => [end, all.length]));
  console.info(`${file}: ${rows} rows, ${JSON.stringify(counts)}`);
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(rows);
  return counts;
}

const PANEL = 'bapanas_panelharga_konsumen_kota_bandung.csv';

withFile(PANEL)('the Panel Harga of a real city (skipped where the samples are not there)', () => {
  const rows = textOf(PANEL)
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.trim().split(','));

  /** A row as the contract has it, by the readers of foods, units, amounts and days alone. */
  function priceOf([day, , name = '', unit = '', price, before]: readonly string[]): Json {
    return {
      ...{ commodity: commodityOf(name), price: rupiahOf(price), unit: read(UNIT, unit), level: 'consumer' },
      ...{ location: { regionCode: '32.73', market: null }, date: dayOf(day), previousPrice: rupiahOf(before) },
      ...{ quality: 'averaged', source: 'Panel Harga Badan Pangan Nasional' },
    };
  }

  it('goes through the readers of foods, units, amounts and days without a row left over', () => {
    const ends = rows.map((row) => {
      const price = priceOf(row);
      if (contracts.get('food-price/1.0').validate(price).length > 0) return 'refused';
      return price.price === null ? 'unquoted' : 'priced';
    });
    expect(counted(PANEL, ends, 1625)).toEqual({ priced: 1326, unquoted: 299 });
  });

  it('has each food, unit and day read as what it is: the list’s own id, one of two units, the day before', () => {
    const spellings = new Set<string>();
    const forms = new Set<string>();
    for (const row of rows) {
      const [day = '', id, name, unit = '', , , dayBefore = ''] = row;
      expect(priceOf(row)).toMatchObject({ commodity: { code: id, name }, unit: /kg$/iu.test(unit) ? 'kg' : 'litre' });
      const yesterday = new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
      expect([dayOf(day), dayOf(dayBefore)]).toEqual([day, yesterday]);
      spellings.add(unit);
      forms.add(dayBefore.replaceAll(/\d/gu, '9'));
    }
    console.info(`${PANEL}: units spelt ${[...spellings].join(', ')}; days written ${[...forms].join(', ')}`);
    expect(spellings.size).toBe(5);
    expect([...forms].sort()).toEqual(['99-9-9999', '99-99-9999']);
  });

  it('reaches Lampung In with its id, and without a price where nobody quoted', () => {
    for (const row of rows) {
      const { body } = sentTo('lampung-in', 'food-price/1.0', priceOf(row));
      expect(body).toMatchObject({ id: Number(row[1]), name: row[2], today: row[4] === '0' ? null : Number(row[4]) });
    }
  });
});

const BMKG = 'bmkg_nowcast_rss_items_2025-12-24.json';

withFile(BMKG)('the kecamatan of real BMKG warnings (skipped where the samples are not there)', () => {
  const warnings: readonly Json[] = JSON.parse(textOf(BMKG) || '[]');
  const named = warnings.flatMap(({ title, description }): RegionNames[] => {
    const [, list = ''] = /khususnya di ([^.]+)\./u.exec(String(description)) ?? [];
    const province = String(title).split(' di ').at(-1) ?? '';
    return list.split(', ').map((district) => ({ province, district }));
  });

  /** Which of the two provinces it lies in, or that it lies outside both; else why nobody can say. */
  function endOf(names: RegionNames): string {
    try {
      const code = resolveName(names);
      return ['18', '31'].find((province) => within(code, province)) ?? 'outside';
    } catch (error) {
      if (!(error instanceof GatewayError) || error.code !== 'region-unknown') throw error;
      const { reason, candidates } = error.facts as { readonly reason: string; readonly candidates: readonly object[] };
      expect(candidates.length > 1).toBe(reason === 'ambiguous');
      return reason;
    }
  }

  it('each lie in Lampung, in Jakarta or outside both, or are refused as ambiguous or unknown', () => {
    const counts = counted(BMKG, named.map(endOf), 466);
    expect(counts).toEqual({ outside: 414, '18': 39, ambiguous: 4, unknown: 9 });
  });

  it('of Lampung end alike as the place of a report', () => {
    const lampung = named.filter(({ province }) => province === 'Lampung');
    for (const { district, province } of lampung) {
      const report = {
        ...{ id_laporan: 'LIN-20251224-0001', isi_laporan: 'Banjir.', kategori: 'Banjir', status: 'MASUK' },
        ...{ lokasi: { kecamatan: district }, tanggal_lapor: '24/12/2025 09:15 WIB' },
      };
      const end = endOf({ province, ...(district === undefined ? {} : { district }) });
      if (end === '18') expect(received('lampung-in', report)[0].contract).toBe('citizen-report/1.0');
      else expect(refusalOf(() => received('lampung-in', report)).facts.reason).toBe(end);
    }
    expect(lampung).toHaveLength(42);
  });
});

/** The elements of one name, as JSON has them by GeoReport's convention. */
const elements = (xml: string, name: string): readonly Json[] =>
  [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gsu'))].map(([, inner = '']) =>
    Object.fromEntries(
      [...inner.matchAll(/<(\w+)(?:\/>|>([^<]*)<\/\1>)/gu)].map(([, member = '', text = '']) => [member, text]),
    ),
  );

const SERVICES: readonly (readonly [file: string, rows: number, read: (text: string) => readonly Json[]])[] = [
  ['open311_chicago_service_list.json', 3, (text) => JSON.parse(text)],
  ['open311_cfa_services.xml', 36, (text) => elements(text, 'service')],
];

for (const [file, rows, listIn] of SERVICES) {
  withFile(file)(`the services in ${file} (skipped where the samples are not there)`, () => {
    it('can each be sent a report, or are refused with what is to be mended', () => {
      const services = listIn(textOf(file));
      const { poll } = directory.get('kota-metro').adapter;
      const ends = services.map(({ service_code }) => {
        const options = { services: { other: String(service_code) } };
        const page = poll?.read(answered(200, services), null, { territory: '18.72', options, numbers: [] });
        const [native] = page?.natives ?? [];
        return native === undefined ? 'usable' : refusalOf(() => received('kota-metro', native)).code;
      });
      expect(counted(file, ends, rows)).toEqual({ usable: rows });
    });
  });
}
