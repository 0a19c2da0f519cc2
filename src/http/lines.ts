import type { Readable } from 'node:stream';
import type { GatewayError } from '../errors.ts';
import { EVENT_LIMIT, tooLarge } from './body.ts';

const NEWLINE = 10;

/** One line of an NDJSON body, by its number from 1; a line over the limit is skipped and says so. */
export interface Line {
  readonly line: number;
  readonly bytes: Buffer | GatewayError;
}

/** The lines of a stream as they come, a group for each chunk that held any. Blank lines are counted and left out. */
export async function* linesOf(stream: Readable): AsyncGenerator<readonly Line[]> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 0;
  let skipping = false;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const group: Line[] = [];
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      line += 1;
      const bytes = skipping ? tooLarge() : joined(rest, chunk.subarray(from, end));
      if (bytes instanceof Error || bytes.length > 0) group.push({ line, bytes });
      rest = Buffer.alloc(0);
      skipping = false;
      from = end + 1;
    }
    rest = skipping ? rest : Buffer.concat([rest, chunk.subarray(from)]);
    if (rest.length > EVENT_LIMIT) {
      skipping = true;
      rest = Buffer.alloc(0);
    }
    if (group.length > 0) yield group;
  }
  if (skipping) yield [{ line: line + 1, bytes: tooLarge() }];
  else if (trimmed(rest).length > 0) yield [{ line: line + 1, bytes: joined(rest, Buffer.alloc(0)) }];
}

function joined(head: Buffer, tail: Buffer): Buffer | GatewayError {
  const bytes = trimmed(head.length === 0 ? tail : Buffer.concat([head, tail]));
  return bytes.length > EVENT_LIMIT ? tooLarge() : bytes;
}

/** Without the carriage return of a Windows line end. */
const trimmed = (bytes: Buffer): Buffer => (bytes.at(-1) === 13 ? bytes.subarray(0, -1) : bytes);
