import { hash, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import type { System } from './directory.ts';
import { GatewayError } from './errors.ts';

const BEARER = /^Bearer ([\w~+/.-]+=*)$/i;

/** Throws `unauthenticated` without a token that belongs to anybody, `forbidden` with another system's. */
export function mustBeSystem(request: Request, system: System, all: readonly System[]): void {
  const presented = fingerprint(request);
  if (same(presented, system.config.tokenSha256)) return;
  const other = all.some(({ config }) => same(presented, config.tokenSha256));
  if (!other) throw unauthenticated();
  throw new GatewayError('forbidden', { detail: `Token ini bukan milik sistem ${system.name}.` });
}

/** Whose token is presented. Throws `unauthenticated` where it is nobody's. */
export function callingSystem(request: Request, all: readonly System[]): System {
  const presented = fingerprint(request);
  const caller = all.find(({ config }) => same(presented, config.tokenSha256));
  if (caller) return caller;
  throw unauthenticated();
}

/** Throws `unauthenticated` unless the operators' token is presented. */
export function mustBeOperator(request: Request, tokenSha256: string): void {
  if (!same(fingerprint(request), tokenSha256)) throw unauthenticated();
}

function fingerprint(request: Request): string {
  const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
  if (!token) throw unauthenticated();
  return hash('sha256', token, 'hex');
}

const same = (a: string, b: string | null): boolean =>
  b !== null && a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

const unauthenticated = (): GatewayError =>
  new GatewayError('unauthenticated', { detail: 'Permintaan ini tanpa token yang dikenal.' });
