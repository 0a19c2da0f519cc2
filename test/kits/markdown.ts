/** The rows of a Markdown table, by the names of its columns. The line below the head may be left out. */
export function rowsOf(table: string): readonly Readonly<Record<string, string>>[] {
  const [head = [], ...rows] = table
    .trim()
    .split('\n')
    .filter((line) => !/^[| -]*$/u.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  return rows.map((cells) => Object.fromEntries(head.map((name, index) => [name, cells[index] ?? ''])));
}
