import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, matchesGlob } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import axios from 'axios';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import { readConfiguration, specimenToken, tokenSha256 } from '../../src/config/config.ts';
import { loadContracts } from '../../src/contract.ts';
import { KAFKA_VERSION } from '../../src/sandbox/brokerJars.ts';
import { freePorts } from '../../src/sandbox/brokerProbe.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const dockerfile = text('Dockerfile');
const compose = text('compose.yaml');

/** What the last stage takes from the project. */
const copied = (dockerfile.split(/^FROM /m).at(-1) ?? '')
  .split('\n')
  .flatMap((line) => /^COPY (?!--from)(.+) \S+$/.exec(line)?.[1]?.split(' ') ?? []);

const ignored = text('.dockerignore')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

/** As the engine reads `.dockerignore`: the last line that matches a path or a folder above it decides. */
function isSent(path: string): boolean {
  const parts = path.split('/');
  const upTo = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  return ignored.reduce((sent, line) => {
    const pattern = line.replace(/^!/, '');
    return upTo.some((part) => matchesGlob(part, pattern)) ? line.startsWith('!') : sent;
  }, true);
}

/** Where a package may be found that is not for building or testing, from the lock file. */
const productionPackages = (): readonly string[] =>
  Object.entries(JSON.parse(text('package-lock.json')).packages as Record<string, { readonly dev?: true }>).flatMap(
    ([path, { dev }]) => (/^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) && !dev ? [path] : []),
  );

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jembatan-kontainer-'));
  chmodSync(folder, 0o755);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder with what the image has in /app, and nothing else. */
function staged(): string {
  const app = join(temporary(), 'app');
  for (const path of copied) {
    const filter = (source: string): boolean => isSent(source.slice(ROOT.length));
    cpSync(join(ROOT, path), join(app, path), { recursive: true, filter });
  }
  for (const path of productionPackages()) {
    if (!existsSync(join(ROOT, path))) continue;
    mkdirSync(dirname(join(app, path)), { recursive: true });
    symlinkSync(join(ROOT, path), join(app, path));
  }
  mkdirSync(join(app, 'config'));
  return app;
}

/** What `prepare.sh` makes, and what it said. */
async function prepared(): Promise<{ readonly folder: string; readonly script: string; readonly said: string }> {
  const config = join(temporary(), 'config');
  cpSync(join(ROOT, 'config'), config, {
    recursive: true,
    filter: (path) => !path.slice(ROOT.length).includes('/local'),
  });
  const script = join(config, 'container/prepare.sh');
  const { stdout } = await run('sh', [script]);
  return { folder: join(config, 'container/local'), script, said: stdout };
}

/** Whether any user of this machine gets there. */
const isReachable = (path: string): boolean =>
  (statSync(path).mode & 0o001) !== 0 && (path === dirname(path) || isReachable(dirname(path)));

const reading = (file: string) => readConfiguration(file, { adapters, contracts: loadContracts, env: {} });

// A package is looked for below the staged folder only, not where its link leads.
const node = ['--preserve-symlinks', '--preserve-symlinks-main'];

describe('the image', () => {
  it('is made of paths that exist and that the context lets through', () => {
    expect(copied).toContain('src');
    for (const path of [...copied, 'package-lock.json']) {
      expect([path, statSync(join(ROOT, path)).isFile() || isSent(`${path}/x`)]).toEqual([path, true]);
      expect([path, isSent(path)]).toEqual([path, true]);
    }
  });

  it.each([
    '.git/config',
    'data/ledger.db',
    'config/container/local/jembatan.json',
    'test/unit/config.test.ts',
    'node_modules/vitest/package.json',
    'README.md',
    'src/.env',
    'adapters/README.md',
    'adapters/jakarta/jaki-crm/samples/laporan.native.json',
  ])('has no %s', (path) => {
    expect(isSent(path)).toBe(false);
  });

  it('has every source, schema and example that the project has', () => {
    const needed = globSync(['{bin,src,adapters}/**/*.{js,ts,json,xml}', 'schemas/**/*.json'], { cwd: ROOT });
    const left = needed.filter((path) => !isSent(path) && !path.includes('/samples/'));
    expect(needed.length).toBeGreaterThan(100);
    expect(left).toEqual([]);
  });

  it('runs without the packages for building and testing, writes to its data alone, and drains on SIGTERM', async () => {
    const app = staged();
    const data = join(dirname(app), 'data');
    mkdirSync(data);
    const { folder } = await prepared();
    const [port, nowhere] = await freePorts();
    const config = JSON.parse(readFileSync(join(folder, 'jembatan.json'), 'utf8'));
    config.listen.port = port;
    config.dataDir = data;
    config.backbone.kafka.brokers = [`127.0.0.1:${nowhere}`];
    writeFileSync(join(folder, 'jembatan.json'), JSON.stringify(config));
    cpSync(folder, join(app, 'config'), { recursive: true });
    const before = globSync('**', { cwd: app, exclude: ['node_modules/*'] });
    for (const path of before) chmodSync(join(app, path), statSync(join(app, path)).mode & 0o555);
    onTestFinished(() => {
      for (const path of before) chmodSync(join(app, path), 0o755);
    });
    // Whoever may write anywhere would not notice that he should not.
    const isLowered = process.getuid?.() === 0 && [ROOT, process.execPath].every(isReachable);
    if (isLowered) chownSync(data, 1000, 1000);
    const child = spawn(process.execPath, [...node, 'bin/jembatan.js', 'gateway'], {
      cwd: app,
      env: { NODE_ENV: 'production', PATH: process.env.PATH },
      ...(isLowered ? { uid: 1000, gid: 1000 } : {}),
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += String(chunk)));
    const ended = once(child, 'close');
    const alive = async () => (await axios.get(`http://127.0.0.1:${port}/healthz`)).status;
    await vi.waitFor(async () => expect(await alive().catch(() => log)).toBe(200), { timeout: 15_000, interval: 100 });
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(log).toContain('"gateway stopped"');
    expect(existsSync(join(data, 'ledger.db'))).toBe(true);
    expect(globSync('**', { cwd: app, exclude: ['node_modules/*'] })).toEqual(before);
  });

  it('starts nothing without a configuration', async () => {
    const failed = run(process.execPath, [...node, 'bin/jembatan.js', 'gateway'], { cwd: staged() });
    await expect(failed).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('config/jembatan.json') });
  });
});

describe('the gateway as a process', () => {
  it('has its log written to the end also where it cannot start', async () => {
    const { folder } = await prepared();
    const [port, nowhere] = await freePorts();
    const file = join(folder, 'jembatan.json');
    const config = JSON.parse(readFileSync(file, 'utf8'));
    config.listen.port = port;
    config.dataDir = join(folder, 'data');
    config.backbone.kafka.brokers = [`127.0.0.1:${nowhere}`];
    writeFileSync(file, JSON.stringify(config));
    const other = createServer().listen(port, '0.0.0.0');
    onTestFinished(() => void other.close());
    const failed = run(process.execPath, ['src/main.ts', 'gateway', '--config', file], { cwd: ROOT });
    await expect(failed).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('"backbone not connected"'),
      stderr: expect.stringMatching(
        new RegExp(`^Tidak dapat .*: Alamat 0.0.0.0:${port} sudah dipakai proses lain di mesin ini.\n.*--port`, 'u'),
      ),
    });
  });
});

describe('the configuration to try it with', () => {
  it('is refused as it comes: it names no operators’ token', () => {
    const { problems, configuration } = reading(join(ROOT, 'config/container/jembatan.json'));
    expect(configuration).toBeNull();
    expect(problems.map(({ pointer }) => pointer)).toContain('/operator/tokenSha256');
  });

  it('is sound once prepared, with a token that is told once and kept nowhere', async () => {
    const { folder, said } = await prepared();
    const { problems, configuration } = reading(join(folder, 'jembatan.json'));
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    const token = /: (\S+)\n$/.exec(said)?.[1] ?? '';
    expect(token).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(configuration?.config.operator.tokenSha256).toBe(tokenSha256(token));
    expect(readFileSync(join(folder, 'jembatan.json'), 'utf8')).not.toContain(token);
    const second = await prepared();
    expect(second.said.split(': ')[1]).not.toBe(said.split(': ')[1]);
  });

  it('would be refused with the token that everybody can read', async () => {
    const { folder } = await prepared();
    const file = join(folder, 'jembatan.json');
    const config = JSON.parse(readFileSync(file, 'utf8'));
    config.operator.tokenSha256 = tokenSha256(specimenToken('petugas'));
    writeFileSync(file, JSON.stringify(config));
    expect(reading(file).configuration).toBeNull();
  });

  it('is not written over', async () => {
    const { folder, script } = await prepared();
    const before = readFileSync(join(folder, 'jembatan.json'), 'utf8');
    await expect(run('sh', [script])).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('sudah ada') });
    expect(readFileSync(join(folder, 'jembatan.json'), 'utf8')).toBe(before);
  });
});

describe('compose.yaml', () => {
  const config = JSON.parse(text('config/container/jembatan.json'));
  const services = Object.fromEntries(
    compose
      .slice(compose.indexOf('\nservices:\n'), compose.indexOf('\nvolumes:\n'))
      .split(/^ {2}(?=\w+:$)/m)
      .slice(1)
      .map((service) => [service.slice(0, service.indexOf(':')), service]),
  );

  it('has the services that the configuration names, at their ports', () => {
    expect(Object.keys(services)).toEqual(['gateway', 'sandbox', 'kafka']);
    for (const { endpoint } of config.systems) expect(services).toHaveProperty(new URL(endpoint).hostname);
    const [broker] = config.backbone.kafka.brokers;
    expect(services.kafka).toContain(`KAFKA_ADVERTISED_LISTENERS: PLAINTEXT://${broker}\n`);
    expect(services.sandbox).toContain(`http://gateway:${config.listen.port}`);
    expect(dockerfile).toContain(`http://127.0.0.1:${config.listen.port}/healthz`);
  });

  it('opens ports to this machine alone', () => {
    const published = [...compose.matchAll(/^ {4}ports:\n((?: {6}- .*\n)+)/gm)].flatMap(([, lines = '']) =>
      lines.trim().split('\n'),
    );
    expect(published).toHaveLength(2);
    for (const port of published) expect(port.trim()).toMatch(/^- "127\.0\.0\.1:\d+:\d+"$/);
  });

  it('gives the gateway longer than it drains, and what Kafka’s farewell takes', () => {
    const grace = Number(/stop_grace_period: (\d+)s/.exec(services.gateway ?? '')?.[1]);
    const drain = JSON.parse(text('schemas/config/1.0.json')).properties.drainSeconds.default;
    expect(config.drainSeconds).toBeUndefined();
    expect(grace).toBeGreaterThanOrEqual(drain + 20);
  });

  it('keeps gateway and simulators from writing and from gaining rights', () => {
    const shared = compose.slice(0, compose.indexOf('\nservices:\n'));
    expect(shared).toMatch(/\n {2}read_only: true\n/);
    for (const service of [shared, services.kafka ?? '']) {
      expect(service).toMatch(/cap_drop:\n +- ALL\n/);
      expect(service).toContain('- no-new-privileges:true');
    }
    expect(services.gateway).toContain('<<: *jembatan');
    expect(services.sandbox).toContain('<<: *jembatan');
  });

  it('runs the Kafka that the tests run', () => {
    expect(services.kafka).toContain(`image: apache/kafka:${KAFKA_VERSION}\n`);
  });
});
