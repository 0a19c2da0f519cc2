import type { CaseDesk, CitizenReport, Simulator } from '../dialect/simulator.ts';
import { GatewayError } from '../errors.ts';
import { flag, type Parameters, readQuery } from '../http/route.ts';
import { compileSchema, type Validate } from '../json/schema.ts';
import type { CallRecorder } from './callRecorder.ts';
import { type Persona, readPersona } from './persona.ts';
import type { Pusher } from './push.ts';
import { readText } from './wire.ts';

/** What can be controlled of a simulated system. */
export interface Controlled {
  /** Throws `not-found` where the system keeps no cases. */
  readonly desk: CaseDesk;
  readonly simulator: Simulator;
  readonly pusher: Pusher;
  readonly book: CallRecorder;
  readonly problems: readonly string[];
  readonly persona: Persona;
  announce(): readonly string[];
  become(persona: Persona): Promise<void>;
}

export interface ControlRequest {
  readonly method: string;
  /** What follows the prefix: `cases/JK2511220001/advance`, `reports?handOver=true`. */
  readonly rest: string;
  readonly body: string;
}

const text = { type: 'string', minLength: 1 };

const CITIZEN_REPORT_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['title', 'text', 'category', 'regionCode', 'point', 'address'],
  properties: {
    title: text,
    text,
    category: text,
    regionCode: {
      type: 'string',
      pattern: '^\\d{2}(\\.\\d{2}(\\.\\d{2}(\\.\\d{4})?)?)?$',
      'x-harus': 'berupa kode wilayah Kemendagri, misalnya 31.74.01.1002',
    },
    point: { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 },
    address: text,
  },
};

const DECISION_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['decision'],
  properties: { decision: { enum: ['accepted', 'declined'] } },
};

const NO_QUERY: Parameters<{ handOver?: boolean }> = {};

const report = compileSchema(CITIZEN_REPORT_SCHEMA, { everyViolation: true });
const decision = compileSchema(DECISION_SCHEMA, { everyViolation: true });

/**
 * What a test or the demonstration does to one simulated system; the answer is JSON.
 *
 * - `GET cases` -> `SimulatedCase[]`; `GET calls` -> `CallRecord[]`; `GET pushes` -> `PushReport`
 * - `GET summary` -> `CallSummary` with `problems`; `GET persona` -> `Persona`
 * - `POST persona` takes a `Persona`, answers when it is in force
 * - `POST reports` takes a `CitizenReport` -> `{number}`; with `?handOver=true` an officer also hands it over
 * - `POST announce` -> `{numbers}`: it makes known what is new there beside its cases, and those events are queued to be
 *   pushed; `GET shown` -> `ShownNotice[]`: what came across beside cases
 * - `POST cases/{number}/hand-over | advance | decide` (`{decision}`) -> `{number, event}`: the native event is queued to
 *   be pushed; null, and nothing queued, when the case is at its end
 *
 * Throws `not-found` for any other route, `bad-request` or `not-json` for a body that does not fit, and what the
 * simulator throws.
 */
export async function control(system: Controlled, request: ControlRequest): Promise<unknown> {
  const { pathname } = new URL(request.rest, 'http://sandbox/');
  const [noun = '', number, action] = pathname.slice(1).split('/').map(decodeURIComponent);
  const isFiling = `${request.method} ${pathname}` === 'POST /reports';
  const { handOver } = readQuery(request.rest, isFiling ? { handOver: flag } : NO_QUERY);
  const body = () => readText(request.body);
  if (noun === 'cases' && number !== undefined && action !== undefined) {
    return request.method === 'POST' ? moveCase(system, number, { action, body }) : unknownRoute(request);
  }
  if (number !== undefined) return unknownRoute(request);
  switch (`${request.method} ${noun}`) {
    case 'GET cases':
      return system.desk.cases();
    case 'GET shown':
      return system.simulator.board?.shown() ?? [];
    case 'POST announce':
      return { numbers: system.announce() };
    case 'GET calls':
      return system.book.calls();
    case 'GET summary':
      return { ...system.book.summary(), problems: system.problems };
    case 'GET pushes':
      return system.pusher.report();
    case 'GET persona':
      return system.persona;
    case 'POST persona':
      await system.become(readPersona(body()));
      return system.persona;
    case 'POST reports':
      return fileReport(system, mustBe<CitizenReport>(report, body()), handOver ?? false);
    default:
      return unknownRoute(request);
  }
}

function fileReport(system: Controlled, report: CitizenReport, handOver: boolean): object {
  const number = system.desk.file(report);
  if (handOver) system.pusher.push(number, system.desk.handOver(number));
  return { number };
}

interface Move {
  readonly action: string;
  readonly body: () => unknown;
}

function moveCase(system: Controlled, number: string, move: Move): object {
  const event = eventOf(system, number, move);
  if (event !== null) system.pusher.push(number, event);
  return { number, event };
}

function eventOf({ desk }: Controlled, number: string, move: Move): object | null {
  switch (move.action) {
    case 'hand-over':
      return desk.handOver(number);
    case 'advance':
      return desk.advance(number);
    case 'decide':
      return desk.decide(
        number,
        mustBe<{ readonly decision: 'accepted' | 'declined' }>(decision, move.body()).decision,
      );
    default:
      return unknownRoute({ method: 'POST', rest: `cases/${number}/${move.action}`, body: '' });
  }
}

/** A body as what its schema describes. */
function mustBe<Value>(validate: Validate, body: unknown): Value {
  const violations = validate(body);
  if (violations.length === 0) return body as Value;
  throw new GatewayError('bad-request', { detail: 'Isi permintaan tidak sesuai.', violations });
}

function unknownRoute({ method, rest }: ControlRequest): never {
  throw new GatewayError('not-found', { detail: `Tidak ada ${method} /_sandbox/${rest}` });
}
