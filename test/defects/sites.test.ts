import { describe, expect, it } from 'vitest';
import { answered } from '../kits/adapterAtWork.ts';
import type { Json } from '../kits/adapterSamples.ts';
import { directory, leadOf, received, refusalOf } from '../kits/received.ts';

const hour = (id: string, totalKuota: unknown, sisaKuota: unknown): Json => ({
  ...{ id, label: `${id} WIB`, kuota: { totalKuota, sisaKuota, jakiKuota: 'deprecated' } },
});

/** A site as JAKI's vaccination service listed it in July 2021. */
const site = (change: Json = {}): Json => ({
  ...{ kode_lokasi_vaksinasi: 1052, nama_lokasi_vaksinasi: 'GOR CIRACAS', jenis_faskes: 'Sentra Vaksinasi' },
  ...{ wilayah: 'KOTA ADM. JAKARTA TIMUR\r\n', kecamatan: 'CIRACAS', kelurahan: 'CIRACAS', rt: '5', rw: '2' },
  jadwal: [
    {
      ...{ id: '2021-07-19', label: 'Senin, 19 Juli 2021', kuota: 1000, kuota_sisa: 431 },
      waktu: [hour('09:00:00', 500, 431)],
    },
  ],
  ...change,
});

const told = (change: Json): Json => leadOf('jaki-vaksinasi', site(change));
const regionOf = (change: Json): unknown => (told(change).location as Json).regionCode;

describe('4. a line end after the name of a kota', () => {
  it('is no part of the name: the place is found, and the site is the same as without', () => {
    expect(regionOf({})).toBe('31.75.09.1001');
    const asTyped = ['wilayah', 'kecamatan', 'kelurahan', 'nama_lokasi_vaksinasi', 'jenis_faskes'] as const;
    const ended = Object.fromEntries(asTyped.map((name) => [name, `${String(site()[name]).trim()}\r\n`]));
    expect(told(ended)).toEqual(told({}));
    const { adapter } = directory.get('jaki-vaksinasi');
    expect(adapter.identify(site(ended))).toEqual(adapter.identify(site()));
  });
});

describe('5. no wilayah, no kelurahan, no kind, and two words for one kind', () => {
  it('leave the smallest place that is known, and without any name the territory the service lists', () => {
    expect(regionOf({ kelurahan: null })).toBe('31.75.09');
    expect(regionOf({ kelurahan: null, kecamatan: null })).toBe('31.75');
    expect(regionOf({ kelurahan: null, kecamatan: null, wilayah: null })).toBe('31');
    // Unique in its province, so its kota need not be said.
    expect(regionOf({ wilayah: null })).toBe('31.75.09.1001');
  });

  it('make a site without a kind one of another kind, and no gap; both words for a centre are one', () => {
    for (const jenis_faskes of ['', ' ', null, undefined]) {
      const [draft] = received('jaki-vaksinasi', site({ jenis_faskes }));
      expect(draft).toMatchObject({ data: { kind: 'other' } });
      expect(draft.gaps).toBeUndefined();
    }
    for (const jenis_faskes of ['Sentra Vaksin', 'Sentra Vaksinasi', 'SENTRA VAKSIN ']) {
      expect(told({ jenis_faskes }).kind).toBe('vaccination-centre');
    }
  });
});

describe('6. four of seventy sites without a number', () => {
  it('are refused by the name of what is missing, never given one; the others cross', () => {
    const unnumbered = new Set([7, 20, 33, 69]);
    const rows = Array.from({ length: 70 }, (_, index) => {
      const { kode_lokasi_vaksinasi: _code, ...rest } = site();
      return unnumbered.has(index) ? rest : { ...rest, kode_lokasi_vaksinasi: 1000 + index };
    });
    const { poll } = directory.get('jaki-vaksinasi').adapter;
    const page = poll?.read(answered(200, rows), null, { territory: '31', options: {}, numbers: [] });
    const natives = page?.natives ?? [];
    expect(natives).toHaveLength(70);
    const numbers = natives.flatMap((native, index) => {
      if (!unnumbered.has(index)) return [received('jaki-vaksinasi', native)[0].number];
      const { code, violations } = refusalOf(() => received('jaki-vaksinasi', native));
      expect([code, violations[0]?.pointer]).toEqual(['native-invalid', '/kode_lokasi_vaksinasi']);
      return [];
    });
    expect(new Set(numbers).size).toBe(66);
  });
});

describe('7. the word "deprecated" in the place of a number', () => {
  const slots = (waktu: readonly Json[], day: Json = {}) =>
    told({ jadwal: [{ id: '2021-07-19', ...day, waktu }] }).slots;

  it('beside the numbers is not read', () => {
    expect(told({}).slots).toEqual([{ date: '2021-07-19', time: '09:00:00', quota: 500, remaining: 431 }]);
    expect(JSON.stringify(received('jaki-vaksinasi', site()))).not.toContain('deprecated');
  });

  it('for a number is "not known": null, and not 0, which would say that the site is full', () => {
    expect(slots([hour('09:00:00', 'deprecated', 'deprecated'), hour('10:00:00', 500, 0)])).toEqual([
      { date: '2021-07-19', time: '09:00:00', quota: null, remaining: null },
      { date: '2021-07-19', time: '10:00:00', quota: 500, remaining: 0 },
    ]);
    expect(slots([], { kuota: 'deprecated', kuota_sisa: 12 })).toEqual([
      { date: '2021-07-19', time: null, quota: null, remaining: 12 },
    ]);
  });
});
