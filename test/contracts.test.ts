import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DocumentName, loadContracts, loadDocumentSchema } from '../src/contract.ts';
import { SEALED_FIELDS } from '../src/envelope.ts';
import { GatewayError } from '../src/errors.ts';
import type { Config } from '../src/generated/contracts.ts';
import { compileSchema, type Validate } from '../src/json/schema.ts';
import { describeSchema } from './kits/contractKit.ts';
import { folders, isJson, type Json, readExamples, readSchemaFiles } from './kits/schemaFiles.ts';
import { GENERATED, generateTypes } from './tools/generateTypes.ts';

const contracts = loadContracts();
const files = readSchemaFiles();

const DOCUMENTS: readonly DocumentName[] = ['envelope', 'agreement', 'config'];

function validatorOf(name: string, ref: string): Validate {
  const document = DOCUMENTS.find((candidate) => candidate === name);
  return document === undefined ? contracts.get(ref).validate : loadDocumentSchema(document);
}

for (const file of files) describeSchema(file, validatorOf(file.name, file.ref));

/** The first valid example of a schema, to be bent by a test. */
function exampleOf(ref: string): Json {
  const file = files.find((candidate) => candidate.ref === ref);
  const data = file && readExamples(file).valid[0]?.data;
  if (!isJson(data)) throw new Error(`${ref} has no example`);
  return structuredClone(data);
}

describe('the shared contracts', () => {
  it('have a schema in every folder', () => {
    expect([...new Set(files.map(({ name }) => name))].sort()).toEqual(folders());
  });

  it('are known by their refs, and the documents are not among them', () => {
    const refs = [
      ...['citizen-report/1.0', 'food-price/1.0', 'food-supply/1.0', 'handover-answer/1.0', 'health-facility/1.0'],
      ...['letter-verification/1.0', 'report-handover/1.0', 'report-status/1.0', 'service-catalogue/1.0'],
      'village-service-status/1.0',
    ];
    expect(contracts.all().map(({ ref }) => ref)).toEqual(refs);
    expect(contracts.has('citizen-report/1.0')).toBe(true);
    expect(contracts.has('config/1.0')).toBe(false);
    expect(contracts.has('__proto__')).toBe(false);
  });

  it('refuse to be asked for one that does not exist', () => {
    expect(() => contracts.get('citizen-report/9.9')).toThrow(
      expect.objectContaining({ code: 'config-invalid', message: 'Kontrak "citizen-report/9.9" tidak dikenal.' }),
    );
  });

  it('say where free text stands, through references too', () => {
    const where = contracts.all().flatMap(({ ref, freeText }) => (freeText.length > 0 ? [[ref, freeText]] : []));
    expect(Object.fromEntries(where)).toEqual({
      'citizen-report/1.0': ['/category/native', '/description', '/location/address', '/nativeStatus', '/agency'],
      'food-price/1.0': ['/commodity/name', '/commodity/nativeName', '/location/market/name', '/source'],
      'food-supply/1.0': ['/commodity/name', '/commodity/nativeName', '/agency'],
      'handover-answer/1.0': ['/note'],
      'health-facility/1.0': ['/name', '/location/address'],
      'letter-verification/1.0': ['/ask/letterType'],
      'report-handover/1.0': [
        '/report/category/native',
        '/report/description',
        '/report/location/address',
        '/report/nativeStatus',
        '/report/agency',
      ],
      'report-status/1.0': ['/nativeStatus', '/note'],
      'service-catalogue/1.0': ['/name/id', '/name/en', '/summary', '/agency', '/hours'],
      'village-service-status/1.0': ['/letterType'],
    });
  });

  it('let only what a case can do without pass a dead relay of their subject', () => {
    const held = contracts.all().filter(({ onDead }) => onDead === 'hold');
    expect(held.map(({ ref }) => ref)).toEqual(['citizen-report/1.0', 'handover-answer/1.0', 'report-handover/1.0']);
  });

  it('speak of a case in its lane alone, and let only public figures supersede each other', () => {
    const laneOf = Object.fromEntries(contracts.all().map(({ ref, lane }) => [ref, lane]));
    expect(Object.entries(laneOf).flatMap(([ref, lane]) => (lane === 'case' ? [ref] : []))).toEqual([
      ...['citizen-report/1.0', 'handover-answer/1.0', 'report-handover/1.0', 'report-status/1.0'],
    ]);
    const latest = contracts.all().filter(({ delivery }) => delivery === 'latest');
    expect(latest.every(({ lane }) => lane === 'public')).toBe(true);
  });

  it.each(Object.entries(SEALED_FIELDS))('%s declares every field the gateway seals', (ref, fields) => {
    const { schema } = contracts.get(ref);
    const declared = 'properties' in schema && isJson(schema.properties) ? Object.keys(schema.properties) : [];
    expect(declared).toEqual(expect.arrayContaining([...fields]));
  });

  it('leave what they validate as it was', () => {
    const data = exampleOf('report-handover/1.0');
    contracts.get('report-handover/1.0').validate(data);
    expect(data).toEqual(exampleOf('report-handover/1.0'));
  });
});

describe('prototypes', () => {
  const { validate } = contracts.get('report-status/1.0');

  it('an inherited property does not satisfy required', () => {
    const { nativeStatus, ...rest } = exampleOf('report-status/1.0');
    expect(validate(Object.assign(Object.create({ nativeStatus }), rest))).toEqual([
      { pointer: '/nativeStatus', message: 'wajib ada' },
    ]);
  });

  it('a __proto__ member from JSON is an unknown property', () => {
    const json = JSON.stringify(exampleOf('report-status/1.0')).replace('{', '{"__proto__":{"admin":true},');
    expect(validate(JSON.parse(json))).toEqual([{ pointer: '/__proto__', message: 'tidak dikenal di sini' }]);
  });

  it('a __proto__ member does not stand in for a required one', () => {
    const { nativeStatus, ...rest } = exampleOf('report-status/1.0');
    const json = JSON.stringify(rest).replace('{', `{"__proto__":${JSON.stringify({ nativeStatus })},`);
    expect(validate(JSON.parse(json))).not.toEqual([]);
  });
});

describe('violations', () => {
  it('point at a member whose name needs escaping', () => {
    const validate = compileSchema({
      type: 'object',
      additionalProperties: false,
      required: ['a/b~c'],
      properties: { 'a/b~c': {} },
    });
    expect(validate({})).toEqual([{ pointer: '/a~1b~0c', message: 'wajib ada' }]);
    expect(validate({ 'a/b~c': 1, 'x/y': 2 })).toEqual([{ pointer: '/x~1y', message: 'tidak dikenal di sini' }]);
  });

  it('point at a missing member inside an item of a list', () => {
    const data = {
      ...exampleOf('report-status/1.0'),
      evidence: [{ url: 'https://contoh.go.id/a.jpg', mediaType: null }],
    };
    expect(contracts.get('report-status/1.0').validate(data)).toEqual([
      { pointer: '/evidence/0/sha256', message: 'wajib ada' },
    ]);
  });

  it('never repeat free text', () => {
    const words = 'Telepon saya 0812 0000 0000. '.repeat(500);
    const [violation] = contracts
      .get('citizen-report/1.0')
      .validate({ ...exampleOf('citizen-report/1.0'), description: words });
    expect(violation).toEqual({ pointer: '/description', message: 'paling banyak 10000 karakter' });
  });

  it('name an unknown code, but not a text too long to be one', () => {
    const validate = compileSchema({ type: 'string', enum: ['a', 'b'] });
    expect(validate('c')).toEqual([{ pointer: '', message: '"c" tidak dikenal; harus salah satu dari: a, b' }]);
    expect(validate('c'.repeat(40))).toEqual([{ pointer: '', message: 'harus salah satu dari: a, b' }]);
  });

  it('say of a nullable value what it should be, not that it is not null', () => {
    const data = { ...exampleOf('citizen-report/1.0'), dueAt: 'besok' };
    const messages = contracts
      .get('citizen-report/1.0')
      .validate(data)
      .map(({ message }) => message);
    expect(messages).toEqual([expect.stringContaining('waktu RFC 3339')]);
  });

  it('are all listed for a document, and at most fifty', () => {
    const config = { systems: Array.from({ length: 60 }, () => ({})) };
    const violations = loadDocumentSchema('config')(config);
    expect(violations[0]).toEqual({ pointer: '/operator', message: 'wajib ada' });
    expect(violations).toHaveLength(50);
  });
});

describe('the configuration', () => {
  it('is complete once validated: each default is filled in, at every depth', () => {
    const config = exampleOf('config/1.0');
    expect(loadDocumentSchema('config')({ ...config, retry: { jitter: 0 } })).toEqual([]);
    expect(loadDocumentSchema('config')(config)).toEqual([]);
    const { listen, dataDir, agreementsDir, backbone, retry, circuit, numberWaitSeconds, drainSeconds, systems } =
      config as Partial<Config>;
    expect({ listen, dataDir, agreementsDir, backbone, retry, circuit, numberWaitSeconds, drainSeconds }).toEqual({
      listen: { host: '127.0.0.1', port: 8080 },
      dataDir: 'data',
      agreementsDir: 'agreements',
      backbone: { kind: 'embedded' },
      retry: { delaysSeconds: [1, 5, 30, 120, 600, 1800, 3600, 7200, 14400, 28800, 43200, 86400], jitter: 0.1 },
      circuit: {
        consecutiveFailures: 3,
        errorThresholdPercent: 50,
        minimumCalls: 10,
        windowSeconds: 10,
        probeSeconds: 15,
        probeMaxSeconds: 300,
      },
      numberWaitSeconds: 600,
      drainSeconds: 20,
    });
    expect(systems?.[0]).toMatchObject({ endpoint: null, credentials: null, timeoutMs: 5000, concurrency: 64 });
    expect(systems?.[0]).toMatchObject({ ratePerSecond: null, handoverAnswerDays: 14 });
  });

  it('gets its own copy of a default', () => {
    const first = exampleOf('config/1.0');
    const second = exampleOf('config/1.0');
    const validate = loadDocumentSchema('config');
    validate(first);
    (first as Partial<Config>).retry?.delaysSeconds.push(1);
    validate(second);
    expect((second as Partial<Config>).retry?.delaysSeconds).toHaveLength(12);
  });
});

describe('a folder of schemas', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'schemas-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const KEYWORDS = { 'x-lane': 'case', 'x-delivery': 'every', 'x-on-dead': 'hold' };

  function write(name: string, text: string): string {
    mkdirSync(join(folder, name), { recursive: true });
    const file = join(folder, name, '1.0.json');
    writeFileSync(file, text);
    return file;
  }

  const schema = (name: string, rest: object): string =>
    JSON.stringify({ $id: `urn:jembatan:contract:${name}/1.0`, type: 'object', ...rest });

  it.each([
    ['is no JSON', '{'],
    ['is no object', '[]'],
    ['is named otherwise', schema('other', KEYWORDS)],
    ['has an unknown keyword', schema('broken', { ...KEYWORDS, maxlength: 3 })],
    ['has an unknown format', schema('broken', { ...KEYWORDS, properties: { a: { type: 'string', format: 'nik' } } })],
    [
      'has a pattern that is no pattern',
      schema('broken', { ...KEYWORDS, properties: { a: { type: 'string', pattern: '(' } } }),
    ],
    ['refers to what does not exist', schema('broken', { ...KEYWORDS, properties: { a: { $ref: '#/$defs/A' } } })],
    ['goes round in circles', schema('broken', { ...KEYWORDS, properties: { a: { $ref: '#' } } })],
    ['lacks a keyword of ours', schema('broken', { 'x-lane': 'case', 'x-delivery': 'every' })],
    ['says no lane', schema('broken', { 'x-delivery': 'every', 'x-on-dead': 'hold' })],
    ['is of a lane nobody knows', schema('broken', { ...KEYWORDS, 'x-lane': 'fast' })],
  ])('stops the gateway, naming the file, when one %s', (_, text) => {
    const file = write('broken', text);
    const load = () => loadContracts(folder);
    expect(load).toThrow(GatewayError);
    expect(load).toThrow(expect.objectContaining({ code: 'config-invalid', message: expect.stringContaining(file) }));
  });

  it('finds free text in lists and choices', () => {
    const text = { type: 'string', 'x-free-text': true };
    const item = { type: 'object', properties: { 'a/b': { anyOf: [text, { type: 'null' }] } } };
    write('notes', schema('notes', { ...KEYWORDS, properties: { list: { type: 'array', items: item } } }));
    expect(loadContracts(folder).get('notes/1.0').freeText).toEqual(['/list/*/a~1b']);
  });

  it('without the document asked for stops the gateway', () => {
    expect(() => loadDocumentSchema('config', folder)).toThrow(expect.objectContaining({ code: 'config-invalid' }));
  });
});

describe('a schema of a dialect', () => {
  it('that does not compile stops the gateway, naming it', () => {
    expect(() => compileSchema({ $id: 'lapor', type: 'objek' })).toThrow(
      expect.objectContaining({ code: 'config-invalid', message: expect.stringContaining('lapor') }),
    );
  });

  it('may be compiled twice under one id', () => {
    expect(compileSchema({ $id: 'lapor', type: 'string' })('a')).toEqual([]);
    expect(compileSchema({ $id: 'lapor', type: 'number' })(1)).toEqual([]);
  });
});

describe('the generated types', () => {
  it('are those of the schemas: run `npm run generate` when this fails', async () => {
    expect(readFileSync(GENERATED, 'utf8')).toBe(await generateTypes());
  });
});
