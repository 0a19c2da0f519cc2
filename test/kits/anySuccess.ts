import type { NativeResponse } from '../../src/declared.ts';
import type { Outcome } from '../../src/outcome.ts';

/** The reading of a dialect that would take any 2xx for a success: for tests of everything but that. */
export const anySuccess = ({ status }: NativeResponse): Outcome | null =>
  status >= 200 && status < 300 ? { kind: 'delivered', replies: [] } : null;
