import fc from 'fast-check';

/** What provinces might send by mistake or on purpose, for every suite that wants to see what becomes of it. */

/** No message of any dialect. */
export const ODD: readonly unknown[] = [
  null,
  true,
  0,
  '',
  'x',
  [],
  [{}],
  {},
  { __proto__: null },
  [[]],
  JSON.parse('{"__proto__":{}}'),
];

/** Texts that break readers. */
export const TEXTS: readonly string[] = [
  'Jalan rusak & berlubang',
  'Permasalahan: got mampet Kategori: Jalan Lokasi: depan pasar Detail Alamat Laporan: RT 3',
  'baris satu\nbaris "dua"\r\n',
  '&amp;lt;script&gt;alert(1)&lt;/script&gt; &#39;x&#39; &#xD800;',
  'Melanjutkan laporan No. JK2305290094 dan LIN-20250703-0145',
  '<img src=x onerror=alert(1)>',
  '\u0000\u0007kosong\u200b',
  '\ud83d',
  '   ',
  '😀'.repeat(200),
];

export const text = (): fc.Arbitrary<string> =>
  fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'binary', maxLength: 300 }), fc.lorem({ mode: 'sentences' }));

/** Values that fit nowhere, or just not here. */
export const HOSTILE: readonly unknown[] = [
  ...ODD,
  -1,
  1e308,
  'x'.repeat(70_000),
  '__proto__',
  'constructor',
  '2025-02-30T10:00:00+07:00',
  '2025-07-03 10:00',
  '31/02/2025 09:15',
  '03/07/2025 09:15 WIT',
  '2025-07-03T24:00:00Z',
  '2025-12-31T23:59:60Z',
  'Sukamaju',
  '3174011002',
  '32.73.180.001',
  ' SELESAI ',
  'proses',
  'javascript:alert(1)',
  'https://user:pw@contoh.go.id/',
  'https://contoh.go.id/foto.jpg',
  '-6.2',
  '106.8',
];

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [...(path.length > 0 ? [path] : []), ...inner.flatMap(([key, child]) => pathsOf(child, [...path, key]))];
}

const GONE = Symbol('gone');

function changed(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined) return to;
  if (Array.isArray(value)) return value.map((child, index) => (index === key ? changed(child, rest, to) : child));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([name, child]) => [name, name === key ? changed(child, rest, to) : child] as const)
    .filter(([, child]) => child !== GONE);
  return Object.fromEntries(entries);
}

/** Valid natives with one or two members missing, mistyped, hostile or simply different. */
export function mutated(natives: readonly unknown[]): fc.Arbitrary<unknown> {
  const change = (native: unknown) =>
    fc.record({
      path: fc.constantFrom(...pathsOf(native)),
      to: fc.oneof(
        { weight: 4, arbitrary: text() },
        { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
        { weight: 1, arbitrary: fc.constant(GONE) },
        { weight: 1, arbitrary: fc.jsonValue() },
      ),
    });
  return fc
    .constantFrom(...natives)
    .chain((native) =>
      fc
        .array(change(native), { minLength: 1, maxLength: 2 })
        .map((changes) => changes.reduce((body, { path, to }) => changed(body, path, to), native)),
    )
    .map((native) => (native === GONE ? null : native));
}
