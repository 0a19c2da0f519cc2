import type { Draft, NativeRequest, NativeResponse, OutboundContext } from './adapter.ts';
import type { JsonPointer } from './contract.ts';
import type { Envelope } from './envelope.ts';

/** What a body must be to be the answer that a dialect declares. */
export interface AnswerForm {
  /** JSON Schema 2020-12 of the body. */
  readonly schema: object;
  /**
   * Media types without parameters, in lower case. Absent: those of JSON, and an answer that names none. Null: any, for
   * systems that were seen to call their JSON something else; the schema alone decides then.
   */
  readonly mediaTypes?: readonly string[] | null;
}

/** One way in which a recipient says that a request succeeded. */
export interface DeclaredAnswer extends AnswerForm {
  /** HTTP statuses of it. */
  readonly statuses: readonly number[];
  /** Those of `statuses` under which an answer without a body is a success too. */
  readonly emptyStatuses: readonly number[];
}

/** One place where an answer may name the report that was made. */
export interface NumberPlace {
  readonly pointer: JsonPointer;
  /** Regular expression of the whole number as it is written there. */
  readonly pattern: string;
  /** True where it may also be written as a JSON integer. */
  readonly orInteger?: boolean;
  /** What the case's number begins with before that. */
  readonly prefix?: string;
}

/** How the recipient's number for a new report is found and brought home. */
export interface DeclaredNumber {
  /** Tried in order; without a number in one of them an answer is no success. */
  readonly places: readonly NumberPlace[];
  /** The reply that the number is. The body may be null: an operator found the number by hand. Never throws. */
  reply(number: string, answer: NativeResponse): Draft;
}

/** What a dialect finds when it asks whether a delivery arrived. */
export type Found =
  /** `number` is null where the delivery brings none. */
  | { readonly kind: 'found'; readonly number: string | null }
  | { readonly kind: 'absent' }
  /** The answer says neither. */
  | { readonly kind: 'unknown' };

/** How a dialect asks whether a delivery arrived that must not be repeated blindly. */
export interface Confirmation {
  /** A GET. */
  ask(envelope: Envelope, context: OutboundContext): NativeRequest;
  /** Any other 2xx is a failed question. */
  readonly answer: AnswerForm;
  read(response: NativeResponse, envelope: Envelope, context: OutboundContext): Found;
  /** How long after a send an "absent" is not believed yet: the system may still be at work, or its list behind. */
  readonly absentAfterSeconds: number;
}

/** How a recipient answers the deliveries of one contract. An answer that is none of `success` did not succeed. */
export interface DeclaredDelivery {
  /** At least one. */
  readonly success: readonly DeclaredAnswer[];
  /** Null where a success brings no number. */
  readonly number: DeclaredNumber | null;
  /** Where an answer may name the case it is about. One that names another there is no success. */
  readonly about?: readonly NumberPlace[];
  /** Absent where the dialect has no way to ask. */
  readonly confirm?: Confirmation;
}

/** JSON Schema of a code of failure inside a body, as a number or its three digits: `saysFailure` of `native.ts`. */
export const FAILURE_CODE: object = {
  anyOf: [
    { type: 'number', minimum: 400 },
    { type: 'string', pattern: '^[4-9]\\d{2}$' },
  ],
};

/** A pattern of these words in letters of either case. */
export const anyCase = (...words: readonly string[]): string =>
  words.map((word) => word.replaceAll(/[a-z]/gu, (letter) => `[${letter}${letter.toUpperCase()}]`)).join('|');

const FAILURE_WORD = {
  type: 'string',
  pattern: `^\\s*(?:${anyCase('error', 'err', 'fail', 'failed', 'failure', 'gagal', 'unsuccessful', 'false')})\\s*$`,
};
const NO_FAILURE = { not: { anyOf: [{ const: false }, FAILURE_CODE, FAILURE_WORD] } };
const NO_CODE = { not: FAILURE_CODE };
const YES = { not: { anyOf: [{ enum: [false, 0, '0'] }, FAILURE_WORD] } };
const NONE = {
  anyOf: [
    { enum: [null, false, 0, '0'] },
    { type: 'string', pattern: `^\\s*(?:${anyCase('false', 'null', 'none')})?\\s*$` },
    { type: 'array', maxItems: 0 },
    { type: 'object', maxProperties: 0 },
  ],
};

/**
 * JSON Schemas of the members in which an answer says of itself whether it failed, whatever HTTP said: with none of them, or
 * with these, it does not. For the outermost object of what a dialect takes for a success.
 */
export const FAULTLESS: Readonly<Record<string, object>> = {
  ...{ success: YES, ok: YES, sukses: YES, berhasil: YES, status: NO_FAILURE, result: NO_FAILURE, hasil: NO_FAILURE },
  ...{ code: NO_CODE, kode: NO_CODE, status_code: NO_CODE, statusCode: NO_CODE },
  ...{ error: NONE, errors: NONE, error_message: NONE, error_messages: NONE, exception: NONE, galat: NONE },
};
