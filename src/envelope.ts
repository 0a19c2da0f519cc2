import type { ContractRef } from './contract.ts';

/**
 * A CloudEvents 1.0 event whose data follows a contract. `subject` is the caseId, `source` the sending system as
 * `/systems/<name>`, `dataschema` the contract as `urn:jembatan:contract:<name>/<version>`.
 */
export interface Envelope<Data extends object = Readonly<Record<string, unknown>>> {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  /** When it happened at the sender's, RFC 3339 with offset. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly dataschema: string;
  readonly data: Data;
}

const SCHEMA_PREFIX = 'urn:jembatan:contract:';

/** The URI of a contract, as `$id` of its schema and as `dataschema` of its envelopes. */
export const schemaUri = (contract: ContractRef): string => `${SCHEMA_PREFIX}${contract}`;

/** The contract an envelope's data follows. */
export const contractOf = (envelope: Envelope): ContractRef =>
  envelope.dataschema.slice(SCHEMA_PREFIX.length) as ContractRef;

/** CloudEvents `type` of a contract; minor versions share it. */
export const typeOf = (contract: ContractRef): string => {
  const [name, version = ''] = contract.split('/');
  return `id.jembatan.${name}.v${version.split('.')[0]}`;
};

/**
 * Fields only the gateway knows, by contract: an adapter leaves them out of its drafts and `seal` in
 * `intake/correlate` fills them. Inside a handover the report's own are filled likewise.
 */
export const SEALED_FIELDS = {
  'citizen-report/1.0': ['caseId', 'originSystem', 'originProvince', 'descriptionRedacted', 'relatedCases'],
  'report-handover/1.0': ['handoverId', 'from', 'to', 'answerBy'],
  'handover-answer/1.0': ['handoverId', 'caseId'],
  'report-status/1.0': ['caseId', 'sequence'],
} as const;
