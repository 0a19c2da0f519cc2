import { type Dispatcher, Pool, ProxyAgent } from 'undici';
import type { Outbound } from '../config/outboundSettings.ts';

type DispatcherOptions = Pick<
  ExchangeOptions,
  'proxy' | 'tls' | 'timeoutMs' | 'connections' | 'maxAnswerBytes' | 'reusesConnections'
>;

/** What carries the exchanges with one address: connections to it, or through its proxy. */
export function dispatcherFor(origin: string, options: DispatcherOptions): Dispatcher {
  const usual = {
    connections: options.connections,
    // 0 keeps none alive.
    pipelining: options.reusesConnections ? 1 : 0,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    connectTimeout: Math.ceil(options.timeoutMs * 0.6),
    maxResponseSize: options.maxAnswerBytes,
  };
  const { proxy, tls } = options;
  if (!proxy) return new Pool(origin, { ...usual, ...(tls ? { connect: tls } : {}) });
  return new ProxyAgent({
    ...usual,
    uri: proxy.url,
    ...(proxy.authorization === null ? {} : { token: proxy.authorization }),
    // What a proxy answers in the system's place would be taken for the system's word: it only opens the way.
    proxyTunnel: true,
    ...(tls ? { requestTls: tls } : {}),
    // A proxy that does not answer must not keep its connection past the exchange that wanted it.
    clientFactory: (url, own) => new Pool(url, { ...own, headersTimeout: options.timeoutMs, bodyTimeout: 0 }),
  });
}

export interface ExchangeOptions {
  /** Base address; a path prefix in it is kept. */
  readonly endpoint: string;
  readonly token: string | null;
  /** Null, as where it is absent, calls the system itself. */
  readonly proxy?: Outbound['proxy'];
  /** Null, as where it is absent, trusts the machine's own authorities and shows no certificate. */
  readonly tls?: Outbound['tls'];
  /** Over the whole exchange, from connecting to the last byte. */
  readonly timeoutMs: number;
  readonly connections: number;
  readonly maxAnswerBytes: number;
  /**
   * False makes a connection for each exchange. One that is kept may be closed by the other side just as it is used again,
   * and then nobody knows whether the request arrived.
   */
  readonly reusesConnections: boolean;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}
