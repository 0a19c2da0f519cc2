/** One thing that is looked after from time to time because nothing else would notice. */
export interface Chore {
  readonly name: string;
  readonly everyMs: number;
  readonly run: () => Promise<void>;
}

export interface Sweep {
  close(): Promise<void>;
}

/** Does it for each in turn. What fails for one is reported and keeps no other from its turn. */
export async function eachInTurn<Item>(
  items: readonly Item[],
  run: (item: Item) => Promise<unknown>,
  onError: (what: string, error: unknown) => void,
): Promise<void> {
  for (const item of items) await run(item).catch((error) => onError('one of several', error));
}

/** Runs each chore at its own pace, one run of it at a time. A chore that fails is reported and comes round again. */
export function startMaintenance(chores: readonly Chore[], onError: (what: string, error: unknown) => void): Sweep {
  const running = new Map<string, Promise<void>>();
  const timers = chores.map((chore) =>
    setInterval(() => {
      if (running.has(chore.name)) return;
      const run = chore
        .run()
        .catch((error) => onError(chore.name, error))
        .finally(() => running.delete(chore.name));
      running.set(chore.name, run);
    }, chore.everyMs),
  );
  return {
    async close() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running.values());
    },
  };
}
