import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CaseDesk, SimulatedRequest, Simulator } from '../dialect/simulator.ts';
import { GatewayError } from '../errors.ts';
import { unusable } from '../http/address.ts';
import { CallRecorder, type KeptAnswer } from './callRecorder.ts';
import { control } from './control.ts';
import { type Fault, FaultSource, type Persona, refusalOf } from './persona.ts';
import { Pusher } from './push.ts';
import { listening, parseBody, readBody, sendProblem, sendText } from './wire.ts';

const CONTROL_PREFIX = '/_sandbox/';
const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH']);
/** How long a port may stay taken by somebody else's outgoing connection before coming back fails. */
const PORT_PATIENCE_MS = 5_000;

export interface SystemOptions {
  /** The system's name in the gateway's configuration. */
  readonly name: string;
  readonly simulator: Simulator;
  /** Where its events are pushed; null until it is known, see `Pusher.setGateway`. */
  readonly gatewayUrl: string | null;
  /** The bearer token it presents to the gateway. */
  readonly token: string;
  /** A free one when absent. */
  readonly port?: number;
  /** On every address of this machine; else on 127.0.0.1 alone. */
  readonly isOpen?: boolean;
  readonly now: () => Date;
  /** Of 0 to 1, draws the share of calls a persona meets. */
  readonly random?: () => number;
}

interface Arrival {
  readonly method: SimulatedRequest['method'];
  readonly path: string;
  readonly deliveryId: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * One dialect's simulator behind a real HTTP server. Each call goes: persona's fault, repeat of a delivery
 * id answered 2xx before, simulator, record. Paths below `/_sandbox/` control it (see `control.ts`), unless it is `down`.
 */
export class SimulatedSystem {
  readonly name: string;
  readonly simulator: Simulator;
  readonly pusher: Pusher;
  readonly book = new CallRecorder();
  /** What went wrong inside the simulated system itself, in plain words: a defect of the sandbox, not of the gateway. */
  readonly problems: string[] = [];
  /** Told after each call that changed something. */
  onEffect: () => void = () => undefined;
  readonly #server: Server;
  readonly #faults: FaultSource;
  readonly #now: () => Date;
  #persona: Persona = { kind: 'ok' };
  readonly #address: string;
  #port: number;

  constructor(options: SystemOptions) {
    this.name = options.name;
    this.simulator = options.simulator;
    this.#now = options.now;
    this.#address = options.isOpen ? '0.0.0.0' : '127.0.0.1';
    this.#port = options.port ?? 0;
    this.#faults = new FaultSource(options.random ?? Math.random);
    this.pusher = new Pusher(options.gatewayUrl, { system: options.name, token: options.token, now: options.now });
    // Longer than any client keeps a connection idle, so that no call meets a connection that is just being closed.
    this.#server = createServer({ keepAliveTimeout: 120_000, noDelay: true }, (request, response) => {
      this.#receive(request, response).catch((error: unknown) => sendProblem(response, error));
    });
  }

  /** `http://127.0.0.1:<port>`; the port stays the same through `down` and back. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Throws `not-found` where the system keeps no cases. */
  get desk(): CaseDesk {
    if (this.simulator.desk) return this.simulator.desk;
    throw new GatewayError('not-found', { detail: `Sistem ${this.name} tidak menyimpan laporan.` });
  }

  /** Has the system make known what is new there; the numbers of what it pushes. */
  announce(): readonly string[] {
    const announced = this.simulator.board?.announce() ?? [];
    for (const { number, event } of announced) this.pusher.push(number, event);
    return announced.map(({ number }) => number);
  }

  get persona(): Persona {
    return this.#persona;
  }

  async listen(): Promise<void> {
    const deadline = Date.now() + PORT_PATIENCE_MS;
    const place = { host: this.#address, port: this.#port };
    for (let taken = await listening(this.#server, place); taken; taken = await listening(this.#server, place)) {
      if (Date.now() > deadline) throw unusable(place, taken);
      await sleep(50);
    }
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Settles when the persona is in force: for `down` when connections are refused, from `down` when they are not. */
  async become(persona: Persona): Promise<void> {
    this.#persona = persona;
    this.#faults.become(persona.kind === 'down' ? { kind: 'ok' } : persona);
    if (persona.kind === 'down') await this.#hangUp();
    else if (!this.#server.listening) await this.listen();
  }

  async close(): Promise<void> {
    await Promise.all([this.#hangUp(), this.pusher.close()]);
  }

  async #hangUp(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    this.#server.closeAllConnections();
    await closed;
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    const body = await readBody(request);
    if (path.startsWith(CONTROL_PREFIX)) {
      const rest = path.slice(CONTROL_PREFIX.length);
      sendText(response, 200, JSON.stringify(await control(this, { method: request.method ?? '', rest, body })));
      return;
    }
    const arrival = arrivalOf(request, path, body);
    this.#meet(this.#faults.next(path, body), arrival, response);
  }

  #meet(fault: Fault, arrival: Arrival, response: ServerResponse): void {
    switch (fault.kind) {
      case 'ok':
        this.#serve(arrival, response, null);
        return;
      case 'slow':
        setTimeout(() => this.#serve(arrival, response, fault.kind), fault.ms).unref();
        return;
      case 'hang':
        this.#record(arrival, null, fault.kind);
        return;
      case 'reset':
        if (fault.when === 'after') this.#answer(arrival, fault.kind);
        else this.#record(arrival, null, fault.kind);
        response.socket?.resetAndDestroy();
        return;
      default: {
        const { status, body, headers } = refusalOf(fault, arrival.path);
        this.#record(arrival, status, fault.kind);
        for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
        sendText(response, status, JSON.stringify(body));
      }
    }
  }

  #serve(arrival: Arrival, response: ServerResponse, fault: 'slow' | null): void {
    try {
      const answer = this.#answer(arrival, fault);
      sendText(response, answer.status, answer.text);
    } catch (error) {
      sendProblem(response, error);
    }
  }

  /** Asks the simulator once for each delivery id, and records the call. Throws what the simulator throws. */
  #answer(arrival: Arrival, fault: 'slow' | 'reset' | null): KeptAnswer {
    // A reset leaves the caller without the answer, although the change was made.
    const told = (status: number) => (fault === 'reset' ? null : status);
    const before = this.book.answered(arrival.deliveryId);
    if (before) {
      this.#write(arrival, { status: told(before.status), effect: null, repeat: true, fault });
      return before;
    }
    const { status, body, effect } = this.#ask(arrival);
    const answer = { status, text: JSON.stringify(body ?? null) };
    this.#write(arrival, { status: told(status), effect, repeat: false, fault });
    if (succeeded(status, body)) this.book.keep(arrival.deliveryId, answer);
    if (effect !== null) this.onEffect();
    return answer;
  }

  #ask(arrival: Arrival) {
    const { method, path, headers } = arrival;
    try {
      const body = parseBody(arrival.body, headers['content-type']);
      return this.simulator.answer({ method, path, headers, body });
    } catch (error) {
      const status = error instanceof GatewayError ? error.status : 500;
      this.#record(arrival, status, error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  #record(arrival: Arrival, status: number | null, fault: string): void {
    this.#write(arrival, { status, effect: null, repeat: false, fault });
  }

  #write(
    arrival: Arrival,
    end: { status: number | null; effect: string | null; repeat: boolean; fault: string | null },
  ): void {
    const { method, path, deliveryId } = arrival;
    this.book.write({ at: this.#now().getTime(), method, path, deliveryId, ...end });
  }
}

/** Listening when it settles. */
export async function startSimulatedSystem(options: SystemOptions): Promise<SimulatedSystem> {
  const system = new SimulatedSystem(options);
  await system.listen();
  return system;
}

function arrivalOf(request: IncomingMessage, path: string, body: string): Arrival {
  const method = request.method ?? '';
  if (!isMethod(method)) throw new GatewayError('method-not-allowed', { detail: `Metode ${method}.` });
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
  return { method, path, deliveryId: headers['webhook-id'] ?? null, headers, body };
}

/** A 2xx, unless the body itself says otherwise, as `{"code": 500}` does: that may be tried again under the same id. */
function succeeded(status: number, body: unknown): boolean {
  if (status < 200 || status > 299) return false;
  if (typeof body !== 'object' || body === null || !('code' in body)) return true;
  return typeof body.code !== 'number' || body.code < 400;
}

const isMethod = (method: string): method is SimulatedRequest['method'] => METHODS.has(method);
