import axios, { type AxiosInstance } from 'axios';
import { read } from '../../dialect/codes.ts';
import type { CitizenReport, SimulatedCase } from '../../dialect/simulator.ts';
import { type Directory, type System, takesHandovers } from '../../directory.ts';
import { JAKARTA_PLACES, LAMPUNG_PLACES } from '../../sandbox/scenario.ts';

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

/** A simulated system of a province that citizens report to: it can hand over, and be handed what is of its whole province. */
export const deskOf = ({ systems }: Directory, province: string): System | undefined =>
  systems.find(({ config, adapter }) => {
    const handsOver = adapter.emits.some((contract) => contract.startsWith('report-handover/'));
    return config.simulated && config.territory === province && handsOver && takesHandovers(adapter);
  });

/** Pushes the scenario both ways and follows it, by the simulators' records alone. */
export class RoundTrip {
  readonly #control: AxiosInstance;
  readonly #directory: Directory;
  #journeys: readonly Journey[] = [];

  constructor(controlUrl: string, directory: Directory) {
    this.#control = axios.create({ baseURL: `${controlUrl}/_sandbox`, proxy: false, timeout: 10_000 });
    this.#directory = directory;
  }

  get journeys(): readonly Journey[] {
    return this.#journeys;
  }

  get home(): readonly Journey[] {
    return this.#journeys.filter(({ homeAt }) => homeAt !== null);
  }

  async connect(gatewayUrl: string): Promise<void> {
    await this.#control.post('/gateway', { url: gatewayUrl });
  }

  /** Files every report at its system and has an officer hand it over at once; it is then for whoever owns its place. */
  async file(lampung: System, jakarta: System): Promise<void> {
    const reports = [
      ...JAKARTA_PLACES.map((report) => ({ report, from: lampung.name })),
      ...LAMPUNG_PLACES.map((report) => ({ report, from: jakarta.name })),
    ];
    for (const { report, from } of reports) {
      const to = this.#directory.ownerOf(report.regionCode)?.name ?? '-';
      this.#journeys = [...this.#journeys, await this.#fileOne(report, from, to)];
    }
  }

  async #fileOne(report: CitizenReport, from: string, to: string): Promise<Journey> {
    const { data } = await this.#control.post<{ number: string }>(`/${from}/reports`, report, {
      params: { handOver: true },
    });
    const filedAt = Date.now();
    return { title: report.title, from, to, number: data.number, filedAt, home: null, away: null, homeAt: null };
  }

  /** Reads the books of every system that takes part. */
  async look(): Promise<void> {
    const books = new Map(
      await Promise.all(
        this.#systems().map(
          async (system) => [system, (await this.#control.get<SimulatedCase[]>(`/${system}/cases`)).data] as const,
        ),
      ),
    );
    this.#journeys = this.#journeys.map((journey) => {
      const home = books.get(journey.from)?.find(({ number }) => number === journey.number) ?? null;
      const away = books.get(journey.to)?.find(({ number }) => number === home?.counterpart) ?? null;
      const seen = { ...journey, home, away };
      return { ...seen, homeAt: journey.homeAt ?? (this.#isHome(seen) ? Date.now() : null) };
    });
  }

  #systems(): readonly string[] {
    return [...new Set(this.#journeys.flatMap(({ from, to }) => [from, to]))];
  }

  async summaries(): Promise<readonly SystemSummary[]> {
    return Promise.all(
      this.#directory.systems
        .filter(({ config }) => config.simulated)
        .map(async ({ name }) => ({ ...(await this.#control.get(`/${name}/summary`)).data, system: name })),
    );
  }

  /** Home: the other side worked it off, and the last of as many statuses as it gave has reached the system it came from. */
  #isHome({ from, to, home, away }: Journey): boolean {
    if (!home || !away || away.own || !home.answers.includes('registered')) return false;
    const told = home.history.flatMap(({ sequence }) => sequence ?? []);
    const inOrder = told.every((sequence, index) => index === 0 || sequence > (told[index - 1] ?? 0));
    return inOrder && told.length > 0 && this.#isDone(to, away) && this.#isDone(from, home);
  }

  #isDone(system: string, { status }: SimulatedCase): boolean {
    const table = this.#directory.get(system).adapter.tables.find(({ name }) => name === 'status');
    return table !== undefined && read(table, status) === 'done';
  }
}
