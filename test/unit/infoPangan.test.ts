import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import { adapter } from '../../adapters/jakarta/info-pangan/index.ts';
import { createSimulator } from '../../adapters/jakarta/info-pangan/simulator.ts';
import type { Cursor, PollContext } from '../../src/adapter.ts';
import { loadConfiguration } from '../../src/config/config.ts';
import { loadContracts } from '../../src/contract.ts';
import type { NativeResponse } from '../../src/declared.ts';
import type { Simulator } from '../../src/dialect/simulator.ts';
import type { FoodPrice } from '../../src/generated/contracts.ts';
import { translator } from '../../src/intake/translate.ts';

const CONTEXT: PollContext = { territory: '31', options: {}, numbers: [] };

const MARKET = {
  market_id: '3',
  market_name: 'Pasar Senen Blok III - VI',
  city_name: 'Jakarta Pusat',
  market_level: 'eceran',
  market_latitude: '-6.176417',
  market_longitude: '106.840836',
};
const FOOD = {
  commodity_id: 8,
  name: 'Cabe Merah Keriting',
  unit: 'kg',
  newest_price: 45_000,
  prev_price: 44_000,
  latest_new_price_date: '2025-11-26',
};

type Members = Readonly<Record<string, unknown>>;

const native = (food: Members = {}, market: Members = {}, rest: Members = {}): object => ({
  market: { ...MARKET, ...market },
  commodity: { ...FOOD, ...food },
  ...rest,
});

const SELECTED = { selected_price_date: '2025-11-27' };

const contracts = loadContracts();
const CONFIG = join(import.meta.dirname, '../../config/jembatan.json');
const { directory } = loadConfiguration(CONFIG, { adapters, contracts, env: {} });
/** A system in Jakarta that speaks this dialect. */
const SYSTEM = { ...directory.get('jaki-crm'), adapter };
const { translate } = translator([adapter], contracts);

/** What the gateway makes of it, schema and all: the data and gaps of its one draft. */
function made(body: object): { readonly data: FoodPrice; readonly gaps: unknown; readonly revision: string } {
  const { result, identity } = translate(SYSTEM, body, Date.parse('2025-11-27T03:00:00Z'));
  if (result.kind !== 'drafts') throw result.error;
  const [draft] = result.drafts;
  return { data: draft.data as FoodPrice, gaps: draft.gaps ?? [], revision: identity.revision };
}

const point = (market: Members) => made(native({}, market)).data.location.market?.point;

describe('a price of Info Pangan', () => {
  it.each([
    ['0', 0],
    ['0 as text', '0'],
    ['nothing', null],
    ['an empty text', ''],
    ['the sentinel 999999', 999_999],
    ['the sentinel as text', '999999'],
  ])('that is %s means that nobody quoted, and never that it costs so much', (_, none) => {
    const { data } = made(native({ newest_price: none, prev_price: none }, {}, SELECTED));
    expect([data.price, data.previousPrice]).toEqual([null, null]);
  });

  it('is the same as text and as a number', () => {
    expect(made(native({ newest_price: '45000', prev_price: '44000.00' }))).toEqual(made(native()));
  });

  it.each([45_000.5, -1, '45.000', 'Rp45000', 100_000_001, true])('of %j is refused, not rounded', (odd) => {
    expect(() => made(native({ newest_price: odd }))).toThrow(
      expect.objectContaining({
        code: 'native-invalid',
        violations: expect.arrayContaining([expect.objectContaining({ pointer: '/commodity/newest_price' })]),
      }),
    );
  });

  it('is refused where the service no longer says it, since absent is not 0', () => {
    const { newest_price: _, ...silent } = FOOD;
    expect(() => made({ market: MARKET, commodity: silent, ...SELECTED })).toThrow(
      expect.objectContaining({ code: 'native-invalid' }),
    );
  });

  it('is as it was reported, by Info Pangan Jakarta', () => {
    expect(made(native()).data).toMatchObject({ quality: 'reported', source: 'Info Pangan Jakarta' });
  });
});

describe('a food of Info Pangan', () => {
  it("called cabe is the national list's cabai, and keeps its own name", () => {
    expect(made(native()).data.commodity).toEqual({
      ...{ code: '32', name: 'Cabai Merah Keriting', nativeName: 'Cabe Merah Keriting' },
    });
    expect(made(native()).gaps).toEqual([]);
  });

  it('that is not on the national list crosses as other, and is told as a gap', () => {
    const { data, gaps } = made(native({ name: 'Beras IR. I  (IR 64)' }));
    expect(data.commodity).toMatchObject({ code: 'other', name: 'Beras IR. I (IR 64)' });
    expect(gaps).toEqual([{ table: 'commodity', value: 'Beras IR. I  (IR 64)' }]);
  });

  it('is not taken for one that only resembles it', () => {
    for (const name of ['Bawang Putih', 'Gula Pasir', 'Cabe Merah Besar (TW)', 'Ayam Broiler/Ras']) {
      expect(made(native({ name })).data.commodity.code).toBe('other');
    }
  });

  it('without a name is refused', () => {
    for (const name of ['  \r\n', '-', 'null'])
      expect(() => made(native({ name }))).toThrow(expect.objectContaining({ code: 'native-invalid' }));
  });

  it('K17: keeps its price where its market is put in another province, or nowhere, and loses the point', () => {
    for (const [lat, lon] of [
      ['-5.4', '105.26'],
      ['106.84', '-6.17'],
      ['0', '0'],
    ])
      expect(point({ market_latitude: lat, market_longitude: lon })).toBeNull();
    expect(point({ market_latitude: '-6.176417', market_longitude: '106.840836' })).not.toBeNull();
  });

  it('K7: is cut where its name is longer than a contract takes, and its price before is left out where it is no price', () => {
    const { data } = made(native({ name: 'x'.repeat(121), prev_price: 'naik' }));
    expect([[...data.commodity.name].length, data.price, data.previousPrice]).toEqual([120, 45_000, null]);
  });

  it.each([
    ['kg', 'kg'],
    ['Kg ', 'kg'],
    ['Rp./Kg', 'kg'],
    ['Rp/kg', 'kg'],
    ['Rp/Kg', 'kg'],
    ['Rp./Liter', 'litre'],
    ['Rp/Liter', 'litre'],
    ['ekor', 'piece'],
  ])('sold by %j is sold by %s', (unit, code) => {
    expect(made(native({ unit })).data.unit).toBe(code);
  });

  it('sold by a unit nobody knows is quarantined, with the unit named', () => {
    expect(() => made(native({ unit: 'tabung' }))).toThrow(
      expect.objectContaining({
        code: 'unknown-code',
        facts: { table: 'unit', value: 'tabung' },
        violations: [expect.objectContaining({ pointer: '/commodity/unit' })],
      }),
    );
  });
});

describe('a market of Info Pangan', () => {
  it.each([
    ['Jakarta Pusat', '31.71'],
    ['Kota Administrasi Jakarta Pusat', '31.71'],
    ['KOTA ADM. JAKARTA TIMUR\r\n', '31.75'],
    ['Kepulauan Seribu', '31.01'],
  ])('in %j lies in %s', (city_name, code) => {
    expect(made(native({}, { city_name })).data.location.regionCode).toBe(code);
  });

  it("is placed by its city's name, never by the service's own number of it", () => {
    expect(made(native({}, { city_id: '71' })).data.location.regionCode).toBe('31.71');
    expect(made(native({}, { city_id: '5' })).data.location.regionCode).toBe('31.71');
  });

  it.each(['Bogor', 'Tangerang', 'Bekasi'])('in %s is refused: that is a kabupaten and a kota', (city_name) => {
    expect(() => made(native({}, { city_name }))).toThrow(expect.objectContaining({ code: 'region-unknown' }));
  });

  it('stands where its coordinates say, which are text', () => {
    expect(point({})).toEqual({ type: 'Point', coordinates: [106.840836, -6.176417] });
  });

  it.each([
    ['empty', '', ''],
    ['absent', null, undefined],
    ['swapped', '106.840836', '-6.176417'],
    ['0, 0', '0', '0'],
    ['half there', '-6.176417', ''],
  ])('whose coordinates are %s keeps its prices, and no point', (_, market_latitude, market_longitude) => {
    expect(point({ market_latitude, market_longitude })).toBeNull();
  });

  it.each([
    ['eceran', 'consumer'],
    ['Grosir', 'wholesale'],
    ['produsen', 'producer'],
  ])('that is %s tells prices of the level %s', (market_level, level) => {
    expect(made(native({}, { market_level })).data.level).toBe(level);
  });

  it('of a level nobody knows is quarantined', () => {
    expect(() => made(native({}, { market_level: 'modern' }))).toThrow(
      expect.objectContaining({ code: 'unknown-code', facts: { table: 'price-level', value: 'modern' } }),
    );
  });

  it('numbered 0 is none: it stands for all of them', () => {
    expect(() => made(native({}, { market_id: '0' }))).toThrow(
      expect.objectContaining({ code: 'native-invalid', message: expect.stringContaining('/market/market_id') }),
    );
  });
});

describe('the day of a price', () => {
  it('is its own, however much later the service was asked', () => {
    expect(made(native({ latest_new_price_date: '2025-11-20' }, {}, SELECTED)).data.date).toBe('2025-11-20');
  });

  it.each([null, '', undefined])('is the day that was asked about where its own is %j', (own) => {
    expect(made(native({ latest_new_price_date: own }, {}, SELECTED)).data.date).toBe('2025-11-27');
  });

  it('on which nobody quoted is the day that was asked about, not the day somebody last did', () => {
    const { data } = made(native({ newest_price: 0, latest_new_price_date: '2025-11-20' }, {}, SELECTED));
    expect([data.price, data.date]).toEqual([null, '2025-11-27']);
  });

  it.each(['2025-02-30', '31-02-2025'])('written %j is refused, since it might be older than the other', (own) => {
    expect(() => made(native({ latest_new_price_date: own }, {}, SELECTED))).toThrow(
      expect.objectContaining({
        code: 'native-invalid',
        violations: [expect.objectContaining({ pointer: '/commodity/latest_new_price_date' })],
      }),
    );
  });

  it('is read in every form in which days were seen in one column', () => {
    const days = ['12-9-2025', '12-09-2025', '12/09/2025', '2025-09-12'];
    const read = days.map((own) => made(native({ latest_new_price_date: own })).data.date);
    expect(new Set(read)).toEqual(new Set(['2025-09-12']));
  });

  it('is no time', () => {
    expect(adapter.identify(native()).occurredAt).toBeNull();
  });
});

describe('the name of a price', () => {
  it('is its market and its food', () => {
    expect(adapter.identify(native()).subject).toBe('3/8');
    expect(adapter.identify(native({ commodity_id: '12' }, { market_id: 21 })).subject).toBe('21/12');
  });

  it('changes with the day and with the price', () => {
    const revisions = [
      native(),
      native({ latest_new_price_date: '2025-11-25' }),
      native({ newest_price: 46_000 }),
      native({ newest_price: 0 }, {}, SELECTED),
      native({ newest_price: 0 }, {}, { selected_price_date: '2025-11-28' }),
    ].map((body) => adapter.identify(body).revision);
    expect(new Set(revisions).size).toBe(revisions.length);
  });
});

const { poll } = adapter;
if (poll === undefined) throw new Error('Info Pangan is asked');

const answer = (body: unknown, status = 200): NativeResponse => ({
  ...{ status, headers: {}, body, receivedAt: '2025-11-27T03:00:00.000Z' },
});

const listed = (...markets: readonly unknown[]) => answer({ data: markets, total: markets.length });
const priced = (foods: readonly unknown[], day = '2025-11-27') =>
  answer({ status: 200, message: 'Success', data: { selected_price_date: day, data: foods } });

const TWO = [MARKET, { ...MARKET, market_id: '21' }];
const pathAt = (cursor: Cursor) => poll.ask(cursor, CONTEXT).path;
const read = (response: NativeResponse, cursor: Cursor) => poll.read(response, cursor, CONTEXT);
const afterList = (...markets: readonly unknown[]): Cursor => read(listed(...markets), null).cursor;

describe('a round of questions', () => {
  it('asks for the markets, then each for its prices, and begins again with the markets', () => {
    expect(pathAt(null)).toBe('/v1/master-data/market');
    const list = read(listed(...TWO), null);
    expect([pathAt(list.cursor), list.more]).toEqual(['/v2/public/master-data/commodity/markets/3', true]);
    const first = read(priced([FOOD]), list.cursor);
    expect([pathAt(first.cursor), first.more]).toEqual(['/v2/public/master-data/commodity/markets/21', true]);
    const last = read(priced([FOOD]), first.cursor);
    expect([pathAt(last.cursor), last.more]).toEqual(['/v1/master-data/market', false]);
  });

  it('goes on with the markets it knows where their list is unchanged', () => {
    const { cursor } = read(priced([FOOD]), afterList(MARKET));
    const again = read(answer('', 304), cursor);
    expect([pathAt(again.cursor), again.more]).toEqual(['/v2/public/master-data/commodity/markets/3', true]);
  });

  it('goes on with the next market where the prices of one are unchanged', () => {
    const { natives, cursor } = read(answer('', 304), afterList(...TWO));
    expect([natives, pathAt(cursor)]).toEqual([[], '/v2/public/master-data/commodity/markets/21']);
  });

  it('is over at once where there are no markets', () => {
    expect(read(listed(), null)).toMatchObject({ natives: [], more: false });
  });

  it('begins anew from a cursor that is not its own', () => {
    for (const cursor of [
      {},
      { at: 1 },
      { markets: [MARKET] },
      { markets: [MARKET], at: -1 },
      { markets: [MARKET], at: 5 },
      { markets: [{}], at: 0 },
      { markets: 1 },
    ]) {
      expect(pathAt(cursor)).toBe('/v1/master-data/market');
    }
  });

  it.each([undefined, null, '', '0', 0, -3, 1.5, '3/../4', '3?date=', {}, '1234567890'])(
    'puts a market with the id %j on record, and asks the others',
    (market_id) => {
      const { natives, cursor, more } = read(listed({ ...MARKET, market_id }, MARKET), null);
      expect([pathAt(cursor), more]).toEqual(['/v2/public/master-data/commodity/markets/3', true]);
      expect(natives).toHaveLength(1);
      expect(read(priced([FOOD]), cursor).more).toBe(false);
      expect(read(listed({ ...MARKET, market_id }), null).more).toBe(false);
      for (const body of natives) {
        expect(adapter.messages.map((message) => message.recognise(body))).toEqual([true]);
        expect(() => made(body)).toThrow(
          expect.objectContaining({ code: 'native-invalid', message: expect.stringContaining('/market/market_id') }),
        );
      }
    },
  );

  it('puts rows that are none on record, beside the others', () => {
    expect(read(listed('x', MARKET), null).natives).toHaveLength(1);
    const { natives } = read(priced([null, FOOD]), afterList(MARKET));
    expect(natives).toHaveLength(2);
    expect(() => made(natives[0] ?? {})).toThrow(expect.objectContaining({ code: 'native-invalid' }));
    expect(made(natives[1] ?? {}).data.price).toBe(45_000);
  });

  const withPrices = afterList(MARKET);
  it.each([
    ['HTTP 200 with code 500', { code: 500, message: 'gagal' }],
    ['code 500 beside a list', { code: 500, data: [], status: 200 }],
    ['status 400', { status: 400, message: 'Bad Request', data: null }],
    ['status 500 beside lists', { status: 500, data: { data: [FOOD] } }],
    ['a status that is no number', { status: { toString: null }, data: { data: [FOOD] } }],
    ['no list in its place', { status: 200, data: {} }],
    ['a page of HTML', '<html></html>'],
    ['nothing', null],
  ])('fails on %s, whichever question it answers', (_, body) => {
    for (const cursor of [null, withPrices]) {
      expect(() => read(answer(body), cursor)).toThrow(expect.objectContaining({ code: 'upstream-failed' }));
    }
  });
});

describe('what a round tells', () => {
  const told = (foods: readonly unknown[], day?: string) => read(priced(foods, day), afterList(MARKET)).natives;

  it('is each food with its market, in the names of the service', () => {
    const full = { ...MARKET, city_id: '2', market_phone: '+62 21 4210411', market_address: 'Jl. Pasar Senen Raya' };
    const { natives } = read(priced([FOOD]), afterList(full));
    expect(natives).toEqual([{ market: MARKET, commodity: FOOD }]);
  });

  it('is the same while only what the service reckons changes, or the day it is asked', () => {
    const reckoned = { avg_price: 1, highest_price: 2, lowest_price: 3, gap_min_price: 999_999, status: 'rise' };
    expect(told([{ ...FOOD, ...reckoned, percentage_price_increase_warning: 50.32 }])).toEqual(told([FOOD]));
    expect(told([FOOD], '2025-12-01')).toEqual(told([FOOD], '2025-11-27'));
  });

  it('holds the day that was asked about where the food says none, or where nobody quoted it', () => {
    const foods = [
      { ...FOOD, latest_new_price_date: null },
      { ...FOOD, newest_price: 0 },
      { ...FOOD, newest_price: '999999' },
    ];
    expect(told(foods).map((body) => made(body).data.date)).toEqual(['2025-11-27', '2025-11-27', '2025-11-27']);
  });
});

describe('the simulated Info Pangan', () => {
  const NOW = new Date('2025-11-26T20:00:00Z');
  const simulated = () => createSimulator({ now: () => NOW, territory: '31' });

  function round(simulator: Simulator): readonly object[] {
    const natives: object[] = [];
    let cursor: Cursor = null;
    for (let more = true; more; ) {
      const { method, path } = poll?.ask(cursor, CONTEXT) ?? { method: 'GET', path: '' };
      const { status, body } = simulator.answer({ method, path, headers: {}, body: null });
      const page = read(answer(JSON.parse(JSON.stringify(body)), status), cursor);
      natives.push(...page.natives);
      ({ cursor, more } = page);
    }
    return natives;
  }

  const textsOf = (natives: readonly object[]) => new Set(natives.map((body) => JSON.stringify(body)));

  it('tells a day of prices of three markets in two cities, oddities and all', () => {
    const prices = round(simulated()).map((body) => made(body));
    expect(prices).toHaveLength(24);
    expect(new Set(prices.map(({ data }) => data.location.market?.id)).size).toBe(3);
    expect(new Set(prices.map(({ data }) => data.location.regionCode))).toEqual(new Set(['31.71', '31.75']));
    // It is 03.00 of the next day in Jakarta.
    expect(new Set(prices.map(({ data }) => data.date))).toEqual(new Set(['2025-11-27']));
    expect(prices.some(({ data }) => data.price === null)).toBe(true);
    expect(prices.some(({ data }) => data.commodity.name === 'Cabai Merah Keriting')).toBe(true);
    expect(prices.some(({ gaps }) => JSON.stringify(gaps).includes('IR 64'))).toBe(true);
    expect(prices.some(({ data }) => data.location.market?.point === null)).toBe(true);
  });

  it('says the same again until a new day is announced, and then news of some foods only', () => {
    const simulator = simulated();
    const before = textsOf(round(simulator));
    expect(textsOf(round(simulator))).toEqual(before);
    expect(simulator.board?.announce()).toEqual([]);
    const news = round(simulator).filter((body) => !before.has(JSON.stringify(body)));
    const moved = news.map((body) => made(body).data).filter(({ price }) => price !== null);
    expect(moved.length).toBeGreaterThan(3);
    expect(moved.length).toBeLessThan(12);
    for (const { date, price, previousPrice } of moved) {
      expect(date).toBe('2025-11-28');
      expect(price).not.toBe(previousPrice);
    }
    expect(simulator.board?.shown()).toEqual([]);
    expect(simulator.desk).toBeUndefined();
  });

  it('keeps its prices in reason, however many days are announced', () => {
    const simulator = simulated();
    for (let day = 0; day < 400; day += 1) simulator.board?.announce();
    for (const body of round(simulator)) {
      const { price } = made(body).data;
      if (price !== null) expect(price).toBeGreaterThanOrEqual(5000);
      if (price !== null) expect(price).toBeLessThan(150_000);
    }
  });

  it('answers questions only', () => {
    const ask = (method: 'GET' | 'POST', path: string) =>
      simulated().answer({ method, path, headers: {}, body: null }).status;
    expect(ask('POST', '/v1/master-data/market')).toBe(405);
    expect(ask('POST', '/v2/public/master-data/commodity/markets/3')).toBe(405);
    expect(ask('GET', '/v2/public/master-data/commodity/markets/999')).toBe(404);
    expect(ask('GET', '/v1/public/report')).toBe(404);
  });
});

it('Info Pangan takes nothing', () => {
  const envelope = { dataschema: 'urn:jembatan:contract:food-price/1.0', data: {} };
  const context = { senderNumber: '3/8', recipientNumber: null, deliveryId: 'dlv-1', options: {} };
  expect(() => adapter.fromCanonical(envelope as never, context)).toThrow(
    expect.objectContaining({ code: 'code-not-expressible' }),
  );
});
