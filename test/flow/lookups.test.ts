import { describe, expect } from 'vitest';
import { linesOf } from '../kits/house.ts';
import { ask, askedOf, ledgerText, letter, onRecord, systemOf, VILLAGE, verify, withVillage } from './questions.ts';
import { it, movableClock, soon, upstream } from './scenes.ts';

const NDJSON = 'application/x-ndjson';
const REVOKED = { letterNumber: '470/011/DS-HJM/IX/2025', date: '2025-09-11', verificationCode: 'bY2j-80_w' };
const DRAFT = { letterNumber: '470/013/DS-HJM/IX/2025', date: '2025-09-15', verificationCode: null };
const UNKNOWN = { letterNumber: '470/999/DS-HJM/IX/2025' };

/** Waits for nobody to mend itself. */
const PATIENT = { haste: { probeSeconds: 60, probeMaxSeconds: 60 } };

describe('a village that is asked about a letter', () => {
  it.for([
    ['genuine', {}, { issuedAt: '2025-09-12', validUntil: '2025-12-12' }],
    ['revoked', REVOKED, { issuedAt: '2025-09-11', validUntil: null }],
    ['not-yet-issued', DRAFT, { issuedAt: null, validUntil: null }],
    ['not-found', UNKNOWN, { issuedAt: null, validUntil: null }],
    ['not-found', { verificationCode: 'salah' }, { issuedAt: null, validUntil: null }],
  ] as const)(
    'says that it is %s, by name, and nothing beyond the contract',
    async ([result, change, days], { open }) => {
      const house = await open(withVillage());
      const { status, data, headers } = await verify(house, change);
      expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
      expect(data).toEqual({
        contract: 'letter-verification/1.0',
        answeredBy: VILLAGE,
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u),
        ask: letter(change),
        answer: { result, ...days },
      });
      expect(askedOf(house)).toHaveLength(1);
    },
  );

  it('is asked by any system that an agreement lets ask, and by no other', async ({ open }) => {
    const house = await open(withVillage());
    expect((await verify(house, {}, { as: 'lampung-in' })).status).toBe(200);
    const { status, data } = await verify(house, {}, { as: 'jaki-crm' });
    expect([status, data]).toMatchObject([403, { code: 'no-agreement', system: VILLAGE }]);
    expect(data.detail).toContain(`izin dari ${VILLAGE} kepada jaki-crm untuk letter-verification/1.0`);
    expect(askedOf(house)).toHaveLength(1);
  });

  it('is not asked once the agreement has ended, from that day on', async ({ open }) => {
    const clock = movableClock();
    const house = await open(withVillage({ now: clock.now }));
    expect((await verify(house)).status).toBe(200);
    clock.forward(Date.parse('2030-04-15T00:00:01+07:00') - clock.now());
    const { status, data } = await verify(house);
    expect([status, data.code]).toEqual([403, 'no-agreement']);
    expect(data.detail).toContain('perjanjian contoh-desa berakhir 2030-04-14');
  });
});

describe('a question nobody is asked', () => {
  it('has no token, or nobody’s', async ({ open }) => {
    const house = await open(withVillage());
    for (const token of [null, 'contoh-token-siapa', 'contoh-token-petugas']) {
      const { status, data, headers } = await verify(house, {}, { token });
      expect([status, data.code, headers['www-authenticate']]).toEqual([
        401,
        'unauthenticated',
        'Bearer realm="jembatan"',
      ]);
    }
    expect(await onRecord(house)).toEqual([]);
  });

  it('is about a village of no connected system: whose it is is told', async ({ open }) => {
    const house = await open(withVillage());
    const { status, data } = await verify(house, { villageCode: '18.72.04.1004' });
    expect([status, data]).toMatchObject([422, { code: 'nobody-to-ask', authority: { regionCode: '18.72' } }]);
    expect([data.authority.name, data.detail]).toEqual(['Kota Metro', expect.stringContaining('Kota Metro')]);
  });

  it('is about no village there is', async ({ open }) => {
    const house = await open(withVillage());
    const { status, data } = await verify(house, { villageCode: '18.01.04.2999' });
    expect([status, data.code, data.reason]).toEqual([422, 'region-unknown', 'unknown']);
  });

  it.for([
    ['that lacks a member', { letterNumber: undefined }, ['/letterNumber']],
    ['that asks more than there is to ask', { nik: '1801042509850001' }, ['/nik']],
    ['about a kecamatan', { villageCode: '18.01.04' }, ['/villageCode']],
    ['of a day that does not exist', { date: '2025-02-30' }, ['/date']],
    ['with a code that no QR code carries', { verificationCode: 'a b' }, ['/verificationCode']],
  ] as const)('is one %s: the place is pointed at', async ([, change, pointers], { open }) => {
    const house = await open(withVillage());
    const { status, data } = await verify(house, change);
    expect([status, data.code]).toEqual([422, 'question-invalid']);
    expect(data.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(pointers);
  });

  it('is not JSON, of no kind there is, or asked in another way', async ({ open }) => {
    const house = await open(withVillage());
    const codes = await Promise.all([
      ask(house, 'letter-verification', '{'),
      ask(house, 'letter-verification', 'null'),
      ask(house, 'food-price', {}),
      ask(house, 'toString', {}),
      ask(house, 'letter-verification', 'a=b', { contentType: 'application/x-www-form-urlencoded' }),
    ]);
    expect(codes.map(({ status, data }) => [status, data.code])).toEqual([
      [400, 'not-json'],
      [422, 'question-invalid'],
      [404, 'not-found'],
      [404, 'not-found'],
      [415, 'wrong-media-type'],
    ]);
    expect(askedOf(house)).toEqual([]);
  });
});

describe('many questions at once', () => {
  it('get each its own answer, in their order, and a bad one harms no other', async ({ open }) => {
    const house = await open(withVillage());
    const questions = [letter(), letter(UNKNOWN), letter(REVOKED), letter({ date: 7 }), letter(DRAFT)];
    const lines = [...questions.map((question) => JSON.stringify(question)), '', '{', JSON.stringify(letter())];
    lines.splice(1, 0, JSON.stringify(letter({ villageCode: '18.72.04.1004' })));
    const { status, data, headers } = await ask(house, 'letter-verification', lines.join('\n'), {
      contentType: NDJSON,
    });
    expect([status, headers['content-type']]).toEqual([200, `${NDJSON}; charset=utf-8`]);
    const told = linesOf(data).map((one) => [one.line, one.status, one.answer?.answer.result ?? one.problem.code]);
    expect(told).toEqual([
      [1, 200, 'genuine'],
      [2, 422, 'nobody-to-ask'],
      [3, 200, 'not-found'],
      [4, 200, 'revoked'],
      [5, 422, 'question-invalid'],
      [6, 200, 'not-yet-issued'],
      [8, 400, 'not-json'],
      [9, 200, 'genuine'],
    ]);
  });

  it('are all answered however many they are: they wait for each other, not the village for them', async ({ open }) => {
    const house = await open(withVillage({}, { concurrency: 8 }));
    const lines = Array.from({ length: 60 }, (_, index) => letter(index % 2 ? UNKNOWN : {}));
    const text = lines.map((line) => JSON.stringify(line)).join('\n');
    const { data } = await ask(house, 'letter-verification', text, { contentType: NDJSON });
    const told = linesOf(data);
    expect(told.map(({ line }) => line)).toEqual(lines.map((_, index) => index + 1));
    expect(told.filter(({ status }) => status !== 200)).toEqual([]);
    expect(told.map(({ answer }) => answer.answer.result)).toEqual(
      lines.map((_, index) => (index % 2 ? 'not-found' : 'genuine')),
    );
    expect(askedOf(house)).toHaveLength(60);
  });

  it('are answered each by itself where some get none', async ({ open }) => {
    const house = await open(withVillage(PATIENT));
    await systemOf(house, VILLAGE).become({ kind: 'error-500', match: encodeURIComponent(UNKNOWN.letterNumber) });
    const lines = [letter(), letter(UNKNOWN), letter(REVOKED)];
    const text = lines.map((line) => JSON.stringify(line)).join('\r\n');
    const { data } = await ask(house, 'letter-verification', text, { contentType: NDJSON });
    expect(linesOf(data)).toMatchObject([
      { line: 1, status: 200, answer: { answer: { result: 'genuine' } } },
      { line: 2, status: 503, problem: { code: 'unanswered', system: VILLAGE } },
      { line: 3, status: 200, answer: { answer: { result: 'revoked' } } },
    ]);
  });
});

describe('on record', () => {
  it('K10: is each question with who asked whom, how it ended and why, the latest first', async ({ open }) => {
    const house = await open(withVillage());
    await verify(house);
    await verify(house, {}, { as: 'jaki-crm' });
    await verify(house, { villageCode: '18.72.04.1004' });
    await verify(house, { date: 7 }, { as: 'lampung-in' });
    await systemOf(house, VILLAGE).become({ kind: 'down' });
    const { data } = await verify(house, {}, { as: 'lampung-in' });
    expect(data).toMatchObject({
      code: 'unanswered',
      cause: { status: null, code: expect.stringMatching(/^[A-Z_]+$/) },
    });
    const told = { contract: 'letter-verification/1.0', at: expect.any(String), tookMs: expect.any(Number) };
    const of = (asker: string, answerer: string | null, outcome: string) => ({
      ...{ ...told, asker, answerer, outcome, digest: expect.stringMatching(/^[\w-]{43}$/u) },
      agreementId: outcome === 'answered' ? 'contoh-desa' : null,
    });
    expect(await onRecord(house)).toEqual([
      {
        ...of('lampung-in', VILLAGE, 'unanswered'),
        exchange: expect.objectContaining({ method: 'GET', host: '127.0.0.1', status: null, code: expect.any(String) }),
      },
      of('lampung-in', null, 'question-invalid'),
      of('jaki', null, 'nobody-to-ask'),
      of('jaki-crm', VILLAGE, 'no-agreement'),
      of('jaki', VILLAGE, 'answered'),
    ]);
  });

  it('is for operators alone, and holds neither the letter nor anybody’s name', async ({ open }) => {
    const house = await open(withVillage());
    await verify(house);
    const text = JSON.stringify(letter({ nik: '1801042509850001' }));
    await ask(house, 'letter-verification', `${text}\n${JSON.stringify(letter(UNKNOWN))}`, { contentType: NDJSON });
    const records = await onRecord(house);
    expect(records).toHaveLength(3);
    const kept = `${ledgerText(house)}\n${JSON.stringify([records, house.log])}`;
    expect(kept).toContain(records[0].digest);
    for (const word of ['DS-HJM', 'aZ3k-91_x', 'Pindah Penduduk', '1801042509850001', 'disamarkan'])
      expect(kept).not.toContain(word);
    const { status } = await house.push('jaki', {}, { token: null });
    expect(status).toBe(401);
  });

  it('stays so when the gateway starts again', async ({ open }) => {
    const house = await open(withVillage());
    await verify(house);
    const before = await onRecord(house);
    expect(before).toHaveLength(1);
    await house.restart();
    expect(await onRecord(house)).toEqual(before);
    await soon(() => expect(upstream(house, VILLAGE).circuit).toBe('closed'));
  });
});
