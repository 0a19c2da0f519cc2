import type { RefusalRecord } from '../refusal.ts';
import { refusalText } from '../words/id.ts';
import { iso } from './labels.ts';

/** A refusal as operators see it. Times are RFC 3339, UTC; `at` is the last, as before there were two. */
export type ShownRefusal = ReturnType<typeof shownRefusal>;

export const shownRefusal = ({ firstAt, lastAt, subject, text, ...refusal }: RefusalRecord) => ({
  ...{ at: iso(lastAt), firstAt: iso(firstAt), lastAt: iso(lastAt), number: subject },
  ...refusal,
  detail: detailOf({ ...refusal, text }),
});

/** Why, as a sentence: made of the facts, or what an earlier version kept. */
export const detailOf = ({ code, facts, text }: Pick<RefusalRecord, 'code' | 'facts' | 'text'>): string =>
  text ?? refusalText({ code, facts });
