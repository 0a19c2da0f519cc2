import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  type Stats,
  statSync,
} from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { GatewayError } from '../../errors.ts';
import { LOGS, REASONS } from './ledgerFile.ts';

/** The ledger's file in its data folder. */
export const LEDGER_FILE = 'ledger.db';
export const LOCK_FILE = 'gateway.lock';
/** Who holds the lock, for whoever finds it held. */
export const HOLDER_FILE = 'gateway.json';

/** Every file a gateway keeps in its data folder. */
export const OWN_FILES: readonly string[] = [
  ...[LOCK_FILE, HOLDER_FILE, LEDGER_FILE],
  ...LOGS.map((suffix) => `${LEDGER_FILE}${suffix}`),
];

/**
 * Makes a data folder where it is missing and sees that files can be made and written in it. Throws `data-folder` with
 * what is in the way, whose it is, and who we are.
 */
export function readyFolder(folder: string): void {
  makeFolder(resolve(folder));
  mustTakeFiles(folder);
  for (const name of OWN_FILES) mustBeWritable(join(folder, name));
}

/** What `dataDir` was by default when it was relative to the working directory. */
const FORMER_DEFAULT = 'data';

/**
 * Throws `data-folder` where a ledger is in the folder that earlier versions took for the one that `named` means, relative
 * to the working directory, and none in the one that it means now: a gateway that began a new ledger would know nothing.
 */
export function mustNotBeLeftBehind(folder: string, named: string): void {
  if (isAbsolute(named) || existsSync(join(folder, LEDGER_FILE))) return;
  const left = [named, FORMER_DEFAULT]
    .map((former) => resolve(former))
    .find((former) => former !== resolve(folder) && existsSync(join(former, LEDGER_FILE)));
  if (left === undefined) return;
  throw new GatewayError('data-folder', {
    detail: `Di ${folder} belum ada buku besar, sedangkan di ${left} ada: dahulu dataDir dihitung dari folder kerja, kini dari berkas konfigurasi. Pindahkan isi ${left} ke ${folder}, atau tulis "dataDir": ${JSON.stringify(left)}.`,
    facts: { folder, left },
  });
}

/** One folder after the other: below /proc the recursive `mkdir` of Node never ends. */
function makeFolder(folder: string): void {
  const missing: string[] = [];
  for (let at = folder; !isFolder(at); at = dirname(at)) missing.unshift(at);
  for (const path of missing) {
    try {
      mkdirSync(path);
    } catch (cause) {
      if (codeOf(cause) !== 'EEXIST' || !isFolder(path)) throw cannotMake(path, cause);
    }
  }
}

/** False where there is nothing. Throws for what is there and is no folder. */
function isFolder(path: string): boolean {
  const found = lookAt(path, statSync);
  if (found?.isDirectory()) return true;
  if (found) throw unusable(`${path} adalah berkas, bukan folder`);
  if (lookAt(path, lstatSync)) throw unusable(`${path} adalah tautan ke ${readlinkSync(path)}, yang tidak ada`);
  return false;
}

/** Null where there is nothing, or where what should lead there is no folder. */
function lookAt(path: string, look: (path: string) => Stats): Stats | null {
  try {
    return look(path);
  } catch (cause) {
    const code = codeOf(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    // One step further up is the link itself.
    if (code === 'ELOOP' && look === lstatSync) return null;
    if (code === 'ELOOP' && lookAt(path, lstatSync) === null) return null;
    if (code === 'ELOOP') throw unusable(`${path} adalah tautan yang berputar`, cause);
    if (code === 'EACCES') throw unusable(`${path} tidak dapat dilihat: ${ownerOf(nearest(path))}`, cause);
    throw cannotMake(path, cause);
  }
}

function mustTakeFiles(folder: string): void {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    closeSync(openSync(join(folder, LOCK_FILE), 'a'));
  } catch (cause) {
    const who = isDenied(cause) ? `: ${ownerOf(nearest(folder))}` : ` (${reasonOf(cause)})`;
    throw unusable(`tidak ada berkas yang dapat ditulis di ${folder}${who}`, cause);
  }
}

/** Of a file that may be missing. */
function mustBeWritable(file: string): void {
  const found = lookAt(file, statSync);
  if (found === null && lookAt(file, lstatSync)) isFolder(file);
  if (found?.isDirectory()) throw unusable(`${file} adalah folder, bukan berkas`);
  if (found === null) return;
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
  } catch (cause) {
    throw unusable(`${file} tidak dapat ditulis: ${ownerOf(file)}`, cause);
  }
}

function cannotMake(path: string, cause: unknown): GatewayError {
  const parent = nearest(dirname(path));
  const who = isDenied(cause) ? `: ${ownerOf(parent)}` : '';
  return unusable(`${path} tidak dapat dibuat di ${parent} (${reasonOf(cause)})${who}`, cause);
}

const unusable = (what: string, cause?: unknown): GatewayError =>
  new GatewayError('data-folder', { detail: `${what}.`, cause });

/** The path itself, or the closest folder above it that we can look at. */
function nearest(path: string): string {
  try {
    statSync(path);
    return path;
  } catch (cause) {
    if (codeOf(cause) === '' || path === dirname(path)) throw cause;
    return nearest(dirname(path));
  }
}

const isDenied = (cause: unknown): boolean => ['EACCES', 'EPERM'].includes(codeOf(cause));

const codeOf = (cause: unknown): string => (cause instanceof Error && 'code' in cause ? String(cause.code) : '');

const reasonOf = (cause: unknown): string => {
  const code = codeOf(cause);
  return [REASONS[code], code].filter((part) => part !== undefined && part !== '').join(', ') || String(cause);
};

/** Whose a path is and how it may be used, and who we are. */
function ownerOf(path: string): string {
  const { uid, mode } = statSync(path);
  const own = process.geteuid?.();
  const us = own === undefined ? '' : `, sedangkan gerbang berjalan sebagai ${userOf(own)}`;
  return `${path} milik ${userOf(uid)} dengan mode ${(mode & 0o7777).toString(8).padStart(4, '0')}${us}`;
}

/** With the name, where the machine has one for it. */
function userOf(uid: number): string {
  const line = passwords()
    .split('\n')
    .find((one) => one.split(':')[2] === String(uid));
  const name = line?.split(':')[0];
  return name === undefined ? `uid ${uid}` : `${name} (uid ${uid})`;
}

function passwords(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8');
  } catch (cause) {
    // A machine without the file has numbers alone.
    if (codeOf(cause) === '') throw cause;
    return '';
  }
}
