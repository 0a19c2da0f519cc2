import { type Dispatcher, Pool, ProxyAgent } from 'undici';
import type { ExchangeOptions } from './httpClient.ts';

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
