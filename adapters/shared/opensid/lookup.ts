import type { Lookup } from '../../../src/adapter.ts';
import type { Mismatch } from '../../../src/declared.ts';
import { FAULTLESS } from '../../../src/declared.ts';
import { membersOf, orNull, saysFailure } from '../../../src/dialect/native.ts';
import { undotted } from '../../../src/dialect/region.ts';
import { GatewayError } from '../../../src/errors.ts';
import type { LetterAnswer, LetterQuestion, LetterResultCode } from '../../../src/generated/contracts.ts';
import { dayIn, isSameType, isSameVillage, numbersFit, type SaidOfLetter, saidOf } from './letterMatch.ts';
import { villageOf } from './values.ts';

const NOT_FOUND: LetterAnswer = { result: 'not-found', issuedAt: null, validUntil: null };

/**
 * Is a letter in the village's register of issued letters? Proposed: OpenSID shows it to whoever follows the letter's QR
 * code, and has no such route. The answer is a row of `log_surat` (members observed), or null for none; of it only the
 * result and two days are read.
 */
export const lookup: Lookup = {
  contract: 'letter-verification/1.0',
  answer: { schema: { type: 'object', properties: FAULTLESS } },

  ask(question, { options }) {
    const { villageCode, letterNumber, date, letterType, verificationCode } = question as LetterQuestion;
    const village = villageOf(options);
    if (villageCode !== village) {
      throw new GatewayError('region-unknown', { detail: `OpenSID ini milik desa ${village}, bukan ${villageCode}.` });
    }
    const query = new URLSearchParams({ kode_desa: undotted(village), nomor: letterNumber });
    if (date !== null) query.set('tanggal', date);
    if (letterType !== null) query.set('jenis', letterType);
    if (verificationCode !== null) query.set('kode', verificationCode);
    return { method: 'GET', path: `/surat/verifikasi?${query}`, message: 'verifikasi' };
  },

  read({ status, body }) {
    const { code, success, data } = membersOf(body);
    if (status < 200 || status > 299 || saysFailure(code) || success === false) return null;
    if (data === null) return NOT_FOUND;
    const letter = letterIn(body);
    const result = resultOf(letter);
    if (result === null) return null;
    const wasIssued = result === 'genuine' || result === 'revoked';
    return {
      result,
      issuedAt: wasIssued ? dayIn(letter.tanggal) : null,
      validUntil: result === 'genuine' ? dayIn(letter.berlaku_sampai) : null,
    } satisfies LetterAnswer;
  },

  mismatches({ body }, question) {
    return membersOf(body).data === null ? [] : mismatchesOf(allSaidIn(body), question as LetterQuestion);
  },
};

/** JSON:API's attributes. */
const letterIn = (body: unknown): Readonly<Record<string, unknown>> =>
  membersOf(membersOf(membersOf(body).data).attributes);

/** What is said of the letter, in its attributes or beside them. */
const allSaidIn = (body: unknown): SaidOfLetter => saidOf({ ...membersOf(membersOf(body).data), ...letterIn(body) });

type Part = Mismatch['facts']['part'];

/**
 * All that a row says of its letter must be what was asked about. Its number must be said, and its day where that was asked
 * about: the two name one letter. The village is proven by whom was asked; type and code are compared where they are said.
 */
function mismatchesOf(said: SaidOfLetter, question: LetterQuestion): readonly Mismatch[] {
  const { letterNumber, date, letterType, verificationCode } = question;
  const compared: readonly (readonly [Part, readonly boolean[], boolean])[] = [
    ['number', numbersFit(said, letterNumber), true],
    ['date', date === null ? [] : said.days.map((day) => day === date), date !== null],
    ['type', letterType === null ? [] : said.types.map((type) => isSameType(type, letterType)), false],
    ['village', said.villages.map((code) => isSameVillage(code, question)), false],
    ['code', verificationCode === null ? [] : said.codes.map((code) => code === verificationCode), false],
  ];
  const found = compared.flatMap(([part, same, isNeeded]): readonly Mismatch[] => {
    if (same.includes(false)) return [{ code: 'answer-differs', facts: { part } }];
    return isNeeded && same.length === 0 ? [{ code: 'answer-lacks', facts: { part } }] : [];
  });
  return said.isDeleted ? [...found, { code: 'answer-deleted', facts: { part: 'letter' } }] : found;
}

/** OpenSID casts `status` to a boolean; the rest are small integers. */
const FLAGS: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  ...([-1, 0, 1] as const).flatMap((flag) => [[flag, flag] as const, [String(flag), flag] as const]),
  [false, 0],
  [true, 1],
]);

/** Whoever has to look at a letter before it is issued: -1 refused it, 0 has not yet, 1 agreed; null has no say here. */
const CHECKS = ['verifikasi_operator', 'verifikasi_sekdes', 'verifikasi_kades', 'tte'] as const;

/**
 * A draft (`status` 0), and what anybody has yet to check, sign or has refused, was not issued: a refused one goes back to be mended.
 * Where there is no electronic signature `tte` is null: signed by hand. Null for a value nobody knows.
 */
function resultOf(letter: Readonly<Record<string, unknown>>): LetterResultCode | null {
  const printed = FLAGS.get(letter.status);
  const given = CHECKS.map((name) => orNull(letter[name])).filter((value) => value !== null);
  const checks = given.map((value) => FLAGS.get(value));
  if ((printed !== 0 && printed !== 1) || checks.includes(undefined)) return null;
  if (printed === 0 || checks.some((check) => check !== 1)) return 'not-yet-issued';
  const withdrawn = orNull(letter.dicabut);
  if (withdrawn === null) return 'genuine';
  return dayIn(withdrawn) === null ? null : 'revoked';
}
