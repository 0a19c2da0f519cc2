import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../src/errors.ts';
import { authorityOf, parents, parseRegion, regionLevel, regionName, resolveName, within } from '../../src/region.ts';

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
    '32.73.180.001',
    '31.74.01.10020',
    '31..74',
    '__proto__',
    '３１',
    'x'.repeat(9999),
  ])('%j is refused as unknown', (given) => {
    expect(refusalOf(() => parseRegion(given)).code).toBe('region-unknown');
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

  it('lies within itself and within its parents, not within a neighbour', () => {
    expect(within('31.74.01.1002', '31')).toBe(true);
    expect(within('31', '31')).toBe(true);
    expect(within('31', '31.74')).toBe(false);
    expect(within('18.71', '18.72')).toBe(false);
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
    [{ province: 'Jakarta', regency: 'Kab. Adm. Kep. Seribu' }, '31.01'],
    [{ province: 'DKI Jakarta', regency: 'Jakarta Timur', district: 'PULO  GADUNG' }, '31.75.02'],
    [{ province: 'LAMPUNG', regency: 'Metro' }, '18.72'],
  ])('%j is %s', (names, code) => {
    expect(resolveName(names)).toBe(code);
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

  it('are refused with the candidates when they fit more than one place', () => {
    const refusal = refusalOf(() => resolveName({ province: 'Jawa Barat', regency: 'Bogor' }));
    expect(refusal.code).toBe('region-unknown');
    expect(refusal.facts.candidates).toEqual([
      { code: '32.01', name: 'Kabupaten Bogor' },
      { code: '32.71', name: 'Kota Bogor' },
    ]);
  });

  it('are refused when unknown, blank, in the wrong parent, or given without the parent', () => {
    const gaps = [
      { province: 'Atlantis' },
      { province: ' ' },
      { province: 'Lampung', regency: 'Kota Administrasi Jakarta Timur' },
      { province: 'Lampung', village: 'Sukamaju' },
    ];
    expect(gaps.map((names) => refusalOf(() => resolveName(names)).code)).toEqual(gaps.map(() => 'region-unknown'));
  });
});
