import { mustRead, read, write } from '../../../src/dialect/codes.ts';
import { escapeText, readDetails } from '../../../src/dialect/native.ts';
import { parseRegion } from '../../../src/dialect/region.ts';
import type { Service, ServiceCategoryCode, ServiceStateCode } from '../../../src/generated/contracts.ts';
import type { Draft } from '../../../src/outcome.ts';
import { SERVICE_CATEGORY, SERVICE_STATE } from './codes.ts';
import { mustBeOwn, mustSay, type Origin } from './noticeParts.ts';

/** A service of the app as `layanan.schema.json` has it. */
export interface LampungService {
  readonly id_layanan: string;
  readonly nama: string;
  readonly nama_inggris?: string | null;
  readonly ringkasan: string;
  readonly kategori: string;
  readonly tautan?: string | null;
  readonly opd?: string | null;
  readonly jam_layanan?: string | null;
  readonly wilayah: readonly string[];
  readonly status: string;
  readonly diperbarui: string;
  readonly rujukan?: Origin | null;
}

/** Whether it can be used: what makes a notice a new one, beside its time. */
export const serviceMark = ({ status }: LampungService): string => status.trim();

export function serviceToCanonical(native: LampungService): readonly Draft<Service>[] {
  mustBeOwn(native);
  const details = readDetails();
  const category = read(SERVICE_CATEGORY, native.kategori);
  const data: Service = {
    serviceId: native.id_layanan,
    name: {
      id: mustSay(details, native.nama, { most: 200, pointer: '/nama' }),
      en: details.text(native.nama_inggris, 200, '/nama_inggris'),
    },
    summary: mustSay(details, native.ringkasan, { most: 1000, pointer: '/ringkasan' }),
    category: (category ?? 'other') as ServiceCategoryCode,
    url: native.tautan ?? null,
    agency: details.text(native.opd, 200, '/opd'),
    hours: details.text(native.jam_layanan, 300, '/jam_layanan'),
    regionCodes: [...new Set(native.wilayah.map(parseRegion))],
    state: mustRead(SERVICE_STATE, native.status, '/status') as ServiceStateCode,
  };
  const gaps = category === undefined ? { gaps: [{ table: SERVICE_CATEGORY.name, value: native.kategori }] } : {};
  return [{ contract: 'service-catalogue/1.0', number: native.id_layanan, data, ...gaps, ...details.noted() }];
}

export function serviceBody(service: Service): object {
  return {
    id_layanan: service.serviceId,
    nama: escapeText(service.name.id),
    nama_inggris: textBody(service.name.en),
    ringkasan: escapeText(service.summary),
    kategori: write(SERVICE_CATEGORY, service.category),
    tautan: service.url,
    opd: textBody(service.agency),
    jam_layanan: textBody(service.hours),
    wilayah: service.regionCodes,
    status: write(SERVICE_STATE, service.state),
  };
}

const textBody = (text: string | null | undefined): string | null => (text ? escapeText(text) : null);
