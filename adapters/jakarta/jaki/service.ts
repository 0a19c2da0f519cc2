import { mustRead, read, write } from '../../../src/dialect/codes.ts';
import { type Details, escapeText, invalid, isEmpty, readDetails } from '../../../src/dialect/native.ts';
import { parseRegion } from '../../../src/dialect/region.ts';
import type { Service, ServiceCategoryCode, ServiceStateCode } from '../../../src/generated/contracts.ts';
import type { Draft } from '../../../src/outcome.ts';
import { SERVICE_CATEGORY, SERVICE_STATE } from './codes.ts';
import { placeOf, textBody } from './parts.ts';

/** A service of JAKI's own as `service.schema.json` has it. */
export interface JakiService {
  readonly serviceCode: string;
  readonly name: { readonly id: string; readonly en?: string | null };
  readonly summary: string;
  readonly category: string;
  readonly url?: string | null;
  readonly agency?: string | null;
  readonly openHours?: string | null;
  readonly coverage: readonly { readonly regionCode: string }[];
  readonly status: string;
  readonly updatedAt: string;
  readonly externalId?: string | null;
}

export function serviceToCanonical(native: JakiService): readonly Draft<Service>[] {
  mustBeOwn(native);
  const details = readDetails();
  const category = read(SERVICE_CATEGORY, native.category);
  const data: Service = {
    serviceId: native.serviceCode,
    name: {
      id: mustSay(details, native.name.id, { most: 200, pointer: '/name/id' }),
      en: details.text(native.name.en, 200, '/name/en'),
    },
    summary: mustSay(details, native.summary, { most: 1000, pointer: '/summary' }),
    category: (category ?? 'other') as ServiceCategoryCode,
    url: native.url ?? null,
    agency: details.text(native.agency, 200, '/agency'),
    hours: details.text(native.openHours, 300, '/openHours'),
    regionCodes: [...new Set(native.coverage.map(({ regionCode }) => parseRegion(regionCode)))],
    state: mustRead(SERVICE_STATE, native.status, '/status') as ServiceStateCode,
  };
  const gaps = category === undefined ? { gaps: [{ table: SERVICE_CATEGORY.name, value: native.category }] } : {};
  return [{ contract: 'service-catalogue/1.0', number: native.serviceCode, data, ...gaps, ...details.noted() }];
}

/** What came across must not come back as JAKI's own: it would go round between the apps for ever. */
function mustBeOwn({ externalId }: JakiService): void {
  if (!isEmpty(externalId)) throw invalid('/externalId', 'layanan dari sistem lain bukan layanan JAKI');
}

function mustSay(details: Details, native: string, { most, pointer }: { most: number; pointer: string }): string {
  const text = details.text(native, most, pointer);
  if (text === null) throw invalid(pointer, 'tidak boleh kosong');
  return text;
}

export function serviceBody(service: Service): object {
  return {
    serviceCode: service.serviceId,
    name: { id: escapeText(service.name.id), en: textBody(service.name.en) },
    summary: escapeText(service.summary),
    category: write(SERVICE_CATEGORY, service.category),
    url: service.url,
    agency: textBody(service.agency),
    openHours: textBody(service.hours),
    coverage: service.regionCodes.map(placeOf),
    status: write(SERVICE_STATE, service.state),
  };
}
