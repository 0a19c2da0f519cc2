import Table from 'cli-table3';
import type { Command } from 'commander';
import type { Adapter } from '../adapter.ts';
import { type Contracts, loadContracts } from '../contract.ts';
import type { LeftOut } from '../declared.ts';
import { declarationFaults, type FieldNote, fieldNotes, type Way } from '../dialect/coverage.ts';
import { GatewayError } from '../errors.ts';

const HELP = `
Bidang disebut menurut skemanya (JSON Pointer; * berarti tiap butir daftar). Yang ditampilkan adalah pernyataan tiap
adaptor, dilengkapi dari skema sehingga bidang yang tidak disebut pun terlihat. Bahwa pernyataan itu benar diuji bidang
demi bidang pada contoh-contoh adaptor: npx vitest run test/adapters.test.ts

Kode keluar 0 bila setiap bidang dinyatakan tepat sekali, 1 bila tidak.`;

/** Registers `coverage [dialect]`: which native field becomes which of the contracts, what is left out and why. Reads no samples. */
export function coverageCommand(program: Command, adapters: readonly Adapter[]): void {
  program
    .command('coverage')
    .argument('[dialek]', 'satu dialek saja, misalnya jakarta/jaki-crm')
    .description('tampilkan bidang asli mana menjadi bidang bersama mana, yang tidak menyeberang, dan sebabnya')
    .addHelpText('after', HELP)
    .action((dialect: string | undefined) => {
      const asked = adapters.filter((adapter) => dialect === undefined || adapter.dialect === dialect);
      if (asked.length === 0) {
        const known = adapters.map((adapter) => adapter.dialect).join(', ');
        throw new GatewayError('not-found', {
          detail: `Tidak ada dialek ${JSON.stringify(dialect)}. Yang ada: ${known}.`,
        });
      }
      const contracts = loadContracts();
      process.stdout.write(asked.map((adapter) => coverageReport(adapter, contracts)).join('\n'));
      if (asked.some((adapter) => declarationFaults(adapter, contracts).length > 0)) process.exitCode = 1;
    });
}

interface Part {
  readonly way: Way;
  readonly title: string;
  readonly left: string;
  readonly heads: Readonly<Record<'source' | 'target', readonly [of: string, field: string]>>;
}

const NATIVE = ['Pesan', 'Bidang asli'] as const;
const CANONICAL = ['Kontrak', 'Bidang bersama'] as const;

const PARTS: readonly Part[] = [
  {
    way: 'inbound',
    title: 'Masuk: bidang asli menjadi bidang bersama',
    left: 'Masuk: bidang bersama yang tidak diisi pesan mana pun',
    heads: { source: NATIVE, target: CANONICAL },
  },
  {
    way: 'outbound',
    title: 'Keluar: bidang bersama menjadi bidang asli',
    left: 'Keluar: bidang asli yang tidak diisi kontrak mana pun',
    heads: { source: CANONICAL, target: NATIVE },
  },
];

/** What `coverage` prints of one dialect: each way a table of every field, then what nothing fills, then what is not declared. */
export function coverageReport(adapter: Adapter, contracts: Contracts): string {
  const tables = PARTS.flatMap(({ way, title, left, heads }) => {
    const [source, target] =
      way === 'inbound' ? (['native', 'canonical'] as const) : (['canonical', 'native'] as const);
    const read = fieldNotes(adapter, contracts, { way, of: source });
    const empty = fieldNotes(adapter, contracts, { way, of: target }).filter(({ others }) => others.length === 0);
    return [
      `${title}\n${noteTable([...heads.source, 'Menjadi'], read)}`,
      `${left}\n${noteTable([...heads.target, 'Sebab'], empty)}`,
    ];
  });
  const received = new Set(fieldNotes(adapter, contracts, { way: 'inbound', of: 'native' }).map(({ of }) => of));
  const written = adapter.messages.map(({ name }) => name).filter((name) => !received.has(name));
  if (written.length > 0) tables.push(`Pesan yang hanya ditulis gerbang, tidak pernah dibaca: ${written.join(', ')}.`);
  const faults = declarationFaults(adapter, contracts);
  const told = faults.length === 0 ? [] : [`Pernyataan adaptor belum lengkap:\n${faults.join('\n')}`];
  return `${[`Dialek ${adapter.dialect}`, ...tables, ...told].join('\n\n')}\n`;
}

function noteTable(head: readonly string[], notes: readonly FieldNote[]): string {
  const table = new Table({
    style: { head: [], border: [] },
    head: [...head],
    colWidths: [null, null, 76],
    wordWrap: true,
  });
  for (const note of notes) table.push([note.of, note.field, fate(note)]);
  return table.toString();
}

const USES: Readonly<Record<NonNullable<LeftOut['use']>, string>> = {
  identity: 'menamai kejadian',
  contract: 'menentukan kontraknya',
  refusal: 'hanya dapat membuatnya ditolak',
  context: 'diisi dari nomor di luar data',
};

/** What becomes of a field, or why it is left out. */
function fate({ others, left, sealed }: FieldNote): string {
  if (others.length > 0) {
    const byEnd = Map.groupBy(others, ({ of }) => of);
    return [...byEnd].map(([of, ends]) => `${of}: ${ends.map(({ field }) => field).join(', ')}`).join('\n');
  }
  if (left) return left.use ? `tidak (${USES[left.use]}): ${left.why}` : `tidak: ${left.why}`;
  return sealed ? 'diisi gerbang' : 'BELUM DINYATAKAN';
}
