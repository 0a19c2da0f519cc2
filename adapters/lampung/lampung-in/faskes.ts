import { write } from '../../../src/dialect/codes.ts';
import { escapeText } from '../../../src/dialect/native.ts';
import type { HealthFacility, Slot } from '../../../src/generated/contracts.ts';
import { FACILITY_KIND } from './codes.ts';
import { placeBody, pointBody, writeDay } from './noticeParts.ts';

/** A health site with what is open there. Only ever sent to Lampung In, never by it. */
export function facilityBody({ facilityId, name, kind, location, slots }: HealthFacility): object {
  return {
    id_faskes: facilityId,
    nama: escapeText(name),
    jenis_faskes: write(FACILITY_KIND, kind),
    ...placeBody(location.regionCode),
    alamat: location.address ? escapeText(location.address) : null,
    ...pointBody(location.point),
    jadwal: slots.map(slotBody),
  };
}

const slotBody = ({ date, time, quota, remaining }: Slot): object => ({
  tanggal: writeDay(date),
  jam: time,
  kuota: quota,
  kuota_sisa: remaining,
});
