import { createLogger, format, type Logger, transports } from 'winston';

export interface LogOptions {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  /** A file to append to; null writes to standard output. */
  readonly file: string | null;
}

/**
 * JSON lines for machines: one for each accepted event and each outcome, with ids, codes and times; never a payload or
 * personal data.
 */
export function openLog({ level, file }: LogOptions): Logger {
  return createLogger({
    level,
    format: format.combine(format.timestamp(), format.json()),
    transports: [file === null ? new transports.Console() : new transports.File({ filename: file })],
  });
}

/** An error and its causes as plain data. Messages of the gateway's own errors carry no payload; others give their first line. */
export function described(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: String(error) };
  const [line] = error.message.split('\n');
  const code = 'code' in error ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: described(error.cause) };
  return { error: line, ...code, ...cause };
}
