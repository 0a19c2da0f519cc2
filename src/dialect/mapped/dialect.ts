import type { Adapter, NativeMessage } from '../../adapter.ts';
import type { ContractRef, JsonPointer } from '../../contract.ts';
import { GatewayError, type Violation } from '../../errors.ts';
import { numberOrNull } from '../native.ts';
import { mappedCoverage } from './coverage.ts';
import { deliveriesOf, refusalsOf } from './deliveries.ts';
import { gapsOf } from './gaps.ts';
import { at } from './members.ts';
import { confidentialityIn, draftsOf, identityOf, type Kind, kindOf } from './reading.ts';
import { answerSchema, intakeSchema, reportSchema, statusSchema } from './schemas.ts';
import type { Shape } from './shape.ts';
import { shapeFaults } from './shapeFaults.ts';
import { requestOf } from './writing.ts';

const CONTRACTS: readonly ContractRef[] = [
  ...(['citizen-report/1.0', 'report-handover/1.0', 'handover-answer/1.0', 'report-status/1.0'] as const),
];

/**
 * The adapter of a dialect that is described by its shape alone. Never throws: of a shape that is none, the adapter says
 * what is wrong (`gaps`) and speaks nothing.
 */
export function mappedDialect(shape: Shape): Adapter {
  const faults = shapeFaults(shape);
  return faults.length === 0 ? soundDialect(shape) : speechless(shape, faults);
}

function speechless(shape: unknown, faults: readonly Violation[]): Adapter {
  const dialect = typeof shape === 'object' && shape !== null && 'dialect' in shape ? String(shape.dialect) : '?';
  const none = (): never => {
    throw new GatewayError('config-invalid', { detail: `Bentuk dialek ${dialect} keliru.`, violations: faults });
  };
  const way = { routes: [], unread: [], unfilled: [] };
  return {
    ...{ dialect, emits: [], accepts: [], messages: [], tables: [], gaps: () => faults },
    coverage: { inbound: way, outbound: way },
    ...{ identify: none, numberIn: none, toCanonical: none, fromCanonical: none },
    ...{ deliveries: {}, refusals: { schema: { not: {} } }, honoursDeliveryId: false },
  };
}

function soundDialect(shape: Shape): Adapter {
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
    confidentialityIn: (native) => confidentialityIn(shape, native),
    toCanonical: (native) => draftsOf(shape, native),
    fromCanonical: (envelope, context) => requestOf(shape, envelope, context),
    deliveries: deliveriesOf(shape),
    refusals: refusalsOf(shape),
    honoursDeliveryId: shape.honoursDeliveryId,
  };
}

/** What may be left out of any message; a member that is not in it is left out of nothing. */
function detailsOf({ members: m }: Shape): readonly JsonPointer[] {
  const told = [m.title, m.text, m.category, m.latitude, m.longitude, m.address, m.agency, m.anonymous, m.reporter];
  const ours = [m.otherCategory, m.otherNumber, m.sequence, m.deliveryId, m.caseId, m.originNumber, m.originSystem];
  return [...told, m.attachments, `${m.attachments}/*`, m.dueAt, m.note, ...ours, m.handoverId];
}

function messagesOf(shape: Shape): readonly NativeMessage[] {
  const { provenance, source } = shape;
  const details = detailsOf(shape);
  const message = (name: Kind | 'intake', schema: object): NativeMessage => ({
    ...{ name, schema, details, provenance, source },
    recognise: (native) => kindOf(shape, native) === name,
  });
  return [
    message('report', reportSchema(shape)),
    message('intake', intakeSchema(shape)),
    message('status', statusSchema(shape)),
    message('answer', answerSchema(shape)),
  ];
}
