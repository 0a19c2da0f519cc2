import { write } from '../../../src/dialect/codes.ts';
import { nameOf, UNIT } from '../../../src/dialect/commodity.ts';
import { escapeText } from '../../../src/dialect/native.ts';
import type { FoodPrice, Market } from '../../../src/generated/contracts.ts';
import { PRICE_LEVEL, PRICE_QUALITY } from './codes.ts';
import { placeBody, pointBody, writeDay } from './noticeParts.ts';

/**
 * A price by the names of the Panel Harga of Badan Pangan Nasional, with what those do not tell. Where nobody quoted,
 * `today` is null: the Panel Harga's 0 reads as a price. Only ever sent to Lampung In, never by it.
 */
export function priceBody(price: FoodPrice): object {
  const { commodity, location } = price;
  return {
    id: commodity.code === 'other' ? null : Number(commodity.code),
    name: escapeText(nameOf(commodity.code, commodity.name)),
    satuan: write(UNIT, price.unit),
    today: price.price,
    yesterday: price.previousPrice ?? null,
    nama_asli: escapeText(commodity.nativeName),
    tingkat: write(PRICE_LEVEL, price.level),
    ...placeBody(location.regionCode),
    pasar: location.market === null ? null : marketBody(location.market),
    tanggal: writeDay(price.date),
    mutu: write(PRICE_QUALITY, price.quality),
    sumber: escapeText(price.source),
  };
}

const marketBody = ({ id, name, point }: Market): object => ({ id, nama: escapeText(name), ...pointBody(point) });
