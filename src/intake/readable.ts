import type { NativeMessage } from '../adapter.ts';
import type { JsonPointer } from '../contract.ts';
import { cutText, isEmpty } from '../dialect/native.ts';
import type { Violation } from '../errors.ts';
import { compileFaults, type Fault } from '../json/schema.ts';
import type { Warning } from '../warning.ts';

/** What of a native body can be read. */
export interface Readable {
  /** The body as its schema accepts it: without the details it refused. */
  readonly body: unknown;
  readonly warnings: readonly Warning[];
  /** Why it cannot be read all the same; empty where it can. */
  readonly violations: readonly Violation[];
}

/** A body is looked at again after each mending; one that needs more is not a message with a few bad details. */
const MOST_ROUNDS = 60;

/**
 * Reads bodies of one message. What its schema refuses is mended where the dialect calls it a detail: a text that is too
 * long is cut, a list that is too long loses its end, all else is left out. An empty value becomes null where the schema
 * takes that. Anything else refuses the body.
 */
export function bodyReader({ schema, details = [] }: NativeMessage): (native: unknown) => Readable {
  const faultsOf = faultsIn(schema);
  const always = details.filter((detail) => typeof detail === 'string').map(stepsOf);
  const beside = details
    .filter((detail) => typeof detail !== 'string')
    .map((detail) => ({ at: stepsOf(detail.at), beside: stepsOf(detail.beside) }));
  return (native) => {
    const paths = [...always, ...beside.filter((each) => says(native, each.beside)).map(({ at }) => at)];
    let body = native;
    const warnings = new Map<string, Warning>();
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const faults = faultsOf(body);
      if (faults.length === 0) return { body, warnings: [...warnings.values()], violations: [] };
      const root = body;
      const mends = faults.map((fault) => mendOf(fault, root, paths));
      if (mends.includes(null)) break;
      for (const mend of outermost(mends.filter((each) => each !== null))) {
        body = withMend(body, mend.steps, mend.to);
        warnings.set(`${mend.warning.code} ${mend.pointer}`, mend.warning);
      }
    }
    return { body: native, warnings: [], violations: faultsOf(native).map(violationOf) };
  };
}

const violationOf = ({ pointer, message }: Fault): Violation => ({ pointer, message });

const ABSENT = Symbol('absent');

interface Mend {
  readonly pointer: JsonPointer;
  readonly steps: readonly string[];
  readonly to: unknown;
  readonly warning: Extract<Warning, { code: 'detail-left-out' | 'detail-shortened' }>;
}

/** Null where nothing but the sender can mend it. */
function mendOf(fault: Fault, body: unknown, paths: readonly (readonly string[])[]): Mend | null {
  const steps = stepsOf(fault.pointer);
  const places = paths.filter((path) => isAt(path, steps)).map((path) => steps.slice(0, path.length));
  const place = places.filter((each) => valueAt(body, each) !== undefined).toSorted((a, b) => b.length - a.length)[0];
  if (place !== undefined)
    return mended(valueAt(body, place), place, place.length === steps.length ? fault.limit : undefined);
  const empty = steps.map((_, index) => steps.slice(0, steps.length - index)).find((each) => isBlank(body, each));
  return empty === undefined ? null : left(empty, null);
}

function mended(value: unknown, steps: readonly string[], limit: Fault['limit']): Mend {
  const pointer = pointerOf(steps);
  if (limit === undefined || limit.most < 1) return left(steps, ABSENT);
  const to =
    typeof value === 'string' ? cutText(value, limit.most) : Array.isArray(value) ? value.slice(0, limit.most) : ABSENT;
  if (to === ABSENT) return left(steps, ABSENT);
  const unit = Array.isArray(to) ? ({ unit: 'items' } as const) : {};
  return { pointer, steps, to, warning: { code: 'detail-shortened', facts: { pointer, limit: limit.most, ...unit } } };
}

function left(steps: readonly string[], to: unknown): Mend {
  const pointer = pointerOf(steps);
  return { pointer, steps, to, warning: { code: 'detail-left-out', facts: { pointer } } };
}

/** True for a text with something in it: what stands beside it is no longer needed. */
function says(body: unknown, steps: readonly string[]): boolean {
  const value = valueAt(body, steps);
  return typeof value === 'string' && !isEmpty(value);
}

/** A value that says nothing and is not null yet. */
function isBlank(body: unknown, steps: readonly string[]): boolean {
  const value = valueAt(body, steps);
  return value !== undefined && value !== null && isEmpty(value);
}

const isAt = (path: readonly string[], steps: readonly string[]): boolean =>
  path.length <= steps.length &&
  path.every((step, index) => step === steps[index] || (step === '*' && /^\d+$/u.test(steps[index] ?? '')));

/** Each place once, none inside another; the last of a list first, so that the places before it stay the same. */
function outermost(mends: readonly Mend[]): readonly Mend[] {
  const places = new Map(mends.map((mend) => [mend.pointer, mend]));
  return [...places.values()]
    .filter(({ steps }) => !steps.some((_, index) => index > 0 && places.has(pointerOf(steps.slice(0, index)))))
    .toSorted((a, b) => b.pointer.localeCompare(a.pointer, 'en', { numeric: true }));
}

const stepsOf = (pointer: JsonPointer): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

const pointerOf = (steps: readonly string[]): JsonPointer =>
  steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

function valueAt(body: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>(
    (node, step) =>
      typeof node === 'object' && node !== null && Object.hasOwn(node, step)
        ? (node as Readonly<Record<string, unknown>>)[step]
        : undefined,
    body,
  );
}

/** A copy with another value at a place, or without it. */
function withMend(node: unknown, [step = '', ...rest]: readonly string[], to: unknown): unknown {
  if (Array.isArray(node)) {
    const index = Number(step);
    const inner = rest.length === 0 ? to : withMend(node[index], rest, to);
    return inner === ABSENT ? node.toSpliced(index, 1) : node.with(index, inner);
  }
  const { [step]: before, ...others } = node as Readonly<Record<string, unknown>>;
  const inner = rest.length === 0 ? to : withMend(before, rest, to);
  return inner === ABSENT ? others : { ...others, [step]: inner };
}

/** What is valid is looked at once, up to the first fault; only what is not is looked at again, for all of them. */
function faultsIn(schema: object): (native: unknown) => readonly Fault[] {
  const first = compileFaults(schema);
  let every: ((native: unknown) => readonly Fault[]) | null = null;
  return (native) => {
    const faults = first(native);
    if (faults.length === 0 || !isSmall(native)) return faults;
    every ??= compileFaults(schema, { everyViolation: true });
    const all = every(native);
    return all.length > 0 ? all : faults;
  };
}

const SMALL = 5000;

/** A body of many values could have as many faults: listing them would hold everybody else up. */
function isSmall(native: unknown): boolean {
  const open = [native];
  for (let seen = 0; seen < SMALL; seen += 1) {
    if (open.length === 0) return true;
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    const members = Object.values(value);
    if (members.length > SMALL) return false;
    open.push(...members);
  }
  return false;
}
