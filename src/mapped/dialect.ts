import type { Adapter, NativeMessage, NativeResponse } from '../adapter.ts';
import type { ContractRef } from '../contract.ts';
import { contractOf, type Envelope } from '../envelope.ts';
import { GatewayError } from '../errors.ts';
import { membersOf, numberOrNull, readTime, saysFailure } from '../native.ts';
import type { Outcome } from '../outcome.ts';
import { mappedCoverage } from './coverage.ts';
import { gapsOf } from './gaps.ts';
import { at } from './members.ts';
import { draftsOf, identityOf, type Kind, kindOf } from './reading.ts';
import { answerSchema, intakeSchema, reportSchema, statusSchema } from './schemas.ts';
import type { Shape } from './shape.ts';
import { requestOf } from './writing.ts';

const CONTRACTS: readonly ContractRef[] = [
  ...(['citizen-report/1.0', 'report-handover/1.0', 'handover-answer/1.0', 'report-status/1.0'] as const),
];

/** The adapter of a dialect that is described by its shape alone. */
export function mappedDialect(shape: Shape): Adapter {
  const { dialect, tables } = shape;
  return {
    dialect,
    emits: CONTRACTS,
    accepts: CONTRACTS,
    messages: messagesOf(shape),
    tables: [tables.status, tables.category, tables.kind, tables.reason, tables.answer, tables.confidentiality],
    coverage: mappedCoverage(shape),
    gaps: () => gapsOf(shape),
    identify: (native) => identityOf(shape, native),
    numberIn: (native) => numberOrNull(at(native, shape.members.number)),
    toCanonical: (native) => draftsOf(shape, native),
    fromCanonical: (envelope, context) => requestOf(shape, envelope, context),
    interpret: (response, envelope) => interpret(shape, response, envelope),
  };
}

function messagesOf(shape: Shape): readonly NativeMessage[] {
  const { provenance, source } = shape;
  const message = (name: Kind | 'intake', schema: object): NativeMessage => ({
    ...{ name, schema, provenance, source },
    recognise: (native) => kindOf(shape, native) === name,
  });
  return [
    message('report', reportSchema(shape)),
    message('intake', intakeSchema(shape)),
    message('status', statusSchema(shape)),
    message('answer', answerSchema(shape)),
  ];
}

/**
 * What HTTP alone does not say: a body that says it failed has; a report is only there once it has a number; a repeat is a
 * 409 that says so.
 */
function interpret(shape: Shape, response: NativeResponse, envelope: Envelope): Outcome | null {
  const body = membersOf(response.body);
  const ok = response.status >= 200 && response.status < 300;
  if (ok && (body.status === false || saysFailure(body.code)))
    return failed('Sistem penerima menjawab gagal di dalam isinya.');
  if (contractOf(envelope) === 'report-handover/1.0') return created(shape, response, ok);
  return response.status === 409 && body.duplikat === true ? { kind: 'delivered', replies: [] } : null;
}

function created({ members: m, numberPattern }: Shape, response: NativeResponse, ok: boolean): Outcome | null {
  const { status, body, receivedAt } = response;
  if (!ok && status !== 409) return null;
  const places = [body, membersOf(body).data];
  const form = new RegExp(numberPattern, 'u');
  const number = places.map((place) => at(place, m.number)).find((each) => typeof each === 'string' && form.test(each));
  if (typeof number !== 'string') return ok ? failed('Sistem penerima menerima laporan tanpa memberi nomor.') : null;
  const time = [...places.map((place) => at(place, m.createdAt)), receivedAt]
    .map(readTime)
    .find((each) => each !== null);
  const data = { state: 'registered', destinationNumber: number, note: null, at: time ?? receivedAt };
  return { kind: 'delivered', replies: [{ contract: 'handover-answer/1.0', number, data }] };
}

const failed = (detail: string): Outcome => ({
  kind: 'failed',
  error: new GatewayError('upstream-failed', { detail }),
});
