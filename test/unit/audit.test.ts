import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/ledger.ts';
import { openSqliteLedger } from '../../src/ledgers/sqlite/ledger.ts';
import { bring, CASE, claim, newCase, newEvent, newRelay, T0 } from '../kits/ledgerSamples.ts';

describe('the audit of a ledger', () => {
  let folder: string;
  let ledger: Ledger;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jembatan-audit-'));
    ledger = openSqliteLedger({ folder });
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** An accepted event with one relay, as the way in writes them. */
  async function accepted(id: string): Promise<string> {
    const to = 'jaki-crm';
    const contract = 'report-status/1.0' as const;
    const relay = newRelay({ id: `${id}.report-status.${to}`, eventId: id, recipient: to, contract });
    const receipt = { eventId: id, caseId: CASE, acceptedAt: '2025-07-03T02:15:00.000Z', relays: [{ to, contract }] };
    await ledger.write(async (tx) => {
      await tx.putCase(newCase(), T0);
      await tx.putEvent(newEvent({ id, contract, receipt }));
      await tx.addRelays([relay], T0);
    });
    return relay.id;
  }

  /** What no gateway would write, written past it. */
  function spoil(statement: string): void {
    const db = new DatabaseSync(join(folder, 'ledger.db'));
    db.exec(statement);
    db.close();
  }

  it('finds nothing in a ledger where every promise was kept', async () => {
    await bring(ledger, await accepted('peristiwa-1'));
    await accepted('peristiwa-2');
    expect(await ledger.audit()).toEqual([]);
  });

  it('finds a relay whose event is missing', async () => {
    await ledger.write((tx) => tx.addRelays([newRelay({ id: 'yatim' })], T0));
    expect(await ledger.audit()).toEqual(['kiriman tanpa peristiwa yang diterima: yatim']);
  });

  it.each([
    ['DELETE FROM relays', 'tanda terima menjanjikan kiriman yang tidak ada: peristiwa-1.report-status.jaki-crm'],
    [`UPDATE events SET receipt = '{"relays":[]}'`, 'kiriman yang tidak dijanjikan tanda terimanya: peristiwa-1'],
    ['DELETE FROM cases', 'peristiwa yang diterima tanpa catatan laporan: peristiwa-1'],
    [`UPDATE events SET native = '{}'`, 'isinya masih disimpan: peristiwa-1'],
    [`UPDATE relays SET state = 'lost'`, 'kiriman dengan keadaan yang tidak dikenal: peristiwa-1'],
    [`UPDATE relays SET state = 'delivered'`, 'kiriman berakhir tanpa waktu berakhir'],
    [`UPDATE relays SET state = 'dead', ended_at = 1`, 'kiriman berhenti tanpa sebab yang tercatat'],
    [`UPDATE relays SET state = 'parked', due_at = NULL`, 'kiriman menunggu giliran tetapi tidak ada yang di depannya'],
    [`UPDATE relays SET state = 'claimed'`, 'kiriman sedang dikirim tanpa batas waktu'],
  ])('after %s says: %s', async (statement, words) => {
    await accepted('peristiwa-1');
    spoil(statement);
    expect((await ledger.audit()).join('\n')).toContain(words);
  });

  it('finds two relays of one report under way at once, and the one out of turn', async () => {
    const first = await accepted('peristiwa-1');
    await accepted('peristiwa-2');
    await claim(ledger, first);
    spoil(`UPDATE relays SET state = 'claimed', lease_until = 1, claimed_by = 'gerbang-2'`);
    const second = 'peristiwa-2.report-status.jaki-crm';
    expect(await ledger.audit()).toEqual([
      `kiriman sedang dikirim mendahului yang di depannya: ${second}`,
      `dua kiriman dari satu laporan sedang dikirim bersamaan: ${second}`,
    ]);
  });

  it('looks only at as many of the newest as it is asked to', async () => {
    await accepted('peristiwa-1');
    await accepted('peristiwa-2');
    spoil(`UPDATE events SET native = '{}' WHERE id = 'peristiwa-1'`);
    expect(await ledger.audit(1)).toEqual([]);
    expect(await ledger.audit(2)).toHaveLength(1);
  });

  it('says so when its probe cannot be written', async () => {
    await ledger.probe(T0);
    await ledger.close();
    await expect(ledger.probe(T0)).rejects.toMatchObject({ code: 'ledger-unavailable' });
  });

  it.each([
    [`UPDATE totals SET n = n + 1 WHERE of = 'events'`, 'events accepted (tercatat 2, isinya 1)'],
    [`DELETE FROM totals WHERE of = 'relays'`, 'relays waiting (tercatat 0, isinya 1)'],
    [`INSERT INTO totals VALUES ('refusals', 'aneh', 1)`, 'refusals aneh (tercatat 1, isinya 0)'],
  ])('lists totals that contradict the tables: %s', async (statement, words) => {
    await accepted('peristiwa-1');
    spoil(statement);
    expect(await ledger.audit()).toEqual([`jumlah yang dicatat tidak sama dengan isinya: ${words}`]);
  });

  it('of the newest compares the totals of what is under way, and sees each change at once', async () => {
    const id = await accepted('peristiwa-1');
    expect([await ledger.audit(100), await ledger.audit(100)]).toEqual([[], []]);
    spoil(`UPDATE totals SET n = n - 1 WHERE of = 'relays' AND state = 'waiting'`);
    expect(await ledger.audit(100)).toEqual(['jumlah yang dicatat tidak sama dengan isinya: relays waiting']);
    spoil(`UPDATE totals SET n = n + 1 WHERE of = 'relays' AND state = 'waiting'`);
    expect(await ledger.audit(100)).toEqual([]);
    await claim(ledger, id);
    spoil(`UPDATE totals SET n = 5 WHERE state = 'claimed'`);
    expect(await ledger.audit(100)).toEqual(['jumlah yang dicatat tidak sama dengan isinya: relays claimed']);
  });
});
