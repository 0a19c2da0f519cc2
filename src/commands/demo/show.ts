import Table from 'cli-table3';
import type { Crossing } from './crossings.ts';
import type { Journey, SystemSummary } from './roundTrip.ts';

const MARKS = { done: '✔', open: '…' };

/** The journeys as a table for people: report, from, to, numbers on both sides, statuses, time. */
export function journeyTable(journeys: readonly Journey[]): string {
  const table = new Table({
    head: ['', 'Laporan', 'Dari → ke', 'Nomor asal, tujuan', 'Status yang diterima pengirim', 'Waktu'],
    style: { head: [], border: [] },
    colWidths: [3, 18, 21, 20, 20, 10],
    wordWrap: true,
  });
  for (const { title, from, to, number, home, homeAt, filedAt } of journeys) {
    const took = homeAt === null ? '' : `${((homeAt - filedAt) / 1000).toFixed(1)} dtk`;
    const statuses = (home?.history ?? []).filter(({ sequence }) => sequence !== null).map(({ status }) => status);
    const mark = homeAt === null ? MARKS.open : MARKS.done;
    table.push([
      mark,
      title,
      `${from} → ${to}`,
      `${number} ${home?.counterpart ?? '-'}`,
      statuses.join(' → ') || '-',
      took,
    ]);
  }
  return table.toString();
}

/** What is no report, in the words of whoever received it. */
export function crossingTable(crossings: readonly Crossing[]): string {
  const table = new Table({
    head: ['', 'Apa', 'Dari → ke', 'Yang tampak di sana'],
    style: { head: [], border: [] },
    colWidths: [3, 20, 22, 50],
    wordWrap: true,
  });
  for (const { what, from, to, seen } of crossings)
    table.push([seen === null ? MARKS.open : MARKS.done, what, `${from} → ${to}`, seen ?? '-']);
  return table.toString();
}

/** What the simulators themselves counted. */
export function summaryLines(summaries: readonly SystemSummary[]): string {
  return summaries
    .map(({ system, calls, effects, secondEffects }) => {
      return `  ${system}: ${calls} panggilan diterima, ${effects} perubahan, ${tidy(secondEffects)}`;
    })
    .join('\n');
}

const tidy = (secondEffects: number): string =>
  secondEffects === 0 ? 'tidak ada yang tercatat dua kali' : `${secondEffects} tercatat dua kali`;

/** One line of progress: rewritten in place on a terminal, a new line every two seconds elsewhere. */
export function progress(out: NodeJS.WriteStream): { tell: (line: string) => void; end: () => void } {
  let last = 0;
  return {
    tell(line) {
      if (out.isTTY) out.write(`\r${line}`);
      else if (Date.now() - last >= 2000) {
        last = Date.now();
        out.write(`${line}\n`);
      }
    },
    end: () => void out.write(out.isTTY ? '\n' : ''),
  };
}

/** What to try while the gateway serves. Without a token that everybody may know, the reader's own is asked for. */
export function hints({ url, control, token }: { url: string; control: string; token: string | null }): string {
  const shown = token ?? '<token petugas>';
  const option = token === null ? ` --token "${shown}"` : '';
  return [
    'Gerbang terus melayani. Cobalah di terminal lain:',
    `  npx jembatan case --url ${url}${option} <nomor dari tabel>`,
    `  curl -H "Authorization: Bearer ${shown}" ${url}/v1/upstreams`,
    `  curl ${control}/_sandbox`,
    'Tekan Ctrl+C untuk berhenti.\n',
  ].join('\n');
}
