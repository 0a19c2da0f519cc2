import { describe, expect } from 'vitest';
import type { CitizenReport, SimulatedCase } from '../../src/dialect/simulator.ts';
import { LAMPUNG_PLACES } from '../../src/sandbox/scenario.ts';
import type { House, HouseOptions } from '../kits/house.ts';
import { ledgerText, systemOf, VILLAGE, withVillage } from './questions.ts';
import { type Exchanged, recorded } from './recorded.ts';
import { allEnded, caseAt, HASTY, it, movableClock, recordOf, soon, told, upstream } from './scenes.ts';

const PASSWORD = 'sandi-contoh-desa';
const PHONE = '0812-0000-1234';

/** The village logs the gateway in, and is asked what is new once a second. */
const withLogin = (change: HouseOptions = {}): HouseOptions =>
  withVillage(
    { ...HASTY, env: { DESA_USER: 'gerbang', DESA_PASSWORD: PASSWORD }, ...change },
    {
      credentials: { login: { userEnv: 'DESA_USER', passwordEnv: 'DESA_PASSWORD' } },
      ...{ poll: { intervalSeconds: 1 }, timeoutMs: 1000 },
    },
  );

function fromHajimena(): CitizenReport {
  const report = LAMPUNG_PLACES.find(({ regionCode }) => regionCode === '18.01.04.2001');
  if (!report) throw new Error('the scenario has no report about the village');
  return { ...report, text: `${report.text} Hubungi saya di ${PHONE}.` };
}

/** Files a report at JAKI CRM about the village, found to belong there. Returns its number. */
async function filed(house: House): Promise<string> {
  const number = house.jakarta.desk.file(fromHajimena());
  const { status, data } = await house.push('jaki-crm', house.jakarta.desk.handOver(number));
  expect([status, data.relays]).toEqual([202, [{ to: VILLAGE, contract: 'report-handover/1.0' }]]);
  return number;
}

const village = (house: House) => systemOf(house, VILLAGE);

/** What came across to the village, once it is there. */
const taken = (house: House): Promise<SimulatedCase> =>
  soon(
    () =>
      village(house)
        .desk.cases()
        .find(({ own }) => !own) ?? expect.fail('nothing came across yet'),
  );

const logins = (house: House): number =>
  village(house)
    .book.calls()
    .filter(({ path }) => path === '/login').length;

/** The village begins, and ends; the other side is told of each before the next. */
async function workedOff(house: House, number: string): Promise<void> {
  const there = await taken(house);
  await soon(() => expect(caseAt(house.jakarta, number)?.counterpart).toBe(there.number));
  village(house).desk.decide(there.number, 'accepted');
  await soon(() => expect(caseAt(house.jakarta, number)?.status).toBe('Proses'));
  village(house).desk.advance(there.number);
  await soon(() => expect(caseAt(house.jakarta, number)?.status).toBe('Selesai'));
}

async function nothingTwice(house: House): Promise<void> {
  await allEnded(house);
  for (const { book, problems } of house.sandbox.systems.values())
    expect([book.summary().secondEffects, problems]).toEqual([0, []]);
}

describe('a report about a village', () => {
  it('is handed to the village through its login, gets its number there, and comes home done', async ({ open }) => {
    const house = await open(withLogin());
    village(house).desk.file(fromHajimena());
    const number = await filed(house);
    await workedOff(house, number);
    expect(await taken(house)).toMatchObject({ number: '2', counterpart: number, status: '3' });
    const home = caseAt(house.jakarta, number);
    expect(home?.counterpart).toBe('2');
    expect(home?.answers).toEqual(['registered']);
    expect(told(house.jakarta, number).slice(-2)).toEqual(['Proses', 'Selesai']);
    await nothingTwice(house);
    // The village's own complaints are nobody else's: none was taken for one that was handed over.
    expect((await house.gateway.ledger.counts()).events).toMatchObject({ waiting: 0, quarantined: 0 });
    expect(logins(house)).toBe(1);
  });

  it('carries a token at every call, and nobody’s telephone number, name or word of the village’s own', async ({
    open,
  }) => {
    const before: { house?: House } = {};
    const at = (name: string) => () => (before.house ? systemOf(before.house, name).url : 'http://127.0.0.1:9');
    const [there, crm] = await Promise.all([recorded(at(VILLAGE)), recorded(at('jaki-crm'))]);
    const house = await open(withLogin({ endpoints: { [VILLAGE]: there.url, 'jaki-crm': crm.url } }));
    before.house = house;
    village(house).desk.file({ ...fromHajimena(), text: 'Rahasia warga desa.' });
    await workedOff(house, await filed(house));
    await nothingTwice(house);
    const calls = there.heard.filter(({ path }) => path !== '/login');
    expect(calls.map(({ headers }) => headers.authorization)).toEqual(calls.map(() => 'Bearer token-contoh-1'));
    const said = (heard: readonly Exchanged[]) => heard.map(({ body }) => body).join('\n');
    // The village names its residents to whoever asks: this is what must stay there.
    expect(there.heard.map(({ answer }) => answer).join()).toMatch(/disamarkan[\s\S]*Rahasia warga desa/u);
    expect(said(there.heard)).toContain('Jalan menuju rumah orang tua saya');
    for (const text of [said(crm.heard), ledgerText(house), JSON.stringify(house.log)])
      expect(text).not.toMatch(/disamarkan|Rahasia warga desa|sandi-contoh-desa|token-contoh-1/u);
    for (const text of [said(there.heard), said(crm.heard), ledgerText(house)]) expect(text).not.toContain(PHONE);
  });
});

describe('a token that is not taken any more', () => {
  it.for([
    ['handing over', '/pengaduan/store'],
    ['asking what became of it', '/pengaduan?'],
  ] as const)('while %s has the gateway log in again, and nothing happens twice', async ([, match], { open }) => {
    const house = await open(withLogin());
    await soon(() => expect(logins(house)).toBe(1));
    await village(house).become({ kind: 'unauthorised', match, times: 1 });
    const number = await filed(house);
    await workedOff(house, number);
    await nothingTwice(house);
    const refused = village(house)
      .book.calls()
      .filter(({ status }) => status === 401);
    expect(refused.map(({ path }) => path.includes(match))).toEqual([true]);
    expect(logins(house)).toBe(2);
    const { attempts } = await recordOf(house, number);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(attempts.map(() => 'delivered'));
    expect(house.log.filter(({ message }) => message === 'circuit')).toEqual([]);
    expect(upstream(house, VILLAGE)).toMatchObject({ circuit: 'closed', alarm: false });
  });

  it('is given up before it ends, so that none is refused', async ({ open }) => {
    const clock = movableClock();
    const house = await open(withLogin({ now: clock.now }));
    // Only the first question after it shows that the gateway has read the login's answer, and so how long it holds.
    const questions = () => village(house).book.calls().length - logins(house);
    await soon(() => expect(questions()).toBeGreaterThan(0));
    expect(logins(house)).toBe(1);
    clock.forward(3_600_000);
    await soon(() => expect(logins(house)).toBe(2));
    await filed(house);
    await taken(house);
    expect(logins(house)).toBe(2);
    expect(
      village(house)
        .book.calls()
        .filter(({ status }) => status !== 200),
    ).toEqual([]);
  });

  it('and a login that is refused keep the report waiting, with alarm, until the login is mended', async ({ open }) => {
    const house = await open(withLogin());
    await soon(() => expect(logins(house)).toBe(1));
    await village(house).become({ kind: 'unauthorised' });
    const number = await filed(house);
    await soon(() => expect(upstream(house, VILLAGE)).toMatchObject({ circuit: 'open', alarm: true }));
    expect(village(house).desk.cases()).toEqual([]);
    await soon(async () =>
      expect((await recordOf(house, number)).relays).toMatchObject([{ recipient: VILLAGE, attempt: 0 }]),
    );
    await village(house).become({ kind: 'ok' });
    await taken(house);
    await nothingTwice(house);
    expect(JSON.stringify([house.log, upstream(house, VILLAGE)])).not.toContain(PASSWORD);
  });
});
