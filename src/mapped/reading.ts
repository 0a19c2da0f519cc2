import type { Draft, NativeIdentity, TimeKind } from '../adapter.ts';
import { mustRead, read } from '../codes.ts';
import type { JsonPointer } from '../contract.ts';
import type { HandoverState } from '../generated/contracts.ts';
import {
  atMost,
  invalid,
  isToTheMinute,
  latest,
  orNull as orNothing,
  parseTime,
  pointOf,
  textOrNull,
  withTitle,
} from '../native.ts';
import { parseRegion } from '../region.ts';
import { at } from './members.ts';
import type { Shape } from './shape.ts';

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
    return typeof value === 'string' ? orNothing(value) : null;
  },
});

export function identityOf(shape: Shape, native: unknown): NativeIdentity {
  const { members: m } = shape;
  const { text, orNull } = words(native);
  const kind = kindOf(shape, native) ?? 'report';
  const changed = kind === 'report' ? changedAt(shape, native) : parseTime(text(m.at), m.at);
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

function changedAt({ members: m }: Shape, native: unknown): string {
  const { text, orNull } = words(native);
  return latest(parseTime(text(m.createdAt), m.createdAt), timeOrNull(orNull(m.updatedAt), m.updatedAt));
}

const timeOrNull = (native: string | null, pointer: JsonPointer): string | null =>
  native === null ? null : parseTime(native, pointer);

export function draftsOf(shape: Shape, native: unknown): readonly Draft[] {
  switch (kindOf(shape, native)) {
    case 'answer':
      return [answerDraft(shape, native)];
    case 'status':
      return [statusDraft(shape, native, words(native).text(shape.members.at))];
    default:
      return reportDrafts(shape, native);
  }
}

/** What an officer can say. That a report got a number is said by the HTTP answer; that time ran out, by the gateway. */
const OFFICERS: ReadonlySet<string> = new Set(['accepted', 'declined', 'withdrawn']);

function answerDraft({ members: m, tables }: Shape, native: unknown): Draft {
  const { text, orNull } = words(native);
  const state = mustRead(tables.answer, text(m.answer), m.answer) as HandoverState;
  if (!OFFICERS.has(state)) throw invalid(m.answer, 'hanya gerbang yang menyatakan ini');
  const number = text(m.number);
  const data = {
    state,
    destinationNumber: state === 'withdrawn' ? null : number,
    note: textOrNull(orNull(m.note), 2000, m.note),
    at: parseTime(text(m.at), m.at),
  };
  return { contract: 'handover-answer/1.0', number, data };
}

function statusDraft({ members: m, tables }: Shape, native: unknown, time: string): Draft {
  const { text, orNull } = words(native);
  const isReport = at(native, m.text) !== undefined;
  const data = {
    status: mustRead(tables.status, text(m.status), m.status),
    nativeStatus: text(m.status).toWellFormed(),
    note: isReport ? null : textOrNull(orNull(m.note), 2000, m.note),
    at: parseTime(time, m.at),
    evidence: isReport ? [] : attachmentsOf(at(native, m.attachments)),
  };
  return { contract: 'report-status/1.0', number: text(m.number), data };
}

const attachmentsOf = (urls: unknown): object[] =>
  (Array.isArray(urls) ? urls : []).map((url) => ({ url, mediaType: null, sha256: null }));

/** The handover or the report, then its status. */
function reportDrafts(shape: Shape, native: unknown): readonly Draft[] {
  const { members: m, tables } = shape;
  const { text, orNull } = words(native);
  const category = text(m.category);
  const gaps = read(tables.category, category) === undefined ? [{ table: tables.category.name, value: category }] : [];
  const lead = { number: text(m.number), ...(gaps.length > 0 ? { gaps } : {}) };
  const report = reportData(shape, native);
  const status = statusDraft(shape, native, report.updatedAt);
  const why = orNull(m.reason);
  if (why === null) return [{ ...lead, contract: 'citizen-report/1.0', data: report }, status];
  const reason = mustRead(tables.reason, why, m.reason);
  return [{ ...lead, contract: 'report-handover/1.0', data: { report, reason } }, status];
}

function reportData(shape: Shape, native: unknown) {
  const { members: m, tables } = shape;
  const { text, orNull } = words(native);
  const [latitude, longitude] = [at(native, m.latitude), at(native, m.longitude)] as (number | string | null)[];
  return {
    kind: mustRead(tables.kind, orNull(m.kind) ?? defaultKind(shape), m.kind),
    category: { code: read(tables.category, text(m.category)) ?? 'other', native: text(m.category).toWellFormed() },
    description: atMost(10_000, withTitle(orNull(m.title), text(m.text)), m.text),
    location: {
      regionCode: parseRegion(text(m.region)),
      point: pointOf({ lat: latitude, lon: longitude, pointer: m.latitude }),
      address: textOrNull(orNull(m.address), 1000, m.address),
      determinedBy: 'code',
    },
    status: mustRead(tables.status, text(m.status), m.status),
    nativeStatus: text(m.status).toWellFormed(),
    confidentiality: confidentialityOf(shape, orNull(m.confidentiality)),
    anonymous: at(native, m.anonymous) !== false,
    reporterHandle: orNull(m.reporter),
    agency: textOrNull(orNull(m.agency), 200, m.agency),
    dueAt: timeOrNull(orNull(m.dueAt), m.dueAt),
    attachments: attachmentsOf(at(native, m.attachments)),
    createdAt: parseTime(text(m.createdAt), m.createdAt),
    updatedAt: changedAt(shape, native),
  };
}

/** A system without kinds sends complaints. */
const defaultKind = ({ tables }: Shape): string =>
  tables.kind.rows.find(({ canonical }) => canonical === 'complaint')?.native ?? '';

/** Private where the system does not say. */
const confidentialityOf = ({ tables, members: m }: Shape, native: string | null): string =>
  native === null ? 'private' : mustRead(tables.confidentiality, native, m.confidentiality);
