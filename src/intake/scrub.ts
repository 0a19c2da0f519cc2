import { GatewayError } from '../errors.ts';
import type { Draft } from '../outcome.ts';
import { type FreeText, scrubData } from '../scrub/scrubData.ts';
import { scrubText } from '../scrub/scrubText.ts';

/** Free text without personal data, and whether anything was taken out. What was there is named in its place. */
export function scrub(text: string): { readonly text: string; readonly redacted: boolean } {
  const clean = scrubText(text).text;
  return { text: clean, redacted: clean !== text };
}

/** The draft with every free text of its contract scrubbed, and so the native words it lists as gaps. */
export function scrubDraft(draft: Draft, places: FreeText): Draft {
  const data = scrubData(draft.data, places) as object;
  const gaps = draft.gaps?.map((gap) => ({ ...gap, value: scrubText(gap.value).text }));
  return { ...draft, data, ...(gaps === undefined ? {} : { gaps }) };
}

/** An error about a native event without what a person typed there: it is kept, and told to others than the sender. */
export function scrubError(error: GatewayError): GatewayError {
  const detail = scrubText(error.message).text;
  const facts = Object.fromEntries(
    Object.entries(error.facts).map(([name, value]) => [
      name,
      typeof value === 'string' ? scrubText(value).text : value,
    ]),
  );
  const violations = error.violations.map(({ message, ...rest }) => ({ ...rest, message: scrubText(message).text }));
  return new GatewayError(error.code, { detail, facts, violations, cause: error.cause });
}
