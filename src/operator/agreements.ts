import { type Agreement, daysLeft, jakartaDate, NOTICE_DAYS } from '../agreement.ts';
import type { LiveAgreements } from '../config/liveAgreements.ts';
import { type Route, route } from '../http/route.ts';
import { iso } from './labels.ts';

/**
 * `GET /v1/agreements`: every agreement with `state` (`not-yet`, `in-force`, `ending` from 180 days before its end,
 * `ended`) and `daysLeft`, which counts the last day and is 0 afterwards; `takenUpAt`; and `refused` where the files as
 * they are now were not loaded, with every problem.
 */
export function agreementList(liveAgreements: Pick<LiveAgreements, 'directory' | 'state'>, now: () => number): Route {
  return route({}, (_request, response) => {
    const { loadedAt: takenAt, refused } = liveAgreements.state();
    response.json({
      takenUpAt: iso(takenAt),
      refused: refused && { at: iso(refused.at), problems: refused.problems },
      agreements: liveAgreements.directory().agreements.map((agreement) => view(agreement, now())),
    });
  });
}

const view = (agreement: Agreement, now: number) => ({
  ...agreement,
  state: stateOf(agreement, now),
  daysLeft: daysLeft(agreement, now),
});

function stateOf(agreement: Agreement, now: number): 'not-yet' | 'in-force' | 'ending' | 'ended' {
  const left = daysLeft(agreement, now);
  if (left === 0) return 'ended';
  if (jakartaDate(now) < agreement.validFrom) return 'not-yet';
  return left <= NOTICE_DAYS ? 'ending' : 'in-force';
}
