import { describe, expect } from 'vitest';
import type { Receipt } from '../../src/event.ts';
import type { CitizenReport } from '../../src/generated/contracts.ts';
import { readAny } from '../kits/defaults.ts';
import type { House } from '../kits/house.ts';
import { allEnded, arrived, it, jakartaPlace, lampungPlace, misplaced, recordOf } from './scenes.ts';

/** What a receipt names, each on a line. */
const named = ({ warnings = [] }: Receipt): readonly string[] =>
  warnings.map(({ code, facts }) => `${code} ${'pointer' in facts ? facts.pointer : ''}`).toSorted();

/** The report that was sent to the other side for this number. */
async function sentOf(house: House, number: string): Promise<CitizenReport> {
  const { relays } = await recordOf(house, number);
  const relay = relays.find(({ contract }) => contract.startsWith('report-handover/'));
  const content = await house.operator('GET', `/v1/relays/${relay?.id}/content?operator=uji&reason=uji`);
  return content.data;
}

async function taken(house: House, system: 'lampung-in' | 'jaki-crm', event: object): Promise<Receipt> {
  const answer = await house.push(system, event);
  expect([answer.status, answer.data.errors]).toEqual([202, undefined]);
  return answer.data as Receipt;
}

describe('K7: a detail that cannot be read', () => {
  it('stops nothing: the rest crosses, the receipt names it, and it is a gap on record', async ({ open }) => {
    const house = await open();
    const { number, event } = misplaced(house.lampung, jakartaPlace());
    const receipt = await taken(house, 'lampung-in', {
      ...event,
      judul: ['bukan teks'],
      isi_laporan: `Jalan rusak. ${'Lubang '.repeat(2000)}`,
      opd_tujuan: 'Dinas '.repeat(60),
      anonim: 'ya',
      lampiran: ['https://contoh.go.id/1.jpg', 'javascript:alert(1)', 7],
      diperbarui: '',
      tenggat: '31/02/2026 10:00',
      riwayat: [{ status: 'MASUK', waktu: 'kemarin' }],
      lokasi: { ...(event.lokasi as object), lintang: 0, bujur: 0 },
    });
    expect(named(receipt)).toEqual([
      'detail-left-out /anonim',
      'detail-left-out /diperbarui',
      'detail-left-out /judul',
      'detail-left-out /lampiran/1',
      'detail-left-out /lampiran/2',
      'detail-left-out /riwayat/0',
      'detail-left-out /tenggat',
      'detail-shortened /isi_laporan',
      'detail-shortened /opd_tujuan',
      'point-outside-region /lokasi/lintang',
    ]);
    const { data: gaps } = await house.operator('GET', '/v1/gaps');
    const listed = (gaps as { table: string; value: string }[]).filter(({ table }) => table === 'detail');
    expect(listed.map(({ value }) => value).toSorted()).toEqual(
      named(receipt)
        .map((line) => line.split(' ')[1])
        .toSorted(),
    );
    await arrived(house.jakarta, number);
    const { data } = await house.operator('GET', `/v1/cases/${encodeURIComponent(receipt.caseId ?? '')}`);
    expect(JSON.stringify(data)).toContain('Isian /lampiran/1 tidak terbaca');
    await allEnded(house);
  });

  it('is named once, and a list keeps as many as may cross', async ({ open }) => {
    const house = await open();
    const { event } = misplaced(house.lampung, jakartaPlace());
    const lokasi = { ...(event.lokasi as object), lintang: 'selatan', bujur: 105.27 };
    const lampiran = Array.from({ length: 25 }, (_, index) => `https://contoh.go.id/${index}.jpg`);
    expect(named(await taken(house, 'lampung-in', { ...event, lokasi, lampiran }))).toEqual([
      'detail-left-out /lokasi/lintang',
      'detail-shortened /lampiran',
    ]);
  });

  it.for(['nama_desa', 'kecamatan', 'kab_kota', 'provinsi'])(
    'K7: is the name of a place beside its code: /lokasi/%s',
    async (name, { open }) => {
      const house = await open();
      for (const unreadable of [31, ['Tebet'], { nama: 'Tebet' }, 'x'.repeat(300)]) {
        const { event } = misplaced(house.lampung, jakartaPlace());
        const lokasi = { ...(event.lokasi as object), [name]: unreadable };
        const [first] = named(await taken(house, 'lampung-in', { ...event, lokasi }));
        expect(first).toMatch(new RegExp(`^detail-(?:left-out|shortened) /lokasi/${name}$`));
        const answer = await house.push('lampung-in', { ...event, lokasi: { ...lokasi, kode_wilayah: null } });
        expect([answer.status, answer.data.code]).toEqual([422, 'native-invalid']);
      }
    },
  );

  it('K7: is a history that is no list: the report comes in the order of its arrival', async ({ open }) => {
    const house = await open();
    for (const riwayat of ['MASUK', 7, true, { status: 'MASUK' }]) {
      const { event } = misplaced(house.lampung, jakartaPlace());
      expect(named(await taken(house, 'lampung-in', { ...event, riwayat }))).toEqual(['detail-left-out /riwayat']);
    }
  });

  it('is nothing at all where it is empty, in whatever way', async ({ open }) => {
    const house = await open();
    for (const empty of [null, '', ' \u00a0', '-', 'null', 'NULL']) {
      const { event } = misplaced(house.lampung, jakartaPlace());
      const lokasi = { ...(event.lokasi as object), alamat: empty, nama_desa: empty };
      expect(named(await taken(house, 'lampung-in', { ...event, judul: empty, opd_tujuan: empty, lokasi }))).toEqual(
        [],
      );
    }
  });

  it('K7: is nothing where a name of the place is empty: it lies in the area around it', async ({ open }) => {
    const house = await open();
    for (const empty of [null, '', ' ', '-']) {
      const { number, event } = misplaced(house.jakarta, lampungPlace());
      const village = { ...(event.village as object), name: empty };
      await taken(house, 'jaki-crm', { ...event, village, kodeWilayah: null });
      expect(JSON.stringify(await sentOf(house, number))).toContain('"kode_wilayah":"18.01.21"');
    }
  });

  it('K7: is nothing where a notice says in empty words that it came from nowhere else', async ({ open }) => {
    const house = await open({ systems: ['jaki-crm', 'lampung-in', 'jaki'] });
    const sampleOf = (path: string): object => readAny(`adapters/${path}.native.json`).native;
    const supply = sampleOf('lampung/lampung-in/samples/pasokan');
    const service = sampleOf('jakarta/jaki/samples/layanan-jaki');
    for (const [index, empty] of [null, '', ' ', '-', [], {}].entries()) {
      const answers = [
        await house.push('lampung-in', { ...supply, id_pasokan: `PSK-2026-000${index}`, rujukan: empty }),
        await house.push('jaki', { ...service, serviceCode: `jaklapor-${index}`, externalId: empty }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    }
    const whose = { sistem: 'jaki', nomor_asal: '7' };
    expect((await house.push('lampung-in', { ...supply, rujukan: whose })).data.code).toBe('native-invalid');
    expect((await house.push('jaki', { ...service, externalId: '7' })).data.code).toBe('native-invalid');
  });

  it.for([
    ['rahasia', { rahasia: 'mungkin' }],
    ['rahasia', { rahasia: 2 }],
    ['terbatas', { terbatas: 'x' }],
    ['diperbarui', { diperbarui: 'kemarin' }],
    ['tanggal_lapor', { tanggal_lapor: '' }],
    ['status', { status: '' }],
    ['status', { status: ' ' }],
    ['status', { status: '-' }],
    ['lokasi/kode_wilayah', { lokasi: { kode_wilayah: 7 } }],
    ['alasan', { alasan: 7 }],
  ] as const)('is none where it is essential: /%s', async ([place, change], { open }) => {
    const house = await open();
    const { event } = misplaced(house.lampung, jakartaPlace());
    const answer = await house.push('lampung-in', { ...event, ...change });
    expect(answer.status).toBe(422);
    expect(answer.data.errors.map(({ pointer }: { pointer: string }) => pointer)).toContain(`/${place}`);
  });

  it('never makes a report public: a flag that says nothing is not the flag that says so', async ({ open }) => {
    const house = await open();
    for (const rahasia of [null, '', '-', []]) {
      const { number, event } = misplaced(house.lampung, jakartaPlace());
      await taken(house, 'lampung-in', { ...event, rahasia, terbatas: false });
      expect((await recordOf(house, number)).case?.confidentiality).toBe('private');
    }
    for (const flags of [
      { isPrivacy: 0, isRahasia: null },
      { isPrivacy: '', isRahasia: 0 },
      { isPrivacy: 0, isRahasia: '' },
    ]) {
      const { number, event } = misplaced(house.jakarta, lampungPlace());
      await taken(house, 'jaki-crm', { ...event, ...flags });
      expect((await recordOf(house, number)).case?.confidentiality).toBe('private');
    }
  });
});

describe('K17: a point in another province than its region', () => {
  const ELSEWHERE = {
    jakarta: { lat: -6.2, lon: 106.82 },
    lampung: { lat: -5.4, lon: 105.26 },
    swapped: { lat: 106.82, lon: -6.2 },
    nowhere: { lat: 0, lon: 0 },
  };

  it.for(['lampung', 'swapped', 'nowhere'] as const)('from Lampung In, of Jakarta: %s', async (where, { open }) => {
    const house = await open();
    const { lat, lon } = ELSEWHERE[where];
    const { number, event } = misplaced(house.lampung, jakartaPlace());
    const lokasi = { ...(event.lokasi as object), lintang: String(lat), bujur: String(lon) };
    expect(named(await taken(house, 'lampung-in', { ...event, lokasi }))).toEqual([
      'point-outside-region /lokasi/lintang',
    ]);
    await arrived(house.jakarta, number);
    expect(JSON.stringify(await sentOf(house, number))).toContain('"lat":null');
  });

  it.for(['jakarta', 'swapped', 'nowhere'] as const)('from CRM, of Lampung: %s', async (where, { open }) => {
    const house = await open();
    const { lat, lon: lng } = ELSEWHERE[where];
    const { number, event } = misplaced(house.jakarta, lampungPlace());
    expect(named(await taken(house, 'jaki-crm', { ...event, lat, lng }))).toEqual(['point-outside-region /lat']);
    await arrived(house.lampung, number);
    expect(JSON.stringify(await sentOf(house, number))).toContain('"lintang":null');
  });

  it('stays where it may be right', async ({ open }) => {
    const house = await open();
    const { number, event } = misplaced(house.lampung, jakartaPlace());
    expect(named(await taken(house, 'lampung-in', event))).toEqual([]);
    await arrived(house.jakarta, number);
    expect(JSON.stringify(await sentOf(house, number))).not.toContain('"lat":null');
  });
});

describe('K8: a time with its zone', () => {
  it.for(['2026-11-21T08:00:00+0700', '2026-11-21T08:00:00+07', '20261121T080000+0700', '2026-11-21 08:00:00 WIB'])(
    '%s is read by both dialects',
    async (time, { open }) => {
      const house = await open();
      const lampung = misplaced(house.lampung, jakartaPlace());
      const jakarta = misplaced(house.jakarta, lampungPlace());
      await taken(house, 'lampung-in', { ...lampung.event, tanggal_lapor: time });
      await taken(house, 'jaki-crm', { ...jakarta.event, createdAt: time });
    },
  );
});
