import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { SystemConfig } from '../directory.ts';
import type { OutboundProxy, OutboundTls } from '../generated/contracts.ts';
import { below, error, type Part, type Place, type Problem, warning } from './document.ts';
import { readPem } from './pemFiles.ts';

/** How the gateway reaches one system, with the files read and the secrets looked up. Never logged. */
export interface Outbound {
  readonly proxy: {
    readonly url: string /** A `Proxy-Authorization` header. */;
    readonly authorization: string | null;
  } | null;
  /** PEM texts. */
  readonly tls: {
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
    readonly passphrase?: string;
  } | null;
}

export const DIRECT: Outbound = { proxy: null, tls: null };

export interface OutboundReading {
  readonly settings: Outbound;
  readonly problems: readonly Problem[];
}

interface Around {
  readonly env: NodeJS.ProcessEnv;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Reads what a system's part of a configuration names. Never throws for what the operator wrote. */
export function readOutbound(system: Part<SystemConfig>, around: Around): OutboundReading {
  const { proxy, tls, endpoint, delivery } = system.value;
  if (!proxy && !tls) return { settings: DIRECT, problems: [] };
  const through = proxy ? readProxy(proxy, below(system, 'proxy'), around) : { value: null, problems: [] };
  const secured = tls ? readTls(tls, below(system, 'tls'), around) : { value: null, problems: [] };
  return {
    settings: { proxy: through.value, tls: secured.value },
    problems: [
      ...through.problems,
      ...secured.problems,
      ...(tls && endpoint?.startsWith('http:')
        ? [error(below(system, 'tls'), 'endpoint sistem ini tanpa TLS (http)')]
        : []),
      ...(delivery === 'inbox' ? [warning(system, 'proxy dan tls tidak dipakai: sistem ini mengambil sendiri')] : []),
    ],
  };
}

interface Read<Value> {
  readonly value: Value | null;
  readonly problems: readonly Problem[];
}

function readProxy(
  { url, userEnv, passwordEnv }: OutboundProxy,
  place: Place,
  { env }: Around,
): Read<NonNullable<Outbound['proxy']>> {
  if (userEnv === undefined || passwordEnv === undefined) return { value: { url, authorization: null }, problems: [] };
  const problems = (['userEnv', 'passwordEnv'] as const).flatMap((member) =>
    unfilled(member === 'userEnv' ? userEnv : passwordEnv, below(place, member), env),
  );
  const pair = Buffer.from(`${env[userEnv] ?? ''}:${env[passwordEnv] ?? ''}`).toString('base64');
  return { value: { url, authorization: `Basic ${pair}` }, problems };
}

function unfilled(name: string, place: Place, env: NodeJS.ProcessEnv): readonly Problem[] {
  return (env[name] ?? '') === '' ? [error(place, `variabel lingkungan ${name} belum diisi`)] : [];
}

const FILES = { ca: 'caFile', cert: 'certFile', key: 'keyFile' } as const;

function readTls(tls: OutboundTls, place: Place, around: Around): Read<NonNullable<Outbound['tls']>> {
  const texts: { ca?: string; cert?: string; key?: string } = {};
  const problems: Problem[] = [];
  for (const part of ['ca', 'cert', 'key'] as const) {
    const name = tls[FILES[part]];
    if (name === undefined) continue;
    const { text, problems: unread } = readPem(name, below(place, FILES[part]));
    if (text !== null) texts[part] = text;
    problems.push(...unread);
  }
  const { passphraseEnv } = tls;
  if (passphraseEnv !== undefined) problems.push(...unfilled(passphraseEnv, below(place, 'passphraseEnv'), around.env));
  const secret = passphraseEnv === undefined ? {} : { passphrase: around.env[passphraseEnv] ?? '' };
  const value = { ...texts, ...secret };
  if (problems.length > 0) return { value, problems };
  return { value, problems: [...checkAuthorities(value, place, around), ...checkOwn(value, place, around)] };
}

type Tls = NonNullable<Outbound['tls']>;

function checkAuthorities({ ca }: Tls, place: Place, { now }: Around): readonly Problem[] {
  if (ca === undefined) return [];
  const at = below(place, 'caFile');
  const authorities = certificatesIn(ca);
  if (authorities === null || authorities.length === 0) return [error(at, 'tidak berisi sertifikat yang terbaca')];
  return authorities.flatMap((authority) => checkTime(authority, at, now));
}

function checkOwn({ cert, key, passphrase }: Tls, place: Place, { now }: Around): readonly Problem[] {
  if (cert === undefined || key === undefined) return [];
  const [own] = certificatesIn(cert) ?? [];
  if (own === undefined) return [error(below(place, 'certFile'), 'tidak berisi sertifikat yang terbaca')];
  const secret = keyIn(key, passphrase);
  if (secret === null) {
    const why = 'kunci tidak terbaca; bila dilindungi frasa sandi, periksa passphraseEnv';
    return [error(below(place, 'keyFile'), why)];
  }
  if (!own.checkPrivateKey(secret)) return [error(below(place, 'keyFile'), 'bukan kunci dari sertifikat di certFile')];
  return checkTime(own, below(place, 'certFile'), now);
}

const DAY_MS = 86_400_000;
const SOON_MS = 30 * DAY_MS;

/** Warnings only: what one system's certificate has come to stops no other system's deliveries. */
function checkTime({ validFromDate, validToDate }: X509Certificate, place: Place, now: number): readonly Problem[] {
  const [from, to] = [validFromDate.getTime(), validToDate.getTime()];
  const day = validToDate.toISOString().slice(0, 10);
  if (now > to) return [warning(place, `sertifikat kedaluwarsa sejak ${day}; sistem ini tidak akan terhubung`)];
  if (now < from) {
    return [warning(place, `sertifikat baru berlaku mulai ${validFromDate.toISOString().slice(0, 10)}`)];
  }
  return to - now < SOON_MS ? [warning(place, `sertifikat kedaluwarsa pada ${day}`)] : [];
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/gu;

/** Null where one of them cannot be read. */
function certificatesIn(pem: string): readonly X509Certificate[] | null {
  try {
    return (pem.match(CERTIFICATE) ?? []).map((text) => new X509Certificate(text));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) return null;
    throw cause;
  }
}

function keyIn(pem: string, passphrase: string | undefined): KeyObject | null {
  try {
    return createPrivateKey(passphrase === undefined ? pem : { key: pem, passphrase });
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) return null;
    throw cause;
  }
}
