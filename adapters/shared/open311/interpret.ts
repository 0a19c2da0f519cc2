import type { NativeResponse } from '../../../src/adapter.ts';
import type { Envelope } from '../../../src/envelope.ts';
import { GatewayError } from '../../../src/errors.ts';
import { membersOf, plainText, saysFailure, toWib } from '../../../src/native.ts';
import type { Outcome } from '../../../src/outcome.ts';
import { idOf, numberOfToken } from './values.ts';

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads what HTTP alone does not say (GeoReport v2, POST Service Request): the answer is a list with an id, or with a token
 * that an id can be had for later. A city that took the request without a number that could name it (a blackbox service, an
 * answer in XML) must not be sent it again: it may not know it for the same, and would have it twice.
 */
export function interpret(response: NativeResponse, _envelope: Envelope): Outcome | null {
  const { status, body, receivedAt } = response;
  if (status < 200 || status > 299) return null;
  const rows = (Array.isArray(body) ? body : [body]).map(membersOf);
  if (rows.some(({ code }) => saysFailure(code))) return failed('Kota menjawab gagal di dalam isinya.');
  const [made = {}] = rows;
  const number = idOf(made.service_request_id) ?? numberOfToken(made.token);
  if (number !== null) return registered(number, made, receivedAt);
  if (isXml(body)) return taken('Kota menjawab dengan XML; dialek ini hanya membaca JSON.');
  return Array.isArray(body) || hasAnswer(made)
    ? taken('Kota menerima laporan tanpa nomor yang dapat dipakai.')
    : failed(UNREAD);
}

const UNREAD = 'Jawaban kota bukan jawaban GeoReport v2 atas permintaan baru.';
const TAKEN = 'Periksa di kota apakah laporan sudah ada sebelum mengirimnya lagi: ia dapat tercatat dua kali.';
/** All that the answer to a new request is said to have. */
const MEMBERS = ['service_request_id', 'token', 'service_notice', 'account_id'];

const hasAnswer = (made: Members): boolean => MEMBERS.some((name) => Object.hasOwn(made, name));

const isXml = (body: unknown): boolean => typeof body === 'string' && /^\s*<(?:\?xml|service_requests)\b/iu.test(body);

function registered(number: string, { service_notice: notice }: Members, receivedAt: string): Outcome {
  const data = {
    ...{ state: 'registered', destinationNumber: number },
    note: typeof notice === 'string' ? noteOf(notice) : null,
    at: toWib(new Date(receivedAt)),
  };
  return { kind: 'delivered', replies: [{ contract: 'handover-answer/1.0', number, data }] };
}

/** What is too long for a note is left out whole: the number must come home. */
function noteOf(notice: string): string | null {
  const text = plainText(notice);
  return text === '' || [...text].length > 2000 ? null : text;
}

const failed = (detail: string): Outcome => ({
  kind: 'failed',
  error: new GatewayError('upstream-failed', { detail }),
});

const taken = (detail: string): Outcome => ({
  kind: 'rejected',
  error: new GatewayError('upstream-rejected', { detail: `${detail} ${TAKEN}` }),
});
