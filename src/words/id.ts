import { HANDOVER_WORDS, type HandoverState } from '../case.ts';
import { ERRORS } from '../errorTable.ts';
import type { Refusal } from '../refusal.ts';
import type { Warning } from '../warning.ts';

/** Indonesian sentences made of stored facts. */

/** One sentence for each, but one alone for all members that nobody reads. */
export function warningTexts(warnings: readonly Warning[]): readonly string[] {
  const unread = warnings.flatMap(({ code, facts }) => (code === 'member-not-read' ? [facts.pointer] : []));
  const more = warnings.flatMap(({ code, facts }) => (code === 'more-members-not-read' ? [facts.count] : []));
  const others = warnings.filter(({ code }) => code !== 'member-not-read' && code !== 'more-members-not-read');
  const rest = more.length > 0 ? `, dan ${more[0]} lainnya` : '';
  const unreadText = `Bagian yang tidak dikenal dan tidak dibaca: ${unread.join(', ')}${rest}.`;
  return [...(unread.length > 0 ? [unreadText] : []), ...others.map(warningText)];
}

export function warningText({ code, facts }: Warning): string {
  switch (code) {
    case 'clock-ahead':
      return `Jam sistem pengirim ${facts.aheadSeconds} detik lebih cepat daripada jam gerbang; waktu ${facts.said} dicatat apa adanya untuk urutan kabar dari sistem itu.`;
    case 'correction-not-passed-on':
      return `Perubahan ini tidak diteruskan ke ${facts.to}: versi sebelumnya sudah dikirim dan sistem itu tidak menerima perubahan.`;
    case 'report-withheld':
      return `Laporan ini tidak dikirim ke ${facts.to}: perjanjian tidak mencakup kerahasiaannya yang sekarang (${facts.confidentiality}); versi sebelumnya pun tidak dikirim.`;
    case 'older-than-told':
      return `Kabar ini (${facts.said}) lebih lama daripada yang sudah disampaikan sistem itu; dicatat, tidak diteruskan.`;
    case 'member-not-read':
      return `Bagian ${facts.pointer} tidak dibaca.`;
    case 'more-members-not-read':
      return `${facts.count} bagian lain juga tidak dibaca.`;
    case 'detail-left-out':
      return `Isian ${facts.pointer} tidak terbaca dan tidak ikut dikirim.`;
    case 'detail-shortened':
      return `Isian ${facts.pointer} dipotong menjadi paling banyak ${facts.limit} ${facts.unit === 'items' ? 'butir' : 'karakter'}.`;
    case 'point-outside-region':
      return `Titik di ${facts.pointer} berada di luar provinsi wilayah ${facts.regionCode}; wilayahnya dipakai dan titiknya tidak ikut dikirim.`;
  }
}

/** Why an event was refused. Of facts that say no more, the code's own title. */
export const refusalText = ({ code, facts }: Refusal): string =>
  `${REFUSALS[code]?.(facts) ?? ERRORS[code].title}${placesOf(facts)}.`;

type Facts = Refusal['facts'];

const placesOf = ({ at }: Facts): string => {
  const places = listOf(at).filter((place) => place !== '/');
  return places.length > 0 ? `, di ${places.join(', ')}` : '';
};

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? new Map<string, unknown>(Object.entries(value)).get(name) : undefined;

/** Each without its full stop; null where these facts are not of its kind. */
const REFUSALS: Readonly<Partial<Record<Refusal['code'], (facts: Facts) => string | null>>> = {
  'native-invalid': ({ said }) => (said === undefined ? null : `Waktu ${said} lebih dari sehari di depan jam gerbang`),
  'contract-invalid': ({ contract }) => (contract === undefined ? null : `Terjemahannya melanggar ${contract}`),
  'identity-conflict': ({ acceptedAt, eventId, message, twice }) => {
    if (twice === true) return `${message} yang sama disebut dua kali dalam satu jawaban, dengan isi lain`;
    if (eventId === undefined) return null;
    return `Peristiwa yang sama (${eventId}) sudah diterima ${acceptedAt} dengan isi lain`;
  },
  'no-agreement': ({ lookedFor }) => {
    const missing = Array.isArray(lookedFor) ? lookedFor.map(missingGrant) : [];
    return missing.length > 0 ? `Tidak ada perjanjian yang mengizinkan ${missing.join('; atau ')}` : null;
  },
  'no-recipient': ({ authority, region, handedOver }) => {
    if (region === undefined) return null;
    const owner = `Tempat ${region} menjadi wewenang ${memberOf(authority, 'name')}`;
    if (handedOver === undefined) return `${owner}; belum ada sistemnya yang terhubung`;
    const state = HANDOVER_WORDS[memberOf(handedOver, 'state') as HandoverState];
    return `${owner}; laporan ini sudah satu kali diserahkan, ke ${memberOf(handedOver, 'to')}, dan serah terima itu ${state}`;
  },
  'region-unknown': ({ code, name, level, reason }) => {
    if (name !== undefined) {
      const why = reason === 'ambiguous' ? 'dipakai lebih dari satu tempat' : 'tidak dikenal';
      return `Nama wilayah ${JSON.stringify(name)} (${level}) ${why}`;
    }
    return code === undefined ? null : `Kode wilayah ${JSON.stringify(code)} tidak dikenal`;
  },
  'answer-refused': ({ answer, handover, by }) => {
    if (handover === undefined) return null;
    if (handover === null) return 'Laporan ini belum pernah diserahkan ke sistem lain';
    const [word, state] = [HANDOVER_WORDS[answer as HandoverState], HANDOVER_WORDS[handover as HandoverState]];
    return `Serah terima laporan ini ${state}; jawaban "${word}" dari ${by} tidak berlaku`;
  },
};

const missingGrant = (wanted: unknown): string => {
  const to = memberOf(wanted, 'to');
  return `${memberOf(wanted, 'from')} memberi ${memberOf(wanted, 'contract')} kepada ${to ?? 'siapa pun'}`;
};
