import { type Mapped, MappedWriter, originOf } from './mapped.ts';

/** Tags after which a reader sees a new line. */
const BLOCK =
  'address|article|aside|blockquote|br|dd|div|dl|dt|figure|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul';
const INLINE =
  'a|abbr|b|bdi|bdo|big|body|button|center|cite|code|data|del|dfn|em|font|head|html|i|img|input|ins|kbd|label|mark|meta|o:p|q|s|samp|script|small|span|strike|strong|style|sub|sup|time|title|tt|u|var|wbr';
/** Only names of HTML: `<siti@example.com>` is an address. What is within a comment or tag has no `<`, so that it ends soon. */
const TAG = new RegExp(`<(?:/?(?:(${BLOCK})|${INLINE})(?=[\\s/>])[^<>]*>|!--(?:(?!--)[^<])*-->)`, 'giu');
const SAYS_SOMETHING = /[\d@]/u;

/** The text as it would be shown, and apart from it the inside of every tag that says something (`href="tel:..."`). */
export function removeTags(marked: Mapped): readonly Mapped[] {
  if (!marked.text.includes('<')) return [marked];
  const shown = new MappedWriter(marked.text.length);
  const insides = new MappedWriter(0);
  let from = 0;
  for (const { 0: tag, 1: block, index } of marked.text.matchAll(TAG)) {
    shown.copy(marked, { start: from, end: index });
    from = index + tag.length;
    if (block !== undefined) shown.put('\n', originOf(marked, { start: index, end: from }));
    if (SAYS_SOMETHING.test(tag)) insides.copy(marked, { start: index, end: from });
  }
  shown.copy(marked, { start: from, end: marked.text.length });
  return insides.length === 0 ? [shown.done()] : [shown.done(), insides.done()];
}
