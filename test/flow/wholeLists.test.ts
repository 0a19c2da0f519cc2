import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { AnyJson } from '../kits/defaults.ts';
import { it, soon } from './scenes.ts';
import { accepted, askedSites, begun, known, names, refusals, rounds, SITES, service } from './sites.ts';

/*
 * Seen to fail where nothing untold was forgotten, where an empty list emptied what was known, where a refusal kept no
 * number, where both of two rows were taken up, and where only a restart had refusals looked at again.
 */
const PUBLIC = 'config/agreements/contoh-informasi-publik.json';

describe('a site', () => {
  it('that its system tells of no more is known no more, and is news when it is back', async ({ open }) => {
    const at = await service();
    const house = await open(askedSites(at));
    await begun(house, at);
    const [first, ...others] = at.rows;
    const before = await accepted(house);
    at.rows = others;
    await soon(async () => expect(await names(house)).not.toContain(first.nama_lokasi_vaksinasi));
    expect(await names(house)).toHaveLength(others.length);
    at.rows = [first, ...others];
    await soon(async () => expect(await names(house)).toContain(first.nama_lokasi_vaksinasi));
    expect(await accepted(house)).toBe(before + 1);
  });

  it('is known on while its system tells of none at all, or says that nothing changed', async ({ open }) => {
    const at = await service();
    const house = await open(askedSites(at));
    await begun(house, at);
    const all = await names(house);
    at.isConditional = true;
    await rounds(at, 3);
    expect(await names(house)).toEqual(all);
    at.rows = [];
    await rounds(at, 3);
    expect(await names(house)).toEqual(all);
  });

  it('of which the last word could not be taken is as old as the word before, and refused by its number', async ({
    open,
  }) => {
    const at = await service();
    const house = await open(askedSites(at));
    await begun(house, at);
    const [first, ...others] = at.rows;
    const number = String(first.kode_lokasi_vaksinasi);
    at.rows = [{ ...first, wilayah: 'KOTA TAK ADA', kecamatan: 'TAK ADA', kelurahan: 'TAK ADA' }, ...others];
    await soon(async () => expect(await refusals(house)).toMatchObject([{ number, code: 'region-unknown' }]));
    await rounds(at, 3);
    const ages = (await known(house)).map(({ data, ageSeconds }) => [data.name, ageSeconds > 1]);
    const old = ages.filter(([, isOld]) => isOld).map(([name]) => name);
    expect(old).toEqual([first.nama_lokasi_vaksinasi]);
    expect(await refusals(house)).toHaveLength(1);
  });

  it('that stands in a list twice is known as it stands there last; the other is refused once', async ({ open }) => {
    const at = await service();
    const [first] = at.rows;
    const twin = { ...first, nama_lokasi_vaksinasi: 'PUSKESMAS LAMA' };
    at.rows = [twin, first, ...at.rows.slice(1)];
    const house = await open(askedSites(at));
    await soon(async () => expect(await names(house)).toHaveLength(at.rows.length - 1));
    const before = await accepted(house);
    await rounds(at, 3);
    expect(await accepted(house)).toBe(before);
    expect(await names(house)).toContain(first.nama_lokasi_vaksinasi);
    expect(await refusals(house)).toMatchObject([
      { code: 'identity-conflict', detail: expect.stringContaining('dua') },
    ]);
  });
});

describe('what no agreement covered', () => {
  it('crosses once one does, without a restart, though its system says that nothing changed', async ({ open }) => {
    const at = await service();
    at.isConditional = true;
    const house = await open(
      askedSites(at, {
        agreement(agreement) {
          agreement.grants = agreement.grants.filter(({ from }: AnyJson) => from !== SITES);
        },
      }),
    );
    await soon(async () => expect(await refusals(house)).toHaveLength(at.rows.length));
    await rounds(at, 2);
    expect(await refusals(house)).toHaveLength(at.rows.length);
    const given = JSON.parse(readFileSync(PUBLIC, 'utf8'));
    const grants = given.grants.filter(({ from, to }: AnyJson) => from === SITES && to !== 'kota-metro');
    const file = join(house.folder, PUBLIC);
    const edited = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...edited, grants: [...edited.grants, ...grants] }));
    await soon(async () => expect(await names(house)).toHaveLength(at.rows.length));
  });
});
