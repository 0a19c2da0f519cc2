/**
 * Why a list or a round of questions ended before the system said that it does. Stored as facts; `words/` makes the
 * sentences. `message` is the kind of message the list is of, `claimed` how many pages the system says there are.
 */
export type CutShort =
  /** A page without rows, though more were said to come. */
  | { readonly code: 'page-empty'; readonly facts: ListFacts }
  /** A page whose rows an earlier page of the round had already. */
  | { readonly code: 'page-repeated'; readonly facts: ListFacts }
  /** More pages than a dialect takes for a list. */
  | { readonly code: 'list-too-long'; readonly facts: ListFacts }
  /** The questions came back to where they had been in the same round. */
  | { readonly code: 'round-in-circle'; readonly facts: { readonly requests: number } }
  /** The bounds of one round were reached; the next one goes on there. */
  | {
      readonly code: 'round-bounded';
      readonly facts: { readonly limit: string; readonly requests: number; readonly seconds: number };
    };

interface ListFacts {
  readonly message: string;
  readonly page: number;
  readonly claimed: number | null;
}
