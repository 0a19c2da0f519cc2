import { HANDOVERS, statusWord, wib } from './labels.ts';
import type { TitleOf } from './sentences.ts';
import type { Story } from './story.ts';

/** A story as plain text, times in WIB. Control characters that a sender put into a number or a name are left out. */
export function storyText(story: Story): string {
  const rows = [
    ...heading(story),
    '',
    ...story.steps.map(({ at, what }) => `${wib(at)}  ${what}`),
    '',
    `Terakhir    ${story.last}`,
    `Berikutnya  ${story.nextMove.what}`,
  ];
  return `${rows.map((row) => row.replace(/\p{Cc}/gu, ' ')).join('\n')}\n`;
}

function heading({ caseId, numbers, status, holder, handover }: Story): readonly string[] {
  const titles = new Map(numbers.map(({ system, title }) => [system, title]));
  const titleOf = (system: string): string => titles.get(system) ?? system;
  const sides = numbers.map(
    ({ title, number, declined }) => `${title}: ${number ?? 'belum ada nomor'}${declined ? ' (menolak)' : ''}`,
  );
  if (caseId === null) {
    return [
      `Nomor       ${sides.join(' | ')}`,
      'Kasus       tidak ada: laporannya belum dikenal, atau ini bukan laporan',
    ];
  }
  return [
    `Laporan     ${sides.join(' | ')}`,
    `Kasus       ${caseId}`,
    `Status      ${status === null ? 'belum ada status' : statusWord(status)}${whereabouts(holder, handover, titleOf)}`,
    ...(handover
      ? [`Penyerahan  ke ${titleOf(handover.to)}: ${HANDOVERS[handover.state]}; batas jawab ${wib(handover.answerBy)}`]
      : []),
  ];
}

/** Until its recipient has registered a report, nobody has it. */
function whereabouts(holder: Story['holder'], handover: Story['handover'], titleOf: TitleOf): string {
  if (holder !== null) return `, dipegang ${titleOf(holder)}`;
  return handover === null ? '' : `, dalam perjalanan ke ${titleOf(handover.to)} (diserahkan, belum terdaftar)`;
}
