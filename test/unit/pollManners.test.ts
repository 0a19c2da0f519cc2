import { describe, expect, it } from 'vitest';
import { adapter } from '../../adapters/shared/opensid/index.ts';
import type { Cursor, Page } from '../../src/adapter.ts';
import { EarlyEnds, mannersOf, PollPace, RoundBounds } from '../../src/edge/pollManners.ts';
import { cutShortText } from '../../src/words/polls.ts';

describe('K12: the pace of questions', () => {
  it('lets a few pass at once, and the rest at the rate', () => {
    let now = 0;
    const pace = new PollPace(2, () => now);
    const waits = Array.from({ length: 14 }, () => pace.take());
    expect(waits).toEqual([...Array(10).fill(0), 500, 1000, 1500, 2000]);
    now += 60_000;
    expect(Array.from({ length: 11 }, () => pace.take())).toEqual([...Array(10).fill(0), 500]);
  });
});

describe('K12: the bounds of a round', () => {
  it('are the questions and the seconds the configuration says, with usual ones', () => {
    const usual = mannersOf({ intervalSeconds: 300 });
    expect(usual).toMatchObject({ requestsPerSecond: 5, requestsPerRound: 200, secondsPerRound: 120 });
    let now = 0;
    const bounds = new RoundBounds({ ...usual, requestsPerRound: 3 }, () => now);
    for (const expected of [null, null, 'requestsPerRound']) {
      bounds.asked();
      expect(bounds.reached()?.facts ?? null).toEqual(expected && { limit: expected, requests: 3, seconds: 0 });
    }
    now = 121_000;
    const slow = new RoundBounds(usual, () => now);
    slow.asked();
    now += 120_000;
    expect(slow.reached()).toMatchObject({ code: 'round-bounded', facts: { limit: 'secondsPerRound', seconds: 120 } });
  });

  it('know a place where the questions stood before', () => {
    const bounds = new RoundBounds(mannersOf({ intervalSeconds: 1 }));
    const stood = [null, { page: 1 }, { page: 2 }, { page: 1 }].map((cursor) => bounds.stoodAt(cursor));
    expect(stood).toEqual([false, false, false, true]);
  });

  it('are news when they are others than in the round before', () => {
    const early = new EarlyEnds();
    const bounded = { code: 'round-bounded', facts: { limit: 'requestsPerRound', requests: 1, seconds: 1 } } as const;
    expect([early.end(), early.end(bounded), early.end(bounded), early.end()]).toEqual([false, true, false, true]);
    expect(cutShortText(bounded)).toContain('poll.requestsPerRound');
  });
});

const CONTEXT = { territory: '18.01.04.2001', options: { villageCode: '18.01.04.2001' }, numbers: ['12'] };

/** Walks the complaints of a village that answers so, for at most so many pages. */
function walked(answer: (page: number) => { rows: readonly number[]; claimed: unknown }, most = 1200) {
  const { poll } = adapter;
  if (poll === undefined) throw new Error('the dialect is not asked');
  let [pages, cursor]: [number, Cursor] = [0, null];
  for (;;) {
    const path = new URL(poll.ask(cursor, CONTEXT).path, 'http://opensid');
    const { rows, claimed } = answer(Number(path.searchParams.get('page[number]')));
    const data = rows.map((id) => ({ type: 'pengaduan', id: String(id), attributes: { status: 1 } }));
    const body = { data, meta: { pagination: { total_pages: claimed } } };
    const page: Page = poll.read(
      { status: 200, headers: {}, body, receivedAt: '2025-07-03T02:00:00Z' },
      cursor,
      CONTEXT,
    );
    pages += 1;
    if (!page.more || pages >= most) return { pages, cutShort: page.cutShort ?? null };
    cursor = JSON.parse(JSON.stringify(page.cursor));
  }
}

const from = (first: number, length = 100): readonly number[] => Array.from({ length }, (_, index) => first + index);

describe('K12: a list of OpenSID', () => {
  it.for([
    [
      'that claims 100,000 pages and repeats its first',
      () => ({ rows: from(1), claimed: 100_000 }),
      2,
      'page-repeated',
    ],
    [
      'that repeats it in another order',
      (page: number) => ({ rows: page % 2 ? from(1) : from(1).toReversed(), claimed: 9 }),
      2,
      'page-repeated',
    ],
    [
      'that goes round in three pages',
      (page: number) => ({ rows: from((page % 3) * 100 + 1), claimed: 100_000 }),
      4,
      'page-repeated',
    ],
    [
      'that claims more pages than it has',
      (page: number) => ({ rows: page < 3 ? from(page * 100) : [], claimed: 100_000 }),
      3,
      'page-empty',
    ],
    ['that is empty and claims pages', () => ({ rows: [], claimed: 5 }), 1, 'page-empty'],
    ['that never ends', (page: number) => ({ rows: from(page * 100), claimed: 100_000 }), 1000, 'list-too-long'],
    ['without numbers that goes on', () => ({ rows: [0, 0], claimed: 100_000 }), 2, 'page-repeated'],
  ] as const)('%s is ended, and why is said', ([, answer, pages, code]) => {
    expect(walked(answer)).toEqual({
      pages,
      cutShort: { code, facts: expect.objectContaining({ message: 'pengaduan', page: pages }) },
    });
  });

  it.for([
    ['as text', '3', 3],
    ['as a number', 3, 3],
    ['not at all', null, 3],
    ['as 0', 0, 3],
    ['as a negative number', -4, 3],
    ['as 1 on full pages', 1, 3],
    ['as words', 'tiga', 3],
    ['as a fraction', 2.5, 3],
  ] as const)('that says %s how many pages it has is read to its end', ([, claimed, pages]) => {
    const answer = (page: number) => ({ rows: page < 3 ? from(page * 100) : from(300, 7), claimed });
    expect(walked(answer)).toEqual({ pages, cutShort: null });
  });

  it('of full pages alone ends with an empty one, which is no fault', () => {
    expect(walked((page) => ({ rows: page < 3 ? from(page * 100) : [], claimed: 2 }))).toEqual({
      pages: 3,
      cutShort: null,
    });
  });

  it('of short pages is believed how many there are', () => {
    expect(walked((page) => ({ rows: from(page * 15, 15), claimed: 4 }))).toEqual({ pages: 4, cutShort: null });
  });
});
