import { GatewayError } from '../../errors.ts';
import { type BookedCase, CaseStore } from '../caseStore.ts';
import { read, write } from '../codes.ts';
import type {
  CaseDesk,
  CitizenReport,
  CreateSimulator,
  SimulatedAnswer,
  SimulatedRequest,
  Simulator,
} from '../simulator.ts';
import { at, type Entry, objectOf } from './members.ts';
import type { Shape } from './shape.ts';
import { shapeFaults } from './shapeFaults.ts';
import { timesOf } from './times.ts';

/** A citizen's own report, or the body it came across with. */
type Details = CitizenReport | { readonly body: unknown };
type Booked = BookedCase<Details>;

/** A system of this shape with cases of its own. */
export const mappedSimulator =
  (shape: Shape): CreateSimulator =>
  (options) => {
    const violations = shapeFaults(shape);
    if (violations.length > 0)
      throw new GatewayError('config-invalid', { detail: 'Bentuk dialek ini keliru.', violations });
    const books = new CaseStore<Details>({ ...options, numberOf: shape.simulated.numberOf });
    return { answer: (request) => answerTo(request, { shape, books }), desk: deskOf(shape, books) } satisfies Simulator;
  };

interface House {
  readonly shape: Shape;
  readonly books: CaseStore<Details>;
}

function deskOf(shape: Shape, books: CaseStore<Details>): CaseDesk {
  const { members: m, tables, simulated } = shape;
  const move = (booked: Booked, status: string): string => {
    const time = books.tick(booked.number);
    books.move(booked, status, { at: time, sequence: null });
    return time;
  };
  return {
    file: (report) => books.open({ details: report, status: simulated.walk[0] ?? '' }).number,
    handOver(number) {
      const booked = books.get(number);
      booked.left = true;
      return snapshot(shape, booked, move(booked, simulated.refused));
    },
    decide(number, decision) {
      const booked = books.get(number);
      if (decision === 'declined') booked.left = true;
      const time = decision === 'declined' ? move(booked, simulated.refused) : books.tick(number);
      return objectOf([
        [m.number, number],
        [m.answer, write(tables.answer, decision)],
        [m.at, timeIn(shape, time)],
      ]);
    },
    advance(number) {
      const booked = books.get(number);
      const next = simulated.walk[simulated.walk.indexOf(booked.status) + 1];
      if (booked.left || !simulated.walk.includes(booked.status) || next === undefined) return null;
      return objectOf([
        [m.number, number],
        [m.status, next],
        [m.at, timeIn(shape, move(booked, next))],
      ]);
    },
    cases: () => books.cases(),
  };
}

const timeIn = (shape: Shape, time: string): string | number => timesOf(shape).write(time);

/** A citizen's report as an officer hands it over. */
function snapshot(shape: Shape, { number, details, createdAt }: Booked, time: string): object {
  if ('body' in details) throw new RangeError(`case ${number} came across; it cannot be handed over`);
  const { members: m, tables, simulated } = shape;
  const entries: readonly Entry[] = [
    [m.number, number],
    [m.title, details.title],
    [m.text, details.text],
    [m.category, write(tables.category, details.category)],
    [m.status, simulated.refused],
    [m.reason, write(tables.reason, 'outside-authority')],
    [m.region, details.regionCode],
    [m.latitude, details.point[1]],
    [m.longitude, details.point[0]],
    [m.address, details.address],
    [m.confidentiality, write(tables.confidentiality, 'public')],
    [m.anonymous, true],
    [m.attachments, []],
    [m.createdAt, timeIn(shape, createdAt)],
    [m.updatedAt, timeIn(shape, time)],
  ];
  return objectOf(entries);
}

function answerTo({ method, path, body }: SimulatedRequest, house: House): SimulatedAnswer {
  const { shape, books } = house;
  const [number, part, ...rest] = path.startsWith(`${shape.path}/`) ? path.slice(shape.path.length + 1).split('/') : [];
  if (path === shape.path && method === 'POST') return create(body, house);
  if (number === undefined || rest.length > 0) return refusal(404, 'alamat tidak ada');
  const booked = books.find(decodeURIComponent(number));
  if (booked === undefined) return refusal(404, 'laporan tidak ditemukan');
  if (method === 'PUT' && part === undefined) return updated(booked, body, shape);
  if (method === 'POST' && part === 'status') return moved(booked, body, house);
  return method === 'POST' && part === 'jawaban' ? answered(booked, body, house) : refusal(405, 'metode tidak ada');
}

function create(body: unknown, { shape: { members: m, simulated }, books }: House): SimulatedAnswer {
  const handoverId = at(body, m.handoverId);
  const counterpart = at(body, m.originNumber);
  const isWhole = [m.text, m.category, m.createdAt, m.deliveryId].every((each) => typeof at(body, each) === 'string');
  if (!isWhole || typeof handoverId !== 'string' || typeof counterpart !== 'string')
    return refusal(422, 'tidak lengkap');
  const known = books.byHandover(handoverId);
  if (known !== undefined)
    return { status: 409, body: { ...objectOf([[m.number, known.number]]), duplikat: true }, effect: null };
  const { number } = books.open({ details: { body }, status: simulated.walk[0] ?? '', handoverId, counterpart });
  return {
    status: 201,
    body: { status: true, data: objectOf([[m.number, number]]) },
    effect: `handover:${handoverId}`,
  };
}

const done = (effect: string): SimulatedAnswer => ({ status: 200, body: { status: true }, effect });

const refusal = (status: number, pesan: string): SimulatedAnswer => ({
  ...{ status, body: { status: false, pesan }, effect: null },
});

const isTime = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';

function updated({ number }: Booked, body: unknown, { members: m }: Shape): SimulatedAnswer {
  const [text, time] = [at(body, m.text), at(body, m.updatedAt)];
  if (typeof text !== 'string' || !isTime(time)) return refusal(422, 'tidak lengkap');
  return done(`report:${number}:${time}`);
}

function moved(booked: Booked, body: unknown, { shape, books }: House): SimulatedAnswer {
  const { members: m } = shape;
  const [status, time, sequence] = [at(body, m.status), at(body, m.at), at(body, m.sequence)];
  if (typeof status !== 'string' || !isTime(time) || typeof sequence !== 'number') return refusal(422, 'tidak lengkap');
  books.move(booked, status, { at: timesOf(shape).read(time) ?? String(time), sequence });
  return done(`status:${String(at(body, m.caseId))}#${sequence}`);
}

function answered(booked: Booked, body: unknown, { shape: { members: m, tables } }: House): SimulatedAnswer {
  const [answer, handoverId, counterpart] = [at(body, m.answer), at(body, m.handoverId), at(body, m.otherNumber)];
  const state = typeof answer === 'string' ? read(tables.answer, answer) : undefined;
  if (state === undefined || typeof handoverId !== 'string') return refusal(422, 'tidak lengkap');
  booked.answers.push(state);
  if (typeof counterpart === 'string') booked.counterpart = counterpart;
  if (state === 'withdrawn') booked.left = true;
  if (booked.own && (state === 'declined' || state === 'expired')) booked.left = false;
  return done(`answer:${handoverId}:${state}`);
}
