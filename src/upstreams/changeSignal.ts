/** Tells whoever subscribed that something changed. */
export interface ChangeSignal {
  notify(): void;
  /** Returns what ends the subscription. */
  subscribe(listener: () => void): () => void;
}

/** Several changes within one turn of the loop are told once, after it, so that a listener cannot disturb a send. */
export function createChangeSignal(): ChangeSignal {
  const listeners = new Set<() => void>();
  let isPending = false;
  return {
    notify() {
      if (isPending) return;
      isPending = true;
      queueMicrotask(() => {
        isPending = false;
        for (const listener of [...listeners]) listener();
      });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
