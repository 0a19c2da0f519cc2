import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import type { AnyJson } from '../kits/defaults.ts';
import { polls, serving } from './markets.ts';
import { VILLAGE, withVillage } from './questions.ts';
import { it, soon } from './scenes.ts';

/** A village whose list of letter requests answers so, and how often it was asked for which page. */
async function village(answer: (page: number) => { readonly rows: readonly number[]; readonly claimed: unknown }) {
  const pages: number[] = [];
  const url = await serving((_method, path) => {
    const query = new URL(path, 'http://desa').searchParams;
    if (!path.startsWith('/surat/permohonan')) return { status: 200, body: { data: [] } };
    const page = Number(query.get('page[number]'));
    pages.push(page);
    const { rows, claimed } = answer(page);
    const data = rows.map((id) => ({
      ...{ type: 'surat', id: String(id) },
      attributes: { jenis_surat: 'Surat Keterangan Usaha', status: 'Sedang Diperiksa' },
    }));
    return { status: 200, body: { data, meta: { pagination: { total_pages: claimed } } } };
  });
  return { url, pages };
}

const askedOften = (url: string, manners: object = {}) =>
  withVillage({ endpoints: { [VILLAGE]: url } }, { poll: { intervalSeconds: 1, ...manners } as AnyJson });

const rows = (page: number, length = 3) => Array.from({ length }, (_, index) => page * 100 + index);

describe('K12: a village that claims 100,000 pages', () => {
  it('and repeats one is asked twice a round, which is told in GET /v1/polls and in the log', async ({ open }) => {
    const there = await village(() => ({ rows: rows(1), claimed: 100_000 }));
    const house = await open(askedOften(there.url));
    await soon(async () => {
      const [poll] = await polls(house);
      expect(poll).toMatchObject({ system: VILLAGE, trouble: null, lastRoundAt: expect.any(String) });
      expect(poll.cutShort).toEqual([
        {
          ...{ code: 'page-repeated', facts: { message: 'permohonan', page: 2, claimed: 100_000 } },
          text: expect.stringContaining('mengulang halaman'),
        },
      ]);
    });
    await soon(() => expect(there.pages.length).toBeGreaterThan(5));
    expect(new Set(there.pages)).toEqual(new Set([1, 2]));
    expect(house.log.filter(({ message }) => message === 'poll cut short')).toHaveLength(1);
  });

  it('and goes on is paced: 3 seconds bring no more than a few dozen calls', async ({ open }) => {
    const there = await village((page) => ({ rows: rows(page), claimed: 100_000 }));
    await open(askedOften(there.url));
    await soon(() => expect(there.pages.length).toBeGreaterThan(0));
    await wait(3000);
    expect(there.pages.length).toBeLessThan(50);
  });

  it('and goes on is asked so many questions a round, and the next round goes on where it stopped', async ({
    open,
  }) => {
    const there = await village((page) => ({ rows: page <= 7 ? rows(page) : [], claimed: 100_000 }));
    const house = await open(askedOften(there.url, { requestsPerRound: 3 }));
    const seen: string[] = [];
    await soon(async () => {
      const [poll] = await polls(house);
      for (const { code } of poll.cutShort) if (!seen.includes(code)) seen.push(code);
      expect(seen).toEqual(['round-bounded', 'page-empty']);
    });
    expect(there.pages.slice(0, 8)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    // Every row of every page is there, once.
    const { events } = await house.gateway.ledger.counts();
    expect(events.accepted).toBe(21);
  });

  it('is remembered so by a gateway that starts again, and forgotten once its list ends by itself', async ({
    open,
  }) => {
    let claimed = 100_000;
    const there = await village((page) => ({ rows: page === 1 ? rows(1) : [], claimed }));
    const house = await open(askedOften(there.url));
    const codes = async () => (await polls(house))[0].cutShort.map(({ code }: { code: string }) => code);
    await soon(async () => expect(await codes()).toEqual(['page-empty']));
    await house.restart();
    await soon(async () => expect(await codes()).toEqual(['page-empty']));
    claimed = 1;
    await soon(async () => expect(await codes()).toEqual([]));
    await soon(() => expect(house.log).toContainEqual(expect.objectContaining({ message: 'poll complete again' })));
  });
});
