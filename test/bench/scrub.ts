import Table from 'cli-table3';
import { scrubText } from '../../src/scrub/scrubText.ts';

/**
 * What scrubbing costs, and that it costs twice as much for twice the text, also for texts made to be slow. Each figure is
 * the least CPU time of several runs: what else the machine does only adds. Ends with 1 where doubling costs more than 2.2 times.
 */
const MOST = 2.2;
const RUNS = 3;
const ENOUGH_MS = 120;
const LENGTH = 20_000;

const repeated = (piece: string) => (length: number) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
const TEXTS: Readonly<Record<string, (length: number) => string>> = {
  'a report': repeated(
    'Lampu jalan di Gg. Mawar RT 003 RW 005 padam sejak 3 Juli 2025 pukul 19.30, mohon dicek. Hub 0812-3456-7890, NIK 3171012304950001. ',
  ),
  'no datum': repeated('Lampu jalan di depan rumah no 12 padam sejak tanggal 3 Juli 2025, mohon dicek. '),
  digits: repeated('1'),
  'digits and blanks': repeated('0 '),
  'digits and dots': repeated('1.'),
  'digits and slashes': repeated('1/'),
  'beginnings of numbers': repeated('08-'),
  'telephone numbers': repeated('081234567890 '),
  NIK: repeated('3171 0123 0495 0001 '),
  hours: repeated('08.00 '),
  years: repeated('2019 '),
  letters: (length) => `${'x'.repeat(length)}1`,
  'letters like digits': (length) => `${'O'.repeat(length)}1`,
  'digit words': repeated('nol '),
  'encoded ampersands': (length) => `1&${repeated('amp;')(length)}`,
  'entities of digits': repeated('&#49;'),
  'open entities': repeated('&#'),
  '<': (length) => `${'<'.repeat(length)}1`,
  'open tags': (length) => `1${repeated('<a ')(length)}`,
  'open comments': (length) => `1${repeated('<!-- ')(length)}`,
  'tags that say something': repeated('<a href="@1">'),
  '@': repeated('@'),
  'parts of addresses': repeated('a@b.'),
  'addresses in words': repeated('a at b '),
  underscores: (length) => `${'_'.repeat(length)}@`,
  'zero-width blanks': repeated('1\u200B'),
  blanks: (length) => `${' '.repeat(length)}1`,
  labels: repeated('id pel nik npwp bpjs sim paspor rek bca hp wa ig '),
  'labels and short numbers': repeated('npwp 1 '),
  payments: (length) => `${repeated('transfer ke ')(length)}1`,
  plates: repeated('B 1234 '),
  markers: repeated('[NIK dihapus] 1 '),
};

/** Milliseconds of this thread alone, for each of so many times. The clock ticks in milliseconds, so one is too few. */
function cost(text: string, times: number): number {
  const before = process.threadCpuUsage();
  for (let time = 0; time < times; time += 1) scrubText(text);
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000 / times;
}

/** Both in turns, so that the machine's moods and the compiler's work meet both. */
function costs(make: (length: number) => string): readonly [number, number] {
  const [short, long] = [make(LENGTH), make(2 * LENGTH)];
  const times = Math.ceil(ENOUGH_MS / Math.max(0.1, cost(long, 20)));
  let once = Number.POSITIVE_INFINITY;
  let twice = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run += 1) {
    once = Math.min(once, cost(short, 2 * times));
    twice = Math.min(twice, cost(long, times));
  }
  return [once, twice];
}

const table = new Table({
  style: { head: [], border: [], compact: true },
  head: ['text', `${LENGTH / 1000} k characters`, 'twice as many', 'times'],
});
let isLinear = true;
scrubText(
  Object.values(TEXTS)
    .map((make) => make(LENGTH))
    .join(' '),
);
for (const [name, make] of Object.entries(TEXTS)) {
  const [once, twice] = costs(make);
  const times = twice / once;
  isLinear &&= times <= MOST;
  table.push([name, `${once.toFixed(2)} ms`, `${twice.toFixed(2)} ms`, times.toFixed(2)]);
}
process.stdout.write(`${table}\n`);
if (!isLinear) process.exitCode = 1;
