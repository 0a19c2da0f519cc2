#!/usr/bin/env node
// Jembatan runs its TypeScript as written, which takes Node 24. Where the machine's own Node is older, the one that
// `npm ci` put beside the other packages is used instead.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const needed = 24;
if (Number.parseInt(process.versions.node, 10) >= needed) {
  await import('../src/main.ts');
} else {
  const local = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
  if (!existsSync(local)) {
    console.error(
      `Jembatan needs Node ${needed} or newer; this is ${process.version}. Run "npm ci" here, or install Node ${needed}.`,
    );
    process.exit(1);
  }
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const run = spawnSync(local, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  if (run.error) throw run.error;
  process.exit(run.status ?? 1);
}
