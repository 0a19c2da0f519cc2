import axios, { type AxiosInstance } from 'axios';
import type { CitizenReport, SimulatedCase } from '../../src/dialect/simulator.ts';
import type { CallRecord, CallSummary } from '../../src/sandbox/callRecorder.ts';

/** One event that came out of a simulated system, ready to be pushed. */
export interface Issued {
  readonly number: string;
  readonly event: object;
}

/** The simulated systems' books, read and moved over their control server. */
export class Books {
  readonly #control: AxiosInstance;

  constructor(controlUrl: string) {
    this.#control = axios.create({ baseURL: `${controlUrl}/_sandbox`, proxy: false, timeout: 30_000 });
  }

  /** A citizen files it, an officer finds that it belongs elsewhere. */
  async handOver(system: string, report: CitizenReport): Promise<Issued> {
    const { data } = await this.#control.post<{ number: string }>(`/${system}/reports`, report);
    return this.#move(system, data.number, 'hand-over');
  }

  advance(system: string, number: string): Promise<Issued> {
    return this.#move(system, number, 'advance');
  }

  async become(system: string, persona: object): Promise<void> {
    await this.#control.post(`/${system}/persona`, persona);
  }

  cases(system: string): Promise<readonly SimulatedCase[]> {
    return this.#read(system, 'cases');
  }

  calls(system: string): Promise<readonly CallRecord[]> {
    return this.#read(system, 'calls');
  }

  summary(system: string): Promise<CallSummary & { readonly problems: readonly string[] }> {
    return this.#read(system, 'summary');
  }

  async #read<Page>(system: string, page: string): Promise<Page> {
    return (await this.#control.get<Page>(`/${system}/${page}`)).data;
  }

  async #move(system: string, number: string, action: string): Promise<Issued> {
    const path = `/${system}/cases/${encodeURIComponent(number)}/${action}`;
    const { data } = await this.#control.post<{ event: object | null }>(path);
    if (data.event === null) throw new Error(`${system} moves ${number} no further`);
    return { number, event: data.event };
  }
}
