import type { LoginProcedure } from '../../../src/adapter.ts';
import { membersOf, saysFailure } from '../../../src/dialect/native.ts';

/**
 * Observed: `username` and `password`, answered `{success, data: {token, ...}}` (OpenSID/rilis-opensid-api, AdminAuthController of
 * June 2025). The shapes of other releases are read as well: `access_token`, `token_type`, `expires_in` bare
 * (OpenSID/opensid-api), or in the resource's attributes (OpenSID/mobile).
 */
export const login: LoginProcedure = {
  answer: { schema: { type: 'object' } },

  ask: (user, password) => ({
    method: 'POST',
    path: '/login',
    message: 'login',
    body: { username: user, password },
  }),

  read({ status, body }) {
    const outer = membersOf(body);
    if (status < 200 || status > 299 || saysFailure(outer.code) || outer.success === false) return null;
    const data = membersOf(outer.data);
    const { attributes } = data;
    const given = [data, membersOf(membersOf(attributes).access_token), membersOf(attributes), outer]
      .map(({ token, access_token, expires_in }) => ({ token: token ?? access_token, expires_in }))
      .find(({ token }) => isToken(token));
    if (given === undefined || !isToken(given.token)) return null;
    return { token: given.token, validSeconds: secondsOf(given.expires_in) };
  },
};

/** What can stand in an Authorization header. */
const isToken = (value: unknown): value is string => typeof value === 'string' && /^[\x21-\x7e]+$/u.test(value);

const secondsOf = (value: unknown): number | null => (typeof value === 'number' && value > 0 ? value : null);
