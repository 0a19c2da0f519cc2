import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  authorityOf,
  bpsProvince,
  chainOf,
  parents,
  parseRegion,
  regionLevel,
  regionName,
  resolveName,
  undotted,
  within,
} from '../../src/dialect/region.ts';
import { GatewayError } from '../../src/errors.ts';

function refusalOf(act: () => unknown): GatewayError {
  try {
    act();
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a region code', () => {
  it.each([
    ['18', '18'],
    ['1871', '18.71'],
    ['18.71', '18.71'],
    ['317401', '31.74.01'],
    ['5201142005', '52.01.14.2005'],
    [' 3174011002\r\n', '31.74.01.1002'],
    ['31.74.01.1002', '31.74.01.1002'],
  ])('%j is read as %s', (given, dotted) => {
    expect(parseRegion(given)).toBe(dotted);
  });

  it.each([
    '',
    '3',
    '318',
    '99',
    '31.99',
    '31.74.01.10020',
    '31..74',
    '__proto__',
    'constructor',
    '３１',
    'x'.repeat(9999),
  ])('%j is refused as unknown', (given) => {
    const refusal = refusalOf(() => parseRegion(given));
    expect(refusal.code).toBe('region-unknown');
    expect(refusal.facts).toEqual({ reason: 'unknown', code: given.slice(0, 64) });
  });

  it('is written without dots where a system wants it so', () => {
    expect(undotted('52.01.14.2005')).toBe('5201142005');
    expect(undotted('18')).toBe('18');
  });

  it('has a name, a level and parents, the nearest first', () => {
    expect(regionName('1871')).toBe('Kota Bandar Lampung');
    expect(['18', '18.71', '18.71.15', '18.71.15.1002'].map(regionLevel)).toEqual([
      'province',
      'regency',
      'district',
      'village',
    ]);
    expect(parents('31.74.01.1002')).toEqual(['31.74.01', '31.74', '31']);
    expect(parents('31')).toEqual([]);
  });

  it('has a chain of what it lies in, the province first and itself last', () => {
    expect(chainOf('3174011002')).toEqual([
      { level: 'province', code: '31', name: 'Daerah Khusus Ibukota Jakarta' },
      { level: 'regency', code: '31.74', name: 'Kota Administrasi Jakarta Selatan' },
      { level: 'district', code: '31.74.01', name: 'Tebet' },
      { level: 'village', code: '31.74.01.1002', name: 'Tebet Barat' },
    ]);
    expect(chainOf('18')).toEqual([{ level: 'province', code: '18', name: 'Lampung' }]);
    expect(refusalOf(() => chainOf('18.99')).code).toBe('region-unknown');
  });

  it('lies within itself and within its parents, not within a neighbour', () => {
    expect(within('31.74.01.1002', '31')).toBe(true);
    expect(within('31', '31')).toBe(true);
    expect(within('31', '31.74')).toBe(false);
    expect(within('18.71', '18.72')).toBe(false);
  });

  it('is a reasoned refusal where it is any other text', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[\d. ]{0,16}$/u));
    fc.assert(
      fc.property(text, (given) => {
        let read = '';
        try {
          read = parseRegion(given);
        } catch (error) {
          expect(error).toBeInstanceOf(GatewayError);
          return;
        }
        expect(undotted(read)).toBe(given.trim().replaceAll('.', ''));
      }),
    );
  });
});

describe('a code in the style of BPS', () => {
  it.each([
    ['32.73.180.001', '32'],
    ['32.73.180', '32'],
    ['3273180', '32'],
    ['3273180001', '32'],
    ['31.74.010.002\r\n', '31'],
    ['1801041001x', undefined],
    ['91.05.010.001', undefined],
    ['94.71.010', undefined],
    ['99.01.010.001', undefined],
    ['31.74', undefined],
    ['31.74.01.1002', undefined],
    ['3174011002', undefined],
  ])('%j tells the province %s', (code, province) => {
    expect(bpsProvince(code)).toBe(province);
  });

  it('is refused with the reason and with the province, never taken for a kabupaten or kota', () => {
    const refusal = refusalOf(() => parseRegion('32.73.180.001'));
    expect(refusal.code).toBe('region-unknown');
    expect(refusal.facts).toEqual({ reason: 'bps-style', code: '32.73.180.001', province: '32' });
    expect(refusal.message).toMatch(/bergaya BPS.*hanya provinsinya yang pasti: Jawa Barat/u);
  });

  it('is refused without a province in Papua, whose provinces BPS numbers otherwise', () => {
    const refusal = refusalOf(() => parseRegion('91.05.010'));
    expect(refusal.facts).toEqual({ reason: 'bps-style', code: '91.05.010' });
    expect(refusal.message).toMatch(/provinsinya pun tidak pasti/u);
  });
});

describe('the authority over a place', () => {
  it('is the kabupaten or kota outside Jakarta', () => {
    expect(authorityOf('18.71.15.1002')).toEqual({
      level: 'regency',
      regionCode: '18.71',
      name: 'Kota Bandar Lampung',
    });
  });

  it('is the province inside Jakarta, whose kota are not autonomous', () => {
    expect(authorityOf('31.74.01.1002')).toMatchObject({ level: 'province', regionCode: '31' });
  });

  it('is the province where the code says no more', () => {
    expect(authorityOf('18')).toEqual({ level: 'province', regionCode: '18', name: 'Lampung' });
  });
});

describe('region names', () => {
  it('resolve as the CRM writes them, line ends and abbreviations included', () => {
    const names = {
      province: 'DKI JAKARTA',
      regency: 'KOTA ADM. JAKARTA TIMUR\r\n',
      district: 'DUREN SAWIT',
      village: 'KLENDER',
    };
    expect(regionName(resolveName(names))).toBe('Klender');
    expect(resolveName(names)).toMatch(/^31\.75\./u);
  });

  it.each([
    [{ province: 'Provinsi Lampung', regency: 'KAB. LAMPUNG SELATAN' }, '18.01'],
    [{ province: 'Prov. Lampung', regency: 'Kab Lampung  Selatan' }, '18.01'],
    [{ province: 'Jakarta', regency: 'Kab. Adm. Kep. Seribu' }, '31.01'],
    [{ province: 'DKI JAKARTA', regency: 'KAB.ADM.KEP.SERIBU' }, '31.01'],
    [{ province: 'Daerah Khusus Ibukota Jakarta', regency: 'Kota Administrasi Jakarta Timur' }, '31.75'],
    [{ province: 'D.K.I. Jakarta', regency: 'Kotamadya Jakarta Timur' }, '31.75'],
    [{ province: 'DI Yogyakarta', regency: 'Kota Yogyakarta' }, '34.71'],
    [{ province: 'Kep. Bangka Belitung' }, '19'],
    [{ province: 'DKI Jakarta', regency: 'Jakarta Timur', district: 'PULO  GADUNG' }, '31.75.02'],
    [{ province: 'DKI Jakarta', regency: 'Jakarta Timur', district: 'Kec. Pulo-Gadung' }, '31.75.02'],
    [{ province: 'DKI Jakarta', district: 'Tebet', village: 'Kel. Tebet Barat' }, '31.74.01.1002'],
    [{ province: 'LAMPUNG', regency: 'Metro' }, '18.72'],
    [{ province: 'Jawa Barat', regency: 'Kota Bogor' }, '32.71'],
    [{ province: 'Kalimantan Selatan', regency: 'Kota Baru' }, '63.02'],
    [{ province: 'Sumatera Barat', regency: 'Pesisir Selatan', village: 'Desa Baru' }, null],
  ])('%j is %s', (names, code) => {
    if (code === null) expect(refusalOf(() => resolveName(names)).code).toBe('region-unknown');
    else expect(resolveName(names)).toBe(code);
  });

  it('are looked up only inside their parent, so one of 15 Sukamaju is found', () => {
    const code = resolveName({
      province: 'Lampung',
      regency: 'Kota Bandar Lampung',
      district: 'Telukbetung Timur',
      village: 'Sukamaju',
    });
    expect(code).toMatch(/^18\.71\.\d\d\.\d{4}$/u);
  });

  it('with a level left out are taken where only one place fits, and refused with every candidate where more do', () => {
    expect(resolveName({ province: 'Lampung', district: 'Natar' })).toBe('18.01.04');
    const refusal = refusalOf(() => resolveName({ province: 'Lampung', village: 'SUKAMAJU' }));
    expect(refusal.facts).toMatchObject({ reason: 'ambiguous', level: 'village', name: 'SUKAMAJU' });
    expect(refusal.facts.candidates).toHaveLength(15);
    expect(refusal.facts.candidates).toContainEqual({
      code: '18.71.19.1005',
      name: 'Sukamaju',
      chain: 'Sukamaju, Telukbetung Timur, Kota Bandar Lampung, Lampung',
    });
    expect(refusal.message).toMatch(/dipakai 15 tempat di Lampung: .*18\.\d\d\.\d\d\.\d{4} Sukamaju, /u);
  });

  it('are refused with the candidates when they fit more than one place', () => {
    const refusal = refusalOf(() => resolveName({ province: 'Jawa Barat', regency: 'Bogor' }));
    expect(refusal.code).toBe('region-unknown');
    expect(refusal.facts.candidates).toEqual([
      { code: '32.01', name: 'Kabupaten Bogor', chain: 'Kabupaten Bogor, Jawa Barat' },
      { code: '32.71', name: 'Kota Bogor', chain: 'Kota Bogor, Jawa Barat' },
    ]);
  });

  it('are told apart by kelurahan or desa where both stand side by side under one name, and only there', () => {
    const panipahan = { province: 'Riau', regency: 'Rokan Hilir', district: 'Pasir Limau Kapas' };
    expect(resolveName({ ...panipahan, village: 'Kelurahan Panipahan' })).toBe('14.07.06.1007');
    expect(resolveName({ ...panipahan, village: 'Ds. Panipahan' })).toBe('14.07.06.2001');
    expect(refusalOf(() => resolveName({ ...panipahan, village: 'Panipahan' })).facts.candidates).toHaveLength(2);
    const apart = { province: 'Lampung', village: 'Kelurahan Sukamaju' };
    expect(refusalOf(() => resolveName(apart)).facts.candidates).toHaveLength(15);
    expect(resolveName({ province: 'DKI Jakarta', village: 'Desa Klender' })).toBe('31.75.07.1003');
  });

  it('of the same letters are one name, however they are parted', () => {
    const candidates = (village: string) =>
      refusalOf(() => resolveName({ province: 'Lampung', village })).facts.candidates;
    expect(candidates('Suka Maju')).toEqual(candidates('SUKAMAJU'));
  });

  it('are refused where they call a kota a kabupaten', () => {
    const refusal = refusalOf(() => resolveName({ province: 'Lampung', regency: 'Kota Lampung Selatan' }));
    expect(refusal.facts).toMatchObject({ reason: 'unknown', nearest: [{ code: '18.01' }] });
  });

  it('that only resemble another are refused, with the other as a hint', () => {
    const refusal = refusalOf(() => resolveName({ province: 'Lampung', district: 'Way Pangubuan' }));
    expect(refusal.facts).toMatchObject({
      reason: 'unknown',
      level: 'district',
      name: 'Way Pangubuan',
      candidates: [],
      nearest: [{ name: 'Way Pengubuan', chain: 'Way Pengubuan, Kabupaten Lampung Tengah, Lampung' }],
    });
    expect(refusal.message).toMatch(/tidak dikenal di Lampung\. Yang mirip: 18\.02\.\d\d Way Pengubuan,/u);
  });

  it.each(['Nata', 'Nattar', 'Natra', 'Natae'])('%j hints at Natar', (district) => {
    const { nearest } = refusalOf(() => resolveName({ province: 'Lampung', district })).facts;
    expect(nearest).toContainEqual(expect.objectContaining({ code: '18.01.04' }));
  });

  it.each(['Taman Nasional Way Kambas', 'Nat', 'Rantan', 'Ntaar Baru'])('%j hints at nothing', (district) => {
    expect(refusalOf(() => resolveName({ province: 'Lampung', district })).facts.nearest).toEqual([]);
  });

  it('are refused when unknown, blank or in the wrong parent', () => {
    const gaps = [
      { province: 'Atlantis' },
      { province: ' ' },
      { province: 'Kab.' },
      { province: 'Lampung', regency: 'Kota Administrasi Jakarta Timur' },
      { province: 'Lampung', regency: '' },
      { province: 'Lampung', village: 'Klender' },
    ];
    expect(gaps.map((names) => refusalOf(() => resolveName(names)).facts.reason)).toEqual(gaps.map(() => 'unknown'));
  });
});
