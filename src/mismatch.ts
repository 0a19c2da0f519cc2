/**
 * Why an answer does not prove what it says about the letter that was asked about. Facts name what it is about, and no word
 * of the answer: it may be about somebody else's letter.
 */
export interface Mismatch {
  /** It says something else than was asked; it does not say what would prove it; the row was deleted. */
  readonly code: 'answer-differs' | 'answer-lacks' | 'answer-deleted';
  readonly facts: { readonly part: 'number' | 'date' | 'type' | 'village' | 'code' | 'letter' };
}
