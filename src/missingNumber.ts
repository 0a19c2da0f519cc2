interface Missing {
  readonly lookedAt: readonly string[];
  readonly found: readonly { readonly pointer: string; readonly type: string }[];
}

const MOST_NAMED = 4;

const TYPES: Readonly<Record<string, string>> = {
  null: 'null',
  boolean: 'nilai logika',
  number: 'bilangan',
  string: 'teks',
  array: 'daftar',
  object: 'objek',
};

/** Of an answer without the number it should have brought: where it was looked for, and what kind of thing stood there. It goes into the log, so it quotes nothing. */
export function numberMissingText({ lookedAt, found }: Missing): string {
  const others = lookedAt.length - MOST_NAMED;
  const places = `${lookedAt.slice(0, MOST_NAMED).join(', ')}${others > 0 ? ` dan ${others} tempat lain` : ''}`;
  const stood = found.map(({ pointer, type }) => `${pointer} ${TYPES[type] ?? type}`);
  const there = stood.length === 0 ? 'tidak ada apa-apa di sana' : `yang ada di sana: ${stood.join(', ')}`;
  return `tanpa nomor laporan; dicari di ${places}; ${there}`;
}
