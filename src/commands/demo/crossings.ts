import axios, { type AxiosInstance } from 'axios';
import { specimenToken } from '../../config/config.ts';
import type { Contracts } from '../../contract.ts';
import { within } from '../../dialect/region.ts';
import type { ShownNotice, SimulatedCase } from '../../dialect/simulator.ts';
import type { Directory, System } from '../../directory.ts';
import type { LetterAnswer, LetterQuestion, LetterResultCode } from '../../generated/contracts.ts';
import { contractWord } from '../../operator/labels.ts';
import { VILLAGE_LETTERS } from '../../sandbox/scenario.ts';

/** Something that is no report and should be seen to cross. */
export interface Crossing {
  /** Indonesian. */
  readonly what: string;
  readonly from: string;
  readonly to: string;
  /** In the words of whoever received it; null until then. */
  readonly seen: string | null;
}

const RESULTS: Readonly<Record<LetterResultCode, string>> = {
  genuine: 'asli',
  'not-found': 'tidak tercatat',
  revoked: 'sudah dicabut',
  'not-yet-issued': 'belum terbit',
};

type Look = () => Promise<string | null>;

interface Watched {
  readonly crossing: Omit<Crossing, 'seen'>;
  readonly look: Look;
}

export interface CrossingsOptions {
  readonly controlUrl: string;
  readonly gatewayUrl: string;
  readonly directory: Directory;
  readonly contracts: Contracts;
}

/**
 * What the agreements let simulated systems give each other beside reports: notices, by the recipient's own records;
 * letters verified, by the answer the asker was given; and what a system fetched from its inbox.
 */
export class Crossings {
  readonly #control: AxiosInstance;
  readonly #gateway: AxiosInstance;
  readonly #options: CrossingsOptions;
  #watched: readonly (Watched & { readonly seen: string | null })[];

  constructor(options: CrossingsOptions) {
    this.#options = options;
    this.#control = axios.create({ baseURL: `${options.controlUrl}/_sandbox`, proxy: false, timeout: 10_000 });
    this.#gateway = axios.create({ baseURL: options.gatewayUrl, proxy: false, validateStatus: () => true });
    this.#watched = [...this.#granted(), ...this.#fetched()].map((watched) => ({ ...watched, seen: null }));
  }

  get all(): readonly Crossing[] {
    return this.#watched.map(({ crossing, seen }) => ({ ...crossing, seen }));
  }

  get seen(): readonly Crossing[] {
    return this.all.filter(({ seen }) => seen !== null);
  }

  /** Has every system that pushes notices make its own known. */
  async begin(): Promise<void> {
    const senders = new Set(this.#simulated().map(({ name }) => name));
    await Promise.all([...senders].map((name) => this.#control.post(`/${name}/announce`)));
  }

  async look(): Promise<void> {
    this.#watched = await Promise.all(
      this.#watched.map(async (watched) => ({ ...watched, seen: watched.seen ?? (await watched.look()) })),
    );
  }

  #simulated(): readonly System[] {
    return this.#options.directory.systems.filter(({ config }) => config.simulated);
  }

  #granted(): readonly Watched[] {
    const { agreements } = this.#options.directory;
    const named = new Map(this.#simulated().map((system) => [system.name, system]));
    const grants = agreements.flatMap((agreement) => agreement.grants);
    return grants.flatMap(({ from, to, contract }) => {
      const [sender, recipient] = [named.get(from), named.get(to)];
      if (sender === undefined || recipient === undefined) return [];
      const { lane, ref } = this.#options.contracts.get(contract);
      const what = contractWord(ref);
      if (sender.adapter.lookup?.contract === ref) return this.#letters({ what, from: sender, to });
      const isNotice = lane !== 'case' && sender.adapter.emits.includes(ref) && recipient.adapter.accepts.includes(ref);
      return isNotice ? [{ crossing: { what, from, to }, look: () => this.#shown(to, from, contract) }] : [];
    });
  }

  async #shown(to: string, from: string, contract: string): Promise<string | null> {
    const { data } = await this.#control.get<readonly ShownNotice[]>(`/${to}/shown`);
    const [name] = contract.split('/');
    return data.find((notice) => notice.from === from && notice.contract === name)?.text ?? null;
  }

  #letters({ what, from, to }: { what: string; from: System; to: string }): readonly Watched[] {
    const here = VILLAGE_LETTERS.filter(({ villageCode }) => within(villageCode, from.config.territory));
    return here.map((letter) => ({
      crossing: { what, from: from.name, to },
      look: () => this.#verified(to, letter),
    }));
  }

  async #verified(asker: string, letter: LetterQuestion): Promise<string | null> {
    const headers = { authorization: `Bearer ${specimenToken(asker)}` };
    const { status, data } = await this.#gateway.post('/v1/lookups/letter-verification', letter, { headers });
    if (status !== 200) return null;
    const { result } = data.answer as LetterAnswer;
    return `Surat ${letter.letterNumber} ${RESULTS[result]}, menurut ${data.answeredBy}`;
  }

  #fetched(): readonly Watched[] {
    return this.#simulated()
      .filter(({ config }) => config.delivery === 'inbox')
      .map(({ name }) => ({
        crossing: { what: 'kotak masuk', from: 'gerbang', to: name },
        look: async () => {
          const { data } = await this.#control.get<readonly SimulatedCase[]>(`/${name}/cases`);
          const fetched = data.filter(({ own }) => !own);
          const numbers = fetched.map(({ counterpart }) => counterpart).join(', ');
          return fetched.length === 0 ? null : `Mengambil sendiri laporan ${numbers}`;
        },
      }));
  }
}
