import type { ContractRef, JsonPointer } from './contract.ts';
import type { Envelope } from './envelope.ts';
import type { Draft } from './outcome.ts';

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

/** What the configuration tells a dialect of one system beside what every system has; `{}` where nothing. */
export type SystemOptions = Readonly<Record<string, unknown>>;

/** What an adapter may know of both sides while translating for the recipient. */
export interface OutboundContext {
  /** The number of the subject at the system the envelope comes from. */
  readonly senderNumber: string;
  /** The recipient's own number for the case; null while it has none (a handover on its way), and for a notice. */
  readonly recipientNumber: string | null;
  /** The same for every send of this relay: the recipient's idempotency key. */
  readonly deliveryId: string;
  readonly options: SystemOptions;
}

/** A request in the recipient's own shape. The upstream adds its base address, credentials and delivery id headers. */
export interface NativeRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** Starts with a slash; relative to the system's endpoint. */
  readonly path: string;
  /** Which of the dialect's messages the body is; of a question without a body, what it asks for. */
  readonly message: string;
  /** Undefined for none. */
  readonly body?: unknown;
  /** How the body is written: as JSON unless said; `form` for one level of texts (`application/x-www-form-urlencoded`). */
  readonly encoding?: 'json' | 'form';
}

/** An answer as it came. `body` is parsed JSON where it was JSON, else text; `receivedAt` is RFC 3339. */
export interface NativeResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly receivedAt: string;
  /** Why its body cannot be read for its encoding: it is no answer then, whatever it may say. Absent where it can. */
  readonly unreadable?: string;
}

/**
 * Why a list or a round of questions ended before the system said that it does. Stored as facts; `words/` makes the
 * sentences. `message` is the kind of message the list is of, `claimed` how many pages the system says there are.
 */
export type CutShort =
  /** A page without rows, though more were said to come. */
  | { readonly code: 'page-empty'; readonly facts: ListFacts }
  /** A page whose rows an earlier page of the round had already. */
  | { readonly code: 'page-repeated'; readonly facts: ListFacts }
  /** More pages than a dialect takes for a list. */
  | { readonly code: 'list-too-long'; readonly facts: ListFacts }
  /** The questions came back to where they had been in the same round. */
  | { readonly code: 'round-in-circle'; readonly facts: { readonly requests: number } }
  /** The bounds of one round were reached; the next one goes on there. */
  | {
      readonly code: 'round-bounded';
      readonly facts: { readonly limit: string; readonly requests: number; readonly seconds: number };
    };

/**
 * Why an answer does not prove what it says about the letter that was asked about. Facts name what it is about, and no word
 * of the answer: it may be about somebody else's letter.
 */
export interface Mismatch {
  /** It says something else than was asked; it does not say what would prove it; the row was deleted. */
  readonly code: 'answer-differs' | 'answer-lacks' | 'answer-deleted';
  readonly facts: { readonly part: 'number' | 'date' | 'type' | 'village' | 'code' | 'letter' };
}

/**
 * What the fields of one message become in one contract, or the other way about: each field that is read, with all the
 * fields it has a say in. Pointers are those of the schemas' leaves, `*` for every item of a list.
 */
export interface Route {
  readonly message: string;
  readonly contract: ContractRef;
  readonly fields: Readonly<Record<JsonPointer, readonly JsonPointer[]>>;
}

/** The same fields where a contract holds a report inside. */
export const insideReport = (fields: Route['fields'], end: 'from' | 'to'): Route['fields'] =>
  Object.fromEntries(
    Object.entries(fields).map(([from, to]) =>
      end === 'from' ? [`/report${from}`, to] : [from, to.map((each) => `/report${each}`)],
    ),
  );

/** Fields that are left out for one reason. */
export interface LeftOut {
  /** In Indonesian. */
  readonly why: string;
  /** By message or by contract. */
  readonly fields: Readonly<Record<string, readonly JsonPointer[]>>;
  /**
   * What they are good for all the same. Read: `identity` names the event, `contract` decides which contracts it becomes,
   * `refusal` decides no more than whether it is refused. Filled: `context` comes from the numbers and ids beside the data.
   */
  readonly use?: 'identity' | 'contract' | 'refusal' | 'context';
}

/** All that happens to fields on their way in, or on their way out. */
export interface CoveredWay {
  readonly routes: readonly Route[];
  /** Fields of what comes that reach no field of what is made of it. */
  readonly unread: readonly LeftOut[];
  /** Fields of what is made that no field of what comes reaches; those the gateway seals in are not listed. */
  readonly unfilled: readonly LeftOut[];
}

/** What an adapter says of itself, and the adapter kit finds to be so: no field gets lost without a word. */
export interface Coverage {
  /** Native to canonical. Messages that are never received have no route. */
  readonly inbound: CoveredWay;
  /** Canonical to native. */
  readonly outbound: CoveredWay;
}

interface ListFacts {
  readonly message: string;
  readonly page: number;
  readonly claimed: number | null;
}
