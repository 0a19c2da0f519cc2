import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const KAFKA_TESTS = 'test/kafka/**/*.test.ts';

export default defineConfig({
  test: {
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // Most of the time the tests wait, for rounds, leases and timeouts.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: { name: 'gateway', include: ['test/**/*.test.ts'], exclude: [KAFKA_TESTS] },
      },
      {
        extends: true,
        test: {
          name: 'kafka',
          include: [KAFKA_TESTS],
          // Runs only when one of these files does.
          globalSetup: ['test/kits/sharedBroker.ts'],
          // One after another, and after the others: a broker takes a good part of a small machine.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 90_000,
        },
      },
    ],
  },
});
