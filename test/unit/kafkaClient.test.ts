import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { kafkaClient } from '../../src/backbones/kafka/client.ts';
import { type KafkaSettings, kafkaAt } from '../../src/config/kafkaSettings.ts';

/* Seen to fail when the client is given neither `ssl` nor `sasl`. */

const silence = (): void => undefined;

/** A server that keeps what it is sent and may answer; what a client with these settings sends it. */
async function overheard(
  settings: Partial<KafkaSettings>,
  answer: (request: Buffer, socket: Socket) => void = (_, socket) => socket.destroy(),
): Promise<readonly Buffer[]> {
  const heard: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on('error', silence);
    socket.on('data', (data) => {
      heard.push(data);
      answer(data, socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const client = kafkaClient({ ...kafkaAt([`127.0.0.1:${port}`], 'uji'), ...settings }, silence);
  const admin = client.admin({ retry: { retries: 0 } });
  await expect(admin.connect()).rejects.toThrow();
  await admin.disconnect();
  return heard;
}

const TLS_HANDSHAKE = 0x16;
const CLIENT_HELLO = 1;

it('begins with a TLS handshake where the connection is to be encrypted, and only there', async () => {
  const [hello] = await overheard({ tls: {} });
  expect([hello?.at(0), hello?.at(5)]).toEqual([TLS_HANDSHAKE, CLIENT_HELLO]);
  const [plain] = await overheard({ tls: null });
  expect(plain?.subarray(4, 6)).toEqual(int16(API_VERSIONS));
});

const API_VERSIONS = 18;
const SASL_HANDSHAKE = 17;
const SASL_AUTHENTICATE = 36;

const int16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const int32 = (value: number): Buffer => Buffer.concat([int16(value >> 16), int16(value & 0xffff)]);

/** Answers as a broker does that knows these three requests and takes any mechanism. */
function welcome(mechanism: string): (request: Buffer, socket: Socket) => void {
  const apis = [API_VERSIONS, SASL_HANDSHAKE, SASL_AUTHENTICATE].map((key) => [int16(key), int16(0), int16(1)]);
  const bodies = new Map([
    [API_VERSIONS, [int16(0), int32(apis.length), ...apis.flat(), int32(0)]],
    [SASL_HANDSHAKE, [int16(0), int32(1), int16(mechanism.length), Buffer.from(mechanism)]],
  ]);
  return (request, socket) => {
    const body = bodies.get(request.readInt16BE(4));
    if (!body) return socket.destroy();
    const answer = Buffer.concat([request.subarray(8, 12), ...body]);
    socket.write(Buffer.concat([int32(answer.length), answer]));
  };
}

it.each([
  { mechanism: 'plain', name: 'PLAIN', said: '\0gerbang\0rahasia' },
  { mechanism: 'scram-sha-256', name: 'SCRAM-SHA-256', said: 'n,,n=gerbang,r=' },
  { mechanism: 'scram-sha-512', name: 'SCRAM-SHA-512', said: 'n,,n=gerbang,r=' },
] as const)('says who it is by $mechanism', async ({ mechanism, name, said }) => {
  const sasl = { mechanism, username: 'gerbang', password: 'rahasia' };
  const heard = await overheard({ sasl }, welcome(name));
  const handshake = heard.find((request) => request.readInt16BE(4) === SASL_HANDSHAKE);
  const authenticate = heard.find((request) => request.readInt16BE(4) === SASL_AUTHENTICATE);
  expect(handshake?.includes(name)).toBe(true);
  expect(authenticate?.includes(said)).toBe(true);
});
