import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Adapter, CodeTable } from '../../src/adapter.ts';
import { readAnswer } from '../../src/answers.ts';
import type { ContractRef } from '../../src/contract.ts';
import type { NativeRequest } from '../../src/declared.ts';
import { read, write } from '../../src/dialect/codes.ts';
import { isEmpty, plainText } from '../../src/dialect/native.ts';
import type { CaseDesk, CreateSimulator, Simulator } from '../../src/dialect/simulator.ts';
import { CATEGORY_CODES, type CitizenReport, REPORT_STATUS_CODES } from '../../src/generated/contracts.ts';
import type { Outcome } from '../../src/outcome.ts';
import { type AdapterAtWork, answered, contracts, INBOUND, SEALS, sealed } from './adapterAtWork.ts';
import { ending, envelopeOf, type Json, TIME } from './adapterSamples.ts';
import { text } from './hostile.ts';

/** What holds for every dialect that speaks all four contracts of a report, both ways. */
export function caseKit(
  { adapter, outbound, context, translate, requested }: AdapterAtWork,
  createSimulator: CreateSimulator,
): void {
  describe('a case', () => {
    it('is written for every status and every category, or refused as not expressible', () => {
      for (const status of REPORT_STATUS_CODES) {
        const move = {
          status,
          nativeStatus: 'x',
          note: null,
          at: TIME,
          evidence: [],
          caseId: 'asal:A-1',
          sequence: 1,
        };
        const end = ending(() => requested('report-status/1.0', move));
        if (inexpressible(adapter, 'status', status)) expect(end).toEqual({ error: 'code-not-expressible' });
        else expect(end).toHaveProperty('body');
      }
      for (const code of CATEGORY_CODES) {
        const report = { ...SAMPLE_REPORT, category: { code, native: 'x' } };
        expect(ending(() => requested('citizen-report/1.0', report))).toHaveProperty('body');
      }
    });

    it('is written without what the agreement keeps back', () => {
      const { location, reporterHandle, agency, dueAt, attachments, relatedCases, ...report } = SAMPLE_REPORT;
      const least = { ...report, location: { regionCode: '31.74.01.1002', determinedBy: 'code' } };
      const move = { ...SEALS['report-status/1.0'], status: 'done', nativeStatus: 'x', at: TIME };
      expect(contracts.get('citizen-report/1.0').validate(least)).toEqual([]);
      expect(contracts.get('report-status/1.0').validate(move)).toEqual([]);
      expect(requested('citizen-report/1.0', least)).toHaveProperty('body');
      expect(requested('report-status/1.0', move)).toHaveProperty('body');
    });

    it('keeps its status, category, place and text when it is written and read again', () => {
      fc.assert(
        fc.property(reports(), (report) => {
          expect(contracts.get('citizen-report/1.0').validate(report)).toEqual([]);
          const { body } = requested('citizen-report/1.0', { ...report });
          const [lead] = translate(body, INBOUND).drafts;
          expect(kept(lead?.data as CitizenReport)).toEqual(kept(throughTables(adapter, report)));
        }),
        { numRuns: 500 },
      );
    });
  });

  describe('an answer of the system', () => {
    const handover = outbound.find((sample) => sample.contract === 'report-handover/1.0');
    const envelope = envelopeOf('report-handover/1.0', handover?.data ?? {});
    const status = envelopeOf('report-status/1.0', {});

    it('is a failed attempt when a 2xx says it failed, or took a report without giving it a number', () => {
      const hollow = [
        { code: 500, message: 'x' },
        { code: '500' },
        { status: false },
        {},
        null,
        'ok',
        [],
        { code: 'x' },
      ];
      for (const body of hollow) {
        const outcome = readAnswer(adapter, envelope, answered(200, body));
        expect([outcome?.kind, errorOf(outcome)]).toEqual(['failed', 'upstream-failed']);
      }
      expect(readAnswer(adapter, status, answered(200, { code: 500 }))?.kind).toBe('failed');
    });

    it('is left to HTTP where it says nothing of its own', () => {
      for (const code of [400, 404, 409, 422, 500, 503]) {
        expect(readAnswer(adapter, envelope, answered(code, { pesan: 'x' }))).toBeNull();
        if (code !== 404) expect(readAnswer(adapter, status, answered(code, 'x'))).toBeNull();
      }
    });

    it('K1: has failed where a 2xx is not the success that the dialect declares', () => {
      const bodies = [
        '<html>Request Rejected</html>',
        'ok',
        '',
        '{"code":',
        { ok: true },
        [],
        {},
        null,
        7,
        { code: 200 },
      ];
      for (const one of [envelope, status]) {
        for (const body of bodies) {
          for (const code of [200, 201, 202, 204, 206]) {
            expect(readAnswer(adapter, one, answered(code, body))).toMatchObject({ kind: 'failed' });
          }
        }
      }
    });

    it('waits where a 404 or 405 is not its own: nothing has refused the report', () => {
      const pages = [
        '<html>404</html>',
        'Not Found',
        '',
        null,
        [],
        { error: 'Not Found' },
        { message: 'no Route matched' },
      ];
      for (const body of pages) {
        for (const code of [404, 405]) {
          const outcome = readAnswer(adapter, envelope, answered(code, body));
          expect(outcome).toMatchObject({ kind: 'postponed', error: { code: 'upstream-misrouted' } });
        }
      }
    });

    it('is a delivery without replies when it says that it has this already', () => {
      const outcome = readAnswer(adapter, status, answered(409, { duplikat: true }));
      expect(outcome).toEqual({ kind: 'delivered', replies: [] });
    });

    it('brings its number home for a handover, once and the same number for a repeat', () => {
      const { simulator, desk } = withDesk(createSimulator);
      const numbers = ['dlv-1', 'dlv-2'].map((deliveryId, turn) => {
        const given = { ...context, recipientNumber: null, deliveryId };
        const { method, path, body } = requested('report-handover/1.0', handover?.data ?? {}, given);
        const answer = simulator.answer({ method, path, headers: {}, body });
        expect(answer.effect).toBe(turn === 0 ? `handover:${String(handover?.data.handoverId)}` : null);
        const outcome = readAnswer(adapter, envelope, answered(answer.status, answer.body));
        const [reply] = outcome?.kind === 'delivered' ? outcome.replies : [];
        expect(contracts.get('handover-answer/1.0').validate(reply && sealed(reply))).toEqual([]);
        expect(reply?.data).toMatchObject({ state: 'registered', destinationNumber: reply?.number });
        return reply?.number;
      });
      expect(desk.cases()).toMatchObject([{ number: numbers[0], own: false, counterpart: 'A-1' }]);
      expect(numbers[1]).toBe(numbers[0]);
    });
  });

  describe('its simulated system', () => {
    const place = {
      title: 'Jalan rusak',
      text: 'Berlubang "parah" & licin',
      category: 'road',
      address: 'Jl. Contoh 1',
    };
    const report = { ...place, regionCode: '18.71.15.1002', point: [105.27, -5.38] as const };
    const filed = () => {
      const { simulator, desk } = withDesk(createSimulator);
      return { simulator, desk, number: desk.file(report) };
    };
    const sent = (simulator: Simulator, request: NativeRequest) =>
      simulator.answer({ method: request.method, path: request.path, headers: {}, body: request.body });

    it('walks a case from its first status to done, each step later than the one before', () => {
      const { desk, number } = filed();
      const moves: Json[] = [];
      for (let event = desk.advance(number); event !== null; event = desk.advance(number)) {
        const [draft] = translate(event, INBOUND).drafts;
        expect(draft).toMatchObject({ contract: 'report-status/1.0', number });
        moves.push({ ...draft?.data });
      }
      const times = moves.map((move) => Date.parse(String(move.at)));
      expect(moves.at(-1)?.status).toBe('done');
      expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
      expect(moves.length).toBeGreaterThan(3);
    });

    it('hands a case over with its text, place and category, and moves it no further', () => {
      const { desk, number } = filed();
      const { identity, drafts } = translate(desk.handOver(number), INBOUND);
      expect(identity.subject).toBe(number);
      expect(drafts[0]).toMatchObject({ contract: 'report-handover/1.0', number });
      expect(drafts[0]?.data).toMatchObject({
        report: {
          description: expect.stringContaining(report.text),
          location: { regionCode: report.regionCode, address: report.address },
          category: { code: 'road' },
        },
      });
      expect(desk.advance(number)).toBeNull();
    });

    it('lets an officer accept or decline', () => {
      for (const decision of ['accepted', 'declined'] as const) {
        const { desk, number } = filed();
        const { drafts } = translate(desk.decide(number, decision), INBOUND);
        expect(drafts).toMatchObject([{ contract: 'handover-answer/1.0', number, data: { state: decision } }]);
        expect(desk.advance(number) === null).toBe(decision === 'declined');
      }
    });

    it('takes answers, statuses and updates under its own number, naming each effect', () => {
      const { simulator, desk, number } = filed();
      const given = { ...context, recipientNumber: number };
      const seals = SEALS['report-status/1.0'] ?? {};
      const registered = {
        ...SEALS['handover-answer/1.0'],
        state: 'registered',
        destinationNumber: 'B-7',
        note: null,
        at: TIME,
      };
      const done = { ...seals, sequence: 2, status: 'done', nativeStatus: 'x', note: null, at: TIME, evidence: [] };
      const answers = [
        sent(simulator, requested('handover-answer/1.0', registered, given)),
        sent(simulator, requested('report-status/1.0', done, given)),
        sent(simulator, requested('citizen-report/1.0', SAMPLE_REPORT, given)),
      ];
      expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
      expect(answers.map((answer) => answer.effect)).toEqual([
        'answer:asal:A-1/1:registered',
        'status:asal:A-1#2',
        expect.stringMatching(`^report:${number}:`),
      ]);
      const [booked] = desk.cases();
      expect(booked).toMatchObject({ own: true, counterpart: 'B-7', answers: ['registered'] });
      expect(booked?.history.at(-1)).toMatchObject({ sequence: 2, at: TIME });
    });

    it('refuses what it does not know or cannot read, and changes nothing', () => {
      const { simulator, desk, number } = filed();
      const before = JSON.stringify(desk.cases());
      const request = (contract: ContractRef, data: Json, recipientNumber: string | null) =>
        adapter.fromCanonical(envelopeOf(contract, data), { ...context, recipientNumber });
      const done = { ...SEALS['report-status/1.0'], status: 'done', note: null, at: TIME, evidence: [] };
      const strange = request('report-status/1.0', done, `${number.slice(0, -4)}9999`);
      expect(sent(simulator, strange)).toMatchObject({ status: 404, effect: null });
      const known = request('report-status/1.0', done, number);
      const intake = outbound.find((sample) => sample.contract === 'report-handover/1.0');
      for (const { method, path } of [known, request('report-handover/1.0', intake?.data ?? {}, null)]) {
        for (const body of [null, 'x', [], {}, { rujukan: null }]) {
          expect(simulator.answer({ method, path, headers: {}, body })).toMatchObject({ status: 422, effect: null });
        }
      }
      expect(JSON.stringify(desk.cases())).toBe(before);
    });
  });
}

/** The simulator of a dialect with cases, and its desk. */
function withDesk(create: CreateSimulator): { simulator: Simulator; desk: CaseDesk } {
  const simulator = create({ now: () => new Date(TIME), territory: '31' });
  if (simulator.desk === undefined) throw new Error('the simulated system keeps no cases');
  return { simulator, desk: simulator.desk };
}

const errorOf = (outcome: Outcome | null | undefined): string | undefined =>
  outcome?.kind === 'failed' ? outcome.error.code : undefined;
const tableOf = (adapter: Adapter, name: string): CodeTable | undefined =>
  adapter.tables.find((table) => table.name === name);

const inexpressible = (adapter: Adapter, table: string, code: string): boolean =>
  tableOf(adapter, table)?.inexpressible?.includes(code) === true;

/** A code as it comes back after the dialect's own word for it: itself, but for lossy rows. */
function through(adapter: Adapter, name: string, code: string): string {
  const table = tableOf(adapter, name);
  return table === undefined ? code : (read(table, write(table, code)) ?? code);
}

function throughTables(adapter: Adapter, report: CitizenReport): CitizenReport {
  return {
    ...report,
    status: through(adapter, 'status', report.status) as CitizenReport['status'],
    category: {
      ...report.category,
      code: through(adapter, 'category', report.category.code) as CitizenReport['category']['code'],
    },
  };
}

function kept(report: CitizenReport) {
  const { status, category, description, location, kind, confidentiality, anonymous, attachments } = report;
  const { regionCode, point, address } = location;
  const { createdAt, updatedAt, dueAt, agency, reporterHandle } = report;
  return {
    ...{ status, category: category.code, description, regionCode, point, address, kind, confidentiality, anonymous },
    ...{ attachments, createdAt, updatedAt, dueAt, agency, reporterHandle },
  };
}

const SAMPLE_REPORT: Json = {
  ...SEALS['citizen-report/1.0'],
  kind: 'complaint',
  category: { code: 'road', native: 'x' },
  description: 'Jalan rusak',
  location: { regionCode: '31.74.01.1002', point: null, address: null, determinedBy: 'code' },
  status: 'received',
  nativeStatus: 'x',
  confidentiality: 'public',
  anonymous: true,
  reporterHandle: null,
  agency: null,
  dueAt: null,
  attachments: [],
  createdAt: TIME,
  updatedAt: TIME,
};

const orNull = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null });

/** Reports as an adapter would draft them, sealed: any code of the vocabularies, text of any kind, times in WIB. */
function reports(): fc.Arbitrary<CitizenReport> {
  const plain = text().map(plainText);
  const address = orNull(plain.filter((words) => !isEmpty(words)));
  const point = fc
    .tuple(fc.double({ min: 94, max: 142, noNaN: true }), fc.double({ min: -12, max: 7, noNaN: true }))
    .map(([lon, lat]) => ({ type: 'Point' as const, coordinates: [rounded(lon), rounded(lat)] as [number, number] }));
  return fc.record({
    caseId: fc.constant('asal:A-1'),
    originSystem: fc.constant('asal'),
    originProvince: fc.constant('18'),
    kind: fc.constantFrom('complaint' as const, 'aspiration' as const, 'information-request' as const),
    category: fc.record({ code: fc.constantFrom(...CATEGORY_CODES), native: fc.constantFrom('Jalan', 'Rumah Hantu') }),
    description: plain,
    descriptionRedacted: fc.boolean(),
    location: fc.record({
      regionCode: fc.constantFrom('31', '18.71', '31.74.01', '31.74.01.1002', '18.71.15.1002'),
      point: orNull(point),
      address,
      determinedBy: fc.constant('code' as const),
    }),
    status: fc.constantFrom(...REPORT_STATUS_CODES),
    nativeStatus: fc.constant('x'),
    confidentiality: fc.constantFrom('public' as const, 'private' as const, 'secret' as const),
    anonymous: fc.boolean(),
    reporterHandle: fc.constantFrom(null, 'aZ09_-'),
    agency: fc.constantFrom(null, 'Dinas BMBK'),
    dueAt: fc.constantFrom(null, '2025-07-10T00:00:00+07:00'),
    attachments: fc.constantFrom([], [{ url: 'https://contoh.go.id/1.jpg', mediaType: null, sha256: null }]),
    createdAt: fc.constantFrom(TIME, '2025-06-30T23:59:59.999+07:00'),
    updatedAt: fc.constantFrom('2025-07-03T09:15:00.250+07:00', '2025-12-31T23:59:00+07:00'),
    relatedCases: fc.constant([]),
  });
}

const rounded = (value: number): number => Math.round(value * 1e6) / 1e6 + 0;
