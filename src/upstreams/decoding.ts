import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, type ZlibOptions } from 'node:zlib';

/** The body of an answer as text. */
export interface Decoded {
  readonly text: string;
  /** Why it cannot be read for its encoding; `text` is then what shows of it. */
  readonly unreadable?: string;
}

type Decompress = (bytes: Uint8Array, options: ZlibOptions) => Promise<Buffer>;

const [gzip, zlib, raw, brotli] = [gunzip, inflate, inflateRaw, brotliDecompress].map(
  (decompress) => promisify(decompress) as Decompress,
);

/** None is asked for; some servers compress all the same. `deflate` was always written in two ways. */
const ENCODINGS: Readonly<Record<string, readonly (Decompress | undefined)[]>> = {
  ...{ gzip: [gzip], 'x-gzip': [gzip], br: [brotli], deflate: [zlib, raw] },
};

/** Reads a body by its `content-encoding` and its charset, UTF-8 unless said, up to so many bytes. Never rejects. */
export async function decodedBody(
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  mostBytes: number,
): Promise<Decoded> {
  const encodings = (headers['content-encoding'] ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  let bytes = body;
  for (const encoding of encodings.filter((name) => name !== '' && name !== 'identity').toReversed()) {
    const plain = bytes.length === 0 ? bytes : await decompressed(bytes, encoding, mostBytes);
    if (plain === null) return { text: '', unreadable: `content-encoding ${encoding.slice(0, 40)}` };
    bytes = plain;
  }
  return textOf(bytes, headers['content-type'] ?? '');
}

async function decompressed(bytes: Uint8Array, encoding: string, maxOutputLength: number): Promise<Uint8Array | null> {
  for (const decompress of ENCODINGS[encoding] ?? []) {
    const plain = await decompress?.(bytes, { maxOutputLength }).catch(() => null);
    if (plain) return plain;
  }
  return null;
}

function textOf(bytes: Uint8Array, contentType: string): Decoded {
  const charset = /;\s*charset\s*=\s*"?([^";\s]{1,40})/iu.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return { text: new TextDecoder(charset, { fatal: true }).decode(bytes) };
  } catch {
    return { text: new TextDecoder().decode(bytes), unreadable: `charset ${charset}` };
  }
}
