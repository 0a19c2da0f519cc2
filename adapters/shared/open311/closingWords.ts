import { normalise } from '../../../src/dialect/codes.ts';
import type { ReportStatusCode } from '../../../src/generated/contracts.ts';

/** What a text beside `closed` says of the end: a status, `unclear` where that cannot be told, null where it says nothing. */
export type Said = ReportStatusCode | 'unclear' | null;

/**
 * Observed: bfpi/klarschiff-citysdk, `Status::CITY_SDK`, the words of CitySDK's Smart Participation API. Its ARCHIVED says
 * nothing of how a request ended, so it is not among them.
 */
const CODES: ReadonlyMap<string, ReportStatusCode> = new Map([
  ['pending', 'received'],
  ['received', 'received'],
  ['in_process', 'in-progress'],
  ['processed', 'done'],
  ['rejected', 'rejected'],
]);

/** A code is read by the table, or as the word it is; one that says nothing of an end cannot be told. */
export const codeSays = (coded: string): Exclude<Said, null> =>
  CODES.get(normalise(coded)) ?? saidIn(coded) ?? 'unclear';

/** Whole words of a sentence; a blank in a pattern stands for any gap. */
const words = (...patterns: readonly string[]): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${patterns.join('|').replaceAll(' ', '\\s+')})(?![\\p{L}\\p{N}])`, 'gu');

/** Whose it is where it is not the city's. */
const OTHERS = `(?:${[
  ...['provinsi', 'pemprov', 'pusat', 'nasional', 'negara', 'kementerian', 'swasta', 'pribadi', 'pengembang', 'warga'],
  ...['balai', 'bpjn', 'bbws', 'dinas', 'instansi', 'pln', 'pdam', 'telkom', 'pihak', 'kabupaten', 'desa', 'opd'],
].join('|')})`;
const BODIES = `(?:${[
  ...[
    'departments?',
    'dept',
    'agency',
    'agencies',
    'county',
    'state',
    'district',
    'authority',
    'contractors?',
    'utility',
  ],
  ...['utilities', 'company', 'council', 'ministry', 'highways', 'property owner', 'landlord', 'homeowner'],
].join('|')})`;

/** Ends without the work, in English, Indonesian and German: the words of the cities that were read. */
const ENDS: readonly (readonly [Exclude<Said, null>, RegExp])[] = [
  [
    'outside-authority',
    words(
      '(?:not|isn.t) (?:\\S+ ){0,3}(?:responsibility|jurisdiction|authority)',
      '(?:outside|beyond) (?:of )?(?:\\S+ ){0,3}(?:jurisdiction|authority|responsibility|city limits)',
      '(?:bukan|di[ ]?luar) (?:ke)?wenangan',
      '(?:bukan|di[ ]?luar) (?:tanggung jawab|wilayah|ranah|urusan|tupoksi|lingkup|cakupan)',
      `(?:(?:ke)?wenangan|wewenang) (?:\\S+ ){0,3}${OTHERS}|ranah (?:\\S+ ){0,2}${OTHERS}`,
      `(?:merupakan|adalah|termasuk|berstatus|status) (?:jalan|aset|lahan|tanah|fasilitas) ${OTHERS}`,
      'bukan (?:jalan|aset|lahan|milik|fasilitas) (?:kota|kabupaten|pemerintah|pemkot|pemkab|kami|daerah)',
      '(?:di )?(?:lahan|tanah|milik|area|jalan) (?:pribadi|swasta|perorangan)',
      'salah (?:alamat|kanal|kamar|instansi|wilayah)|wrong (?:agency|department|city|jurisdiction)',
      'private(?:ly)?[ -](?:property|land|road|street|owned|maintained)',
      'not (?:\\S+ ){0,2}(?:maintained|owned|managed) by|not (?:an? |our )?(?:city|county|town|municipal|public) \\p{L}+',
      '(?:not within|out of) (?:\\S+ ){0,3}(?:jurisdiction|city limits|boundar(?:y|ies)|area)',
      '(?:outside|beyond) (?:of )?(?:our|the city.s|the city) (?:area|boundar(?:y|ies)|scope|limits)',
      `(?:please )?(?:contact|call|report (?:this|it) to) (?:the |your )?${BODIES}`,
      'nicht zuständig|out of scope|not in scope',
    ),
  ],
  [
    'handed-over',
    words(
      '(?:transfer|refer|re-?rout|redirect|forward|reassign|escalat)(?:r?ed|ed)',
      'transfer(?: outcome)?|referral',
      'handed (?:over|off)',
      '(?:di|kami )(?:alihkan|teruskan|limpahkan|serahkan|disposisikan|rujuk)',
      '(?:di)?(?:teruskan|limpahkan|disposisikan|alihkan) (?:ke|kepada)|pelimpahan',
      `sampaikan (?:ke|kepada) ${OTHERS}|disampaikan (?:ke|kepada) ${OTHERS}`,
      `(?:passed|sent|routed|assigned|directed|reported) (?:on )?to (?:\\S+ ){0,2}${BODIES}|passed (?:on )?to`,
      'weitergeleitet|weiterleitung|abgegeben',
    ),
  ],
  [
    'rejected',
    words(
      'duplicat(?:e|es|ed|ion)|duplikat|duplikasi|dup|laporan ganda|doppelmeldung|already (?:been )?reported',
      'sudah (?:pernah )?dilaporkan',
      'reject(?:ed|ion)?|denied|declined|refused|dismissed|ditolak|penolakan|abgelehnt',
      'invalid|not valid|tidak valid|tidak sah|spam|bogus|unfounded|no violation(?: found)?',
      'cancel(?:l?ed|lation)|withdrawn|dibatalkan|pembatalan|ditarik kembali',
      'no (?:further )?action|not (?:actionable|approved|accepted|fixed|resolved|completed|repaired|done)|won.?t[ ]?fix',
      'will not be \\p{L}+|won.t be \\p{L}+',
      '(?:unable to|could not|couldn.t|cannot|can.t) (?:be )?\\p{L}+',
      'not found|gone on arrival|tidak (?:dapat |bisa )?(?:ditemukan|menemukan)',
      'tidak (?:dapat|bisa|jadi|akan) \\p{L}+|tidak disetujui|tidak diterima',
      '(?:tidak|tak|kurang) (?:lengkap|jelas|sesuai|terbukti|memenuhi|relevan|layak|ditindaklanjuti|diproses|dilanjutkan)',
      '(?:kerusakan|masalah|temuan|pelanggaran) (?:tidak|tak) ada|no (?:defects?|issues?|faults?|problems?|violations?)',
      '(?:tidak|tak) ada (?:\\S+ )?(?:kerusakan|masalah|temuan|pelanggaran|respons?|tanggapan|tindak lanjut)',
      'hoaks|hoax|laporan (?:palsu|fiktif|iseng|uji coba|percobaan|tes)|test(?:ing)? only|dicabut|ditarik|dikembalikan',
      'no (?:\\S+ ){0,2}(?:found|observed|detected|located|exists?)|nothing (?:was )?found|no response from',
      'no (?:work|repairs?|maintenance|follow.?up) (?:is |was )?(?:required|needed|necessary)|without (?:any )?action',
      '(?:does|did|do) not (?:meet|exist|qualify|warrant)|not (?:eligible|warranted|applicable|covered)|ineligible',
      'void(?:ed)?|(?:entered|opened|created|submitted) in error|request abandoned|won.?t[ ]?do|goa|utl',
      'keine maßnahme|nicht lösbar|nicht gelöst|unzulässig|insufficient info(?:rmation)?|informasi (?:tidak|kurang) \\p{L}+',
    ),
  ],
  [
    'unclear',
    words(
      'archived?|diarsipkan|archiviert|expired|kedaluwarsa|kadaluarsa|stale|inactiv\\p{L}*',
      'auto(?:matically)?[ -]?closed|closed automatically|ditutup otomatis|merged|digabung(?:kan)?|superseded',
      'will be \\p{L}+|scheduled (?:for|to)|planned (?:for|to)|deferred|postponed|awaiting|waiting for',
      'work order (?:\\S+ )?(?:has been |was )?(?:created|opened|issued)|next (?:year|month|week|fiscal year)',
      'akan (?:segera |kami )?(?:di\\p{L}+|kami \\p{L}+|tindaklanjuti|menindaklanjuti|memperbaiki|mengerjakan)',
      'dijadwalkan|direncanakan|diusulkan|dianggarkan|menunggu|masuk (?:dalam )?(?:rencana|daftar)|tahun depan|ditangguhkan',
      'pending|on hold|ditunda|in progress|in process|sedang diproses|belum (?:dapat )?\\p{L}+',
    ),
  ],
];

const DONE = words(
  'resolv(?:e|ed)|complet(?:e|ed|ion)|fixed|repaired|done|finished|processed|solved|abated|treated',
  'replaced|removed|cleaned|cleared|collected|installed|patched|filled|picked up',
  'selesai|tuntas|(?:di|ter)(?:kerjakan|perbaiki|tangani|selesaikan|bersihkan|angkut|ganti|pasang|tambal|tebang)',
  'erledigt|gelöst|behoben|beseitigt',
);

/** Just before a word it turns it round: "not a duplicate". */
const NEGATED = /(?:^|[^\p{L}])(?:not|no|never|bukan|tidak|kein|keine|nicht)(?:\s+(?:a|an|the|merupakan|yang))?\s*$/u;

/**
 * Reads a note, which people write as they like. Only words that tell how a request ended count; where they say several things,
 * or one that is turned round, nobody can tell.
 */
export function saidIn(text: string): Said {
  let rest = normalise(text.normalize('NFKC').replaceAll('_', ' ')).replaceAll('’', "'");
  const said: Exclude<Said, null>[] = [];
  for (const [meaning, pattern] of ENDS) {
    rest = rest.replace(pattern, (_whole, at: number, all: string) => {
      said.push(NEGATED.test(all.slice(0, at)) ? 'unclear' : meaning);
      return ' | ';
    });
  }
  return together([...said, ...(rest.search(DONE) < 0 ? [] : (['done'] as const))]);
}

/** Without the work being done, the more telling first. */
const UNDONE: readonly Exclude<Said, null>[] = ['outside-authority', 'handed-over', 'rejected'];

/** What several sayings are together: those that tell of no work agree, all others must be the same. */
export function together(all: readonly Said[]): Said {
  const said = new Set(all.filter((one) => one !== null));
  const [only = null] = said;
  if (said.size < 2) return only;
  const undone = UNDONE.filter((one) => said.has(one));
  return undone.length === said.size ? (undone[0] ?? null) : 'unclear';
}
