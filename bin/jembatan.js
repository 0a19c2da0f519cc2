#!/usr/bin/env node
// Jembatan runs its TypeScript as written, which takes Node 24. Where the machine's own Node is older, the one that
// `npm ci` put beside the other packages is used instead.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const CANNOT_START = 1;

if (!hasPackages()) {
  fail('Paket-paketnya belum terpasang semua. Jalankan "npm ci" di folder ini, lalu ulangi.');
} else if (Number.parseInt(process.versions.node, 10) >= NEEDED) {
  await import('../src/main.ts');
} else {
  runWithOwnNode();
}

function runWithOwnNode() {
  const local = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
  if (!existsSync(local)) {
    fail(
      `Jembatan memerlukan Node ${NEEDED} atau lebih baru; ini ${process.version}. Jalankan "npm ci" di folder ini.`,
    );
    return;
  }
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  // The channel tells the child when this process is killed without a chance to pass a signal on.
  const child = spawn(local, [main, ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`Node di ${local} tidak dapat dijalankan: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? CANNOT_START);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

// Also after an update that needs a package more than the last `npm ci` brought.
function hasPackages() {
  const root = new URL('../', import.meta.url);
  const { dependencies = {} } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  return Object.keys(dependencies).every((name) => existsSync(new URL(`node_modules/${name}/package.json`, root)));
}

function fail(reason) {
  console.error(reason);
  process.exitCode = CANNOT_START;
}
