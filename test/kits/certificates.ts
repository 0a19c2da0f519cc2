import tls from 'node:tls';
import { generate } from 'selfsigned';
import { onTestFinished } from 'vitest';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const DAY_MS = 86_400_000;

interface Wanted {
  /** Days from now; 30 unless said. */
  readonly validDays?: number;
  /** The only host name it is for; this machine unless said. */
  readonly host?: string;
}

/** A certificate that signs itself, for a server on this machine, made in this process. */
export async function certificate({ validDays = 30, host }: Wanted = {}): Promise<Certificate> {
  const names =
    host === undefined
      ? [{ type: 2, value: 'localhost' } as const, { type: 7, ip: '127.0.0.1' } as const]
      : [{ type: 2, value: host } as const];
  const until = Date.now() + validDays * DAY_MS;
  const { private: key, cert } = await generate([{ name: 'commonName', value: host ?? 'localhost' }], {
    ...{
      keyType: 'ec',
      algorithm: 'sha256',
      notBeforeDate: new Date(until - 60 * DAY_MS),
      notAfterDate: new Date(until),
    },
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames: names },
    ],
  });
  return { key, cert };
}

/** Has this process trust a certificate, beside those it trusts anyway, until the test is over. */
export function trust({ cert }: Certificate): void {
  const before = tls.getCACertificates('default');
  tls.setDefaultCACertificates([...before, cert]);
  onTestFinished(() => tls.setDefaultCACertificates(before));
}
