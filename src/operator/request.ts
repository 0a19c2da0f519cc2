import express, { type Request, type Response } from 'express';
import { GatewayError } from '../errors.ts';
import { compileSchema } from '../schema.ts';

/** Who decided, and why: both are kept with the decision. */
export interface Decided {
  readonly operator: string;
  readonly reason: string;
}

const spoken = (maxLength: number) => ({ type: 'string', pattern: '\\S', 'x-harus': 'diisi', maxLength });

/** Reads the body of a decision. Throws `wrong-media-type`, `not-json`, `too-large` or `bad-request`. */
export type ReadDecision<More extends object = object> = (
  request: Request,
  response: Response,
) => Promise<Decided & More>;

/** A reader of decisions that say more: members beside the two, by their schemas, of which some are required. */
export function decisionReader<More extends object>(
  properties: Readonly<Record<string, object>>,
  required: readonly string[],
): ReadDecision<More> {
  const validate = compileSchema({
    type: 'object',
    additionalProperties: false,
    required: ['operator', 'reason', ...required],
    properties: { operator: spoken(100), reason: spoken(500), ...properties },
  });
  const more = required.map((name) => ` dan ${name}`).join('');
  return async (request, response) => {
    if (!request.is('application/json')) {
      throw new GatewayError('wrong-media-type', { detail: 'Keputusan dikirim sebagai application/json.' });
    }
    await read(request, response);
    const body: unknown = request.body;
    const violations = validate(body);
    if (violations.length > 0) {
      const detail = `Keputusan memerlukan operator (nama petugas), reason (alasannya)${more}.`;
      throw new GatewayError('bad-request', { detail, violations });
    }
    const said = body as Decided & More;
    return { ...said, operator: said.operator.trim(), reason: said.reason.trim() };
  };
}

/** The body of a decision that says no more than who and why. */
export const readDecision: ReadDecision = decisionReader({}, []);

const parse = express.json({ limit: '16kb', strict: false });

function read(request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    parse(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(unread(error))));
  });
}

function unread(cause: unknown): GatewayError {
  const type = cause instanceof Error && 'type' in cause ? cause.type : undefined;
  if (type === 'entity.too.large')
    return new GatewayError('too-large', { detail: 'Keputusan paling besar 16 KiB.', cause });
  if (type === 'entity.parse.failed') return new GatewayError('not-json', { detail: 'Keputusan bukan JSON.', cause });
  return new GatewayError('bad-request', { detail: 'Keputusan tidak dapat dibaca.', cause });
}

const DEFAULT_LIMIT = 100;
const MOST = 1000;

/** `limit`, 1 to 1000, 100 unless given. Throws `bad-request`. */
export function limitOf(request: Request): number {
  const { limit } = request.query;
  if (limit === undefined) return DEFAULT_LIMIT;
  const number = typeof limit === 'string' && /^\d{1,4}$/.test(limit) ? Number(limit) : 0;
  if (number >= 1 && number <= MOST) return number;
  throw new GatewayError('bad-request', { detail: `limit adalah bilangan 1 sampai ${MOST}.` });
}

/** One of the choices; the first unless given. Throws `bad-request`. */
export function choiceOf<Choice extends string>(
  request: Request,
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const given = request.query[name];
  if (given === undefined) return choices[0];
  const choice = choices.find((candidate) => candidate === given);
  if (choice !== undefined) return choice;
  throw new GatewayError('bad-request', { detail: `${name} hanya mengenal ${choices.join(', ')}.` });
}

/** A filter's value; undefined unless given. Throws `bad-request` for an empty one, and for one given twice. */
export function filterOf(request: Request, name: string): string | undefined {
  const given = request.query[name];
  if (given === undefined || (typeof given === 'string' && given !== '')) return given;
  throw new GatewayError('bad-request', { detail: `${name} diisi satu kali, dan tidak kosong.` });
}

/** Throws `bad-request` for a query parameter that the route does not know: a mistyped filter must not mean "all". */
export function onlyParameters(request: Request, known: readonly string[]): void {
  const stranger = Object.keys(request.query).find((name) => !known.includes(name));
  if (stranger === undefined) return;
  const listed = known.length > 0 ? known.join(', ') : 'tidak ada';
  throw new GatewayError('bad-request', {
    detail: `Parameter ${JSON.stringify(stranger.slice(0, 64))} tidak dikenal; yang dikenal: ${listed}.`,
  });
}

/** A path parameter, decoded. */
export const pathPart = (request: Request, name: string): string => String(request.params[name]);
