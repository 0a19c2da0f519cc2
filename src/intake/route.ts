import { type Crossing as AskedCrossing, minimise, permission } from '../agreement.ts';
import { type Case, HANDOVER_WORDS, type Handover } from '../case.ts';
import { byVersion, type ContractRef, type Contracts, isSameMajor, type JsonPointer } from '../contract.ts';
import type { LastReport } from '../delivery.ts';
import { authorityOf, parents, parseRegion, regionName } from '../dialect/region.ts';
import type { Directory } from '../directory.ts';
import { type Envelope, schemaUri } from '../envelope.ts';
import { GatewayError } from '../errors.ts';

/** One envelope for one recipient, cut to what is granted. */
export interface Routed {
  readonly to: string;
  readonly contract: ContractRef;
  readonly envelope: Envelope;
  readonly agreementId: string;
  readonly removed: readonly JsonPointer[];
}

export interface NotSent {
  readonly to: string;
  readonly contract: ContractRef;
  readonly why: string;
}

/** The region a report, or the report inside a handover, is about. */
export function regionOf(data: Readonly<Record<string, unknown>>): string | null {
  const report = (data.report ?? data) as { location?: { regionCode?: unknown } };
  const code = report.location?.regionCode;
  return typeof code === 'string' ? code : null;
}

/**
 * The connected system that owns the place of a handover. Throws `no-recipient`, naming the authority, when that is
 * the sender itself or nobody who is connected, and when the case was handed over before: that is done once.
 */
export function recipientOf(
  data: Readonly<Record<string, unknown>>,
  asked: { subject: Case; sender: string; directory: Directory },
): string {
  const region = parseRegion(regionOf(data) ?? '');
  const { subject, sender, directory } = asked;
  if (subject.handover) {
    const { to, state } = subject.handover;
    throw noRecipient(region, handedOverBefore(subject.handover), { handedOver: { to, state } });
  }
  const owner = directory.ownerOf(region);
  if (owner && owner.name !== sender) return owner.name;
  throw noRecipient(region, 'belum ada sistemnya yang terhubung');
}

const handedOverBefore = ({ to, state }: Handover): string =>
  `laporan ini sudah satu kali diserahkan, ke ${to}, dan serah terima itu ${HANDOVER_WORDS[state]}; serah terima tidak diulang`;

function noRecipient(region: string, why: string, facts: object = {}): GatewayError {
  const authority = authorityOf(region);
  const place = [region, ...parents(region)].map(regionName).join(', ');
  return new GatewayError('no-recipient', {
    detail: `Tempat ${region} (${place}) menjadi wewenang ${authority.name} (${authority.regionCode}); ${why}.`,
    facts: { authority, region, ...facts },
  });
}

/**
 * Who is told what one system says of a case: a handover goes to its recipient, an answer to the other side; reports and
 * statuses count only from who holds the case.
 */
export function audience(contract: ContractRef, subject: Case, sender: string): readonly string[] {
  if (contract.startsWith('report-handover/')) return subject.handover ? [subject.handover.to] : [];
  const others = subject.parties.filter((party) => party.system !== sender && !party.declined).map((p) => p.system);
  const isAnswer = contract.startsWith('handover-answer/');
  return isAnswer || sender === subject.holder ? others : [];
}

type Crossing = Pick<AskedCrossing, 'contract' | 'confidentiality'> & {
  readonly sender: string;
  readonly to: readonly string[];
};

export interface Rules {
  readonly directory: Directory;
  readonly contracts: Contracts;
  readonly now: number;
  /** What the recipient of the case's handover has of the report, or is about to be sent; null where there is none. */
  readonly lastReport?: LastReport | null;
}

/**
 * Asks the agreements for each recipient, and cuts the envelope to what each may see: in the highest minor version that the
 * recipient reads and an agreement in force grants.
 */
export function route(
  envelope: Envelope,
  crossing: Crossing,
  rules: Rules,
): { readonly routed: readonly Routed[]; readonly notSent: readonly NotSent[] } {
  const ends = crossing.to.map((to) => routeTo(to, { envelope, crossing }, rules));
  return {
    routed: ends.filter((end) => 'envelope' in end),
    notSent: ends.filter((end) => 'why' in end),
  };
}

function routeTo(
  to: string,
  { envelope, crossing }: { envelope: Envelope; crossing: Crossing },
  { directory, contracts, now }: Rules,
): Routed | NotSent {
  const { contract: sent, sender: from, confidentiality } = crossing;
  const versions = (directory.find(to)?.adapter.accepts ?? [])
    .filter((ref) => isSameMajor(ref, sent))
    .toSorted(byVersion);
  const asked = versions.toReversed().map((contract) => ({
    contract,
    answer: permission(directory.agreements, { from, to, contract, confidentiality }, now),
  }));
  for (const { contract, answer } of asked) {
    if (answer.kind === 'denied') continue;
    const fitting = inVersion(envelope, { sent, contract }, contracts);
    const { data, removed } = minimise(fitting.data, answer.grant.fields);
    return { to, contract, removed, agreementId: answer.agreement.id, envelope: { ...fitting, data } };
  }
  const why = asked.flatMap(({ answer }) => (answer.kind === 'denied' ? answer.why : []));
  return { to, contract: sent, why: why.join(' ') || `Sistem ${to} tidak menerima ${sent}.` };
}

/** What is said in a later version loses what the earlier does not know; what is said in an earlier one is also said in the later. */
function inVersion(
  envelope: Envelope,
  { sent, contract }: { sent: ContractRef; contract: ContractRef },
  contracts: Contracts,
): Envelope {
  if (contract === sent) return envelope;
  const known = contracts.get(contract);
  const data = byVersion(contract, sent) < 0 ? known.prune(envelope.data) : envelope.data;
  const violations = known.validate(data);
  if (violations.length === 0) return { ...envelope, dataschema: schemaUri(contract), data };
  throw new GatewayError('contract-invalid', { detail: `${sent} tidak dapat dibaca sebagai ${contract}.`, violations });
}
