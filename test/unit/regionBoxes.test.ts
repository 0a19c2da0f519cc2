import { getIslands, getProvinces } from 'idn-area-data';
import { describe, expect, it } from 'vitest';
import { isInProvinceOf } from '../../src/dialect/regionBoxes.ts';

const islands = await getIslands();
const provinces = await getProvinces();
const pointAt = (lon: number, lat: number) => ({ type: 'Point' as const, coordinates: [lon, lat] as [number, number] });

/** `05°08'30.00" S 106°12'00.00" E` in degrees. */
function degreesOf(coordinate: string): readonly [lat: number, lon: number] {
  const [lat = 0, lon = 0] = [...coordinate.matchAll(/(\d+)°(\d+)'([\d.]+)"\s*([NSEW])/gu)].map(
    ([, d = '', m = '', s = '', side = '']) => (/[SW]/u.test(side) ? -1 : 1) * (+d + +m / 60 + +s / 3600),
  );
  return [lat, lon];
}

/** Of Halmahera Selatan, which is 17 degrees further east: typing errors in the register itself. */
const MISPLACED = ['82.04.40451', '82.04.40458', '82.04.40463'];

/** Rectangles of neighbours overlap: those of Jawa Barat, Banten and Jawa Timur hold another's capital. */
const AROUND = ['32 31', '36 31', '35 51'];

describe('K17: the rectangle of a province', () => {
  it('holds each of its islands that the register knows', () => {
    const outside = islands.filter(({ code, coordinate }) => {
      const [lat, lon] = degreesOf(coordinate);
      return !isInProvinceOf(code, pointAt(lon, lat));
    });
    expect(outside.map(({ code }) => code)).toEqual(MISPLACED);
    expect(islands.length).toBeGreaterThan(17_000);
  });

  it('is there for every province, and is no other province`s capital`s', () => {
    const capitals: Readonly<Record<string, readonly [number, number]>> = {
      11: [95.32, 5.55],
      18: [105.27, -5.43],
      31: [106.83, -6.18],
      35: [112.75, -7.25],
      51: [115.22, -8.66],
      94: [135.5, -3.37],
    };
    for (const { code } of provinces)
      for (const [of, [lon, lat]] of Object.entries(capitals)) {
        const isSame = code === of || (of === '94' && code.startsWith('9'));
        const isAround = AROUND.includes(`${code} ${of}`);
        expect([code, of, isInProvinceOf(`${code}.01`, pointAt(lon, lat))]).toEqual([code, of, isSame || isAround]);
      }
  });

  it('holds the ends of Lampung and Jakarta', () => {
    for (const [lon, lat] of [
      [103.58, -5.1],
      [105.3, -3.75],
      [105.8, -5.85],
      [104.55, -5.93],
    ] as const)
      expect(isInProvinceOf('18.71.15.1002', pointAt(lon, lat))).toBe(true);
    for (const [lon, lat] of [
      [106.69, -6.1],
      [106.97, -6.13],
      [106.9, -6.36],
      [106.55, -5.6],
      [106.45, -5.22],
    ] as const)
      expect(isInProvinceOf('31.74.01.1002', pointAt(lon, lat))).toBe(true);
  });
});
