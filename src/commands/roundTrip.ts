import { setTimeout as wait } from 'node:timers/promises';
import axios, { type AxiosInstance } from 'axios';
import { JAKARTA_PLACES, LAMPUNG_PLACES } from '../sandbox/scenario.ts';
import type { CitizenReport, SimulatedCase } from '../simulator.ts';

/** One report of the scenario, as both simulators' own books have it. Nothing here is the gateway's word. */
export interface Journey {
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly number: string;
  readonly filedAt: number;
  /** The case at the system it was filed in. */
  readonly home: SimulatedCase | null;
  /** The case at the system it was handed to. */
  readonly away: SimulatedCase | null;
  /** When it was first seen to be home, milliseconds; null until then. */
  readonly homeAt: number | null;
}

export interface SystemSummary {
  readonly system: string;
  readonly calls: number;
  readonly effects: number;
  readonly secondEffects: number;
}

/** Pushes the scenario both ways and follows it, by the simulators' records alone. */
export class RoundTrip {
  readonly #control: AxiosInstance;
  #journeys: readonly Journey[] = [];

  constructor(controlUrl: string) {
    this.#control = axios.create({ baseURL: `${controlUrl}/_sandbox`, proxy: false, timeout: 10_000 });
  }

  get journeys(): readonly Journey[] {
    return this.#journeys;
  }

  async connect(gatewayUrl: string): Promise<void> {
    await this.#control.post('/gateway', { url: gatewayUrl });
  }

  /** Files every report at its system and has an officer hand it over at once. */
  async file(lampung: string, jakarta: string): Promise<void> {
    const reports = [
      ...JAKARTA_PLACES.map((report) => ({ report, from: lampung, to: jakarta })),
      ...LAMPUNG_PLACES.map((report) => ({ report, from: jakarta, to: lampung })),
    ];
    for (const { report, from, to } of reports)
      this.#journeys = [...this.#journeys, await this.#fileOne(report, from, to)];
  }

  /** Reads both books until all are home or the time is over; tells of each look. */
  async follow(timeoutMs: number, tell: (journeys: readonly Journey[]) => void): Promise<void> {
    const until = Date.now() + timeoutMs;
    while (Date.now() < until) {
      await this.#look();
      tell(this.#journeys);
      if (this.#journeys.every(isHome)) return;
      await wait(250);
    }
  }

  async summaries(): Promise<readonly SystemSummary[]> {
    const systems = [...new Set(this.#journeys.map(({ from }) => from))];
    return Promise.all(
      systems.map(
        async (system) => ({ ...(await this.#control.get(`/${system}/summary`)).data, system }) as SystemSummary,
      ),
    );
  }

  async #fileOne(report: CitizenReport, from: string, to: string): Promise<Journey> {
    const { data } = await this.#control.post<{ number: string }>(`/${from}/reports`, report, {
      params: { handOver: true },
    });
    const filedAt = Date.now();
    return { title: report.title, from, to, number: data.number, filedAt, home: null, away: null, homeAt: null };
  }

  async #look(): Promise<void> {
    const systems = [...new Set(this.#journeys.map(({ from }) => from))];
    const books = new Map(
      await Promise.all(
        systems.map(
          async (system) => [system, (await this.#control.get<SimulatedCase[]>(`/${system}/cases`)).data] as const,
        ),
      ),
    );
    this.#journeys = this.#journeys.map((journey) => {
      const home = books.get(journey.from)?.find(({ number }) => number === journey.number) ?? null;
      const away = books.get(journey.to)?.find(({ number }) => number === home?.counterpart) ?? null;
      const seen = { ...journey, home, away };
      return { ...seen, homeAt: journey.homeAt ?? (isHome(seen) ? Date.now() : null) };
    });
  }
}

/** Home: the other side worked it off, and the last of as many statuses as it gave has reached the system it came from. */
export function isHome({ home, away }: Pick<Journey, 'home' | 'away'>): boolean {
  if (!home || !away || away.own || !home.answers.includes('registered')) return false;
  const told = home.history.flatMap(({ sequence }) => sequence ?? []);
  const inOrder = told.every((sequence, index) => index === 0 || sequence > (told[index - 1] ?? 0));
  return inOrder && told.length > 0 && /^selesai$/i.test(away.status) && /^selesai$/i.test(home.status);
}
