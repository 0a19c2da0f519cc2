import type { Warning } from '../warning.ts';

/** Indonesian sentences made of stored facts. */

export function warningText({ code, facts }: Warning): string {
  switch (code) {
    case 'clock-ahead':
      return `Jam sistem pengirim ${facts.aheadSeconds} detik lebih cepat daripada jam gerbang; waktu ${facts.said} dicatat apa adanya untuk urutan kabar dari sistem itu.`;
    case 'correction-not-passed-on':
      return `Perubahan ini tidak diteruskan ke ${facts.to}: versi sebelumnya sudah dikirim dan sistem itu tidak menerima perubahan.`;
    case 'member-not-read':
      return `Bagian ${facts.pointer} tidak dibaca.`;
    case 'detail-left-out':
      return `Isian ${facts.pointer} tidak terbaca dan tidak ikut dikirim.`;
    case 'detail-shortened':
      return `Isian ${facts.pointer} dipotong menjadi paling banyak ${facts.limit} karakter.`;
    case 'point-outside-region':
      return `Titik di ${facts.pointer} berada di luar provinsi wilayah ${facts.regionCode}; wilayahnya dipakai dan titiknya tidak ikut dikirim.`;
  }
}
