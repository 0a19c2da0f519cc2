import { describe, expect, it } from 'vitest';
import { answered } from '../kits/adapterAtWork.ts';
import type { Json } from '../kits/adapterSamples.ts';
import { directory, leadOf, received, refusalOf, sentTo } from '../kits/received.ts';

const MARKET = {
  ...{ market_id: '3', market_name: 'Pasar Senen Blok III - VI', city_name: 'Jakarta Pusat', market_level: 'eceran' },
  ...{ market_latitude: '-6.176417', market_longitude: '106.840836' },
};
const FOOD = {
  ...{ commodity_id: 8, name: 'Cabe Merah Keriting', unit: 'kg', newest_price: 45_000, prev_price: 44_000 },
  latest_new_price_date: '2025-11-26',
};

/** What one market quotes for one food, as the poll puts it together. */
const quote = (food: Json, rest: Json = {}): Json => ({
  ...{ market: MARKET, commodity: { ...FOOD, ...food }, selected_price_date: '2025-11-27' },
  ...rest,
});

const priceOf = (food: Json, rest: Json = {}): Json => leadOf('info-pangan', quote(food, rest));

/** A quote as Info Pangan Jakarta answers it, members nobody reads and all, through the poll that asks for it. */
function polled(food: Json): Json {
  const { poll } = directory.get('info-pangan').adapter;
  const cursor = { markets: [MARKET], at: 0 };
  const body = {
    status: 200,
    message: 'OK',
    data: { selected_price_date: '2025-11-27', data: [{ ...FOOD, ...food }] },
  };
  const page = poll?.read(answered(200, body), cursor, { territory: '31', options: {}, numbers: [] });
  return { ...page?.natives[0] };
}

describe('8. a price of 0', () => {
  it.each([
    ['Kedelai', '29'],
    ['Jagung Tk Peternak', '102'],
    ['Daging Kerbau Beku (Impor Luar Negeri)', '149'],
  ])('of %s is no quote: null, and never told as a price', (name, code) => {
    for (const none of [0, '0', '0.00']) {
      const price = priceOf({ name, newest_price: none, prev_price: none });
      // The day of the last quote is no day on which nobody quoted.
      expect(price).toMatchObject({ price: null, previousPrice: null, date: '2025-11-27', commodity: { code } });
      expect(sentTo('lampung-in', 'food-price/1.0', price).body).toMatchObject({ today: null, yesterday: null });
      expect(sentTo('jaki', 'food-price/1.0', price).body).toMatchObject({ price: null, previousPrice: null });
    }
  });
});

describe('9. dates 12-9-2025 and 13-09-2025 in one column', () => {
  it.each([
    ['12-9-2025', '2025-09-12'],
    ['13-09-2025', '2025-09-13'],
    ['9/12/2025', '2025-12-09'],
    ['2025-09-12', '2025-09-12'],
  ])('are days, day first: %s is %s', (latest_new_price_date, date) => {
    expect(priceOf({ latest_new_price_date }).date).toBe(date);
  });

  it('that no calendar has are refused, never moved to another day', () => {
    for (const latest_new_price_date of ['31-9-2025', '9-13-2025', '00-09-2025']) {
      const refusal = refusalOf(() => priceOf({ latest_new_price_date }));
      expect(refusal).toMatchObject({
        ...{ code: 'native-invalid', violations: [{ pointer: '/commodity/latest_new_price_date' }] },
      });
    }
  });
});

describe('10. five spellings of a unit', () => {
  it.each([
    ['Rp./Kg', 'kg'],
    ['Rp/kg', 'kg'],
    ['Rp/Kg', 'kg'],
    ['Rp./Liter', 'litre'],
    ['Rp/Liter', 'litre'],
  ])('mean two: %s is the %s', (unit, code) => {
    expect(priceOf({ unit }).unit).toBe(code);
  });

  it('leave a unit nobody knows to be held, with its name, until a table knows it', () => {
    const refusal = refusalOf(() => priceOf({ unit: 'Rp./Karung' }));
    expect(refusal).toMatchObject({ code: 'unknown-code', facts: { table: 'unit', value: 'Rp./Karung' } });
  });
});

describe('11. the sentinel 999999', () => {
  it('is no price, as a number or as text', () => {
    for (const newest_price of [999_999, '999999', '999999.00']) {
      expect(priceOf({ newest_price, prev_price: 999_999 })).toMatchObject({ price: null, previousPrice: null });
    }
  });

  it('in what the service reckons of its own is never read', () => {
    const native = polled({
      gap_min_price: 999_999,
      gap_max_price: 999_999,
      highest_price: 50_000,
      status: 'stagnant',
    });
    expect(JSON.stringify(native)).not.toMatch(/999999|50000|stagnant/u);
    expect(leadOf('info-pangan', native)).toMatchObject({ price: 45_000, previousPrice: 44_000 });
  });
});

describe('12. numbers as strings', () => {
  it('are the same numbers: ids, prices and coordinates of a market', () => {
    const asText = quote({ commodity_id: '8', newest_price: '45000', prev_price: '44000.00' });
    const { market_latitude, market_longitude, ...market } = MARKET;
    const point = { market_latitude: Number(market_latitude), market_longitude: Number(market_longitude) };
    const asNumbers = { ...quote({}), market: { ...market, ...point, market_id: 3 } };
    const [draft] = received('info-pangan', asText);
    expect(received('info-pangan', asNumbers)).toEqual([draft]);
    expect(draft.data).toMatchObject({
      price: 45_000,
      location: { market: { point: { coordinates: [106.840836, -6.176417] } } },
    });
  });

  it('are the same numbers: a complaint’s id and status, a request’s id, a site’s numbers', () => {
    const changed = { updated_at: '2025-07-05 16:00:00' };
    const complaints = [
      { id: 12, status: 3 },
      { id: '12', status: '3' },
    ].map((row) => ({ ...row, ...changed }));
    for (const row of complaints) {
      expect(received('desa-hajimena', row)).toMatchObject([{ number: '12', data: { status: 'done' } }]);
    }
    const asked = { status: 'open', requested_datetime: '2014-07-03T10:00:00+07:00' };
    for (const service_request_id of [293_944, '293944']) {
      expect(received('kota-metro', { ...asked, service_request_id })[0].number).toBe('293944');
    }
    const sites = [
      [1052, 6000, 5666],
      ['1052', '6000', '5666'],
    ].map(([kode_lokasi_vaksinasi, kuota, kuota_sisa]) => ({
      ...{ kode_lokasi_vaksinasi, nama_lokasi_vaksinasi: 'RSUD TEBET', wilayah: 'KOTA ADM. JAKARTA SELATAN' },
      jadwal: [{ id: '2021-07-19', kuota, kuota_sisa, waktu: [] }],
    }));
    for (const site of sites) {
      const slot = { date: '2021-07-19', time: null, quota: 6000, remaining: 5666 };
      expect(leadOf('jaki-vaksinasi', site)).toMatchObject({ facilityId: '1052', slots: [slot] });
    }
  });
});
