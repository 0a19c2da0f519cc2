import type { Upstream, UpstreamState } from '../upstream.ts';
import { whyOf } from '../words/why.ts';

/** A system's state, with the last exchange that failed and why; null for a system nobody knows. */
export function upstreamView(
  upstream: Upstream | undefined,
): (UpstreamState & { readonly lastFailure: object | null }) | null {
  if (upstream === undefined) return null;
  const lastFailure = upstream.lastFailure?.() ?? null;
  return { ...upstream.state(), lastFailure: lastFailure && { ...lastFailure, why: whyOf(lastFailure) } };
}
