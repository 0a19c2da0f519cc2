import { createWriteStream, type WriteStream } from 'node:fs';
import { createLogger, format, type Logger, transports } from 'winston';

export interface LogOptions {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  /** A file to append to; null writes to standard output. */
  readonly file: string | null;
}

export interface OpenLog {
  readonly log: Logger;
  /** Resolves when every line is written. */
  close(): Promise<void>;
}

/**
 * JSON lines for machines: one for each accepted event and each outcome, with ids, codes and times; never a payload or
 * personal data.
 */
export function openLog({ level, file }: LogOptions): OpenLog {
  const stream = lineStream(file);
  const log = createLogger({
    level,
    format: format.combine(format.timestamp(), format.json()),
    transports: [new transports.Stream({ stream })],
  });
  return { log, close: () => new Promise((resolve) => void stream.end(resolve)) };
}

/**
 * Lines that come while one is being written are written together, off the event loop; `process.stdout` would write each
 * of them on it, one system call a line.
 */
const lineStream = (file: string | null): WriteStream =>
  file === null ? createWriteStream('', { fd: 1, autoClose: false }) : createWriteStream(file, { flags: 'a' });

/** An error and its causes as plain data. Messages of the gateway's own errors carry no payload; others give their first line. */
export function described(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: String(error) };
  const [line] = error.message.split('\n');
  const code = 'code' in error ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: described(error.cause) };
  return { error: line, ...code, ...cause };
}
