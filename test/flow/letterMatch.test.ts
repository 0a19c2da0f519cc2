import { describe, expect } from 'vitest';
import { serving } from './markets.ts';
import { VILLAGE, verify, withVillage } from './questions.ts';
import { it, upstream } from './scenes.ts';

const PRINTED = {
  ...{ status: true, verifikasi_operator: 1, verifikasi_kades: 1, tte: 1 },
  ...{ no_surat: '470/012/DS-HJM/IX/2025', tanggal: '2025-09-12 10:00:00' },
};

const register = (attributes: object) =>
  serving(() => ({
    status: 200,
    body: { data: { type: 'surat', id: '1', attributes: { ...PRINTED, ...attributes } } },
  }));

describe('K6: a village that answers', () => {
  it('about the letter that was asked about says that it is genuine', async ({ open }) => {
    const house = await open(withVillage({ endpoints: { [VILLAGE]: await register({}) } }));
    const { status, data } = await verify(house);
    expect([status, data.answer]).toEqual([200, { result: 'genuine', issuedAt: '2025-09-12', validUntil: null }]);
  });

  it.for([
    [
      'about another number and day',
      { no_surat: 999, tanggal: '2020-01-01' },
      ['number', 'date'],
      'nomor surat di jawabannya lain',
    ],
    ['about a deleted row', { deleted_at: '2025-10-01 08:00:00' }, ['letter'], 'sudah dihapus'],
    ['without saying which letter', { no_surat: null }, ['number'], 'tidak menyebut nomor surat'],
    ['about another letter that was withdrawn', { no_surat: '1', dicabut: '2025-10-01' }, ['number'], 'nomor surat'],
  ] as const)(
    '%s has not answered, and the reason is told; its circuit stays closed',
    async ([, row, parts, why], { open }) => {
      const house = await open(withVillage({ endpoints: { [VILLAGE]: await register(row) } }));
      for (const _ of [1, 2, 3, 4]) {
        const { status, data } = await verify(house);
        expect([status, data.code, data.detail]).toEqual([503, 'unanswered', expect.stringContaining(why)]);
        expect(data.mismatches.map(({ facts }: { facts: { part: string } }) => facts.part)).toEqual(parts);
        expect(JSON.stringify(data)).not.toContain('999');
      }
      expect(upstream(house, VILLAGE).circuit).toBe('closed');
    },
  );
});
