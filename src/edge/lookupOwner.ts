import type { Lookup } from '../adapter.ts';
import { confidentialityIn, minimise, permission } from '../agreement.ts';
import type { Mismatch, NativeResponse } from '../declared.ts';
import { authorityOf, parseRegion, within } from '../dialect/region.ts';
import { contextOf, type Directory, type System } from '../directory.ts';
import { GatewayError } from '../errors.ts';
import type { LetterQuestion } from '../generated/contracts.ts';
import { scrubData } from '../scrub/scrubData.ts';
import type { Answer, Upstream } from '../upstream.ts';
import { mismatchText } from '../words/letters.ts';
import { askWhenFree } from './askWhenFree.ts';
import type { Answered, Asked, LookupOptions } from './lookupPort.ts';

/** Somebody is waiting. */
const PATIENCE_MS = 3000;
/** Of that, for others who are being answered. */
const LONGEST_WAIT_MS = 1500;

/**
 * Asks the system whose territory the village is, through its circuit, within three seconds. Never answers from memory.
 * Throws `question-invalid`, `region-unknown`, `nobody-to-ask`, `no-agreement`, `unanswered`, or `contract-invalid` for an
 * answer that was read into what the contract does not have.
 */
export async function askOwner(asked: Asked, options: LookupOptions): Promise<Answered> {
  const { contracts, directory, now } = options;
  const question = read(asked, options);
  const { owner, lookup } = ownerOf(asked, question.villageCode, directory());
  const crossing = { from: owner.name, to: asked.asker.name, contract: asked.contract } as const;
  const confidentiality = confidentialityIn(contracts.get(asked.contract).lane);
  const answer = permission(directory().agreements, { ...crossing, confidentiality }, now());
  if (answer.kind === 'denied') {
    throw new GatewayError('no-agreement', { detail: answer.why, facts: { system: owner.name } });
  }
  const data = { ask: question, answer: await ask({ owner, lookup, question }, asked, options) };
  const { data: told } = minimise(data, answer.grant.fields);
  return {
    body: { contract: asked.contract, answeredBy: owner.name, at: new Date(now()).toISOString(), ...told },
    answerer: owner.name,
    agreementId: answer.agreement.id,
  };
}

function read({ contract, question }: Asked, { contracts }: LookupOptions): LetterQuestion {
  const violations = contracts.definition(contract, 'LetterQuestion')(question);
  if (violations.length === 0) {
    return (scrubData({ ask: question }, contracts.get(contract)) as { ask: LetterQuestion }).ask;
  }
  throw new GatewayError('question-invalid', { detail: `Pertanyaan ini tidak mengikuti ${contract}.`, violations });
}

function ownerOf(
  { contract }: Asked,
  villageCode: string,
  { systems }: Directory,
): { readonly owner: System; readonly lookup: Lookup } {
  const region = parseRegion(villageCode);
  const owners = systems
    .flatMap((owner) => (owner.adapter.lookup?.contract === contract ? [{ owner, lookup: owner.adapter.lookup }] : []))
    .filter(({ owner }) => within(region, owner.config.territory))
    .toSorted((a, b) => b.owner.config.territory.length - a.owner.config.territory.length);
  const [nearest] = owners;
  if (nearest) return nearest;
  const authority = authorityOf(region);
  throw new GatewayError('nobody-to-ask', {
    detail: `Belum ada sistem terhubung yang dapat ditanyai tentang desa ${region} (${authority.name}).`,
    facts: { authority },
  });
}

async function ask(
  { owner, lookup, question }: { owner: System; lookup: Lookup; question: LetterQuestion },
  { contract }: Asked,
  { upstreams, contracts, now }: LookupOptions,
): Promise<object> {
  const facts = { system: owner.name };
  const upstream = upstreams.get(owner.name);
  const asked = (waitedMs: number) => ({
    ...{ request: lookup.ask(question, contextOf(owner)), subject: question.villageCode },
    ...{ answer: lookup.answer, refusals: owner.adapter.refusals },
    // What waited too long is not even asked: cut short after a moment, it would look like a village that does not answer.
    timeoutMs: PATIENCE_MS - waitedMs,
    read: (response: NativeResponse) => ({
      answer: lookup.read(response),
      mismatches: lookup.mismatches?.(response, question, contextOf(owner)) ?? [],
    }),
  });
  const answer = upstream && (await askWhenFree(upstream, { waitMs: LONGEST_WAIT_MS }, asked));
  if (answer?.kind !== 'answered') {
    const cause = answer?.kind === 'unanswered' ? answer.error : undefined;
    const detail = `${owner.config.title} tidak menjawab: ${cause?.message ?? 'tidak dapat ditanyai.'}`;
    throw new GatewayError('unanswered', { detail, facts: { ...facts, ...comeBack(upstream, answer, now()) }, cause });
  }
  const told = provenIn(answer.value, owner);
  const violations = contracts.get(contract).validate({ ask: question, answer: told });
  if (violations.length === 0) return told;
  throw new GatewayError('contract-invalid', {
    detail: `Jawaban ${owner.name} melanggar ${contract}.`,
    violations,
    facts,
  });
}

/** The answer, where it is about what was asked. */
function provenIn({ answer, mismatches }: Read, { name, config }: System): object {
  if (answer !== null && mismatches.length === 0) return answer;
  const isRead = answer !== null;
  const why = isRead
    ? `Jawabannya bukan tentang surat ini: ${mismatchText(mismatches)}`
    : 'Jawabannya tidak dapat dibaca.';
  const facts = { system: name, ...(isRead ? { mismatches } : {}) };
  throw new GatewayError('unanswered', { detail: `${config.title} tidak menjawab: ${why}`, facts });
}

interface Read {
  readonly answer: object | null;
  readonly mismatches: readonly Mismatch[];
}

/** When asking again may help, where that is known: what the system itself asked for, or when its circuit is tried again. */
function comeBack(
  upstream: Upstream | undefined,
  answer: Answer<unknown> | undefined,
  now: number,
): { readonly retryAfterSeconds?: number } {
  const probeAt = upstream?.state().nextProbeAt ?? null;
  const probeMs = probeAt === null ? null : Date.parse(probeAt) - now;
  const waitMs = (answer?.kind === 'unanswered' ? answer.retryAfterMs : null) ?? probeMs;
  return waitMs === null ? {} : { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) };
}
