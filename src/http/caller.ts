import { hash, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import type { System } from '../directory.ts';
import { GatewayError } from '../errors.ts';

const BEARER = /^Bearer ([\w~+/.-]+=*)$/i;

/** Whose tokens there are. */
export interface Tokens {
  readonly systems: readonly System[];
  /** The operators'. */
  readonly operator: string;
}

/** Throws `unauthenticated` without a system's token, `forbidden` with another system's. */
export function mustBeSystem(request: Request, system: System, tokens: Tokens): void {
  const presented = fingerprint(request);
  if (same(presented, system.config.tokenSha256)) return;
  mustBeOfSystem(ownerOf(presented, tokens));
  throw new GatewayError('forbidden', { detail: `Token ini bukan milik sistem ${system.name}.` });
}

/** Whose token is presented. Throws `unauthenticated` where it is no system's. */
export const callingSystem = (request: Request, tokens: Tokens): System =>
  mustBeOfSystem(ownerOf(fingerprint(request), tokens));

/** Operators speak for no system: on its routes their token names nobody. */
function mustBeOfSystem(owner: System | 'operator' | null): System {
  if (owner === null) throw unauthenticated();
  if (owner !== 'operator') return owner;
  throw unauthenticated('Alamat ini untuk sistem; token petugas gerbang bukan milik sistem mana pun.');
}

/** Throws `unauthenticated` without a token that belongs to anybody, `forbidden` with a system's. */
export function mustBeOperator(request: Request, tokens: Tokens): void {
  const owner = ownerOf(fingerprint(request), tokens);
  if (owner === 'operator') return;
  if (owner === null) throw unauthenticated();
  throw new GatewayError('forbidden', {
    detail: `Alamat ini untuk petugas gerbang; token sistem ${owner.name} tidak berlaku di sini.`,
  });
}

function ownerOf(presented: string, { systems, operator }: Tokens): System | 'operator' | null {
  if (same(presented, operator)) return 'operator';
  return systems.find(({ config }) => same(presented, config.tokenSha256)) ?? null;
}

function fingerprint(request: Request): string {
  const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
  if (!token) throw unauthenticated();
  return hash('sha256', token, 'hex');
}

const same = (a: string, b: string | null): boolean =>
  b !== null && a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

const unauthenticated = (detail = 'Permintaan ini tanpa token yang dikenal.'): GatewayError =>
  new GatewayError('unauthenticated', { detail });
