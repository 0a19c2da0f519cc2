import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainOf, parseRegion, type RegionNames, regionName, resolveName, undotted } from '../../src/dialect/region.ts';
import { codesOf, LEVELS } from '../../src/dialect/regionRegister.ts';
import { GatewayError } from '../../src/errors.ts';

const SAMPLES = process.env.JEMBATAN_SAMPLES ?? join(import.meta.dirname, '../../../shared/samples');
const EVERY_CODE = LEVELS.flatMap(codesOf);

/** What a name resolved to: its code, or the codes of what it fits, or nothing. Anything but a refusal is an error. */
function endOf(names: RegionNames): { code?: string; reason?: unknown; candidates: readonly string[] } {
  try {
    return { code: resolveName(names), candidates: [] };
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code !== 'region-unknown') throw error;
    const { reason, candidates } = error.facts as { reason: unknown; candidates: readonly { code: string }[] };
    expect(error.message).not.toBe('');
    return { reason, candidates: candidates.map(({ code }) => code) };
  }
}

/** Its own code, or a refusal that offers it. */
const isFound = (code: string, end: ReturnType<typeof endOf>): boolean =>
  end.code === code || (end.reason === 'ambiguous' && end.candidates.includes(code));

function namesOf(code: string, write: (name: string, level: string) => string): RegionNames {
  const named = chainOf(code).map(({ level, name }) => [level, write(name, level)]);
  return Object.fromEntries(named);
}

const letters = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const siblings = Map.groupBy(
  EVERY_CODE,
  (code) => `${code.split('.').slice(0, -1).join('.')}/${letters(regionName(code))}`,
);
const SAME_NAMED = new Set([...siblings.values()].filter((codes) => codes.length > 1).flat());

/** As forms and older systems have it. */
const CARELESS: Readonly<Record<string, (name: string, code: string) => string>> = {
  province: (name) => `PROV. ${name}`,
  regency: (name) => name.replace('KABUPATEN', 'KAB.').replace('ADMINISTRASI', 'ADM.'),
  district: (name) => `KEC.${name}`,
  village: (name, code) => `${code.at(-4) === '1' ? 'KEL.' : 'DESA'} ${name}`,
};

const carelessly = (code: string): RegionNames =>
  namesOf(code, (name, level) => `  ${CARELESS[level]?.(name.toUpperCase(), code).replaceAll(' ', '  ')}\r\n`);

describe('the whole register', () => {
  it('holds the country', () => {
    expect(LEVELS.map((level) => codesOf(level).length)).toEqual([38, 514, 7285, 83_762]);
  });

  it('reads every code back from its undotted form', () => {
    expect(EVERY_CODE.filter((code) => parseRegion(undotted(code)) !== code || parseRegion(code) !== code)).toEqual([]);
  });

  it('finds every region by its official names, but for those that share one with a neighbour', () => {
    const astray = EVERY_CODE.filter((code) => {
      const end = endOf(namesOf(code, (name) => name));
      return SAME_NAMED.has(code) ? !isFound(code, end) || end.code !== undefined : end.code !== code;
    });
    expect(astray).toEqual([]);
    expect(SAME_NAMED.size).toBeGreaterThan(0);
  });

  it('finds every region by names in capitals, abbreviated, with too many spaces and a line end', () => {
    expect(EVERY_CODE.filter((code) => !isFound(code, endOf(carelessly(code))))).toEqual([]);
  });

  it('finds a village by its province alone, or offers it among those of its name', () => {
    const villages = codesOf('village');
    fc.assert(
      fc.property(fc.nat({ max: villages.length - 1 }), (index) => {
        const code = villages[index] ?? '';
        const { province, village = '' } = namesOf(code, (name) => name);
        const end = endOf({ province, village });
        expect(isFound(code, end)).toBe(true);
        const namesakes = villages.filter(
          (other) => other.startsWith(code.slice(0, 3)) && letters(regionName(other)) === letters(village),
        );
        expect(end.code === undefined).toBe(new Set([...namesakes, ...end.candidates]).size > 1);
      }),
      { numRuns: 30 },
    );
  });

  it('takes no name that is another by one letter', () => {
    const changed = codesOf('district').map((code) => {
      const { district = '', ...rest } = namesOf(code, (name) => name);
      return endOf({ ...rest, district: `${district}q` }).reason;
    });
    expect(new Set(changed)).toEqual(new Set(['unknown']));
  });
});

/** True for the code of a region of today, dotted or not. */
function isKnown(code: string): boolean {
  try {
    return parseRegion(code.replaceAll('.', '')) === code;
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'region-unknown') return false;
    throw error;
  }
}

const absent = (file: string): boolean => !existsSync(join(SAMPLES, file));
const sample = (file: string): string => readFileSync(join(SAMPLES, file), 'utf8');

interface Warning {
  readonly identifier: string;
  readonly title: string;
  readonly description: string;
}

/** The kecamatan a warning of BMKG names, each with the province in its title. */
function kecamatanOf({ title, description }: Warning): readonly RegionNames[] {
  const province = title.split(' di ').at(-1) ?? '';
  const [, list = ''] = /khususnya di ([^.]+)\./u.exec(description) ?? [];
  return list.split(', ').map((district) => ({ province, district }));
}

function tally(names: readonly RegionNames[]) {
  const ends = names.map((asked) => ({ ...asked, ...endOf(asked) }));
  const of = (reason: string) => ends.filter((end) => end.reason === reason).map(({ district }) => district);
  const [ambiguous, unknown] = [of('ambiguous'), of('unknown')];
  return { names: names.length, resolved: names.length - ambiguous.length - unknown.length, ambiguous, unknown };
}

const BMKG = 'bmkg_nowcast_rss_items_2025-12-24.json';

describe.skipIf(absent(BMKG))('the kecamatan of real BMKG warnings (skipped where the samples are not there)', () => {
  const warnings: readonly Warning[] = absent(BMKG) ? [] : JSON.parse(sample(BMKG));

  it('each resolve or are refused with a reason, across the country', () => {
    const { names, resolved, ambiguous, unknown } = tally(warnings.flatMap(kecamatanOf));
    console.info(
      `BMKG: ${names} names, ${resolved} resolved, ${ambiguous.length} ambiguous, ${unknown.length} unknown`,
    );
    expect(resolved + ambiguous.length + unknown.length).toBe(names);
    expect(resolved).toBeGreaterThan(names / 2);
  });

  it('of Lampung all resolve but a national park, a misspelling and a name of two places', () => {
    const lampung = tally(warnings.filter(({ title }) => title.endsWith('di Lampung')).flatMap(kecamatanOf));
    console.info('BMKG, Lampung:', lampung);
    expect(lampung).toEqual({
      names: 42,
      resolved: 39,
      ambiguous: ['Pagar Dewa'],
      unknown: ['Taman Nasional Way Kambas', 'Way Pangubuan'],
    });
  });
});

describe.each([
  ['provinces', 'province'],
  ['regencies', 'regency'],
  ['districts', 'district'],
  ['villages', 'village'],
] as const)('the register and the published table of %s', (table, level) => {
  const file = `idn-area_${table}_18_31.csv`;
  it.skipIf(absent(file))('agree for Jakarta and Lampung (skipped where the samples are not there)', () => {
    const rows = sample(file)
      .trim()
      .split(/\r?\n/u)
      .slice(1)
      .map((row) => ({ code: row.split(',')[0] ?? '', name: row.split(',').at(-1) }));
    const ends = rows.map(({ code, name }) =>
      isKnown(code) ? (regionName(code) === name ? 'same' : 'renamed') : 'unknown',
    );
    const count = (end: string) => ends.filter((one) => one === end).length;
    const counts = { same: count('same'), renamed: count('renamed'), unknown: count('unknown') };
    console.info(`${file}: ${rows.length} rows, ${JSON.stringify(counts)}`);
    expect(counts).toEqual({ same: rows.length, renamed: 0, unknown: 0 });
    const ours = codesOf(level).filter((code) => /^(?:18|31)/u.test(code));
    expect(rows.map(({ code }) => code).sort()).toEqual(ours.toSorted());
  });
});
