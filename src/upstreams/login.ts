import type { LoginProcedure } from '../adapter.ts';
import { isMisrouted, misfitOf, undeclared } from '../answers.ts';
import type { AnswerForm, NativeResponse } from '../declared.ts';
import type { Exchange } from './classify.ts';
import type { Exchanger, Prepared } from './httpClient.ts';

/** Who logs in, and how the dialect does it. */
export interface Login {
  readonly procedure: LoginProcedure;
  /** The system's own refusals: a 404 or 405 that looks otherwise says nothing of the credentials. */
  readonly refusals: AnswerForm;
  readonly user: string;
  readonly password: string;
}

/** Exchanges of a system that wants a token it gives out itself. */
export interface LoggedIn {
  /**
   * The exchange, with a token; logs in where there is none, and once more where it is not taken. A login that is
   * refused or not answered ends the exchange as that did. Never rejects.
   */
  exchange(prepared: Prepared, controller: AbortController, timeoutMs: number): Promise<Exchange>;
}

/** A token is given up this long before it ends, so that none ends on its way. */
const MARGIN_MS = 30_000;

type Given = { readonly token: string; readonly validSeconds: number | null };
type Token = { readonly text: string; readonly until: number };

interface LoginOptions {
  readonly exchanger: Exchanger;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** How long the system has to answer a login, however little time a caller has. */
  readonly timeoutMs: number;
}

/** Calls at the same time share one login; one of them that waits no longer ends it for none of the others. */
export function loggedIn(how: Login, options: LoginOptions): LoggedIn {
  const { exchanger, clock } = options;
  let token: Token | null = null;
  let asking: Promise<Token | Exchange> | null = null;

  const request = how.procedure.ask(how.user, how.password);

  async function login(): Promise<Token | Exchange> {
    const prepared = exchanger.prepare(request, () => ({}));
    const given = readLogin(how, asLogin(await exchanger.exchange(prepared, new AbortController(), options.timeoutMs)));
    if ('kind' in given) return given;
    const validMs = given.validSeconds === null ? Number.POSITIVE_INFINITY : given.validSeconds * 1000 - MARGIN_MS;
    token = { text: given.token, until: clock() + validMs };
    return token;
  }

  async function ready(controller: AbortController, timeoutMs: number): Promise<Token | Exchange> {
    if (token !== null && token.until > clock()) return token;
    asking ??= login().finally(() => {
      asking = null;
    });
    const got = await patiently(asking, controller.signal, timeoutMs);
    return 'kind' in got ? { wire: { ...exchanger.unsent(request), login: true }, ...got } : got;
  }

  return {
    async exchange(prepared, controller, timeoutMs) {
      const started = performance.now();
      const left = (): number => Math.max(1, timeoutMs - (performance.now() - started));
      for (let turn = 1; ; turn += 1) {
        const got = await ready(controller, left());
        if ('kind' in got) return got;
        const headers = { ...prepared.headers, authorization: `Bearer ${got.text}` };
        const exchange = await exchanger.exchange({ ...prepared, headers }, controller, left());
        if (turn === 2 || exchange.kind !== 'answered' || exchange.response.status !== 401) return exchange;
        if (token === got) token = null;
      }
    },
  };
}

/** The token that was given, or how the login ended instead. */
function readLogin({ procedure, refusals }: Login, exchange: Exchange): Given | Exchange {
  if (exchange.kind !== 'answered') return exchange;
  const { response } = exchange;
  if (isTrouble(response.status) || isMisrouted(refusals, response)) return exchange;
  const misfit = isSuccess(response.status) ? misfitOf(procedure.answer, response) : null;
  if (misfit !== null) return { ...exchange, kind: 'not-logged-in', cause: undeclared(response.status, misfit) };
  return procedure.read(response) ?? { ...exchange, ...refused(response) };
}

/** Waits for the login, for no longer than this caller waits at most. */
function patiently(
  asking: Promise<Token | Exchange>,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<Token | Exchange> {
  return new Promise((resolve) => {
    const end = (got: Token | Exchange): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(got);
    };
    const onAbort = (): void => end({ kind: 'aborted', cause: undefined });
    const timer = setTimeout(() => end({ kind: 'timeout', cause: undefined }), timeoutMs);
    signal.addEventListener('abort', onAbort);
    asking.then(end, (cause: unknown) => end({ kind: 'unreachable', cause }));
  });
}

const asLogin = (exchange: Exchange): Exchange =>
  exchange.wire === undefined ? exchange : { ...exchange, wire: { ...exchange.wire, login: true } };

/** The system's own trouble, and no word about the login. */
const isTrouble = (status: number): boolean => status >= 500 || status === 429 || status === 408;

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** A login that is refused is a credential problem, however the system words it. What it answered may repeat the password. */
const refused = (response: NativeResponse): Exchange => ({
  kind: 'answered',
  response: { ...response, status: 401, headers: {}, body: null },
});
