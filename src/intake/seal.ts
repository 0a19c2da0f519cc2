import type { Draft, NativeIdentity } from '../adapter.ts';
import type { Case } from '../case.ts';
import type { Contracts } from '../contract.ts';
import type { System } from '../directory.ts';
import { type Envelope, schemaUri, typeOf } from '../envelope.ts';
import { GatewayError } from '../errors.ts';
import { authorityOf, regionLevel } from '../region.ts';
import { regionOf } from './route.ts';

/** What sealing needs beside the draft. */
export interface SealContext {
  readonly eventId: string;
  readonly sender: System;
  readonly origin: System;
  readonly identity: NativeIdentity;
  /** The case after this draft: its sequence and handover are the ones that are sealed in. */
  readonly subject: Case;
}

/** A draft with everything only the gateway knows, as a CloudEvents envelope. Throws `contract-invalid`. */
export function seal(draft: Draft, context: SealContext, contracts: Contracts): Envelope {
  const data = sealedData(draft, context);
  const violations = contracts.get(draft.contract).validate(data);
  if (violations.length > 0) {
    throw new GatewayError('contract-invalid', { detail: `Terjemahan melanggar ${draft.contract}.`, violations });
  }
  return {
    specversion: '1.0',
    id: `${context.eventId}.${draft.contract.split('/')[0]}`,
    source: `/systems/${context.sender.name}`,
    type: typeOf(draft.contract),
    subject: context.subject.id,
    time: context.identity.occurredAt,
    datacontenttype: 'application/json',
    dataschema: schemaUri(draft.contract),
    data,
  };
}

type Data = Readonly<Record<string, unknown>>;

function sealedData(draft: Draft, context: SealContext): Data {
  const data: Data = { ...draft.data };
  const { subject } = context;
  switch (draft.contract.split('/')[0]) {
    case 'citizen-report':
      return sealedReport(data, context);
    case 'report-handover':
      return sealedHandover(data, context);
    case 'handover-answer':
      return { ...data, caseId: subject.id, handoverId: subject.handover?.id ?? '' };
    case 'report-status':
      return { ...data, caseId: subject.id, sequence: subject.sequence };
    default:
      return data;
  }
}

const sealedReport = (report: Data, { subject, origin }: SealContext): Data => ({
  relatedCases: [],
  descriptionRedacted: false,
  ...report,
  caseId: subject.id,
  originSystem: subject.origin,
  originProvince: origin.config.government.slice(0, 2),
});

function sealedHandover(data: Data, context: SealContext): Data {
  const { subject, sender } = context;
  const government = sender.config.government;
  const { level, regionCode } = authorityOf(regionOf(data) ?? '');
  return {
    ...data,
    report: sealedReport(data.report as Data, context),
    handoverId: subject.handover?.id ?? '',
    from: { level: regionLevel(government), regionCode: government },
    to: { level, regionCode },
    answerBy: subject.handover?.answerBy ?? '',
  };
}
