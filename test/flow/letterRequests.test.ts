import { describe, expect } from 'vitest';
import type { House, HouseOptions } from '../kits/house.ts';
import { ledgerText, systemOf, VILLAGE, withVillage } from './questions.ts';
import { recorded } from './recorded.ts';
import { allEnded, HASTY, it, soon } from './scenes.ts';

const WAY = ['Belum Lengkap', 'Sedang Diperiksa', 'Menunggu Tandatangan', 'Siap Diambil', 'Sudah Diambil'];

/** Asked what is new once a second. */
const asked = (change: HouseOptions = {}): HouseOptions =>
  withVillage({ ...HASTY, ...change }, { poll: { intervalSeconds: 1 } });

/** What JAKI was told of a request, label by label, in the order in which it came into force there. */
const toldOf = (house: House, handle: string): readonly string[] =>
  systemOf(house, 'jaki')
    .book.calls()
    .flatMap(({ effect }) => {
      const [, about, status = ''] = /:(permohonan-\d+):([^@]+)@/u.exec(effect ?? '') ?? [];
      return about === handle ? [status] : [];
    });

const accepted = async ({ gateway }: House): Promise<number> => (await gateway.ledger.counts()).events.accepted;

/** The request that has waited longest moves on at the village, and the gateway has heard of it. */
async function movesOn(house: House): Promise<void> {
  const before = await accepted(house);
  systemOf(house, VILLAGE).announce();
  await soon(async () => expect(await accepted(house)).toBe(before + 1));
}

const morning = (house: House) => soon(async () => expect(await accepted(house)).toBe(3));

describe('a letter request at a village', () => {
  it('is told to the citizen’s own province, status by status, in order, to its end', async ({ open }) => {
    const house = await open(asked());
    await morning(house);
    for (let step = 1; step < WAY.length; step += 1) await movesOn(house);
    await soon(() => expect(toldOf(house, 'permohonan-1')).toEqual(WAY));
    expect(toldOf(house, 'permohonan-2')).toEqual(['Sedang Diperiksa']);
    const shown = systemOf(house, 'jaki').simulator.board?.shown() ?? [];
    expect(shown.find(({ number }) => number === 'permohonan-1')).toMatchObject({
      ...{ from: VILLAGE, contract: 'village-service-status', text: expect.stringContaining('sudah diambil') },
    });
    await allEnded(house);
  });

  it('reaches JAKI whole and in order although JAKI was down while it moved on', async ({ open }) => {
    const house = await open(asked());
    await morning(house);
    await soon(() => expect(toldOf(house, 'permohonan-1')).toEqual(WAY.slice(0, 1)));
    await systemOf(house, 'jaki').become({ kind: 'down' });
    await movesOn(house);
    await movesOn(house);
    expect(toldOf(house, 'permohonan-1')).toEqual(WAY.slice(0, 1));
    await systemOf(house, 'jaki').become({ kind: 'ok' });
    await soon(() => expect(toldOf(house, 'permohonan-1')).toEqual(WAY.slice(0, 3)));
    await allEnded(house);
    expect(systemOf(house, 'jaki').book.summary().secondEffects).toBe(0);
  });

  it('that stands where it stood is no news, nor is it after a restart of the gateway', async ({ open }) => {
    const house = await open(asked());
    await morning(house);
    const rounds = async () => (await house.operator('GET', '/v1/polls')).data[0].lastRoundAt;
    for (const restarted of [false, true]) {
      if (restarted) await house.restart();
      const before = await rounds();
      await soon(async () => expect(await rounds()).not.toBe(before));
      expect(await accepted(house)).toBe(3);
    }
    await movesOn(house);
    await soon(() => expect(toldOf(house, 'permohonan-1')).toEqual(WAY.slice(0, 2)));
    await allEnded(house);
  });

  it('crosses without whose it is, to JAKI and to nobody else', async ({ open }) => {
    const before: { house?: House } = {};
    const at = (name: string) => () => (before.house ? systemOf(before.house, name).url : 'http://127.0.0.1:9');
    const [there, jaki] = await Promise.all([recorded(at(VILLAGE)), recorded(at('jaki'))]);
    const house = await open(asked({ endpoints: { [VILLAGE]: there.url, jaki: jaki.url } }));
    before.house = house;
    await morning(house);
    await movesOn(house);
    await soon(() => expect(toldOf(house, 'permohonan-1')).toEqual(WAY.slice(0, 2)));
    await allEnded(house);
    expect(there.heard.map(({ answer }) => answer).join()).toContain('"nama_penduduk":"disamarkan"');
    const said = jaki.heard.map(({ body }) => body);
    expect(said).toHaveLength(4);
    expect(said.join()).toContain('Surat Keterangan Domisili');
    expect(ledgerText(house)).toContain('Surat Keterangan Domisili');
    for (const text of [...said, ledgerText(house), JSON.stringify(house.log)])
      expect(text).not.toMatch(/disamarkan|nama_penduduk|tanggal_kirim/u);
    for (const name of ['jaki-crm', 'lampung-in']) expect(systemOf(house, name).book.calls()).toEqual([]);
  });

  it('in a word no table knows is held for an operator, without whose it is', async ({ open }) => {
    const before: { house?: House } = {};
    const there = await recorded(
      () => (before.house ? systemOf(before.house, VILLAGE).url : 'http://127.0.0.1:9'),
      (answer) => answer.replaceAll('Menunggu Tandatangan', 'Ditunda Kades'),
    );
    const house = await open(asked({ endpoints: { [VILLAGE]: there.url } }));
    before.house = house;
    await soon(async () => expect((await house.operator('GET', '/v1/held')).data).toHaveLength(1));
    const [held] = (await house.operator('GET', '/v1/held')).data;
    expect(JSON.stringify(held)).toContain('Ditunda Kades');
    await soon(() => expect(toldOf(house, 'permohonan-2')).toHaveLength(1));
    expect(there.heard.map(({ answer }) => answer).join()).toContain('disamarkan');
    expect(ledgerText(house)).toContain('Ditunda Kades');
    for (const text of [JSON.stringify(held), ledgerText(house), JSON.stringify(house.log)])
      expect(text).not.toMatch(/disamarkan|nama_penduduk/u);
  });
});
