import { describe, expect, it } from 'vitest';
import { crossingTable, hints, journeyTable } from '../../src/commands/demo/show.ts';

const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

describe('what start prints', () => {
  it('fits a terminal of a hundred columns, whatever the names', () => {
    const home = {
      counterpart: 'JK2611290001',
      history: [
        { sequence: 1, status: 'DIKOORDINASIKAN' },
        { sequence: 2, status: 'TIDAK_DAPAT_DIPROSES' },
      ],
    };
    const journey = {
      ...{ title: 'Jalan dusun terputus di Hajimena karena jembatan roboh', number: 'LIN-20261123-0001' },
      ...{ from: 'kota-bandar-lampung', to: 'kabupaten-lampung-selatan', filedAt: 0, homeAt: 1900, away: null },
    };
    const journeys = journeyTable([{ ...journey, home: home as never }]);
    const crossings = crossingTable([
      { what: 'katalog layanan', from: 'kota-bandar-lampung', to: 'jaki', seen: 'a'.repeat(300) },
    ]);
    expect([widest(journeys), widest(crossings)]).toEqual([99, 100]);
    expect(journeys).toContain('DIKOORDINASIKAN');
  });

  it('names a token only where it is in force', () => {
    const at = { url: 'http://127.0.0.1:8080', control: 'http://127.0.0.1:9' };
    expect(hints({ ...at, token: 'contoh-token-petugas' })).toContain('Bearer contoh-token-petugas');
    expect(hints({ ...at, token: null })).not.toContain('contoh-token');
    expect(hints({ ...at, token: null })).toContain('--token "<token petugas>"');
  });
});
