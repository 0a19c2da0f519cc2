import { connect, createServer } from 'node:net';

const METADATA_V1 = Buffer.from([0, 3, 0, 1]);
const NO_CLIENT_ID = Buffer.from([0xff, 0xff]);
const CORRELATION_ID = Buffer.from([0, 0, 0, 1]);
const NO_TOPICS = Buffer.alloc(4);
/** Size, correlation id and the number of brokers, which is all of the response that is read. */
const RESPONSE_HEAD = 12;

/** Whether a broker at host:port answers a metadata request in time, as a member that takes work. Never rejects. */
export function answersMetadata(address: string, withinMs: number): Promise<boolean> {
  const body = Buffer.concat([METADATA_V1, CORRELATION_ID, NO_CLIENT_ID, NO_TOPICS]);
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return new Promise((resolve) => {
    const { hostname, port } = new URL(`kafka://${address}`);
    let received = Buffer.alloc(0);
    const end = (answered: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answered);
    };
    const timer = setTimeout(() => end(false), withinMs);
    const socket = connect(Number(port), hostname, () => socket.write(Buffer.concat([size, body])));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length >= RESPONSE_HEAD) end(received.readInt32BE(8) > 0);
    });
    socket.on('error', () => end(false));
    socket.on('close', () => end(false));
  });
}

/**
 * Ports below those the system hands to outgoing connections: while the broker is down none of its own clients, dialling
 * in vain, can be given its port.
 */
const LOWEST_PORT = 20_000;
const HIGHEST_PORT = 32_000;

/** Two different ports of the loopback that nobody listens on now. */
export async function freePorts(): Promise<[number, number]> {
  const [first, second] = [await freePort(), await freePort()];
  return first === second ? freePorts() : [first, second];
}

async function freePort(): Promise<number> {
  for (;;) {
    const port = LOWEST_PORT + Math.floor(Math.random() * (HIGHEST_PORT - LOWEST_PORT));
    if (await isFree(port)) return port;
  }
}

/** Whether nobody listens on a loopback port now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
