import { invalid } from '../../../src/dialect/native.ts';

/** A service that `options.services` names and no report can go to, as `service.schema.json` has it. */
export interface UnusableService {
  readonly service_code: string;
  readonly type?: string | null;
}

/** Documented (GeoReport v2, GET Service List): no number is ever given, so nobody could say what became of a report. */
export const BLACKBOX = 'blackbox';

/** Always throws `native-invalid`, saying what is to be mended: so it is on record before a report is sent there. */
export function refuseService({ service_code, type }: UnusableService): never {
  const why = type === BLACKBOX ? 'tidak memberi nomor (blackbox)' : 'tidak ada di daftar layanan kota';
  throw invalid('/service_code', `layanan ${JSON.stringify(service_code)} ${why}; perbaiki options.services`);
}
