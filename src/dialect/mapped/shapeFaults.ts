import type { Violation } from '../../errors.ts';
import { compileSchema } from '../../json/schema.ts';
import type { Members, Shape, Tables } from './shape.ts';

/** Of each member where it stands: one step, or two. The list is complete, as the type sees to it. */
const MEMBERS: Readonly<Record<keyof Members, true>> = {
  ...{ number: true, title: true, text: true, category: true, otherCategory: true, kind: true, status: true },
  ...{ reason: true, region: true, latitude: true, longitude: true, address: true, agency: true },
  ...{ confidentiality: true, anonymous: true, reporter: true, attachments: true, createdAt: true, updatedAt: true },
  ...{ dueAt: true, at: true, note: true, answer: true, otherNumber: true, sequence: true, deliveryId: true },
  ...{ caseId: true, originNumber: true, originSystem: true, handoverId: true, handoverReason: true, answerBy: true },
};

const TABLES: Readonly<Record<keyof Tables, true>> = {
  ...{ status: true, category: true, kind: true, reason: true, answer: true, confidentiality: true },
};

const object = (properties: Readonly<Record<string, object>>, optional: Readonly<Record<string, object>> = {}) => ({
  ...{ type: 'object', additionalProperties: false, required: Object.keys(properties) },
  properties: { ...properties, ...optional },
});

const same = (names: Readonly<Record<string, true>>, schema: object) =>
  Object.fromEntries(Object.keys(names).map((name) => [name, schema]));

const text = { type: 'string' };
const words = { type: 'array', items: text };

const pointer = {
  ...{ type: 'string', pattern: '^(/[^/]+){1,2}$' },
  'x-harus': 'berupa letak: /nama, atau /objek/nama bila berada di dalam objek',
};

const below = { type: 'string', pattern: '^(/[^/]+)*$', 'x-harus': 'berupa letak: /nama, atau kosong' };

const table = object(
  {
    ...{ name: text, natives: words, canonicals: words },
    rows: { type: 'array', items: object({ native: text, canonical: text }, { way: text, lossy: text }) },
  },
  { inexpressible: words, refusals: words, spelling: text },
);

const statuses = { type: 'array', items: { type: 'integer', minimum: 200, maximum: 299 } };
const sign = { type: 'array', items: { type: ['string', 'number', 'boolean'] }, minItems: 2, maxItems: 2 };

const SHAPE = object(
  {
    dialect: {
      ...{ type: 'string', pattern: '^[a-z-]+/[a-z0-9-]+$' },
      'x-harus': 'berupa <provinsi>/<layanan>, nama foldernya di bawah adapters/',
    },
    provenance: { type: 'string', enum: ['documented', 'observed', 'proposed'] },
    ...{ source: text, numberPattern: text, path: text },
    times: { type: 'string', enum: ['rfc3339', 'slashed', 'epoch-seconds', 'epoch-milliseconds'] },
    members: object(same(MEMBERS, pointer)),
    tables: object(same(TABLES, table)),
    honoursDeliveryId: { type: 'boolean' },
    simulated: object({ numberOf: {}, walk: words, refused: text }),
  },
  {
    zone: {
      type: ['string', 'null'],
      pattern: '^[+-](0\\d|1[0-4]):[0-5]\\d$',
      'x-harus': 'berupa selisih zona, misalnya +07:00',
    },
    answers: object({
      ...{ statuses, emptyStatuses: statuses, success: sign, repeat: { anyOf: [sign, { type: 'null' }] } },
      ...{ numberBelow: { type: 'array', items: below }, why: pointer },
    }),
  },
);

/**
 * Whatever is not as `Shape` has it, by its place: types are gone when it is read, and not everybody runs the type
 * checker. Empty when the shape can be taken for one.
 */
export function shapeFaults(shape: unknown): readonly Violation[] {
  const faults = compileSchema(SHAPE, { everyViolation: true })(shape);
  if (faults.length > 0) return faults;
  // What the schema has found is a shape, but for what no schema can see.
  const { simulated, members } = shape as Shape;
  return [...numberFaults(simulated.numberOf), ...nestedFaults(members)];
}

function numberFaults(numberOf: unknown): readonly Violation[] {
  const fault = (message: string): readonly Violation[] => [{ pointer: '/simulated/numberOf', message }];
  if (typeof numberOf !== 'function') return fault('harus berupa fungsi (hari, urutan) => nomor');
  try {
    const made: unknown = numberOf('20250703', 1);
    return typeof made === 'string' ? [] : fault('harus menghasilkan teks');
  } catch (cause) {
    return fault(`gagal: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** What is an object can be no text. */
function nestedFaults(members: Members): readonly Violation[] {
  const all = Object.entries<string>({ ...members });
  return all.flatMap(([name, place]) => {
    const inside = all.find(([, other]) => other.startsWith(`${place}/`));
    const message = `${place} tidak dapat sekaligus berisi ${inside?.[0]} (${inside?.[1]})`;
    return inside === undefined ? [] : [{ pointer: `/members/${name}`, message }];
  });
}
