export interface Bell {
  ring(): void;
  onRing(listener: () => void): () => void;
}

/** Many rings within one turn of the loop are heard as one, after it; so a listener cannot disturb a send. */
export function createBell(): Bell {
  const listeners = new Set<() => void>();
  let rung = false;
  return {
    ring() {
      if (rung) return;
      rung = true;
      queueMicrotask(() => {
        rung = false;
        for (const listener of [...listeners]) listener();
      });
    },
    onRing(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
