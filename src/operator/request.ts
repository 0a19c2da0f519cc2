import express, { type Request, type Response } from 'express';
import { GatewayError } from '../errors.ts';
import { parseJson } from '../json/parse.ts';
import { compileSchema } from '../json/schema.ts';

/** Who decided, and why: both are kept with the decision. */
export interface Decided {
  readonly operator: string;
  readonly reason: string;
}

const spoken = (maxLength: number) => ({ type: 'string', pattern: '\\S', 'x-harus': 'diisi', maxLength });

/** Reads the body of a decision. Throws `wrong-media-type`, `not-json`, `duplicate-member`, `too-large` or `bad-request`. */
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
    const body = parseJson(await read(request, response));
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

const raw = express.raw({ limit: '16kb', type: () => true });

function read(request: Request, response: Response): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    raw(request, response, (error?: unknown) =>
      error === undefined ? resolve(bodyOf(request)) : reject(unread(error)),
    );
  });
}

/** Nothing where there was no body at all. */
const bodyOf = ({ body }: Request): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));

function unread(cause: unknown): GatewayError {
  const type = cause instanceof Error && 'type' in cause ? cause.type : undefined;
  if (type === 'entity.too.large')
    return new GatewayError('too-large', { detail: 'Keputusan paling besar 16 KiB.', cause });
  return new GatewayError('bad-request', { detail: 'Keputusan tidak dapat dibaca.', cause });
}

/** Who asks, or why, where a `GET` must say so. Throws `bad-request` unless there is something in it. */
export function mustSay(name: string, given: string | null, most: number): string {
  const said = given?.trim() ?? '';
  if (said !== '' && said.length <= most) return said;
  throw new GatewayError('bad-request', {
    detail: `Isi ${name} (paling banyak ${most} karakter): operator adalah nama petugas, reason alasannya; keduanya dicatat.`,
    facts: { parameter: name },
  });
}

/** A path parameter, decoded. */
export const pathPart = (request: Request, name: string): string => String(request.params[name]);
