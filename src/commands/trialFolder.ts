import { existsSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { GatewayError } from '../errors.ts';
import { LEDGER_FILE, OWN_FILES } from '../ledgers/sqlite/dataFolder.ts';
import { lockFolder } from '../ledgers/sqlite/folderLock.ts';

/** Where a trial that begins now keeps its data: a folder of its own. */
export const trialFolder = (base: string, at: Date): string =>
  join(base, 'simulasi', at.toISOString().replaceAll(/[:.]/g, '-'));

const NAMED_BY_TIME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z$/u;
const LOG = 'jembatan.log';
/** One that has no ledger yet may be just beginning. */
const BEGINNING_MS = 600_000;

/**
 * Removes the folders of earlier trials beside this one: those that nobody uses, that have a trial's name and nothing in
 * them but what a trial keeps. Anything else stays.
 */
export function removeOldTrials(own: string): void {
  const folder = dirname(own);
  for (const name of readdirSync(folder)) {
    const trial = join(folder, name);
    if (name !== basename(own) && NAMED_BY_TIME.test(name) && isOldTrial(trial)) rmSync(trial, { recursive: true });
  }
}

function isOldTrial(trial: string): boolean {
  const found = lstatSync(trial);
  if (!found.isDirectory()) return false;
  if (!readdirSync(trial).every((name) => name === LOG || OWN_FILES.includes(name))) return false;
  return existsSync(join(trial, LEDGER_FILE)) ? isFree(trial) : Date.now() - found.mtimeMs > BEGINNING_MS;
}

function isFree(trial: string): boolean {
  try {
    lockFolder(trial).close();
    return true;
  } catch (error) {
    if (error instanceof GatewayError) return false;
    throw error;
  }
}
