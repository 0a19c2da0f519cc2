import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import { mappedDialect } from '../../src/dialect/mapped/dialect.ts';
import { isToTheMinute } from '../../src/dialect/native.ts';
import type { AnyJson } from '../kits/defaults.ts';
import { shape } from '../province/shape.ts';

const sample = (path: string): AnyJson => JSON.parse(readFileSync(`adapters/${path}.native.json`, 'utf8')).native;

const CRM = sample('jakarta/jaki-crm/samples/laporan');
const MOVE = sample('jakarta/jaki-crm/samples/status');
const LAMPUNG = { ...sample('lampung/lampung-in/samples/laporan'), riwayat: null, diperbarui: null };
const CITY = { service_request_id: '17', status: 'open', requested_datetime: '2026-11-21T08:00:00+07:00' };
const VILLAGE = { id: 3, status: 1, dilihat: '2026-11-21T08:00:05+07:00' };
const BANTEN = {
  tiket: { nomor: 'BTN/2026/1121/00001', masuk: '21/11/2026 08:00:00 WIB' },
  ...{ uraian: 'Lubang.', kategori: 'Jalan', tahap: 'Dikerjakan', tempat: { kode: '36.71.01.1001' } },
};

describe('what a dialect’s time is of', () => {
  it.each([
    ['jakarta/jaki-crm', 'a snapshot without a time of change', CRM, 'none'],
    ['jakarta/jaki-crm', 'a snapshot with one', { ...CRM, updatedAt: '2026-11-21T08:00:05+07:00' }, 'snapshot'],
    ['jakarta/jaki-crm', 'a snapshot with its minute', { ...CRM, updatedAt: '2026-11-21T08:00+07:00' }, 'minute'],
    ['jakarta/jaki-crm', 'a change', MOVE, undefined],
    ['jakarta/jaki-crm', 'a change with its minute', { ...MOVE, waktu: '2026-11-21 08:00' }, 'minute'],
    ['lampung/lampung-in', 'a snapshot without history', LAMPUNG, 'none'],
    ['lampung/lampung-in', 'one with a time', { ...LAMPUNG, diperbarui: '21/11/2026 08:00:05 WIB' }, 'snapshot'],
    ['lampung/lampung-in', 'one with its minute', { ...LAMPUNG, diperbarui: '21/11/2026 08:00 WIB' }, 'minute'],
    ['lampung/lampung-in', 'a notice', sample('lampung/lampung-in/samples/pasokan'), 'minute'],
    ['shared/open311', 'a request that says when it was made', CITY, 'none'],
    [
      'shared/open311',
      'one that says when it changed',
      { ...CITY, updated_datetime: '2026-11-21T08:00:05Z' },
      'snapshot',
    ],
    ['shared/opensid', 'a complaint that was first seen then', VILLAGE, 'none'],
  ] as const)('%s: %s', (dialect, _, native, timed) => {
    const adapter = adapters.find((each) => each.dialect === dialect);
    const identity = adapter?.identify(native);
    expect(identity?.timed).toBe(timed);
    expect(identity?.revision).toContain('@');
  });

  it.each([
    ['without a time of change', {}, 'none'],
    ['with one', { diperbarui: '21/11/2026 08:00:05 WIB' }, 'snapshot'],
    ['with its minute', { diperbarui: '21/11/2026 08:00 WIB' }, 'minute'],
  ] as const)('a described dialect: a report %s', (_, change, timed) => {
    expect(mappedDialect(shape).identify({ ...BANTEN, ...change })).toMatchObject({ timed });
  });

  it.each([
    ['2026-11-21T08:00+07:00', true],
    ['21/11/2026 08:00 WIB', true],
    ['20261121T0800+0700', true],
    ['2026-11-21T08:00:00Z', false],
    ['20261121T080000+0700', false],
    ['1795930577', false],
    [1795930577, false],
    [null, false],
  ])('%s tells no seconds: %s', (native, toTheMinute) => {
    expect(isToTheMinute(native)).toBe(toTheMinute);
  });
});
