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

/** Lines are written together this often. A process that is killed loses at most these lines of its log. */
const FLUSH_MS = 50;

/** `process.stdout` would write each line on the event loop, one system call each; this gathers them and writes off it. */
function lineStream(file: string | null): WriteStream {
  const stream =
    file === null ? createWriteStream('', { fd: 1, autoClose: false }) : createWriteStream(file, { flags: 'a' });
  // A reader that went away is told in one place, whoever was writing to it.
  if (file === null) stream.on('error', (error) => process.stdout.emit('error', error));
  stream.cork();
  const flushing = setInterval(() => {
    stream.uncork();
    stream.cork();
  }, FLUSH_MS).unref();
  return stream.once('finish', () => clearInterval(flushing));
}

/** An error and its causes as plain data. Messages of the gateway's own errors carry no payload; others give their first line. */
export function described(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: String(error) };
  const [line] = error.message.split('\n');
  const code = 'code' in error ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: described(error.cause) };
  return { error: line, ...code, ...cause };
}
