import { dayOf, isEmpty, membersOf, readTime } from '../../../src/dialect/native.ts';
import { undotted } from '../../../src/dialect/region.ts';
import type { LetterQuestion } from '../../../src/generated/contracts.ts';

type Members = Readonly<Record<string, unknown>>;

/** What a row may say of its letter, each under the names that OpenSID's sources have for it. */
export interface SaidOfLetter {
  /** As it is printed. */
  readonly numbers: readonly string[];
  /** `no_surat`: the running number that a printed one is composed of, or the printed one itself. */
  readonly running: readonly string[];
  readonly days: readonly (string | null)[];
  readonly types: readonly string[];
  readonly villages: readonly string[];
  readonly codes: readonly string[];
  readonly isDeleted: boolean;
}

export function saidOf(letter: Members): SaidOfLetter {
  const format = { ...membersOf(letter.formatSurat), ...membersOf(letter.format_surat) };
  const village = { ...membersOf(letter.config), ...membersOf(letter.desa) };
  return {
    numbers: texts(letter.nomor_surat, letter.format_penomoran_surat, letter.nomor),
    running: texts(letter.no_surat),
    days: [letter.tanggal, letter.tanggal_surat, letter.tgl_surat].filter((day) => !isEmpty(day)).map(dayIn),
    types: texts(letter.jenis_surat, letter.jenis, letter.nama_surat, format.nama),
    villages: texts(letter.kode_desa, letter.village_code, village.kode_desa).map(digitsOf),
    codes: texts(letter.kode_verifikasi, letter.kode),
    isDeleted: Object.entries(letter).some(([name, value]) => DELETED.test(name) && isMarked(value)),
  };
}

const texts = (...values: readonly unknown[]): readonly string[] =>
  values.filter((value) => !isEmpty(value) && typeof value !== 'object').map((value) => String(value).trim());

/** The day of a native time or date, in WIB; null where it is neither. */
export const dayIn = (value: unknown): string | null =>
  readTime(value)?.slice(0, 10) ?? dayOf(typeof value === 'string' ? value.trim() : value);

const digitsOf = (code: string): string => code.replaceAll(/\D/gu, '');

/** Names of members that say that a row is gone, however they are spelt. */
const DELETED = /^(?:is_?|status_?)?(?:deleted|di_?hapus|ter_?hapus|hapus|trashed)/iu;

const isMarked = (value: unknown): boolean =>
  !isEmpty(value) && value !== false && !['0', 'false'].includes(String(value).trim().toLowerCase());

/** What is no difference between two ways to write a number: letters' case, blanks, and the kind of dash. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\u2010-\u2015\u2212]/gu, '-')
    .replaceAll(/\s+/gu, '');

const isSameNumber = (one: string, other: string): boolean => plain(one) === plain(other);

/** Whether each number that is said fits the one asked about. A running number alone proves nothing: each kind of letter has its own. */
export function numbersFit({ numbers, running }: SaidOfLetter, asked: string): readonly boolean[] {
  const parts = plain(asked)
    .split('/')
    .map((part) => part.replace(/^0+(?=\d)/u, ''));
  const isPart = (number: string): boolean => parts.includes(plain(number).replace(/^0+(?=\d)/u, ''));
  return [
    ...numbers.map((number) => isSameNumber(number, asked)),
    ...running.map((number) => isSameNumber(number, asked) || (numbers.length > 0 && isPart(number))),
  ];
}

/** OpenSID names a form without the word that its heading begins with, and links to it with dashes. */
const form = (type: string): string =>
  type
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_-]+/gu, ' ')
    .trim()
    .replace(/^surat /u, '');

export const isSameType = (one: string, other: string): boolean => form(one) === form(other);

export const isSameVillage = (code: string, { villageCode }: Pick<LetterQuestion, 'villageCode'>): boolean =>
  code === undotted(villageCode);
