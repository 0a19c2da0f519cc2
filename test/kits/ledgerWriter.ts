import { openSqliteLedger } from '../../src/ledgers/sqlite/ledger.ts';
import { newEvent, newRelay, T0 } from './ledgerSamples.ts';

// Writes for as long as it lives and says each id on its standard output only after the ledger acknowledged it.
const [folder = ''] = process.argv.slice(2);
const ledger = openSqliteLedger({ folder });

async function writeOne(id: string): Promise<void> {
  await ledger.write(async (tx) => {
    await tx.putEvent(newEvent({ id }));
    await tx.addRelays([newRelay({ id: `relay-of-${id}`, subject: id })], T0);
  });
  process.stdout.write(`${id}\n`);
}

for (let turn = 0; ; turn += 1) {
  await Promise.all(Array.from({ length: 5 }, (_, index) => writeOne(`tulis-${turn}-${index}`)));
  if (turn % 10 === 0) await ledger.checkpoint();
}
