import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { brokerJars, brokerObstacle, KAFKA_VERSION } from '../../src/sandbox/brokerJars.ts';
import { tailOf } from '../../src/sandbox/brokerProcess.ts';

let machine: string;
let cache: string;

beforeEach(() => {
  machine = mkdtempSync(join(tmpdir(), 'jembatan-machine-'));
  cache = join(machine, 'cache', 'jembatan');
  vi.stubEnv('PATH', machine);
  vi.stubEnv('JAVA_HOME', '');
  vi.stubEnv('XDG_CACHE_HOME', join(machine, 'cache'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(machine, { recursive: true });
});

/** Puts a command on the machine, which has no other. */
function command(name: string, script: string): void {
  writeFileSync(join(machine, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

const java = (version: string): void => command('java', `echo 'openjdk version "${version}" 2025-04-15' >&2`);

/** Its last argument names the folder, as the real one's. */
const maven = (script: string): void => command('mvn', `for last; do :; done\nfolder=\${last#*=}\n${script}`);

const download = async (): Promise<string[]> => {
  const told: string[] = [];
  await brokerJars((text) => told.push(text));
  return told;
};

describe('the obstacle to a broker', () => {
  it('is a machine without Java', async () => {
    expect(await brokerObstacle()).toBe(
      'Kafka untuk uji coba memerlukan Java 17 atau lebih baru; perintah java tidak dapat dijalankan.',
    );
  });
  it.each(['11.0.20', '1.8.0_392'])('is Java %s', async (version) => {
    java(version);
    maven('');
    expect(await brokerObstacle()).toBe(
      'Kafka untuk uji coba memerlukan Java 17 atau lebih baru; java di sini lebih lama.',
    );
  });
  it('is an empty cache without Maven', async () => {
    java('17.0.15');
    expect(await brokerObstacle()).toBe(
      'Kafka untuk uji coba belum pernah diunduh, dan perintah mvn (Maven) untuk mengunduhnya tidak ada.',
    );
  });
  it.each(['17.0.15', '21', '26-ea'])('is not Java %s with Maven', async (version) => {
    java(version);
    maven('');
    expect(await brokerObstacle()).toBeNull();
  });
  it('is not a missing Maven once the jars are there', async () => {
    java('17.0.15');
    mkdirSync(join(cache, `kafka-${KAFKA_VERSION}`), { recursive: true });
    expect(await brokerObstacle()).toBeNull();
  });
});

describe('the jars of the broker', () => {
  it('are downloaded once, and the download is told', async () => {
    maven('echo jar > "$folder/kafka.jar"');
    expect(await download()).toEqual([expect.stringContaining(`Mengunduh Apache Kafka ${KAFKA_VERSION}`)]);
    expect(await download()).toEqual([]);
  });
  it('are not there after a download that broke off, and its reason is told', async () => {
    maven('echo jar > "$folder/half.jar"; echo "[ERROR] no route to the repository"; exit 1');
    await expect(download()).rejects.toThrow('no route to the repository');
    expect(readdirSync(cache)).toEqual([]);
  });
  it('come from one of two downloads at once, whole', async () => {
    // Each ends only when the other has begun.
    maven(`echo jar > "$folder/kafka.jar"; : > "${machine}/$$.began"
      until set -- "${machine}"/*.began; [ $# = 2 ]; do :; done`);
    expect(await Promise.all([download(), download()])).toHaveLength(2);
    expect(readdirSync(cache)).toEqual([`kafka-${KAFKA_VERSION}`]);
    expect(readFileSync(join(cache, `kafka-${KAFKA_VERSION}`, 'kafka.jar'), 'utf8')).toBe('jar\n');
  });
});

describe('the tail of a log', () => {
  it('leaves out the frames of stack traces', () => {
    const frames = Array.from({ length: 30 }, (_, index) => `\tat kafka.Kafka.main(Kafka.scala:${index})`);
    const log = ['ERROR Exiting Kafka', 'KafkaException: locked', ...frames, '\t... 12 more', ''].join('\n');
    expect(tailOf(log)).toBe('ERROR Exiting Kafka\nKafkaException: locked');
  });
  it('is its last fifteen lines', () => {
    const log = Array.from({ length: 40 }, (_, index) => `line ${index}`).join('\n');
    expect(tailOf(log).split('\n')).toHaveLength(15);
    expect(tailOf(log)).toMatch(/line 39$/);
  });
});
