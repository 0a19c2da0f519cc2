import { existsSync, linkSync, realpathSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { GatewayError } from '../../errors.ts';
import { LEDGER_FILE, OWN_FILES } from './dataFolder.ts';
import { besides, type Copying, copyLedger, durable, failing, inspectLedger, type LedgerFacts } from './ledgerFile.ts';

export interface BackupOptions extends Copying {
  /** The data folder; a gateway may be writing to it. */
  readonly folder: string;
  /** Where the back-up is to be. */
  readonly target: string;
  /** Replaces a file of that name; otherwise one is refused. */
  readonly force?: boolean;
}

export interface BackupReport extends LedgerFacts {
  readonly bytes: number;
}

/**
 * Backs a ledger up into one file of mode 0600: all that was acknowledged when it began, nothing half, in a file that
 * was found whole and is on the disk. Ends however busily the ledger is written to, and holds no writer up. Rejects
 * with `not-found` where there is no ledger or no folder for the target, `wrong-state` where the target may not be
 * written, `backup-invalid` where the ledger is damaged, `backup-failed` for all else; the target is then as it was.
 */
export async function backUpLedger({
  folder,
  target,
  force = false,
  ...copying
}: BackupOptions): Promise<BackupReport> {
  const source = join(folder, LEDGER_FILE);
  const path = resolve(target);
  try {
    mustBeThere(folder);
    mustBeFree(path, { folder, force });
    return await besides(path, async (temporary) => {
      await copyLedger(source, temporary, copying);
      const facts = await inspectLedger(temporary, copying.signal);
      copying.signal?.throwIfAborted();
      const bytes = statSync(temporary).size;
      bear(temporary, path, force);
      durable(dirname(path));
      return { ...facts, bytes };
    });
  } catch (error) {
    throw failing(error, 'Pencadangan', copying.signal);
  }
}

function mustBeThere(folder: string): void {
  if (existsSync(join(folder, LEDGER_FILE))) return;
  const hint = existsSync(join(folder, 'simulasi')) ? ' Buku besar simulasi ada di folder simulasi di dalamnya.' : '';
  throw new GatewayError('not-found', { detail: `Tidak ada buku besar (${LEDGER_FILE}) di folder ${folder}.${hint}` });
}

function mustBeFree(target: string, { folder, force }: { folder: string; force: boolean }): void {
  if (!existsSync(dirname(target))) {
    throw new GatewayError('not-found', { detail: `Folder ${dirname(target)} tidak ada.` });
  }
  if (realpathSync(dirname(target)) === realpathSync(folder) && OWN_FILES.includes(basename(target))) {
    throw new GatewayError('wrong-state', { detail: `${target} adalah berkas gerbang sendiri; pilih nama lain.` });
  }
  if (existsSync(target) && statSync(target).isDirectory()) {
    throw new GatewayError('wrong-state', { detail: `${target} adalah folder; sebutkan nama berkasnya.` });
  }
  if (existsSync(target) && !force) throw taken(target);
}

const taken = (target: string, cause?: unknown): GatewayError =>
  new GatewayError('wrong-state', {
    detail: `Berkas ${target} sudah ada; pilih nama lain, atau pakai --force.`,
    cause,
  });

/** Gives the finished file its name; without `force` not even a file that came meanwhile is replaced. */
function bear(temporary: string, target: string, force: boolean): void {
  if (!force && secondName(temporary, target)) return;
  renameSync(temporary, target);
}

/** False on a file system without second names, such as a memory stick's. */
function secondName(temporary: string, target: string): boolean {
  try {
    linkSync(temporary, target);
    return true;
  } catch (error) {
    if (existsSync(target)) throw taken(target, error);
    return false;
  }
}
