import { write } from '../../../src/dialect/codes.ts';
import { UNIT } from '../../../src/dialect/commodity.ts';
import type { FoodSupply } from '../../../src/generated/contracts.ts';
import { SUPPLY_STAGE } from './codes.ts';
import { commodityBody } from './foodPrice.ts';
import { placeOf, textBody } from './parts.ts';

/** A quantity that can be supplied, as JAKI is told it. */
export const supplyBody = (supply: FoodSupply): object => ({
  supplyCode: supply.supplyId,
  commodity: commodityBody(supply.commodity),
  stage: write(SUPPLY_STAGE, supply.stage),
  quantity: supply.quantity,
  unit: write(UNIT, supply.unit),
  origin: placeOf(supply.originRegion),
  availableFrom: supply.availableFrom,
  availableUntil: supply.availableUntil,
  agency: textBody(supply.agency),
});
