import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  Adapter,
  Draft,
  InboundContext,
  NativeMessage,
  NativeRequest,
  NativeResponse,
  OutboundContext,
} from '../../src/adapter.ts';
import { type CodeTable, holes, read, write } from '../../src/codes.ts';
import { type ContractRef, loadContracts } from '../../src/contract.ts';
import { SEALED_FIELDS } from '../../src/envelope.ts';
import { GatewayError } from '../../src/errors.ts';
import { CATEGORY_CODES, type CitizenReport, REPORT_STATUS_CODES } from '../../src/generated/contracts.ts';
import { plainText } from '../../src/native.ts';
import type { Outcome } from '../../src/outcome.ts';
import { compileSchema } from '../../src/schema.ts';
import type { CreateSimulator } from '../../src/simulator.ts';
import { ending, envelopeOf, type Json, sampleFaults, samplesOf, TIME } from './adapterSamples.ts';

const contracts = loadContracts();

/** What the gateway would fill in, by contract; any valid value does. */
const SEALS: Readonly<Record<string, Json>> = {
  'citizen-report/1.0': {
    caseId: 'asal:A-1',
    originSystem: 'asal',
    originProvince: '18',
    descriptionRedacted: false,
    relatedCases: [],
  },
  'report-handover/1.0': {
    handoverId: 'asal:A-1/1',
    from: { level: 'province', regionCode: '18' },
    to: { level: 'province', regionCode: '31' },
    answerBy: TIME,
  },
  'handover-answer/1.0': { handoverId: 'asal:A-1/1', caseId: 'asal:A-1' },
  'report-status/1.0': { caseId: 'asal:A-1', sequence: 1 },
};

function sealed({ contract, data }: Pick<Draft, 'contract' | 'data'>): Json {
  const whole: Json = { ...data, ...SEALS[contract] };
  if (contract !== 'report-handover/1.0') return whole;
  return { ...whole, report: { ...(whole.report as Json), ...SEALS['citizen-report/1.0'] } };
}

/** The universal suite of every adapter: what the gateway relies on, shown on the adapter's own samples and beyond them. */
export function adapterKit(adapter: Adapter, folder: string, createSimulator: CreateSimulator): void {
  const { inbound, outbound } = samplesOf(folder);
  const inspect = new Map(adapter.messages.map((message) => [message.name, compileSchema(message.schema)]));
  const recognised = (native: unknown): NativeMessage | undefined =>
    adapter.messages.find((message) => message.recognise(native));
  const violations = (message: string, body: unknown) =>
    inspect.get(message)?.(body) ?? [{ pointer: '', message: `no message ${message}` }];

  /** As the gateway does it: recognise, hold against the schema, identify, translate. */
  function translate(native: unknown, context: InboundContext) {
    const message = recognised(native);
    if (message === undefined) throw new GatewayError('native-invalid', { detail: 'no message of the dialect' });
    const wrong = violations(message.name, native);
    if (wrong.length > 0) throw new GatewayError('native-invalid', { detail: message.name, violations: wrong });
    return { identity: adapter.identify(native), drafts: adapter.toCanonical(native, context) };
  }

  const valid = inbound.filter((sample) => 'drafts' in (sample.expected as Json));
  const subject = valid[0] === undefined ? '' : adapter.identify(valid[0].native).subject;
  const context: OutboundContext = { senderNumber: 'A-1', recipientNumber: subject, deliveryId: 'dlv-kit-1' };

  function requested(contract: ContractRef, data: Json, given = context): NativeRequest {
    const request = adapter.fromCanonical(envelopeOf(contract, data), given);
    expect(violations(request.message, request.body)).toEqual([]);
    expect(JSON.stringify(request.body)).toContain(given.deliveryId);
    expect(request.path).toMatch(/^\//u);
    return request;
  }

  describe(adapter.dialect, () => {
    describe('samples', () => {
      it('are there, each with what it must become', () => {
        expect(sampleFaults(folder)).toEqual([]);
      });

      it('exist for every message, and for every contract both ways', () => {
        const shown = new Set([
          ...inbound.map((sample) => recognised(sample.native)?.name),
          ...outbound.map((sample) => (sample.expected as Json).message),
        ]);
        const said = new Set(
          valid.flatMap(({ native, context }) => adapter.toCanonical(native, context)).map((d) => d.contract),
        );
        expect(adapter.messages.map((message) => message.name).filter((name) => !shown.has(name))).toEqual([]);
        expect(adapter.emits.filter((contract) => !said.has(contract))).toEqual([]);
        expect(adapter.accepts.filter((c) => !outbound.some((sample) => sample.contract === c))).toEqual([]);
      });

      it.each(inbound)('$name is read as its sample says', ({ native, context, message, expected }) => {
        expect(recognised(native)?.name ?? null).toBe(message);
        expect(ending(() => translate(native, context))).toEqual(expected);
      });

      it.each(outbound)('$name is written as its sample says', ({ contract, data, context: given, expected }) => {
        expect(contracts.get(contract).validate(data)).toEqual([]);
        expect(ending(() => requested(contract, data, given))).toEqual(expected);
      });
    });

    describe('code tables', () => {
      it('have no hole, and say where a word is lost', () => {
        expect(adapter.tables.flatMap(holes)).toEqual([]);
        expect(adapter.tables.flatMap(unmarked)).toEqual([]);
      });
    });

    describe('a native event', () => {
      it('is named alike whatever the order of its members', () => {
        for (const { native } of valid) expect(adapter.identify(reversed(native))).toEqual(adapter.identify(native));
      });

      it('is not translated into a contract the adapter does not declare', () => {
        const drafts = valid.flatMap((sample) => adapter.toCanonical(sample.native, sample.context));
        expect(drafts.filter((draft) => !adapter.emits.includes(draft.contract))).toEqual([]);
      });

      it('leaves out what only the gateway knows', () => {
        for (const { native, context } of valid) {
          for (const draft of adapter.toCanonical(native, context)) {
            expect(Object.keys(draft.data).filter((key) => sealsOf(draft.contract).includes(key))).toEqual([]);
          }
        }
      });

      it('is recognised as nothing, without a throw, when it is no message at all', () => {
        for (const odd of ODD) expect(recognised(odd)).toBeUndefined();
      });

      it('becomes data that follows its contract, or is refused with a known code, whatever is wrong with it', () => {
        let accepted = 0;
        fc.assert(
          fc.property(mutated(valid.map((sample) => sample.native)), (native) => {
            const end = ending(() => translate(native, { territory: '18' })) as {
              drafts?: readonly Draft[];
              error?: string;
            };
            if (end.drafts === undefined) {
              expect(['native-invalid', 'region-unknown', 'unknown-code']).toContain(end.error);
              return;
            }
            accepted += 1;
            for (const draft of end.drafts) expect(contracts.get(draft.contract).validate(sealed(draft))).toEqual([]);
          }),
          { numRuns: 1500 },
        );
        expect(accepted).toBeGreaterThan(60);
      });
    });

    describe('a canonical event', () => {
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

      it('is refused while the recipient has no number for it, but for a handover', () => {
        const none = { ...context, recipientNumber: null };
        for (const sample of outbound.filter((s) => s.context.recipientNumber !== null)) {
          const act = () => adapter.fromCanonical(envelopeOf(sample.contract, sample.data), none);
          expect(ending(act)).toEqual({ error: 'number-missing' });
        }
      });

      it('keeps its status, category, place and text when it is written and read again', () => {
        fc.assert(
          fc.property(reports(), (report) => {
            expect(contracts.get('citizen-report/1.0').validate(report)).toEqual([]);
            const { body } = requested('citizen-report/1.0', { ...report });
            const [lead] = translate(body, { territory: '18' }).drafts;
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
      const answered = (code: number, body: unknown): NativeResponse => ({
        ...{ status: code, headers: {}, body, receivedAt: '2025-07-03T02:15:00.000Z' },
      });

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
          const outcome = adapter.interpret?.(answered(200, body), envelope);
          expect([outcome?.kind, errorOf(outcome)]).toEqual(['failed', 'upstream-failed']);
        }
        expect(adapter.interpret?.(answered(200, { code: 500 }), status)?.kind).toBe('failed');
      });

      it('is left to HTTP where it says nothing of its own', () => {
        for (const code of [400, 404, 409, 422, 500, 503]) {
          expect(adapter.interpret?.(answered(code, { pesan: 'x' }), envelope)).toBeNull();
          expect(adapter.interpret?.(answered(code, 'x'), status)).toBeNull();
        }
        expect(adapter.interpret?.(answered(200, { ok: true }), status)).toBeNull();
      });

      it('is a delivery without replies when it says that it has this already', () => {
        const outcome = adapter.interpret?.(answered(409, { duplikat: true }), status);
        expect(outcome).toEqual({ kind: 'delivered', replies: [] });
      });

      it('brings its number home for a handover, once and the same number for a repeat', () => {
        const simulator = createSimulator({ now: () => new Date(TIME), territory: '31' });
        const numbers = ['dlv-1', 'dlv-2'].map((deliveryId, turn) => {
          const given = { senderNumber: 'A-1', recipientNumber: null, deliveryId };
          const { method, path, body } = requested('report-handover/1.0', handover?.data ?? {}, given);
          const answer = simulator.answer({ method, path, headers: {}, body });
          expect(answer.effect).toBe(turn === 0 ? `handover:${String(handover?.data.handoverId)}` : null);
          const outcome = adapter.interpret?.(answered(answer.status, answer.body), envelope);
          const [reply] = outcome?.kind === 'delivered' ? outcome.replies : [];
          expect(contracts.get('handover-answer/1.0').validate(reply && sealed(reply))).toEqual([]);
          expect(reply?.data).toMatchObject({ state: 'registered', destinationNumber: reply?.number });
          return reply?.number;
        });
        expect(simulator.cases()).toMatchObject([{ number: numbers[0], own: false, counterpart: 'A-1' }]);
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
        const simulator = createSimulator({ now: () => new Date(TIME), territory: '31' });
        return { simulator, number: simulator.file(report) };
      };
      const sent = (simulator: ReturnType<CreateSimulator>, request: NativeRequest) =>
        simulator.answer({ method: request.method, path: request.path, headers: {}, body: request.body });

      it('walks a case from its first status to done, each step later than the one before', () => {
        const { simulator, number } = filed();
        const moves: Json[] = [];
        for (let event = simulator.advance(number); event !== null; event = simulator.advance(number)) {
          const [draft] = translate(event, { territory: '31' }).drafts;
          expect(draft).toMatchObject({ contract: 'report-status/1.0', number });
          moves.push({ ...draft?.data });
        }
        const times = moves.map((move) => Date.parse(String(move.at)));
        expect(moves.at(-1)?.status).toBe('done');
        expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
        expect(moves.length).toBeGreaterThan(3);
      });

      it('hands a case over with its text, place and category, and moves it no further', () => {
        const { simulator, number } = filed();
        const { identity, drafts } = translate(simulator.handOver(number), { territory: '31' });
        expect(identity.subject).toBe(number);
        expect(drafts[0]).toMatchObject({ contract: 'report-handover/1.0', number });
        expect(drafts[0]?.data).toMatchObject({
          report: {
            description: expect.stringContaining(report.text),
            location: { regionCode: report.regionCode, address: report.address },
            category: { code: 'road' },
          },
        });
        expect(simulator.advance(number)).toBeNull();
      });

      it('lets an officer accept or decline', () => {
        for (const decision of ['accepted', 'declined'] as const) {
          const { simulator, number } = filed();
          const { drafts } = translate(simulator.decide(number, decision), { territory: '31' });
          expect(drafts).toMatchObject([{ contract: 'handover-answer/1.0', number, data: { state: decision } }]);
          expect(simulator.advance(number) === null).toBe(decision === 'declined');
        }
      });

      it('takes answers, statuses and updates under its own number, naming each effect', () => {
        const { simulator, number } = filed();
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
        const [booked] = simulator.cases();
        expect(booked).toMatchObject({ own: true, counterpart: 'B-7', answers: ['registered'] });
        expect(booked?.history.at(-1)).toMatchObject({ sequence: 2, at: TIME });
      });

      it('refuses what it does not know or cannot read, and changes nothing', () => {
        const { simulator, number } = filed();
        const before = JSON.stringify(simulator.cases());
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
        expect(JSON.stringify(simulator.cases())).toBe(before);
      });
    });
  });
}

const errorOf = (outcome: Outcome | null | undefined): string | undefined =>
  outcome?.kind === 'failed' ? outcome.error.code : undefined;

const ODD: readonly unknown[] = [
  null,
  true,
  0,
  '',
  'x',
  [],
  [{}],
  {},
  { __proto__: null },
  [[]],
  JSON.parse('{"__proto__":{}}'),
];

const sealsOf = (contract: ContractRef): readonly string[] =>
  contract in SEALED_FIELDS ? SEALED_FIELDS[contract as keyof typeof SEALED_FIELDS] : [];

const tableOf = (adapter: Adapter, name: string): CodeTable | undefined =>
  adapter.tables.find((table) => table.name === name);

const inexpressible = (adapter: Adapter, table: string, code: string): boolean =>
  tableOf(adapter, table)?.inexpressible?.includes(code) === true;

/** Rows that write a word which reads back as another, and do not say that something is lost. */
function unmarked(table: CodeTable): readonly string[] {
  return table.rows
    .filter((row) => row.way !== 'in' && row.lossy === undefined && read(table, row.native) !== row.canonical)
    .map((row) => `${table.name}: ${row.canonical} is written as ${row.native}`);
}

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

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

const TEXTS: readonly string[] = [
  'Jalan rusak & berlubang',
  'Permasalahan: got mampet Kategori: Jalan Lokasi: depan pasar Detail Alamat Laporan: RT 3',
  'baris satu\nbaris "dua"\r\n',
  '&amp;lt;script&gt;alert(1)&lt;/script&gt; &#39;x&#39; &#xD800;',
  'Melanjutkan laporan No. JK2305290094 dan LIN-20250703-0145',
  '<img src=x onerror=alert(1)>',
  '\u0000\u0007kosong\u200b',
  '\ud83d',
  '   ',
  '😀'.repeat(200),
];

const text = (): fc.Arbitrary<string> =>
  fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'binary', maxLength: 300 }), fc.lorem({ mode: 'sentences' }));

const HOSTILE: readonly unknown[] = [
  ...ODD,
  -1,
  1e308,
  'x'.repeat(70_000),
  '__proto__',
  'constructor',
  '2025-02-30T10:00:00+07:00',
  '2025-07-03 10:00',
  '31/02/2025 09:15',
  '03/07/2025 09:15 WIT',
  '2025-07-03T24:00:00Z',
  '2025-12-31T23:59:60Z',
  'Sukamaju',
  '3174011002',
  '32.73.180.001',
  ' SELESAI ',
  'proses',
  'javascript:alert(1)',
  'https://user:pw@contoh.go.id/',
  'https://contoh.go.id/foto.jpg',
  '-6.2',
  '106.8',
];

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [...(path.length > 0 ? [path] : []), ...inner.flatMap(([key, child]) => pathsOf(child, [...path, key]))];
}

const GONE = Symbol('gone');

function changed(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined) return to;
  if (Array.isArray(value)) return value.map((child, index) => (index === key ? changed(child, rest, to) : child));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([name, child]) => [name, name === key ? changed(child, rest, to) : child] as const)
    .filter(([, child]) => child !== GONE);
  return Object.fromEntries(entries);
}

/** Valid natives with one or two members missing, mistyped, hostile or simply different. */
function mutated(natives: readonly unknown[]): fc.Arbitrary<unknown> {
  const change = (native: unknown) =>
    fc.record({
      path: fc.constantFrom(...pathsOf(native)),
      to: fc.oneof(
        { weight: 4, arbitrary: text() },
        { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
        { weight: 1, arbitrary: fc.constant(GONE) },
        { weight: 1, arbitrary: fc.jsonValue() },
      ),
    });
  return fc
    .constantFrom(...natives)
    .chain((native) =>
      fc
        .array(change(native), { minLength: 1, maxLength: 2 })
        .map((changes) => changes.reduce((body, { path, to }) => changed(body, path, to), native)),
    )
    .map((native) => (native === GONE ? null : native));
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
  const address = orNull(plain.filter((words) => words !== ''));
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
