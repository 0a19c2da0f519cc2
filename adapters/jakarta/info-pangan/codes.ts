import type { CodeTable } from '../../../src/adapter.ts';
import { PRICE_LEVEL_CODES } from '../../../src/generated/contracts.ts';

/** `market_level`. Only `eceran` was seen in an answer; `grosir` and `produsen` are our reading of what else it may say. */
export const LEVEL: CodeTable = {
  name: 'price-level',
  natives: ['eceran', 'grosir', 'produsen'],
  canonicals: PRICE_LEVEL_CODES,
  rows: [
    { native: 'eceran', canonical: 'consumer' },
    { native: 'grosir', canonical: 'wholesale' },
    { native: 'produsen', canonical: 'producer' },
  ],
};
