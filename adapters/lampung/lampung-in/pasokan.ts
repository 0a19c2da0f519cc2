import { mustRead, write } from '../../../src/dialect/codes.ts';
import { COMMODITY, commodityOf, nameOf, UNIT } from '../../../src/dialect/commodity.ts';
import { escapeText, invalid, readDetails } from '../../../src/dialect/native.ts';
import { parseRegion } from '../../../src/dialect/region.ts';
import type { FoodSupply, SupplyStageCode, UnitCode } from '../../../src/generated/contracts.ts';
import type { Draft } from '../../../src/outcome.ts';
import { SUPPLY_STAGE } from './codes.ts';
import { mustBeDay, mustBeOwn, mustSay, type Origin, writeDay } from './noticeParts.ts';

/** Food that can be had, as `pasokan.schema.json` has it. */
export interface LampungSupply {
  readonly id_pasokan: string;
  readonly komoditas: string;
  readonly tahap: string;
  readonly jumlah: number;
  readonly satuan: string;
  readonly kode_wilayah: string;
  readonly tersedia_mulai: string;
  readonly tersedia_sampai?: string | null;
  readonly opd?: string | null;
  readonly diperbarui: string;
  readonly rujukan?: Origin | null;
}

/** What there is, how much of it and until when: what makes a notice a new one, beside its time. */
export function supplyMark({ tahap, jumlah, satuan, tersedia_mulai, tersedia_sampai }: LampungSupply): string {
  const days = [tersedia_mulai, tersedia_sampai ?? ''].map((day) => day.trim());
  return [tahap.trim(), jumlah, satuan.trim(), ...days].join('|');
}

export function supplyToCanonical(native: LampungSupply): readonly Draft<FoodSupply>[] {
  mustBeOwn(native);
  const details = readDetails();
  const commodity = commodityOf(mustSay(details, native.komoditas, { most: 120, pointer: '/komoditas' }));
  const gap = { table: COMMODITY.name, value: commodity.nativeName };
  const data: FoodSupply = {
    supplyId: native.id_pasokan,
    commodity,
    stage: mustRead(SUPPLY_STAGE, native.tahap, '/tahap') as SupplyStageCode,
    quantity: native.jumlah,
    unit: mustRead(UNIT, native.satuan, '/satuan') as UnitCode,
    originRegion: parseRegion(native.kode_wilayah),
    ...daysOf(native),
    agency: details.text(native.opd, 200, '/opd'),
  };
  const gaps = commodity.code === 'other' ? { gaps: [gap] } : {};
  return [{ contract: 'food-supply/1.0', number: native.id_pasokan, data, ...gaps, ...details.noted() }];
}

/** Throws `native-invalid` where it ends before it begins: one of the days is wrong, and nobody knows which. */
function daysOf({ tersedia_mulai, tersedia_sampai }: LampungSupply) {
  const availableFrom = mustBeDay(tersedia_mulai, '/tersedia_mulai');
  const availableUntil = typeof tersedia_sampai === 'string' ? mustBeDay(tersedia_sampai, '/tersedia_sampai') : null;
  if (availableUntil !== null && availableUntil < availableFrom) {
    throw invalid('/tersedia_sampai', 'lebih awal daripada tersedia_mulai');
  }
  return { availableFrom, availableUntil };
}

export function supplyBody(supply: FoodSupply): object {
  const { commodity } = supply;
  return {
    id_pasokan: supply.supplyId,
    komoditas: escapeText(nameOf(commodity.code, commodity.name)),
    nama_asli: escapeText(commodity.nativeName),
    tahap: write(SUPPLY_STAGE, supply.stage),
    jumlah: supply.quantity,
    satuan: write(UNIT, supply.unit),
    kode_wilayah: supply.originRegion,
    tersedia_mulai: writeDay(supply.availableFrom),
    tersedia_sampai: supply.availableUntil === null ? null : writeDay(supply.availableUntil),
    opd: supply.agency ? escapeText(supply.agency) : null,
  };
}
