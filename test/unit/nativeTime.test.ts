import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TimeFormat, timeReader, toWib } from '../../src/dialect/native.ts';
import { GatewayError } from '../../src/errors.ts';

const EVERY: readonly TimeFormat[] = ['iso', 'iso-basic', 'day-first', 'epoch-seconds', 'epoch-milliseconds'];
const all = timeReader({ formats: EVERY, zone: '+07:00' });
const EIGHT = '2026-11-21T08:00:00+07:00';

describe('K8: a time as real systems write it', () => {
  it.each([
    ['2026-11-21T08:00:00+07:00', 'RFC 3339'],
    ['2026-11-21t01:00:00z', 'RFC 3339 in small letters'],
    ['2026-11-21T08:00:00.000000+07:00', 'with microseconds'],
    ['2026-11-21T08:00:00+0700', 'an offset without a colon'],
    ['2026-11-21T08:00:00+07', 'an offset of hours alone'],
    ['2026-11-21 08:00:00 +0700', 'with blanks'],
    ['2026-11-21 10:00:00 WIT', 'a named zone'],
    ['20261121T080000+0700', 'ISO basic'],
    ['20261121T010000Z', 'ISO basic in UTC'],
    ['2026-11-21 08:00:00', 'SQL, in the zone of the dialect'],
    ['20261121T0800', 'ISO basic, in the zone of the dialect'],
    ['21-11-2026 08:00:00', 'd-m-Y H:i:s'],
    ['21-11-2026 08:00', 'd-m-Y H:i'],
    ['21/11/2026 08:00', 'd/m/Y H:i'],
    ['21/11/2026 08:00:00 WIB', 'd/m/Y H:i:s with a zone'],
    [1_795_222_800, 'epoch seconds'],
    ['1795222800', 'epoch seconds as text'],
    [1_795_222_800_000, 'epoch milliseconds'],
    ['1795222800000', 'epoch milliseconds as text'],
  ])('%j is read: %s', (native: unknown, _why) => {
    expect(all.read(native)).toBe(EIGHT);
  });

  it.each([
    ['31-02-2026 08:00:00', 'a day no calendar has'],
    ['2026-02-29T08:00:00Z', 'no leap year'],
    ['2026-11-21T24:00:00+07:00', '24:00'],
    ['21-11-2026 24:00', '24:00'],
    ['2026-11-21T08:00:60+07:00', 'a leap second'],
    ['2026-11-21T08:60:00+07:00', 'sixty minutes'],
    ['21-11-26 08:00:00', 'a year of two digits'],
    ['26-11-21T08:00:00Z', 'a year of two digits'],
    ['21-11/2026 08:00', 'two kinds of signs'],
    ['1-2-2026 08:00', 'days of one digit'],
    ['2026-11-21', 'a day'],
    ['2026-W47-6T08:00:00Z', 'a week'],
    ['2026-11-21T08:00:00+25:00', 'a zone no place has'],
    ['2026-11-21T08:00:00+7', 'half an offset'],
    ['2026-11-21T08:00:00 WITB', 'a zone nobody knows'],
    ['11/21/2026 08:00', 'month first'],
    [946_684_799, 'an epoch before 2000'],
    [1_795_222_800_000_000, 'microseconds'],
    [1_795_222_800.5, 'a fraction'],
    [Number.NaN, 'no number'],
    ['', 'nothing'],
    [true, 'no time'],
    [{}, 'no time'],
  ])('%j is refused: %s', (native: unknown, _why) => {
    expect(all.read(native)).toBeNull();
    expect(() => all.parse(native, '/waktu')).toThrow(GatewayError);
  });

  it('is read in the formats that the dialect names, and in no other', () => {
    const written: Readonly<Record<TimeFormat, string | number>> = {
      iso: '2026-11-21T08:00:00+07:00',
      'iso-basic': '20261121T080000+0700',
      'day-first': '21-11-2026 08:00:00 WIB',
      'epoch-seconds': 1_795_222_800,
      'epoch-milliseconds': 1_795_222_800_000,
    };
    for (const format of EVERY) {
      const reader = timeReader({ formats: [format] });
      expect(EVERY.filter((other) => reader.read(written[other]) !== null)).toEqual([format]);
    }
  });

  it('without a zone is read only where the dialect declares one, and then in that one', () => {
    const formats = EVERY;
    for (const naive of ['2026-11-21 08:00:00', '20261121T080000', '21-11-2026 08:00:00']) {
      expect(timeReader({ formats }).read(naive)).toBeNull();
      expect(timeReader({ formats, zone: '+08:00' }).read(naive)).toBe('2026-11-21T07:00:00+07:00');
    }
  });

  it('is the same instant however it is written', () => {
    const seconds = fc.integer({ min: Date.UTC(2000, 0, 2) / 1000, max: Date.UTC(2099, 11, 30) / 1000 });
    const offset = fc.integer({ min: -12 * 4, max: 14 * 4 }).map((quarters) => quarters * 15);
    fc.assert(
      fc.property(seconds, offset, (at, minutes) => {
        const expected = toWib(new Date(at * 1000));
        const [date = '', clock = ''] = new Date((at + minutes * 60) * 1000).toISOString().slice(0, 19).split('T');
        const ends = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((n) =>
          String(n).padStart(2, '0'),
        );
        const [zone, short] = [':', ''].map((by) => `${minutes < 0 ? '-' : '+'}${ends.join(by)}`);
        const dayFirst = date.split('-').reverse().join('-');
        const forms = [
          ...[`${date}T${clock}${zone}`, `${date} ${clock}${short}`, `${dayFirst} ${clock} ${zone}`],
          `${date.replaceAll('-', '')}T${clock.replaceAll(':', '')}${short}`,
          ...[at, at * 1000, String(at), String(at * 1000)].filter((epoch) => String(epoch).length >= 9),
        ];
        expect(forms.map(all.read)).toEqual(forms.map(() => expected));
      }),
    );
  });
});
