import type { JsonPointer } from '../../contract.ts';
import { schemaOf } from './members.ts';
import type { Members, Shape } from './shape.ts';

const text = (maxLength: number) => ({ type: ['string', 'null'], maxLength });
const word = { type: 'string', minLength: 1, maxLength: 100 };
/** Numbers where the system writes such. */
const timeOf = ({ times }: Shape) => ({
  type: times.startsWith('epoch') ? ['string', 'integer'] : ['string'],
  maxLength: 40,
});
const timeOrNullOf = (shape: Shape) => ({ ...timeOf(shape), type: [...timeOf(shape).type, 'null'] });
const coordinate = {
  anyOf: [
    { type: 'number' },
    { type: 'string', pattern: '^\\s*(-?\\d{1,3}(\\.\\d{1,15})?)?\\s*$', maxLength: 40 },
    { type: 'null' },
  ],
};
const addresses = {
  type: ['array', 'null'],
  maxItems: 20,
  items: { type: 'string', format: 'uri', pattern: '^https?://[^@/?#]+([/?#]|$)', maxLength: 2048 },
};

type Member = readonly [JsonPointer, object];

const number = ({ members, numberPattern }: Shape): Member => [
  members.number,
  { type: 'string', pattern: numberPattern, maxLength: 80 },
];

const reportMembers = (shape: Shape, m: Members = shape.members): readonly Member[] => [
  [m.title, text(2000)],
  [m.text, { type: 'string', maxLength: 65_536 }],
  [m.category, { type: 'string', maxLength: 200 }],
  [m.otherCategory, text(200)],
  [m.kind, text(64)],
  [m.region, { type: 'string', maxLength: 32 }],
  [m.latitude, coordinate],
  [m.longitude, coordinate],
  [m.address, text(10_000)],
  [m.agency, text(200)],
  [m.confidentiality, text(64)],
  [m.anonymous, { type: 'boolean' }],
  [m.reporter, { ...text(128), pattern: '^[A-Za-z0-9_-]{1,128}$' }],
  [m.attachments, addresses],
  [m.createdAt, timeOf(shape)],
  [m.updatedAt, timeOrNullOf(shape)],
  [m.dueAt, timeOrNullOf(shape)],
  [m.deliveryId, text(400)],
  [m.caseId, text(143)],
  [m.originNumber, text(80)],
  [m.originSystem, text(63)],
];

const REQUIRED = ['text', 'category', 'region', 'createdAt'] as const satisfies readonly (keyof Members)[];

/** A report the system has: what it pushes, and what it is told of one. */
export const reportSchema = (shape: Shape): object =>
  schemaOf(
    [number(shape), [shape.members.status, word], [shape.members.reason, text(64)], ...reportMembers(shape)],
    [shape.members.number, shape.members.status, ...REQUIRED.map((name) => shape.members[name])],
  );

/** A report that comes across, before the system gave it a number. */
export const intakeSchema = (shape: Shape): object => {
  const { members: m } = shape;
  return schemaOf(
    [...reportMembers(shape), [m.handoverId, text(200)], [m.handoverReason, text(64)], [m.answerBy, timeOf(shape)]],
    [...REQUIRED.map((name) => m[name]), m.deliveryId, m.handoverId],
  );
};

export const statusSchema = (shape: Shape): object => {
  const m = shape.members;
  return schemaOf(
    [
      number(shape),
      [m.status, word],
      [m.at, timeOf(shape)],
      [m.note, text(20_000)],
      [m.attachments, addresses],
      [m.sequence, { type: 'integer', minimum: 1 }],
      [m.deliveryId, text(400)],
      [m.caseId, text(143)],
      [m.originNumber, text(80)],
    ],
    [m.number, m.status, m.at],
  );
};

export const answerSchema = (shape: Shape): object => {
  const m = shape.members;
  return schemaOf(
    [
      number(shape),
      [m.answer, word],
      [m.at, timeOf(shape)],
      [m.note, text(20_000)],
      [m.otherNumber, text(80)],
      [m.deliveryId, text(400)],
      [m.caseId, text(143)],
      [m.handoverId, text(200)],
    ],
    [m.number, m.answer, m.at],
  );
};
