import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GatewayError } from '../errors.ts';
import { javaCommand } from './brokerJars.ts';

/** Where one broker lives. */
export interface Site {
  readonly jars: string;
  /** Absolute; holds data, settings and log. */
  readonly home: string;
  /** The home was made for this broker and goes with it. */
  readonly temporary: boolean;
  /** Of clients and of the controller. */
  readonly ports: readonly [number, number];
}

export const LOG = 'broker.log';
const SETTINGS = 'server.properties';
const DATA = 'data';

/** Settings that differ from Kafka's own are for one node, for few threads, or make a test see a change soon. */
function settings({ home, ports: [clients, controller] }: Site): string {
  const lines = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    listeners: `PLAINTEXT://127.0.0.1:${clients},CONTROLLER://127.0.0.1:${controller}`,
    'controller.listener.names': 'CONTROLLER',
    // Static voters: data of an earlier broker start on other ports too.
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    'log.dirs': join(home, DATA),
    // After SIGKILL the broker is let in again only when the session of its earlier life has expired.
    'broker.session.timeout.ms': 3000,
    'broker.heartbeat.interval.ms': 500,
    'auto.create.topics.enable': false,
    'group.initial.rebalance.delay.ms': 0,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'share.coordinator.state.topic.num.partitions': 4,
    'metadata.max.idle.interval.ms': 0,
    'num.network.threads': 2,
    'num.io.threads': 2,
    'background.threads': 2,
    'log.cleaner.dedupe.buffer.size': 4 * 1024 * 1024,
    'log.initial.task.delay.ms': 1000,
    'log.retention.check.interval.ms': 5000,
    'log.segment.delete.delay.ms': 1000,
  };
  return Object.entries(lines)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** Writes the settings, and makes the data folder Kafka's where it is not yet. */
export async function prepare(site: Site): Promise<void> {
  const file = join(site.home, SETTINGS);
  mkdirSync(site.home, { recursive: true });
  writeFileSync(file, settings(site));
  if (existsSync(join(site.home, DATA, 'meta.properties'))) return;
  const clusterId = randomBytes(16).toString('base64url');
  const format = ['kafka.tools.StorageTool', 'format', '--ignore-formatted', `--cluster-id=${clusterId}`];
  try {
    await promisify(execFile)(javaCommand(), [...jvm(site), ...format, `--config=${file}`]);
  } catch (cause) {
    const said = cause instanceof Error && 'stderr' in cause ? tailOf(String(cause.stderr)) : '';
    throw new GatewayError('internal', { detail: `Folder data Kafka gagal disiapkan:\n${said}`, cause });
  }
}

const jvm = ({ jars, home }: Site): readonly string[] => [
  ...['-Xms64m', '-Xmx256m', '-XX:+ExitOnOutOfMemoryError'],
  ...['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto', '-XX:-UsePerfData'],
  `-Djava.io.tmpdir=${home}`,
  ...['defaultLogLevel=warn', 'showDateTime=true', 'dateTimeFormat=HH:mm:ss.SSS'].map(
    (setting) => `-Dorg.slf4j.simpleLogger.${setting}`,
  ),
  ...['-cp', join(jars, '*')],
];

/**
 * Becomes java, so that the pid is java's, and leaves a shell behind that waits at the other end of descriptor 3: a line
 * says that java has ended, and the end without a line that our process went first, by whatever signal.
 */
const WATCHED = `
(read -r _ <&3 || { kill -9 $$; [ -z "$1" ] || { sleep 1; rm -rf "$1"; }; }) &
shift
exec "$@" 3<&-
`;

/** Starts java on a prepared site; it may still die at once. It keeps no event loop going. */
export async function launch(site: Site): Promise<ChildProcess> {
  const log = openSync(join(site.home, LOG), 'a');
  const kafka = [javaCommand(), ...jvm(site), 'kafka.Kafka', join(site.home, SETTINGS)];
  const child = spawn('/bin/sh', ['-c', WATCHED, 'sh', site.temporary ? site.home : '', ...kafka], {
    // A session of its own: Ctrl+C is for the process that started it, which may have work to finish first.
    detached: true,
    cwd: site.home,
    stdio: ['ignore', log, log, 'pipe'],
  });
  closeSync(log);
  const lifeline = child.stdio[3];
  if (!(lifeline instanceof Socket)) throw new GatewayError('internal', { detail: 'Kafka gagal dijalankan.' });
  // Its one failure is that the shell at its other end is gone as well; then there is nobody left to tell.
  lifeline.on('error', () => lifeline.destroy());
  child.once('exit', () => lifeline.end('\n', () => lifeline.destroy()));
  await once(child, 'spawn');
  child.unref();
  lifeline.unref();
  return child;
}

export const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

/** Sends a signal to a process that runs; resolves when it is gone. */
export async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (!isRunning(child)) return;
  child.ref();
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

const TAIL_LINES = 15;

/** The last lines of a log, without the frames of stack traces that would leave no room for what is said. */
export function tailOf(log: string): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '' && !/^\s+(?:at |\.\.\. )/.test(line));
  return lines.slice(-TAIL_LINES).join('\n');
}

/** Where the log of a site ends now, in bytes. */
export function endOfLog({ home }: Site): number {
  const file = join(home, LOG);
  return existsSync(file) ? readFileSync(file).length : 0;
}

/** The last lines that were logged since. */
export const logTail = ({ home }: Site, since: number): string =>
  tailOf(readFileSync(join(home, LOG)).subarray(since).toString());
