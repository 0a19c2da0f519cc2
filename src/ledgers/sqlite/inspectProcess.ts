import { DatabaseSync } from 'node:sqlite';
import { auditOfTotals, sqliteAudit } from './audit.ts';
import { ownWords } from './ledger.ts';
import { isUnreadable, type LedgerFacts } from './ledgerFile.ts';
import { LEDGER_VERSION } from './upgrade.ts';

// A process of its own, so that whoever asked stays awake and can end it. Answers one line of JSON: facts, or a fault.

/** So many of the newest events and relays: a question of each would keep a large ledger's operator waiting. */
const AUDITED = 100_000;

async function answer(path: string): Promise<LedgerFacts | { readonly fault: string }> {
  try {
    const db = new DatabaseSync(path, { readOnly: true });
    return (await faultOf(db)) ?? (await factsOf(db));
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return { fault: `Berkasnya rusak atau bukan buku besar (${error.message}).` };
  }
}

async function faultOf(db: DatabaseSync): Promise<{ readonly fault: string } | null> {
  const version = versionOf(db);
  if (version > LEDGER_VERSION) {
    return { fault: `Buku besar ini versi ${version}, lebih baru daripada gerbang ini (versi ${LEDGER_VERSION}).` };
  }
  const isLedger = version > 0 && db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'meta'`).get() !== undefined;
  if (!isLedger) return { fault: 'Berkas ini bukan buku besar Jembatan.' };
  const [check] = db.prepare('PRAGMA integrity_check(1)').all();
  return check?.integrity_check === 'ok' ? null : { fault: `Berkasnya rusak (${String(check?.integrity_check)}).` };
}

async function factsOf(db: DatabaseSync): Promise<LedgerFacts> {
  const version = versionOf(db);
  const newest = db.prepare('SELECT max(accepted_at) AS at FROM events').get()?.at;
  return {
    ...ownWords(db),
    version,
    newestAt: typeof newest === 'number' ? newest : null,
    events: countOf(db, 'events'),
    relays: countOf(db, 'relays'),
    cases: countOf(db, 'cases'),
    // An older ledger may lack what the audit's questions name.
    contradictions:
      version === LEDGER_VERSION ? [...(await sqliteAudit(db).audit(AUDITED)), ...auditOfTotals(db)()] : [],
  };
}

const versionOf = (db: DatabaseSync): number => Number(db.prepare('PRAGMA user_version').get()?.user_version);

const countOf = (db: DatabaseSync, table: 'events' | 'relays' | 'cases'): number =>
  Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n);

const [file = ''] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await answer(file))}\n`);
