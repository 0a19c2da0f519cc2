import { describe, expect, it } from 'vitest';
import { adapter } from '../../adapters/shared/opensid/index.ts';
import type { Json } from '../kits/adapterSamples.ts';

const VILLAGE = '18.01.04.2001';
const CONTEXT = { territory: VILLAGE, options: { villageCode: VILLAGE } };
const ASKED = {
  ...{ villageCode: VILLAGE, letterNumber: '470/012/DS-HJM/IX/2025', date: '2025-09-12' },
  ...{ letterType: 'Surat Keterangan Pindah Penduduk', verificationCode: 'aZ3k-91_x' },
};
const PRINTED: Json = {
  ...{ status: true, verifikasi_operator: 1, verifikasi_kades: 1, tte: 1 },
  ...{ no_surat: '470/012/DS-HJM/IX/2025', tanggal: '2025-09-12 10:00:00' },
};

/** What of a row does not fit the question, as `code part`. */
function misfits(change: Json, question: object = ASKED): readonly string[] {
  const { lookup } = adapter;
  const attributes = { ...PRINTED, ...change };
  const body = { data: { type: 'surat', id: '1', attributes } };
  const answer = { status: 200, headers: {}, body, receivedAt: '2025-09-13T00:00:00.000Z' };
  expect(lookup?.read(answer)).toMatchObject({ result: 'genuine' });
  const found = lookup?.mismatches?.(answer, question, CONTEXT) ?? ['nothing is compared'];
  return found.map((one) => (typeof one === 'string' ? one : `${one.code} ${one.facts.part}`));
}

describe('K6: a printed letter that the village tells of', () => {
  it.for([
    ['as it was asked about', {}],
    ['with its number in other letters and blanks', { no_surat: ' 470 / 012 / ds-hjm / IX / 2025 ' }],
    ['with another dash', { no_surat: '470/012/DS\u2013HJM/IX/2025' }],
    ['by its printed number and the running one', { nomor_surat: '470/012/DS-HJM/IX/2025', no_surat: 12 }],
    ['at another hour of the day', { tanggal: '2025-09-12T23:59:00+07:00' }],
    ['by its day', { tanggal: '12-09-2025' }],
    ['with its kind as OpenSID names forms', { format_surat: { nama: 'Keterangan Pindah Penduduk' } }],
    ['with its kind as in an address', { jenis_surat: 'surat-keterangan-pindah-penduduk' }],
    ['with its village', { kode_desa: '1801042001', desa: { kode_desa: '18.01.04.2001' } }],
    ['not deleted', { deleted_at: null, is_deleted: 0, deleted: 'false' }],
  ] as const)('%s is about this letter', ([, change]) => {
    expect(misfits(change)).toEqual([]);
  });

  it.for([
    ['another number', { no_surat: 999 }, ['answer-differs number']],
    [
      'another number and another day',
      { no_surat: 999, tanggal: '2020-01-01' },
      ['answer-differs number', 'answer-differs date'],
    ],
    ['a number that only begins alike', { no_surat: '470/012/DS-HJM/IX/20251' }, ['answer-differs number']],
    ['a number with other noughts', { no_surat: '470/12/DS-HJM/IX/2025' }, ['answer-differs number']],
    ['the running number alone, which each kind of letter has', { no_surat: '012' }, ['answer-differs number']],
    [
      'a printed number that fits and a running one that does not',
      { nomor_surat: ASKED.letterNumber, no_surat: 13 },
      ['answer-differs number'],
    ],
    ['no number', { no_surat: null }, ['answer-lacks number']],
    ['an empty number', { no_surat: ' - ' }, ['answer-lacks number']],
    ['another day', { tanggal: '2025-09-13' }, ['answer-differs date']],
    ['another day in WIB', { tanggal: '2025-09-12T18:00:00Z' }, ['answer-differs date']],
    ['a day that is none', { tanggal: 'kemarin' }, ['answer-differs date']],
    ['no day', { tanggal: null }, ['answer-lacks date']],
    ['two days', { tanggal_surat: '2025-09-11' }, ['answer-differs date']],
    ['another kind', { jenis_surat: 'Surat Keterangan Usaha' }, ['answer-differs type']],
    ['another village', { kode_desa: '1801042002' }, ['answer-differs village']],
    ['another village behind it', { config: { kode_desa: '18.01.04.2002' } }, ['answer-differs village']],
    ['another code', { kode_verifikasi: 'lain' }, ['answer-differs code']],
    ['a time of deletion', { deleted_at: '2025-10-01 08:00:00' }, ['answer-deleted letter']],
    ['a mark of deletion', { deleted: 1 }, ['answer-deleted letter']],
    ['a time of deletion in Indonesian', { dihapus_pada: '2025-10-01' }, ['answer-deleted letter']],
    ['a time of deletion, spelt otherwise', { deletedAt: '2025-10-01' }, ['answer-deleted letter']],
    ['a mark of the bin', { trashed: true }, ['answer-deleted letter']],
    ['another kind by its name', { nama_surat: 'Surat Keterangan Usaha' }, ['answer-differs type']],
    ['another day under a short name', { tgl_surat: '2020-01-01' }, ['answer-differs date']],
  ] as const)('with %s is not about this letter', ([, change, expected]) => {
    expect(misfits(change)).toEqual(expected);
  });

  it.for([
    [{ deleted_at: '2025-10-01 08:00:00' }, 'answer-deleted'],
    [{ kode_desa: '1801042002' }, 'answer-differs'],
  ] as const)('that says %j beside its attributes is heard there too', ([beside, code]) => {
    const body = { data: { type: 'surat', id: '1', ...beside, attributes: PRINTED } };
    const answer = { status: 200, headers: {}, body, receivedAt: '2025-09-13T00:00:00.000Z' };
    expect(adapter.lookup?.mismatches?.(answer, ASKED, CONTEXT)).toMatchObject([{ code }]);
  });

  it('is compared by what was asked about alone', () => {
    const bare = { ...ASKED, date: null, letterType: null, verificationCode: null };
    expect(misfits({ tanggal: null, jenis_surat: 'Surat lain' }, bare)).toEqual([]);
    expect(misfits({ no_surat: 1 }, bare)).toEqual(['answer-differs number']);
  });

  it('is not compared where the village has no such letter', () => {
    const answer = { status: 200, headers: {}, body: { data: null }, receivedAt: '2025-09-13T00:00:00.000Z' };
    expect(adapter.lookup?.mismatches?.(answer, ASKED, CONTEXT)).toEqual([]);
  });
});
