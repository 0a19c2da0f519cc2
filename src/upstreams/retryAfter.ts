const SHORTEST_MS = 1_000;
const LONGEST_MS = 3_600_000;

/**
 * How long a `Retry-After` header asks to wait, in milliseconds, never under a second nor over an hour. It may be
 * whole seconds or an HTTP date (RFC 9110, 10.2.3), which counts from `now` (epoch milliseconds). Null where the
 * header is absent or is neither.
 */
export function retryAfterMs(header: string | undefined, now: number): number | null {
  const asked = parse(header?.trim() ?? '', now);
  return asked === null ? null : Math.min(Math.max(asked, SHORTEST_MS), LONGEST_MS);
}

function parse(header: string, now: number): number | null {
  if (/^\d+$/.test(header)) return Number(header) * 1_000;
  const at = /^[A-Z][a-z]+, .+ GMT$/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? null : at - now;
}
