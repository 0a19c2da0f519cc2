import { describe, expect, it } from 'vitest';
import {
  escapeText,
  orNull,
  parseTime,
  plainText,
  pointOf,
  readTime,
  textOrNull,
  toWib,
  writeSlashed,
} from '../../src/dialect/native.ts';
import { GatewayError } from '../../src/errors.ts';

describe('a native time', () => {
  it.each([
    ['03/07/2025 09:15 WIB', '2025-07-03T09:15:00+07:00'],
    ['03/07/2025 09:15', '2025-07-03T09:15:00+07:00'],
    ['03/07/2025 11:15:30 WIT', '2025-07-03T09:15:30+07:00'],
    ['03/07/2025 09:15:07.123 WIB', '2025-07-03T09:15:07.123+07:00'],
    ['2025-07-03T02:15:00Z', '2025-07-03T09:15:00+07:00'],
    ['2025-07-03 09:15:00', '2025-07-03T09:15:00+07:00'],
    ['2025-12-31T20:00:00-05:00', '2026-01-01T08:00:00+07:00'],
    [' 2023-06-18T09:12:44+07:00\r\n', '2023-06-18T09:12:44+07:00'],
  ])('%j is %s', (native, time) => {
    expect(parseTime(native, '/waktu')).toBe(time);
  });

  it.each([
    '',
    'kemarin',
    '31/02/2025 09:15',
    '2025-02-29T00:00:00Z',
    '2025-07-03',
    '2025-07-03T24:00:00Z',
    '2025-07-03T09:15:00+25:00',
    '3/7/2025 09:15',
  ])('%j is refused, with its place', (native) => {
    expect(() => parseTime(native, '/waktu')).toThrow(GatewayError);
    expect(() => parseTime(native, '/waktu')).toThrow('/waktu');
    expect(readTime(native)).toBeNull();
  });

  it('is written with slashes and read back as the same instant', () => {
    const time = toWib(new Date('2025-12-31T17:00:00.250Z'));
    expect(writeSlashed(time)).toBe('01/01/2026 00:00:00.250 WIB');
    expect(readTime(writeSlashed(time))).toBe(time);
  });
});

describe('native text', () => {
  it('loses entities, control characters and outer space, and keeps line breaks and quotes', () => {
    expect(plainText(' &quot;A&quot; &amp; B&#39;s\r\nbaris\u0000 dua\ud800 \r\n')).toBe('"A" & B\'s\nbaris dua\ufffd');
  });

  it('is decoded once, and an escaped text reads back as it was', () => {
    expect(plainText('&amp;lt;')).toBe('&lt;');
    expect(plainText('&#xFFFFFF; &#xD800; &salah;')).toBe('&#xFFFFFF; \ufffd &salah;');
    for (const text of ['a &lt; b', '&amp;amp;', 'R&D; &x', '&#39;']) expect(plainText(escapeText(text))).toBe(text);
  });
});

describe('a member without a value', () => {
  it('is absent, null, or the text null as some exports write it; a text that only holds the word is one', () => {
    for (const none of [undefined, null, 'null', ' null\r\n']) {
      expect(orNull(none)).toBeNull();
      expect(textOrNull(none, 10, '/catatan')).toBeNull();
    }
    for (const said of ['nullify', 'null null', '0']) expect(orNull(said)).toBe(said);
    expect(orNull(0)).toBe(0);
    expect(textOrNull('nol', 10, '/catatan')).toBe('nol');
  });
});

describe('a native point', () => {
  const at = (lat: number | string | null, lon: number | string | null) => pointOf({ lat, lon, pointer: '/lat' });

  it('is longitude before latitude, from numbers or text, and null where there is none', () => {
    expect(at('-5.38', ' 105.27 ')).toEqual({ type: 'Point', coordinates: [105.27, -5.38] });
    expect(at(0, 110)).toEqual({ type: 'Point', coordinates: [110, 0] });
    expect(at(null, '')).toBeNull();
  });

  it('is refused when half is missing, swapped, or outside Indonesia', () => {
    expect(() => at(-5.38, null)).toThrow('dua-duanya');
    expect(() => at(105.27, -5.38)).toThrow('di luar Indonesia');
    expect(() => at(0, 0)).toThrow('di luar Indonesia');
    expect(() => at('x', '105')).toThrow('di luar Indonesia');
  });
});
