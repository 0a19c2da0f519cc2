import Table from 'cli-table3';
import type { Journey, SystemSummary } from './roundTrip.ts';
import { isHome } from './roundTrip.ts';

const MARKS = { done: '✔', open: '…' };

/** The journeys as a table for people: report, from, to, numbers on both sides, statuses, time. */
export function journeyTable(journeys: readonly Journey[]): string {
  const table = new Table({
    head: ['', 'Laporan', 'Dari → ke', 'Nomor asal', 'Nomor tujuan', 'Status yang pulang', 'Waktu'],
    style: { head: [], border: [] },
    colWidths: [3, 30, 25, 19, 19, 30, 9],
    wordWrap: true,
  });
  for (const journey of journeys) {
    const { title, from, to, number, home, homeAt, filedAt } = journey;
    const took = homeAt === null ? '' : `${((homeAt - filedAt) / 1000).toFixed(1)} dtk`;
    const statuses = (home?.history ?? []).filter(({ sequence }) => sequence !== null).map(({ status }) => status);
    const mark = isHome(journey) ? MARKS.done : MARKS.open;
    table.push([mark, title, `${from} → ${to}`, number, home?.counterpart ?? '-', statuses.join(' → ') || '-', took]);
  }
  return table.toString();
}

/** What the simulators themselves counted. */
export function summaryLines(summaries: readonly SystemSummary[]): string {
  return summaries
    .map(({ system, calls, effects, secondEffects }) => {
      return `  ${system}: ${calls} panggilan diterima, ${effects} perubahan, ${secondEffects} perubahan ganda`;
    })
    .join('\n');
}

/** One line of progress: rewritten in place on a terminal, a new line every two seconds elsewhere. */
export function progress(out: NodeJS.WriteStream): { tell: (journeys: readonly Journey[]) => void; end: () => void } {
  let last = 0;
  return {
    tell(journeys) {
      const home = journeys.filter(isHome).length;
      const registered = journeys.filter((journey) => journey.away !== null).length;
      const line = `  ${registered}/${journeys.length} terdaftar di tujuan, ${home}/${journeys.length} selesai dan statusnya pulang`;
      if (out.isTTY) out.write(`\r${line}`);
      else if (Date.now() - last >= 2000) {
        last = Date.now();
        out.write(`${line}\n`);
      }
    },
    end: () => void out.write(out.isTTY ? '\n' : ''),
  };
}
