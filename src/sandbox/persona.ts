import { Ajv2020 } from 'ajv/dist/2020.js';
import { GatewayError } from '../errors.ts';
import { validateWith } from '../json/schema.ts';

/** Which calls a persona meets; all of them when nothing is said. */
interface Scope {
  /** Of 0 to 1: the part of the calls it meets, by chance. */
  readonly share?: number;
  /** Only calls whose path or body contains this text: one poisoned case among healthy ones. */
  readonly match?: string;
  /** It ends by itself, back to `ok`, after this many faults. */
  readonly times?: number;
}

/** Faults that are a whole answer of their own; nothing is changed in the simulator. */
export type Refusal =
  | 'error-500'
  | 'rate-limit'
  | 'code-500-in-200'
  | 'unauthorised'
  | 'moved'
  | 'bad-gateway'
  | 'reject';

/** How a simulated system behaves. `down` closes the listening socket, so it meets every call or none. */
export type Persona =
  | { readonly kind: 'ok' }
  | { readonly kind: 'down' }
  | ({ readonly kind: 'slow'; readonly ms: number } & Scope)
  | ({ readonly kind: 'rate-limit'; readonly retryAfterSeconds: number } & Scope)
  /** The connection is reset: before anything was changed, or after the change and before the answer. */
  | ({ readonly kind: 'reset'; readonly when: 'before' | 'after' } & Scope)
  /** Reads the request and never answers; nothing is changed. */
  | ({ readonly kind: 'hang' } & Scope)
  | ({ readonly kind: Exclude<Refusal, 'rate-limit'> } & Scope);

/** What one call meets. */
export type Fault = Exclude<Persona, { readonly kind: 'down' }>;

const kind = (value: string, own: Record<string, object> = {}) => ({
  type: 'object',
  additionalProperties: false,
  required: ['kind', ...Object.keys(own)],
  properties: { kind: { const: value }, ...own },
});

const scoped = (value: string, own: Record<string, object> = {}) => {
  const { properties, ...rest } = kind(value, own);
  const scope = {
    share: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
    match: { type: 'string', minLength: 1 },
    times: { type: 'integer', minimum: 1 },
  };
  return { ...rest, properties: { ...properties, ...scope } };
};

const PERSONA_SCHEMA = {
  type: 'object',
  required: ['kind'],
  discriminator: { propertyName: 'kind' },
  oneOf: [
    kind('ok'),
    kind('down'),
    scoped('slow', { ms: { type: 'integer', minimum: 0, maximum: 600_000 } }),
    scoped('rate-limit', { retryAfterSeconds: { type: 'integer', minimum: 0, maximum: 86_400 } }),
    scoped('reset', { when: { enum: ['before', 'after'] } }),
    scoped('hang'),
    ...['error-500', 'code-500-in-200', 'unauthorised', 'moved', 'bad-gateway', 'reject'].map((value) => scoped(value)),
  ],
};

const validate = validateWith(new Ajv2020({ discriminator: true, verbose: true }).compile(PERSONA_SCHEMA));

/** Throws `bad-request` that points at what is wrong. */
export function readPersona(body: unknown): Persona {
  const violations = validate(body);
  if (violations.length === 0) return body as Persona;
  const kinds = PERSONA_SCHEMA.oneOf.map(({ properties }) => properties.kind.const).join(', ');
  throw new GatewayError('bad-request', {
    detail: `Persona tidak dikenal atau tidak lengkap; kind salah satu dari: ${kinds}.`,
    violations,
  });
}

/** Draws, call by call, what the present persona does to it. */
export class FaultSource {
  #fault: Fault = { kind: 'ok' };
  #left = Number.POSITIVE_INFINITY;
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  become(fault: Fault): void {
    this.#fault = fault;
    this.#left = fault.kind === 'ok' ? Number.POSITIVE_INFINITY : (fault.times ?? Number.POSITIVE_INFINITY);
  }

  next(path: string, body: string): Fault {
    const fault = this.#fault;
    if (fault.kind === 'ok') return fault;
    if (fault.match !== undefined && !path.includes(fault.match) && !body.includes(fault.match)) return { kind: 'ok' };
    if (fault.share !== undefined && this.#random() >= fault.share) return { kind: 'ok' };
    this.#left -= 1;
    if (this.#left === 0) this.become({ kind: 'ok' });
    return fault;
  }
}

export interface RefusalAnswer {
  readonly status: number;
  readonly body: object;
  readonly headers: Readonly<Record<string, string>>;
}

/** The whole answer of a persona that refuses. `path` is where the call went, for `moved` to point away from. */
export function refusalOf(fault: Extract<Fault, { readonly kind: Refusal }>, path: string): RefusalAnswer {
  switch (fault.kind) {
    case 'error-500':
      return { status: 500, body: { message: 'Terjadi kesalahan pada server.' }, headers: {} };
    case 'rate-limit':
      return {
        status: 429,
        body: { message: 'Terlalu banyak permintaan.' },
        headers: { 'retry-after': String(fault.retryAfterSeconds) },
      };
    case 'code-500-in-200':
      return { status: 200, body: { code: 500, message: 'Layanan sedang tidak tersedia' }, headers: {} };
    case 'unauthorised':
      return { status: 401, body: { message: 'Token tidak sah.' }, headers: { 'www-authenticate': 'Bearer' } };
    case 'moved':
      return { status: 302, body: { message: 'Alamat dipindahkan.' }, headers: { location: `/pindah${path}` } };
    case 'bad-gateway':
      return { status: 502, body: { message: 'Bad Gateway' }, headers: {} };
    case 'reject':
      return { status: 422, body: { message: 'Isi tidak dapat diproses.' }, headers: {} };
  }
}
