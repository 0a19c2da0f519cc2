import { describe, expect, it } from 'vitest';
import { type ErrorCode, GatewayError } from '../../src/errors.ts';
import { ERRORS } from '../../src/errorTable.ts';
import { refusalOf } from '../../src/refusal.ts';
import { refusalText } from '../../src/words/id.ts';

const kept = (code: ErrorCode, facts: Record<string, unknown>, ...pointers: readonly string[]) =>
  refusalOf(
    new GatewayError(code, {
      detail: 'Kalimat yang tidak disimpan.',
      facts,
      violations: pointers.map((pointer) => ({ pointer, message: 'wajib ada' })),
    }),
  );

const shown = (...asked: Parameters<typeof kept>): string => refusalText(kept(...asked));

describe('what is kept of a refusal', () => {
  it('is its code and facts, and no sentence', () => {
    const refusal = kept('native-invalid', { message: 'laporan' }, '/judul', '', '/judul');
    expect(refusal).toEqual({ code: 'native-invalid', facts: { message: 'laporan', at: ['/judul', '/'] } });
  });

  it.each([
    [{ code: '0812 3456 7890' }],
    [{ name: 'rumah budi.santoso@example.id' }],
    [{ lookedFor: [{ from: 'x', value: '3174012501990001' }] }],
    [{ authority: { name: '+62 812-3456-7890' } }],
  ])('has nothing personal, whatever stood in the place of a code: %j', (facts) => {
    const text = JSON.stringify(kept('region-unknown', facts));
    expect([text.includes('dihapus'), /7890|1990|budi/.test(text)]).toEqual([true, false]);
  });

  it('leaves the ids and times of the gateway itself as they are, and bounds what others wrote', () => {
    const own = { eventId: '081234567890.abc', acceptedAt: '2025-07-03T02:15:00.000Z' };
    expect(kept('identity-conflict', own).facts).toEqual(own);
    const { facts } = kept(
      'region-unknown',
      { name: 'x'.repeat(5000) },
      ...Array.from({ length: 50 }, (_, n) => `/${n}`),
    );
    expect([String(facts.name).length, Array.isArray(facts.at) && facts.at.length]).toEqual([200, 10]);
  });
});

describe('the sentence of a refusal', () => {
  it.each<[string, ErrorCode, Record<string, unknown>, readonly string[]]>([
    ['Isi tidak sesuai bentuk dialek sistem ini, di /judul, /lokasi.', 'native-invalid', {}, ['/judul', '/lokasi']],
    [
      'Waktu 2031-01-01T00:00:00Z lebih dari sehari di depan jam gerbang.',
      'native-invalid',
      { said: '2031-01-01T00:00:00Z' },
      [],
    ],
    ['Isi tidak sesuai bentuk dialek sistem ini.', 'native-invalid', {}, ['']],
    [
      'Tidak ada perjanjian yang mengizinkan a memberi c/1.0 kepada b; atau a memberi c/1.0 kepada siapa pun.',
      'no-agreement',
      {
        lookedFor: [
          { from: 'a', to: 'b', contract: 'c/1.0' },
          { from: 'a', contract: 'c/1.0' },
        ],
      },
      [],
    ],
    [
      'Tempat 32.01 menjadi wewenang Provinsi Jawa Barat; belum ada sistemnya yang terhubung.',
      'no-recipient',
      { region: '32.01', authority: { name: 'Provinsi Jawa Barat' } },
      [],
    ],
    [
      'Nama wilayah "Gambirr" (kelurahan) tidak dikenal.',
      'region-unknown',
      { name: 'Gambirr', level: 'kelurahan' },
      [],
    ],
    ['Kode wilayah "99" tidak dikenal.', 'region-unknown', { code: '99' }, []],
    [
      'Laporan ini belum pernah diserahkan ke sistem lain.',
      'answer-refused',
      { answer: 'accepted', handover: null, by: 'x' },
      [],
    ],
    [
      'Terjemahannya melanggar report-status/1.0, di /at.',
      'contract-invalid',
      { contract: 'report-status/1.0' },
      ['/at'],
    ],
    [
      'Peristiwa yang sama (a.b) sudah diterima 2025-07-03T02:15:00Z dengan isi lain.',
      'identity-conflict',
      { eventId: 'a.b', acceptedAt: '2025-07-03T02:15:00Z' },
      [],
    ],
  ])('is %j', (text, code, facts, pointers) => {
    expect(shown(code, facts, ...pointers)).toBe(text);
  });

  it('is the code`s own title where the facts say no more, for every code there is', () => {
    const codes = Object.keys(ERRORS) as ErrorCode[];
    const odd = codes.filter((code) => !/^\S.*\S\.$/u.test(shown(code, {})) || shown(code, {}).includes('undefined'));
    expect(odd).toEqual([]);
  });
});
