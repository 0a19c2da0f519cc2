import type { Coverage, CoveredWay } from '../../../src/declared.ts';
import { inbound } from './inboundCoverage.ts';
import { noticesIn, noticesOut } from './noticeCoverage.ts';
import { outbound } from './outboundCoverage.ts';

const both = (cases: CoveredWay, notices: CoveredWay): CoveredWay => ({
  routes: [...cases.routes, ...notices.routes],
  unread: [...cases.unread, ...notices.unread],
  unfilled: [...cases.unfilled, ...notices.unfilled],
});

/** What becomes of every field, of cases and of notices; `test/kits/coverageKit.ts` finds out whether it is true. */
export const coverage: Coverage = { inbound: both(inbound, noticesIn), outbound: both(outbound, noticesOut) };
