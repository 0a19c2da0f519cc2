import { describe, expect, it } from 'vitest';
import { loadContracts } from '../../src/contract.ts';
import { mappedDialect } from '../../src/dialect/mapped/dialect.ts';
import type { Shape } from '../../src/dialect/mapped/shape.ts';
import type { System } from '../../src/directory.ts';
import { GatewayError } from '../../src/errors.ts';
import type { CitizenReport } from '../../src/generated/contracts.ts';
import { translator } from '../../src/intake/translate.ts';
import { shape as province } from '../province/shape.ts';

const contracts = loadContracts();
const NOW = Date.parse('2026-11-29T03:00:00Z');

const REPORT = {
  tiket: { nomor: 'BTN/2026/1121/00001', masuk: '21/11/2026 08:00 WIB' },
  pokok: 'Jalan rusak',
  uraian: 'Lubang di depan pasar.',
  kategori: province.tables.category.natives[0],
  tahap: 'Baru',
  tempat: { kode: '36.73.01.1001', lat: -6.12, lon: 106.15 },
  sifat: province.tables.confidentiality.natives[0],
};

/** The report that a system of this shape says, and what of it was left out or cut. */
function read(native: object, change: Partial<Shape> = {}) {
  const adapter = mappedDialect({ ...province, ...change });
  const system = { name: 'banten', adapter, config: { territory: '36', options: {} } } as unknown as System;
  const { result, warnings } = translator([adapter], contracts).translate(system, native, NOW);
  if (result.kind !== 'drafts') throw result.error;
  const [draft] = result.drafts;
  const noted = [...warnings, ...(draft.warnings ?? [])].map(
    ({ code, facts }) => `${code} ${'pointer' in facts ? facts.pointer : ''}`,
  );
  return { report: draft.data as CitizenReport, noted };
}

describe('a described dialect', () => {
  it('K7: leaves out or cuts a detail that cannot be read, and takes the rest', () => {
    const { report, noted } = read({
      ...REPORT,
      pokok: 7,
      uraian: `Lubang. ${'Panjang '.repeat(2000)}`,
      tempat: { kode: '36.73.01.1001', lat: 'selatan', lon: 106.15, alamat: [] },
      instansi: 'Dinas '.repeat(100),
      anonim: 'ya',
      sandi_pelapor: 'bukan sandi!',
      lampiran: ['https://contoh.go.id/1.jpg', 'bukan alamat', 'https://contoh.go.id/2.jpg'],
      diperbarui: '',
      tenggat: '31/02/2026 08:00 WIB',
    });
    expect(report).toMatchObject({
      location: { regionCode: '36.73.01.1001', point: null, address: null },
      anonymous: true,
      reporterHandle: null,
      dueAt: null,
      updatedAt: '2026-11-21T08:00:00+07:00',
    });
    expect(report.attachments?.map(({ url }) => url)).toEqual([
      'https://contoh.go.id/1.jpg',
      'https://contoh.go.id/2.jpg',
    ]);
    expect(report.description).toMatch(/^Lubang\. .+… \[dipotong\]$/u);
    expect([...report.description].length).toBeLessThanOrEqual(10_000);
    expect(noted.toSorted()).toEqual([
      'detail-left-out /anonim',
      'detail-left-out /lampiran/1',
      'detail-left-out /pokok',
      'detail-left-out /sandi_pelapor',
      'detail-left-out /tempat/alamat',
      'detail-left-out /tempat/lat',
      'detail-left-out /tempat/lat',
      'detail-left-out /tenggat',
      'detail-shortened /instansi',
      'detail-shortened /uraian',
    ]);
  });

  it.each([
    ['its number', { tiket: { ...REPORT.tiket, nomor: 'B-1' } }],
    ['when it was made', { tiket: { ...REPORT.tiket, masuk: 'kemarin' } }],
    ['when it changed', { diperbarui: 'kemarin' }],
    ['its status', { tahap: '' }],
    ['its region', { tempat: { ...REPORT.tempat, kode: '99.99' } }],
    ['who may see it', { sifat: 7 }],
  ])('K7: refuses what does not say %s', (_, change) => {
    expect(() => read({ ...REPORT, ...change })).toThrow(GatewayError);
  });

  it('K17: leaves out a point in another province', () => {
    const { report, noted } = read({ ...REPORT, tempat: { ...REPORT.tempat, lat: -6.9, lon: 105.6 } });
    expect(report.location.point).not.toBeNull();
    const far = read({ ...REPORT, tempat: { ...REPORT.tempat, lat: -3.9, lon: 104.9 } });
    expect([far.report.location.point, far.noted]).toEqual([null, ['point-outside-region /tempat/lat']]);
    expect(noted).toEqual([]);
  });

  it('K8: reads epochs where its shape says so, and nowhere else', () => {
    const at = (masuk: string | number) => ({ ...REPORT, tiket: { ...REPORT.tiket, masuk } });
    for (const [times, masuk] of [
      ['epoch-seconds', 1_795_222_800],
      ['epoch-milliseconds', 1_795_222_800_000],
    ] as const) {
      expect(read(at(masuk), { times }).report.createdAt).toBe('2026-11-21T08:00:00+07:00');
      expect(() => read(at(masuk))).toThrow(GatewayError);
    }
  });

  it('K8: reads a time without a zone as in the zone that its shape declares', () => {
    const native = { ...REPORT, tiket: { ...REPORT.tiket, masuk: '21-11-2026 09:00:00' } };
    expect(() => read(native, { zone: null })).toThrow('/tiket/masuk');
    expect(read(native).report.createdAt).toBe('2026-11-21T09:00:00+07:00');
    expect(read(native, { zone: '+08:00' }).report.createdAt).toBe('2026-11-21T08:00:00+07:00');
  });
});
