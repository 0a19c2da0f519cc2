import { describe, expect } from 'vitest';
import type { SimulatedSystem } from '../../src/sandbox/host.ts';
import type { House, HouseOptions } from '../kits/house.ts';
import { allEnded, HASTY, it, soon } from './scenes.ts';

const APPS: HouseOptions = { ...HASTY, systems: ['jaki-crm', 'lampung-in', 'jaki'] };

const supply = (change: object = {}) => ({
  ...{ id_pasokan: 'PSK-2026-0007', komoditas: 'Jagung Tk Peternak', tahap: 'MENTAH', jumlah: 1250.5, satuan: 'ton' },
  ...{ kode_wilayah: '18.02', tersedia_mulai: '15/09/2026', tersedia_sampai: '31/10/2026' },
  ...{ opd: 'Dinas Ketahanan Pangan', diperbarui: '12/09/2026 08:30 WIB' },
  ...change,
});

function systemOf({ sandbox }: House, name: string): SimulatedSystem {
  return sandbox.systems.get(name) ?? expect.fail(`no system ${name}`);
}

const shownAt = (house: House, name: string): readonly string[] =>
  (systemOf(house, name).simulator.board?.shown() ?? []).map(({ text }) => text);

describe('a notice, which is about no case', () => {
  it('is accepted with a receipt that names who is told, and shown there', async ({ open }) => {
    const house = await open(APPS);
    const { status, data } = await house.push('lampung-in', supply());
    expect([status, data]).toMatchObject([
      202,
      { caseId: null, relays: [{ to: 'jaki', contract: 'food-supply/1.0' }] },
    ]);
    await soon(() => expect(shownAt(house, 'jaki').join()).toContain('Jagung'));
    await allEnded(house);
  });

  it('that is repeated changes nothing; one that is changed under the same identity is a conflict', async ({
    open,
  }) => {
    const house = await open(APPS);
    const first = await house.push('lampung-in', supply());
    const again = await house.push('lampung-in', supply());
    expect([again.status, again.data]).toEqual([200, first.data]);
    const other = await house.push('lampung-in', supply({ opd: 'Dinas Lain' }));
    expect([other.status, other.data.code]).toEqual([409, 'identity-conflict']);
    await allEnded(house);
  });

  it('that is older by its own time than one before it goes nowhere, and is on record as superseded', async ({
    open,
  }) => {
    const house = await open(APPS);
    await house.push('lampung-in', supply({ jumlah: 900, diperbarui: '12/09/2026 10:00 WIB' }));
    for (const [jumlah, time] of [
      [1000, '09:00'],
      [950, '09:30'],
    ] as const) {
      const late = await house.push('lampung-in', supply({ jumlah, diperbarui: `12/09/2026 ${time} WIB` }));
      expect(late.status).toBe(202);
    }
    await allEnded(house);
    const { relays } = await house.gateway.ledger.counts();
    expect([relays.delivered, relays.superseded]).toEqual([1, 2]);
    expect(shownAt(house, 'jaki').join()).toContain('900');
  });

  it('that is newer makes one that still waits needless', async ({ open }) => {
    const house = await open(APPS);
    const jaki = systemOf(house, 'jaki');
    await jaki.become({ kind: 'down' });
    for (const hour of [10, 11, 12])
      await house.push('lampung-in', supply({ jumlah: hour * 100, diperbarui: `12/09/2026 ${hour}:00 WIB` }));
    await jaki.become({ kind: 'ok' });
    await soon(() => expect(shownAt(house, 'jaki').join()).toContain('1.200'));
    await allEnded(house);
    expect((await house.gateway.ledger.counts()).relays.superseded).toBeGreaterThan(0);
    expect(jaki.book.summary().secondEffects).toBe(0);
  });

  it('in a word no table knows is held; the next of the same waits behind it, others do not', async ({ open }) => {
    const house = await open(APPS);
    const strange = await house.push('lampung-in', supply({ satuan: 'karung' }));
    expect([strange.status, strange.data.held]).toMatchObject([202, { code: 'unknown-code', value: 'karung' }]);
    const behind = await house.push('lampung-in', supply({ diperbarui: '13/09/2026 08:00 WIB' }));
    expect(behind.data.held.code).toBe('held-behind');
    const other = await house.push('lampung-in', supply({ id_pasokan: 'PSK-2026-0008' }));
    expect(other.data.relays).toHaveLength(1);
    const held = await house.operator('GET', '/v1/held');
    expect(held.data).toHaveLength(2);
    const words = { operator: 'Petugas Uji', reason: 'satuan keliru' };
    await house.operator('POST', '/v1/held/lampung-in/PSK-2026-0007/discard', words);
    await soon(() => expect(shownAt(house, 'jaki')).toHaveLength(2));
    await allEnded(house);
  });

  it('of a food no list has crosses as other, and is listed as a gap', async ({ open }) => {
    const house = await open(APPS);
    await house.push('lampung-in', supply({ komoditas: 'Keripik  pisang' }));
    await soon(() => expect(shownAt(house, 'jaki').join()).toContain('Keripik pisang'));
    const { data } = await house.operator('GET', '/v1/gaps');
    expect(data).toMatchObject([{ system: 'lampung-in', table: 'commodity', value: 'Keripik  pisang' }]);
  });

  it('that no agreement lets anybody have is refused, and on record', async ({ open }) => {
    const house = await open({
      ...APPS,
      agreement(agreement) {
        agreement.grants = agreement.grants.filter(
          ({ contract }: { contract: string }) => contract !== 'food-supply/1.0',
        );
      },
    });
    const { status, data } = await house.push('lampung-in', supply());
    expect([status, data.code]).toEqual([403, 'no-agreement']);
    expect((await house.operator('GET', '/v1/refusals')).data).toMatchObject([{ code: 'no-agreement' }]);
    await allEnded(house);
  });

  it('is cut to what the agreement gives, and told so in a dry run', async ({ open }) => {
    const house = await open({
      ...APPS,
      agreement(agreement) {
        for (const grant of agreement.grants)
          if (grant.contract === 'food-supply/1.0')
            grant.fields = ['supplyId', 'commodity', 'stage', 'quantity', 'unit', 'originRegion', 'availableFrom']
              .map((name) => `/${name}`)
              .concat('/availableUntil');
      },
    });
    const { data } = await house.push('lampung-in', supply(), { query: '?dryRun=true' });
    expect(data.relays).toMatchObject([{ to: 'jaki', removed: ['/agency'] }]);
    expect((await house.gateway.ledger.counts()).events.accepted).toBe(0);
  });

  it('goes both ways between the apps, and comes home to neither as its own', async ({ open }) => {
    const house = await open(APPS);
    for (const name of ['jaki', 'lampung-in']) systemOf(house, name).announce();
    await soon(() => expect(shownAt(house, 'lampung-in').length).toBeGreaterThanOrEqual(3));
    await soon(() => expect(shownAt(house, 'jaki').length).toBeGreaterThanOrEqual(4));
    await allEnded(house);
    expect((await house.operator('GET', '/v1/counts')).data).toMatchObject({ addsUp: true, discrepancies: [] });
    for (const name of ['jaki', 'lampung-in']) {
      expect(systemOf(house, name).pusher.report().refused).toEqual([]);
      expect(systemOf(house, name).book.summary().secondEffects).toBe(0);
    }
  });

  it('outlives a restart of the gateway between its acceptance and its delivery', async ({ open }) => {
    const house = await open(APPS);
    await systemOf(house, 'jaki').become({ kind: 'down' });
    await house.push('lampung-in', supply());
    await house.restart();
    await systemOf(house, 'jaki').become({ kind: 'ok' });
    await soon(() => expect(shownAt(house, 'jaki').join()).toContain('Jagung'));
    await allEnded(house);
  });
});
