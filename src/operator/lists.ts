import { filter, limit, type Route, route } from '../http/route.ts';
import type { Ledger } from '../ledger.ts';
import { iso } from './labels.ts';
import { shownRefusal } from './refusals.ts';

/** As many of the newest events and relays are audited when the counts are asked for, so that the asking stays cheap. */
const AUDITED = 2000;

/**
 * `GET /v1/counts`: `Counts`, with `addsUp` (true when the newest 2000 events and relays, and all live ones, keep D7)
 * and `discrepancies` in plain words.
 */
export function tellCounts(ledger: Pick<Ledger, 'counts' | 'audit'>): Route {
  return route({}, async (_request, response) => {
    const [counts, discrepancies] = await Promise.all([ledger.counts(), ledger.audit(AUDITED)]);
    response.json({ ...counts, addsUp: discrepancies.length === 0, discrepancies });
  });
}

/** `GET /v1/gaps`: native values that no code table knows and that crossed all the same, the latest seen first. */
export function gapList(ledger: Pick<Ledger, 'gaps'>): Route {
  return route({}, async (_request, response) => {
    const gaps = await ledger.gaps();
    response.json(gaps.map((gap) => ({ ...gap, firstAt: iso(gap.firstAt), lastAt: iso(gap.lastAt) })));
  });
}

/** `GET /v1/refusals?number=&system=&limit=`: events that were refused on the way in, equal ones once with their number, the latest first. */
export function refusalList(ledger: Pick<Ledger, 'refusals'>): Route {
  return route({ number: filter, system: filter, limit }, async (_request, response, query) => {
    const { number, system } = query;
    const of = { ...(number === null ? {} : { number }), ...(system === null ? {} : { system }) };
    const refusals = await ledger.refusals(query.limit, of);
    response.json(refusals.map(shownRefusal));
  });
}

/** `GET /v1/lookups?limit=`: questions asked through the gateway, the latest first: who, whom, how it ended; not what. */
export function lookupList(ledger: Pick<Ledger, 'lookups'>): Route {
  return route({ limit }, async (_request, response, query) => {
    const lookups = await ledger.lookups(query.limit);
    response.json(lookups.map(({ at, ...lookup }) => ({ at: iso(at), ...lookup })));
  });
}

/**
 * `GET /v1/strays?limit=`: relays that Kafka brought and the ledger does not know, the latest first: what was accepted
 * after the back-up that the ledger was restored from. They are not sent; their senders should send them again.
 */
export function strayList(ledger: Pick<Ledger, 'strays'>): Route {
  return route({ limit }, async (_request, response, query) => {
    const strays = await ledger.strays(query.limit);
    response.json(
      strays.map(({ subject, createdAt, foundAt, ...stray }) => ({
        ...{ ...stray, caseId: subject, acceptedAt: iso(createdAt), foundAt: iso(foundAt) },
      })),
    );
  });
}
