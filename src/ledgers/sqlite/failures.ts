import { GatewayError } from '../../errors.ts';

/** What SQLite itself refused, or a connection that is closed, as `ledger-unavailable`; anything else as it is. */
export function asLedgerError(error: unknown): unknown {
  if (!isSqlite(error)) return error;
  return new GatewayError('ledger-unavailable', { detail: `Buku besar menolak: ${error.message}.`, cause: error });
}

/** Runs what asks SQLite, throwing its refusals as `ledger-unavailable`. */
export function asking<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    throw asLedgerError(error);
  }
}

export const endedAlready = (): GatewayError =>
  new GatewayError('ledger-unavailable', { detail: 'Transaksi buku besar sudah berakhir.' });

const CODES: ReadonlySet<unknown> = new Set(['ERR_SQLITE_ERROR', 'ERR_INVALID_STATE']);

const isSqlite = (error: unknown): error is Error => error instanceof Error && 'code' in error && CODES.has(error.code);
