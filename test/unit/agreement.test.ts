import { describe, expect, it } from 'vitest';
import { type Agreement, type Crossing, type Grant, jakartaDate, minimise, permission } from '../../src/agreement.ts';

const at = (time: string) => Date.parse(time);
const NOW = at('2025-07-03T09:15:00+07:00');

const grant: Grant = {
  from: 'lampung-in',
  to: 'jaki-crm',
  contract: 'report-handover/1.0',
  fields: 'all',
  confidentiality: ['public', 'private'],
  retentionDays: 365,
};

const agreement = (change: Partial<Agreement> = {}): Agreement => ({
  id: 'contoh',
  specimen: true,
  title: 'CONTOH',
  parties: [],
  legalBasis: ['CONTOH'],
  purpose: 'CONTOH',
  personalDataGround: 'CONTOH',
  validFrom: '2025-04-15',
  validUntil: '2030-04-14',
  grants: [grant],
  ...change,
});

const crossing: Crossing = {
  from: 'lampung-in',
  to: 'jaki-crm',
  contract: 'report-handover/1.0',
  confidentiality: 'public',
};

/** Id of the agreement that grants it, or why none does. */
function asked(agreements: readonly Agreement[], change: Partial<Crossing> = {}, now = NOW): string {
  const answer = permission(agreements, { ...crossing, ...change }, now);
  return answer.kind === 'granted' ? answer.agreement.id : answer.why;
}

describe('a permission', () => {
  it('is a grant for exactly this crossing', () => {
    expect(permission([agreement()], crossing, NOW)).toEqual({ kind: 'granted', agreement: agreement(), grant });
  });

  it('is denied where no agreement names it, saying what was looked for', () => {
    const sought = 'Dicari izin dari lampung-in kepada jaki-crm untuk report-handover/1.0 (public)';
    expect(asked([])).toBe(`${sought}: tidak ada perjanjian yang memuatnya.`);
  });

  it.each<Partial<Crossing>>([
    { from: 'jaki-crm', to: 'lampung-in' },
    { to: 'bandar-lampung' },
    { from: 'open-sid' },
    { contract: 'report-status/1.0' },
    { contract: 'report-handover/1.1' },
  ])('is denied for any other crossing: %j', (change) => {
    expect(asked([agreement()], change)).toContain('tidak ada perjanjian yang memuatnya');
  });

  it('is denied for a confidentiality that is not named', () => {
    expect(asked([agreement()], { confidentiality: 'private' })).toBe('contoh');
    expect(asked([agreement()], { confidentiality: 'secret' })).toContain(
      'perjanjian contoh hanya mengizinkan laporan public, private',
    );
  });

  it('holds from the first moment of its first day to the last of its last, in Jakarta', () => {
    const one = [agreement({ validFrom: '2025-04-15', validUntil: '2025-04-15' })];
    expect(asked(one, {}, at('2025-04-14T23:59:59.999+07:00'))).toContain('perjanjian contoh baru berlaku 2025-04-15');
    expect(asked(one, {}, at('2025-04-15T00:00:00+07:00'))).toBe('contoh');
    expect(asked(one, {}, at('2025-04-15T23:59:59.999+07:00'))).toBe('contoh');
    expect(asked(one, {}, at('2025-04-16T00:00:00+07:00'))).toContain('perjanjian contoh berakhir 2025-04-15');
  });

  it('comes from the first agreement that gives it, past those that do not', () => {
    const ended = agreement({ id: 'lama', validUntil: '2025-05-01' });
    expect(asked([ended, agreement({ id: 'baru' }), agreement({ id: 'lain' })])).toBe('baru');
  });

  it('is denied with the reason of every agreement that nearly gives it', () => {
    const ended = agreement({ id: 'lama', validUntil: '2025-05-01' });
    const future = agreement({ id: 'baru', validFrom: '2026-01-01' });
    expect(asked([ended, future])).toContain('perjanjian lama berakhir 2025-05-01; perjanjian baru baru berlaku');
  });
});

describe('the date in Jakarta', () => {
  it('changes at midnight there, also when asked back and forth', () => {
    const [before, after] = [at('2025-12-31T16:59:59.999Z'), at('2025-12-31T17:00:00Z')];
    expect([before, after, before].map(jakartaDate)).toEqual(['2025-12-31', '2026-01-01', '2025-12-31']);
  });
});

describe('data cut to a grant', () => {
  const data = Object.freeze({
    caseId: 'lampung-in:1',
    reporterHandle: 'x',
    note: null,
    location: Object.freeze({ regionCode: '31', point: null, address: 'Jl. Tebet' }),
    attachments: Object.freeze([{ url: 'https://contoh.go.id/a.jpg' }]),
    'a/b~c': 1,
  });

  it('is all of it where all is granted', () => {
    expect(minimise(data, 'all')).toEqual({ data, removed: [] });
  });

  it('keeps the named fields with everything below, and says what stays behind', () => {
    expect(minimise(data, ['/caseId', '/location/regionCode', '/attachments', '/note'])).toEqual({
      data: { caseId: 'lampung-in:1', note: null, location: { regionCode: '31' }, attachments: data.attachments },
      removed: ['/reporterHandle', '/location/point', '/location/address', '/a~1b~0c'],
    });
  });

  it('keeps no field whose name only begins like a granted one', () => {
    expect(minimise({ note: 1, notes: 2 }, ['/notes']).data).toEqual({ notes: 2 });
    expect(minimise({ loc: { a: 1 }, location: { a: 1 } }, ['/location/a']).data).toEqual({ location: { a: 1 } });
  });

  it('keeps a field whose name needs escaping', () => {
    expect(minimise(data, ['/a~1b~0c']).data).toEqual({ 'a/b~c': 1 });
  });

  it('gives nothing of a list or a null whose inner part is granted', () => {
    const granted = ['/attachments/0/url', '/note/text'];
    expect(minimise(data, granted).data).toEqual({});
    expect(minimise(data, granted).removed).toEqual(expect.arrayContaining(['/attachments', '/note']));
  });
});
