import { describe, expect, it } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import { digestKindOf, digestsOf, readDigest } from '../../src/intake/digest.ts';
import { isSameRead } from '../../src/intake/recognise.ts';

const POINTERS = ['/code', '/documents/*/url', '/tstatus/name', '/zone/name'];
const digest = (native: unknown): string => readDigest(native, POINTERS);
const NATIVE = { code: 'A', tstatus: { name: 'Proses' }, documents: [{ url: 'x' }, { url: 'y' }] };

describe('the digest of what is read', () => {
  it.each([
    ['a member nobody reads', { ...NATIVE, dilihat: 2 }],
    ['one inside another', { ...NATIVE, tstatus: { name: 'Proses', warna: 'hijau' } }],
    [
      'one in every item of a list',
      {
        ...NATIVE,
        documents: [
          { url: 'x', id: 1 },
          { url: 'y', id: 2 },
        ],
      },
    ],
    ['a member that is null', { ...NATIVE, zone: null }],
    ['another order of the members', { documents: NATIVE.documents, tstatus: NATIVE.tstatus, code: 'A' }],
  ])('stays with %s', (_, other) => {
    expect(digest(other)).toBe(digest(NATIVE));
  });

  it.each([
    ['a value that is read', { ...NATIVE, tstatus: { name: 'Selesai' } }],
    ['an item of a list', { ...NATIVE, documents: [{ url: 'x' }] }],
    ['another order of a list', { ...NATIVE, documents: [{ url: 'y' }, { url: 'x' }] }],
    ['a member that appears', { ...NATIVE, zone: { name: 'Z' } }],
    ['a text in place of an object', { ...NATIVE, zone: 'Z' }],
  ])('changes with %s', (_, other) => {
    expect(digest(other)).not.toBe(digest(NATIVE));
  });

  it('is declared for every message that a dialect takes in', () => {
    const taken = adapters.flatMap((adapter) =>
      adapter.coverage.inbound.routes.map(({ message }) => digestKindOf(adapter, message)),
    );
    expect(taken.length).toBeGreaterThan(10);
    expect(taken.every((kind) => kind !== null && kind.pointers.length > 0)).toBe(true);
  });
});

describe('a digest that was made when the dialect read otherwise', () => {
  const older = ['/code', '/tstatus/name'];
  const tx = { digestPointers: async (kind: string) => (kind === 'older' ? older : null) };
  const now = (native: object) => ({
    native,
    ...digestsOf(native, { id: 'newer', pointers: POINTERS }, null),
  });

  it('is compared by what was read then, so that a repeat stays one', async () => {
    const kept = { digest: readDigest(NATIVE, older), digestKind: 'older' };
    expect(await isSameRead(tx, kept, now({ ...NATIVE, zone: { name: 'Z' } }))).toBe(true);
    expect(await isSameRead(tx, kept, now({ ...NATIVE, tstatus: { name: 'Selesai' } }))).toBe(false);
  });

  it('is compared whole where it is of the whole body, as before version 5', async () => {
    const kept = { digest: digestsOf(NATIVE, null, null).body };
    expect(await isSameRead(tx, kept, now(NATIVE))).toBe(true);
    expect(await isSameRead(tx, kept, now({ ...NATIVE, dilihat: 2 }))).toBe(false);
  });

  it('of a kind that is not on record is another content', async () => {
    expect(await isSameRead(tx, { digest: 'x', digestKind: 'lost' }, now(NATIVE))).toBe(false);
  });
});
