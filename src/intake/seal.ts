import { type Case, caseIdOf } from '../case.ts';
import type { Contracts } from '../contract.ts';
import { toWib } from '../dialect/native.ts';
import { authorityOf, regionLevel } from '../dialect/region.ts';
import type { System } from '../directory.ts';
import { type Envelope, schemaUri, typeOf } from '../envelope.ts';
import { GatewayError } from '../errors.ts';
import type { EventIdentity } from '../event.ts';
import type { Draft } from '../outcome.ts';
import { regionOf } from './route.ts';

/** What sealing needs beside the draft. */
export interface SealContext {
  readonly eventId: string;
  readonly sender: System;
  readonly origin: System;
  readonly identity: EventIdentity;
  /** The case after this draft: its sequence and handover are the ones that are sealed in. Null for a notice. */
  readonly subject: Case | null;
}

/** A draft with everything only the gateway knows, as a CloudEvents envelope. Throws `contract-invalid`. */
export function seal(draft: Draft, context: SealContext, contracts: Contracts): Envelope {
  const data = sealedData(draft, context);
  const violations = contracts.get(draft.contract).validate(data);
  if (violations.length > 0) {
    throw new GatewayError('contract-invalid', {
      ...{ detail: `Terjemahan melanggar ${draft.contract}.`, violations },
      facts: { contract: draft.contract },
    });
  }
  return {
    specversion: '1.0',
    id: `${context.eventId}.${draft.contract.split('/')[0]}`,
    source: `/systems/${context.sender.name}`,
    type: typeOf(draft.contract),
    subject: context.subject?.id ?? caseIdOf(context.sender.name, draft.number),
    time: context.identity.occurredAt,
    datacontenttype: 'application/json',
    dataschema: schemaUri(draft.contract),
    data,
  };
}

type Data = Readonly<Record<string, unknown>>;

function sealedData(draft: Draft, { subject, ...context }: SealContext): Data {
  const data: Data = { ...draft.data };
  if (subject === null) return data;
  switch (draft.contract.split('/')[0]) {
    case 'citizen-report':
      return sealedReport(data, { ...context, subject });
    case 'report-handover':
      return sealedHandover(data, { ...context, subject });
    case 'handover-answer':
      return { ...data, caseId: subject.id, handoverId: subject.handover?.id ?? '' };
    case 'report-status':
      return { ...data, caseId: subject.id, sequence: subject.sequence };
    default:
      return data;
  }
}

type OfCase = SealContext & { readonly subject: Case };

const sealedReport = (report: Data, { subject, origin }: OfCase): Data => ({
  relatedCases: [],
  descriptionRedacted: false,
  ...report,
  caseId: subject.id,
  originSystem: subject.origin,
  originProvince: origin.config.government.slice(0, 2),
});

function sealedHandover(data: Data, context: OfCase): Data {
  const { subject, sender } = context;
  const government = sender.config.government;
  const { level, regionCode } = authorityOf(regionOf(data) ?? '');
  return {
    ...data,
    report: sealedReport(data.report as Data, context),
    handoverId: subject.handover?.id ?? '',
    from: { level: regionLevel(government), regionCode: government },
    to: { level, regionCode },
    answerBy: subject.handover ? toWib(new Date(subject.handover.answerBy)) : '',
  };
}
