import type { SimulatedAnswer } from '../../../src/dialect/simulator.ts';

/** How the simulated village writes its answers. */

/** As OpenSID writes time: no offset. */
export const localTime = (time: string): string => time.slice(0, 19).replace('T', ' ');

export function paged(query: URLSearchParams, rows: readonly object[]): SimulatedAnswer {
  const size = Math.min(Number(query.get('page[size]') ?? 15), 100);
  const page = Number(query.get('page[number]') ?? 1);
  const pagination = {
    total: rows.length,
    current_page: page,
    total_pages: Math.max(1, Math.ceil(rows.length / size)),
  };
  return told({ data: rows.slice((page - 1) * size, page * size), meta: { pagination } });
}

export const told = (body: object, effect: string | null = null): SimulatedAnswer => ({ status: 200, body, effect });

/** `BaseController::sendResponse`. */
export const sent = (data: unknown, effect: string | null = null): SimulatedAnswer =>
  told({ success: true, data, message: 'berhasil' }, effect);

/** The framework's own words for a route that is not there. */
export const missing = (status: number, path: string): SimulatedAnswer => ({
  status,
  body: { message: `The route ${path} could not be found.` },
  effect: null,
});

export const refusal = (status: number, messages: string): SimulatedAnswer => ({
  status,
  body: { code: status, messages },
  effect: null,
});
