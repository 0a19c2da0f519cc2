import type { NativeIdentity, TimeKind } from '../../adapter.ts';
import type { JsonPointer } from '../../contract.ts';
import type { Confidentiality, HandoverState } from '../../generated/contracts.ts';
import type { Draft } from '../../outcome.ts';
import { mustRead, read } from '../codes.ts';
import {
  type Details,
  invalid,
  isEmpty,
  isToTheMinute,
  latest,
  orNull as orNothing,
  readDetails,
  withTitle,
} from '../native.ts';
import { parseRegion } from '../region.ts';
import { at } from './members.ts';
import type { Shape } from './shape.ts';
import { timesOf } from './times.ts';

export type Kind = 'report' | 'status' | 'answer';

/** What a body is meant to be; null for nothing of the dialect's. */
export function kindOf({ members: m }: Shape, native: unknown): Kind | null {
  const has = (...pointers: readonly JsonPointer[]): boolean =>
    pointers.some((pointer) => at(native, pointer) !== undefined);
  if (has(m.answer)) return 'answer';
  if (has(m.text, m.category, m.createdAt)) return 'report';
  return has(m.status) && has(m.at) ? 'status' : null;
}

/** Words of a body its schema has seen to. */
const words = (native: unknown) => ({
  text: (pointer: JsonPointer): string => String(at(native, pointer)),
  orNull(pointer: JsonPointer): string | null {
    const value = at(native, pointer);
    return typeof value === 'string' || typeof value === 'number' ? orNothing(String(value)) : null;
  },
});

export function identityOf(shape: Shape, native: unknown): NativeIdentity {
  const { members: m } = shape;
  const { text, orNull } = words(native);
  const kind = kindOf(shape, native) ?? 'report';
  const changed = kind === 'report' ? changedAt(shape, native) : timesOf(shape).parse(text(m.at), m.at);
  const timed = kind === 'report' ? timedBy(orNull(m.updatedAt)) : isToTheMinute(text(m.at)) ? 'minute' : 'exact';
  const said = kind === 'answer' ? text(m.answer) : text(m.status);
  const mark = kind === 'report' ? `${said}/${orNull(m.reason)?.trim() ?? ''}` : said;
  const occurredAt = timed === 'none' ? null : changed;
  return { subject: text(m.number), revision: `${kind}:${mark.trim()}@${changed}`, occurredAt, timed };
}

/** Without a time of change nothing says when a snapshot changed. */
function timedBy(updatedAt: string | null): TimeKind {
  if (updatedAt === null) return 'none';
  return isToTheMinute(updatedAt) ? 'minute' : 'snapshot';
}

function changedAt(shape: Shape, native: unknown): string {
  const { members: m } = shape;
  const { text, orNull } = words(native);
  const { parse } = timesOf(shape);
  const updatedAt = orNull(m.updatedAt);
  return latest(parse(text(m.createdAt), m.createdAt), updatedAt === null ? null : parse(updatedAt, m.updatedAt));
}

export function draftsOf(shape: Shape, native: unknown): readonly Draft[] {
  switch (kindOf(shape, native)) {
    case 'answer':
      return [answerDraft(shape, native)];
    case 'status':
      return [moveDraft(shape, native)];
    default:
      return reportDrafts(shape, native);
  }
}

/** What an officer can say. That a report got a number is said by the HTTP answer; that time ran out, by the gateway. */
const OFFICERS: ReadonlySet<string> = new Set(['accepted', 'declined', 'withdrawn']);

function answerDraft(shape: Shape, native: unknown): Draft {
  const { members: m, tables } = shape;
  const { text, orNull } = words(native);
  const details = readDetails();
  const state = mustRead(tables.answer, text(m.answer), m.answer) as HandoverState;
  if (!OFFICERS.has(state)) throw invalid(m.answer, 'hanya gerbang yang menyatakan ini');
  const number = text(m.number);
  const data = {
    state,
    destinationNumber: state === 'withdrawn' ? null : number,
    note: details.text(orNull(m.note), 2000, m.note),
    at: timesOf(shape).parse(text(m.at), m.at),
  };
  return { contract: 'handover-answer/1.0', number, data, ...details.noted() };
}

/** The status of a report, as its snapshot tells it. */
const statusDraft = ({ members: m, tables }: Shape, native: unknown, at: string): Draft => ({
  contract: 'report-status/1.0',
  number: words(native).text(m.number),
  data: {
    status: mustRead(tables.status, words(native).text(m.status), m.status),
    nativeStatus: words(native).text(m.status).toWellFormed(),
    ...{ note: null, at, evidence: [] },
  },
});

/** A status that comes alone. */
function moveDraft(shape: Shape, native: unknown): Draft {
  const { members: m } = shape;
  const { text, orNull } = words(native);
  const details = readDetails();
  const status = statusDraft(shape, native, timesOf(shape).parse(text(m.at), m.at));
  const note = details.text(orNull(m.note), 2000, m.note);
  const evidence = attachmentsOf(at(native, m.attachments));
  return { ...status, data: { ...status.data, note, evidence }, ...details.noted() };
}

const attachmentsOf = (urls: unknown): object[] =>
  (Array.isArray(urls) ? urls : []).map((url) => ({ url, mediaType: null, sha256: null }));

/** The handover or the report, then its status. */
function reportDrafts(shape: Shape, native: unknown): readonly Draft[] {
  const { members: m, tables } = shape;
  const { text, orNull } = words(native);
  const category = text(m.category);
  const gaps = read(tables.category, category) === undefined ? [{ table: tables.category.name, value: category }] : [];
  const details = readDetails();
  const report = reportData(shape, native, details);
  const lead = { number: text(m.number), ...(gaps.length > 0 ? { gaps } : {}), ...details.noted() };
  const status = statusDraft(shape, native, report.updatedAt);
  const why = orNull(m.reason);
  if (why === null) return [{ ...lead, contract: 'citizen-report/1.0', data: report }, status];
  const reason = mustRead(tables.reason, why, m.reason);
  return [{ ...lead, contract: 'report-handover/1.0', data: { report, reason } }, status];
}

function reportData(shape: Shape, native: unknown, details: Details) {
  const { members: m, tables } = shape;
  const { text, orNull } = words(native);
  const times = timesOf(shape);
  const regionCode = parseRegion(text(m.region));
  const place = { lat: at(native, m.latitude), lon: at(native, m.longitude), pointer: m.latitude };
  return {
    kind: mustRead(tables.kind, orNull(m.kind) ?? defaultKind(shape), m.kind),
    category: { code: read(tables.category, text(m.category)) ?? 'other', native: text(m.category).toWellFormed() },
    description: details.cut(withTitle(orNull(m.title), text(m.text)), 10_000, m.text),
    location: {
      regionCode,
      point: details.point(place, regionCode),
      address: details.text(orNull(m.address), 1000, m.address),
      determinedBy: 'code',
    },
    status: mustRead(tables.status, text(m.status), m.status),
    nativeStatus: text(m.status).toWellFormed(),
    confidentiality: confidentialityOf(shape, orNull(m.confidentiality)),
    anonymous: at(native, m.anonymous) !== false,
    reporterHandle: orNull(m.reporter),
    agency: details.text(orNull(m.agency), 200, m.agency),
    dueAt: details.value(times.read, orNull(m.dueAt), m.dueAt),
    attachments: attachmentsOf(at(native, m.attachments)),
    createdAt: times.parse(text(m.createdAt), m.createdAt),
    updatedAt: changedAt(shape, native),
  };
}

/** A system without kinds sends complaints. */
const defaultKind = ({ tables }: Shape): string =>
  tables.kind.rows.find(({ canonical }) => canonical === 'complaint')?.native ?? '';

/** Private where the system does not say. */
const confidentialityOf = ({ tables, members: m }: Shape, native: string | null): string =>
  native === null ? 'private' : mustRead(tables.confidentiality, native, m.confidentiality);

/** A word that no row knows is taken for the strictest until somebody has decided. */
export function confidentialityIn(shape: Shape, native: unknown): Confidentiality | null {
  const { tables, members } = shape;
  const said = at(native, members.confidentiality);
  if (kindOf(shape, native) !== 'report' || isEmpty(said)) return null;
  return typeof said === 'string' ? ((read(tables.confidentiality, said) ?? 'secret') as Confidentiality) : 'secret';
}
