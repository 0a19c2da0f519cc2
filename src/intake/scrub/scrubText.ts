import { scrub } from '../scrub.ts';
import { KINDS, type Kind, MARKERS } from './kind.ts';

export interface Scrubbed {
  /** Without personal data; a marker names the kind in each place. */
  readonly text: string;
  /** What was taken out, in the order of the text. Empty exactly where the text is unchanged. */
  readonly found: readonly { readonly kind: Kind }[];
}

/** Takes personal data out of a text that a person may have typed. Idempotent, never throws. */
export function scrubText(typed: string): Scrubbed {
  const { text } = scrub(typed);
  if (text === typed) return { text, found: [] };
  const found = [...text.matchAll(/\[([^[\]]+) dihapus\]/gu)].flatMap(([, word]) => {
    const kind = KINDS.find((candidate) => MARKERS[candidate] === word);
    return kind === undefined ? [] : [{ kind }];
  });
  return { text, found };
}
