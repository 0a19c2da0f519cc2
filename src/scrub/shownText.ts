/** Cut to so many characters, with a mark, and without anything that moves a cursor or hides text. */
export function shownText(text: string, most: number): string {
  const shown = text
    .toWellFormed()
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  const signs = [...shown];
  return signs.length <= most ? shown : `${signs.slice(0, most - 1).join('')}…`;
}
