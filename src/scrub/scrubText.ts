import { findAccount } from './account.ts';
import { findBpjs } from './bpjs.ts';
import { findCustomer } from './customer.ts';
import { findEmail } from './email.ts';
import { fold } from './fold.ts';
import { findHandle } from './handle.ts';
import { type Find, type Haystack, without } from './haystack.ts';
import { type Kind, markerOf } from './kind.ts';
import { type Mapped, originOf, type Span } from './mapped.ts';
import { findLabelledNik, findNik } from './nik.ts';
import { findNpwp } from './npwp.ts';
import { haystackOf } from './ordinary.ts';
import { findPassport } from './passport.ts';
import { findPlate } from './plate.ts';
import { findSim } from './sim.ts';
import { findTelephone } from './telephone.ts';

export interface Found extends Span {
  readonly kind: Kind;
}

export interface Scrubbed {
  /** Without personal data; a marker names the kind in each place. */
  readonly text: string;
  /** What was taken out and where in the typed text, in its order. Empty exactly where the text is unchanged. */
  readonly found: readonly Found[];
}

/** In the order they are looked for: what a word names goes before what only looks like it. */
const FINDERS: readonly (readonly [Kind, Find])[] = [
  ['email', findEmail],
  ['handle', findHandle],
  ['passport', findPassport],
  ['npwp', findNpwp],
  ['bpjs', findBpjs],
  ['sim', findSim],
  ['nik', findLabelledNik],
  ['nik', findNik],
  ['account', findAccount],
  ['customer', findCustomer],
  ['telephone', findTelephone],
  ['plate', findPlate],
];

/** No text holds personal data that has none of these; most sentences have none. */
const MAY_HOLD =
  /[^\n -~]|[\d@&]|\b(?:at|nol|kosong|zero|gmail|yahoo|[ft]b|ig|insta|instagram|twitter|tiktok|facebook|telegram|tele|line|threads?|discord|snapchat|michat|medsos|sosmed)\b|\.(?:com|me|net)\b|\((?:at|a)\)|\[at\]/i;
/** What one cut uncovers is found in the next round. */
const ROUNDS = 8;

/** Takes personal data out of a text that a person may have typed. Idempotent, never throws. */
export function scrubText(typed: string): Scrubbed {
  let text = typed;
  let found: readonly Found[] = [];
  for (let round = 0; round < ROUNDS && MAY_HOLD.test(text); round += 1) {
    const cuts = cutsIn(text);
    if (cuts.length === 0) break;
    text = withMarkers(text, cuts);
    found = merged(found, cuts);
  }
  return { text, found };
}

/** What is to be cut, in the order of the text, none over another. */
function cutsIn(text: string): readonly Found[] {
  const all = fold(text)
    .flatMap(foundIn)
    .toSorted((a, b) => a.start - b.start || b.end - a.end);
  const cuts: Found[] = [];
  for (const each of all) {
    const last = cuts.at(-1);
    if (last === undefined || each.start >= last.end) cuts.push(each);
    else if (each.end > last.end) cuts[cuts.length - 1] = { ...last, end: each.end };
  }
  return cuts;
}

function foundIn(copy: Mapped): readonly Found[] {
  let haystack: Haystack = haystackOf(copy.text);
  const found: Found[] = [];
  for (const [kind, find] of FINDERS) {
    const spans = [...find(haystack)].toSorted((a, b) => a.start - b.start || b.end - a.end);
    if (spans.length === 0) continue;
    found.push(...spans.map((span) => ({ kind, ...originOf(copy, span) })));
    const { text, timeless, bare } = haystack;
    haystack = { text: without(text, spans), timeless: without(timeless, spans), bare: without(bare, spans) };
  }
  return found;
}

function withMarkers(text: string, cuts: readonly Found[]): string {
  let clean = '';
  let from = 0;
  for (const { kind, start, end } of cuts) {
    clean += text.slice(from, start) + markerOf(kind);
    from = end;
  }
  return clean + text.slice(from);
}

/** Cuts in a text that was cut before, as places of the text that was typed. */
function merged(before: readonly Found[], cuts: readonly Found[]): readonly Found[] {
  const typedAt = (at: number): number => {
    let shift = 0;
    for (const { kind, start, end } of before) {
      if (start + shift >= at) break;
      shift += markerOf(kind).length - (end - start);
    }
    return at - shift;
  };
  const moved = cuts.map(({ kind, start, end }) => ({ kind, start: typedAt(start), end: typedAt(end) }));
  return [...before, ...moved].toSorted((a, b) => a.start - b.start);
}
