import { minimise, type Permission, permission } from '../agreement.ts';
import { type Case, HANDOVER_WORDS, type Handover } from '../case.ts';
import type { ContractRef, JsonPointer } from '../contract.ts';
import type { Directory } from '../directory.ts';
import type { Envelope } from '../envelope.ts';
import { GatewayError } from '../errors.ts';
import { authorityOf, parents, parseRegion, regionName } from '../region.ts';

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
  if (subject.handover) throw noRecipient(region, handedOverBefore(subject.handover));
  const owner = directory.ownerOf(region);
  if (owner && owner.name !== sender) return owner.name;
  throw noRecipient(region, 'belum ada sistemnya yang terhubung');
}

const handedOverBefore = ({ to, state }: Handover): string =>
  `laporan ini sudah satu kali diserahkan, ke ${to}, dan serah terima itu ${HANDOVER_WORDS[state]}; serah terima tidak diulang`;

function noRecipient(region: string, why: string): GatewayError {
  const authority = authorityOf(region);
  const place = [region, ...parents(region)].map(regionName).join(', ');
  return new GatewayError('no-recipient', {
    detail: `Tempat ${region} (${place}) menjadi wewenang ${authority.name} (${authority.regionCode}); ${why}.`,
    facts: { authority },
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

/** Asks the agreements for each recipient, and cuts the envelope to what each may see. */
export function route(
  envelope: Envelope,
  crossing: { contract: ContractRef; sender: string; confidentiality: Case['confidentiality']; to: readonly string[] },
  asked: { directory: Directory; now: number },
): { readonly routed: readonly Routed[]; readonly notSent: readonly NotSent[] } {
  const { contract, sender, confidentiality } = crossing;
  const routed: Routed[] = [];
  const notSent: NotSent[] = [];
  for (const to of crossing.to) {
    const answer = accepts(asked.directory, to, contract)
      ? permission(asked.directory.agreements, { from: sender, to, contract, confidentiality }, asked.now)
      : ({ kind: 'denied', why: `Sistem ${to} tidak menerima ${contract}.` } satisfies Permission);
    if (answer.kind === 'denied') {
      notSent.push({ to, contract, why: answer.why });
      continue;
    }
    const { data, removed } = minimise(envelope.data, answer.grant.fields);
    routed.push({ to, contract, removed, agreementId: answer.agreement.id, envelope: { ...envelope, data } });
  }
  return { routed, notSent };
}

const accepts = (directory: Directory, system: string, contract: ContractRef): boolean =>
  directory.find(system)?.adapter.accepts.includes(contract) ?? false;
