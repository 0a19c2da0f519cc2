import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import type { Adapter } from '../../src/adapter.ts';
import { contractOf, schemaUri } from '../../src/envelope.ts';
import type { AnyJson } from '../kits/defaults.ts';
import type { House, HouseOptions } from '../kits/house.ts';
import { withAskingPrice } from '../kits/versionKit.ts';
import { HASTY, it, scripted, soon } from './scenes.ts';

interface Fixtures {
  readonly open: (options: HouseOptions) => Promise<House>;
  readonly onTestFinished: (end: () => void) => void;
}

const OLD = 'food-supply/1.0';
const NEW = 'food-supply/1.1';

let schemas: string;
beforeAll(() => {
  schemas = mkdtempSync(join(tmpdir(), 'jembatan-schemas-'));
  withAskingPrice(schemas);
});
afterAll(() => rmSync(schemas, { recursive: true }));

/** The register, with these two in place of theirs. */
const register = (speaks: { lampung?: Adapter; jaki?: Adapter }): readonly Adapter[] =>
  adapters.map((adapter) => {
    if (adapter.dialect === 'lampung/lampung-in') return speaks.lampung ?? adapter;
    return adapter.dialect === 'jakarta/jaki' ? (speaks.jaki ?? adapter) : adapter;
  });

const speaking = (dialect: string): Adapter =>
  adapters.find((adapter) => adapter.dialect === dialect) ?? expect.fail(`no dialect ${dialect}`);

/** Lampung In once it also tells what it asks for its food. */
const telling = (): Adapter => {
  const lampung = speaking('lampung/lampung-in');
  return {
    ...lampung,
    emits: [...lampung.emits, NEW],
    toCanonical: (native, context) =>
      lampung.toCanonical(native, context).map((draft) => {
        const askingPrice = (native as { harga_penawaran?: number }).harga_penawaran;
        if (draft.contract !== OLD || askingPrice === undefined) return draft;
        return { ...draft, contract: NEW, data: { ...draft.data, askingPrice } };
      }),
  };
};

/** JAKI once it can show what is asked. */
const showing = (): Adapter => {
  const jaki = speaking('jakarta/jaki');
  return {
    ...jaki,
    accepts: [...jaki.accepts, NEW],
    fromCanonical(envelope, context) {
      if (contractOf(envelope) !== NEW) return jaki.fromCanonical(envelope, context);
      const { askingPrice = null, ...data } = envelope.data as AnyJson;
      const request = jaki.fromCanonical({ ...envelope, dataschema: schemaUri(OLD), data }, context);
      return { ...request, body: { ...(request.body as object), askingPrice } };
    },
  };
};

const granted =
  (...refs: readonly string[]) =>
  (agreement: AnyJson): void => {
    const grants = agreement.grants.filter(({ contract }: AnyJson) => contract === OLD);
    const others = agreement.grants.filter(({ contract }: AnyJson) => contract !== OLD);
    agreement.grants = [
      ...others,
      ...grants.flatMap((grant: AnyJson) => refs.map((contract) => ({ ...grant, contract }))),
    ];
  };

const supply = (change: object = {}) => ({
  ...{ id_pasokan: 'PSK-2026-0007', komoditas: 'Jagung Tk Peternak', tahap: 'MENTAH', jumlah: 12.5, satuan: 'ton' },
  ...{ kode_wilayah: '18.02', tersedia_mulai: '15/09/2026', diperbarui: '12/09/2026 08:30 WIB' },
  ...change,
});

/** What JAKI was sent by a gateway whose systems speak so. */
interface Sent {
  readonly contract: string;
  readonly body: AnyJson;
}

describe('a contract in two minor versions', () => {
  /** Lampung In makes a supply known; the answer is what became of it on the way to JAKI. */
  async function made(
    { open, onTestFinished }: Fixtures,
    options: HouseOptions,
    native = supply({ harga_penawaran: 4200 }),
  ): Promise<Sent> {
    const { url: jaki, bodies } = await scripted({ status: 200, body: { success: true } }, onTestFinished);
    const endpoints = { jaki };
    const house = await open({
      ...{ ...HASTY, systems: ['jaki-crm', 'lampung-in', 'jaki'], schemas, endpoints },
      ...options,
    });
    const { status, data } = await house.push('lampung-in', native);
    expect([status, data]).toMatchObject([202, { relays: [{ to: 'jaki' }] }]);
    await soon(() => expect(bodies).toHaveLength(1));
    return { contract: data.relays[0].contract, body: JSON.parse(bodies[0] ?? '') };
  }

  it('reaches whoever reads the older one in that, without what it does not know', async ({ open, onTestFinished }) => {
    const { contract, body } = await made(
      { open, onTestFinished },
      {
        ...{ adapters: register({ lampung: telling() }), agreement: granted(OLD) },
      },
    );
    expect([contract, body.quantity, body.askingPrice]).toEqual([OLD, 12.5, undefined]);
  });

  it('reaches whoever reads both in the newer one', async ({ open, onTestFinished }) => {
    const adapters = register({ lampung: telling(), jaki: showing() });
    const { contract, body } = await made({ open, onTestFinished }, { adapters, agreement: granted(OLD, NEW) });
    expect([contract, body.askingPrice]).toEqual([NEW, 4200]);
  });

  it('reaches whoever reads both in the older one, where only that is granted', async ({ open, onTestFinished }) => {
    const adapters = register({ lampung: telling(), jaki: showing() });
    const { contract, body } = await made({ open, onTestFinished }, { adapters, agreement: granted(OLD) });
    expect([contract, body.askingPrice]).toEqual([OLD, undefined]);
  });

  it('is told in the newer one to whoever reads it, also by a sender who has only the older', async ({
    open,
    onTestFinished,
  }) => {
    const options = { adapters: register({ jaki: showing() }), agreement: granted(OLD, NEW) };
    const { contract, body } = await made({ open, onTestFinished }, options, supply());
    expect([contract, body.quantity, body.askingPrice]).toEqual([NEW, 12.5, null]);
  });
});
