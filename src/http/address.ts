import { GatewayError } from '../errors.ts';

/** What the system said, by its code, in words of whoever started the process. */
const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'sudah dipakai proses lain di mesin ini',
  EACCES: 'memerlukan izin; porta di bawah 1024 biasanya hanya untuk root',
  EPERM: 'memerlukan izin; porta di bawah 1024 biasanya hanya untuk root',
  EADDRNOTAVAIL: 'bukan alamat mesin ini',
  ENOTFOUND: 'tidak dikenal',
};

/** An address nobody can listen at, as an `address-unusable` that names it and says why. */
export function unusable({ host, port }: { host: string; port: number }, cause: NodeJS.ErrnoException): GatewayError {
  const shown = host.includes(':') ? `[${host}]` : host;
  const why = REASONS[cause.code ?? ''] ?? `tidak dapat dipakai: ${cause.message}`;
  return new GatewayError('address-unusable', { detail: `Alamat ${shown}:${port} ${why}.`, cause });
}
