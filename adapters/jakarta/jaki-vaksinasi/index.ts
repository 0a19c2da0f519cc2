import type { Adapter } from '../../../src/adapter.ts';
import { FAILURE_CODE } from '../../../src/declared.ts';
import { membersOf, numberOrNull } from '../../../src/dialect/native.ts';
import { contractOf } from '../../../src/envelope.ts';
import { GatewayError } from '../../../src/errors.ts';
import { FACILITY_KIND } from './codes.ts';
import faskesSchema from './faskes.schema.json' with { type: 'json' };
import { siteIdentity, siteToCanonical, type VaccinationSite } from './faskes.ts';
import { inbound } from './inboundCoverage.ts';
import { isSite, poll } from './poll.ts';

/** JAKI's vaccination service of 2021, whether it still runs or not. It is asked, and takes nothing. */
export const adapter: Adapter = {
  dialect: 'jakarta/jaki-vaksinasi',
  emits: ['health-facility/1.0'],
  accepts: [],
  messages: [
    {
      name: 'faskes',
      schema: faskesSchema,
      details: [
        '/nama_lokasi_vaksinasi',
        '/alamat_lokasi_vaksinasi',
        '/wilayah',
        '/kecamatan',
        '/kelurahan',
        '/rt',
        '/rw',
        '/jenis_faskes',
        '/jumlah_tim_vaksinator',
        '/jadwal',
        '/jadwal/*',
        '/jadwal/*/label',
        '/jadwal/*/kuota',
        '/jadwal/*/kuota_sisa',
        '/jadwal/*/waktu',
        '/jadwal/*/waktu/*',
        '/jadwal/*/waktu/*/label',
        '/jadwal/*/waktu/*/kuota',
        '/jadwal/*/waktu/*/kuota/totalKuota',
        '/jadwal/*/waktu/*/kuota/sisaKuota',
        '/jadwal/*/waktu/*/kuota/jakiKuota',
      ],
      provenance: 'observed',
      source:
        'read in recordings and third-party clients of vaksinasi-corona.jakarta.go.id/service/api, July 2021; days and times stand inside a site in a mirror of it, not in its own /faskes; see README.md',
      recognise: isSite,
    },
  ],
  tables: [FACILITY_KIND],
  coverage: { inbound, outbound: { routes: [], unread: [], unfilled: [] } },
  poll,
  deliveries: {},
  refusals: {
    schema: {
      type: 'object',
      required: ['code', 'message'],
      properties: { code: FAILURE_CODE, message: { type: 'string' } },
    },
    mediaTypes: null,
  },
  honoursDeliveryId: false,

  identify: (native) => siteIdentity(native as VaccinationSite),
  numberIn: (native) => numberOrNull(membersOf(native).kode_lokasi_vaksinasi),
  toCanonical: (native, context) => siteToCanonical(native as VaccinationSite, context),
  fromCanonical(envelope) {
    throw new GatewayError('code-not-expressible', {
      detail: `Layanan vaksinasi JAKI hanya dibaca; ${contractOf(envelope)} tidak dapat diberikan kepadanya.`,
    });
  },
};
