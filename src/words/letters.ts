import type { Mismatch } from '../declared.ts';

const PARTS: Readonly<Record<Mismatch['facts']['part'], string>> = {
  number: 'nomor surat',
  date: 'tanggal surat',
  type: 'jenis surat',
  village: 'desa',
  code: 'kode verifikasi',
  letter: 'surat',
};

/** Why an answer about a letter proves nothing: one Indonesian sentence. */
export const mismatchText = (mismatches: readonly Mismatch[]): string => `${mismatches.map(partText).join('; ')}.`;

function partText({ code, facts: { part } }: Mismatch): string {
  switch (code) {
    case 'answer-differs':
      return `${PARTS[part]} di jawabannya lain daripada yang ditanyakan`;
    case 'answer-lacks':
      return `jawabannya tidak menyebut ${PARTS[part]}`;
    case 'answer-deleted':
      return 'surat itu sudah dihapus dari daftar';
  }
}
