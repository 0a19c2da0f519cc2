import type { CutShort } from '../declared.ts';

/** Why a round of questions, or a list in it, ended early: one Indonesian sentence. */
export function cutShortText({ code, facts }: CutShort): string {
  switch (code) {
    case 'page-empty':
      return `Daftar ${facts.message} diakhiri di halaman ${facts.page} karena halaman itu kosong${claimText(facts.claimed)}.`;
    case 'page-repeated':
      return `Daftar ${facts.message} diakhiri di halaman ${facts.page} karena isinya mengulang halaman sebelumnya${claimText(facts.claimed)}.`;
    case 'list-too-long':
      return `Daftar ${facts.message} diakhiri sesudah ${facts.page} halaman, batas terpanjang yang dibaca${claimText(facts.claimed)}.`;
    case 'round-in-circle':
      return `Putaran diakhiri sesudah ${facts.requests} pertanyaan karena pertanyaannya kembali ke tempat yang sama.`;
    case 'round-bounded':
      return `Putaran berhenti sesudah ${facts.requests} pertanyaan dalam ${facts.seconds} detik (batas poll.${facts.limit}); putaran berikutnya melanjutkan dari situ.`;
  }
}

const claimText = (claimed: number | null): string =>
  claimed === null ? '' : `; sistem itu menyebut ${claimed} halaman`;
