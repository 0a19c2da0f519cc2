import type { Adapter } from '../../../src/adapter.ts';
import type { NativeRequest, OutboundContext } from '../../../src/declared.ts';
import { membersOf, numberOrNull } from '../../../src/dialect/native.ts';
import { contractOf, type Envelope } from '../../../src/envelope.ts';
import { GatewayError } from '../../../src/errors.ts';
import type { ReportHandover, ReportStatus } from '../../../src/generated/contracts.ts';
import { KIND, LETTER_STATUS, REASON, STATUS } from './codes.ts';
import { deliveries, refusals } from './deliveries.ts';
import { inbound } from './inboundCoverage.ts';
import { login } from './login.ts';
import { lookup } from './lookup.ts';
import { outbound } from './outboundCoverage.ts';
import complaintSchema from './pengaduan.schema.json' with { type: 'json' };
import { type Complaint, complaintIdentity, complaintToCanonical } from './pengaduan.ts';
import handoverSchema from './pengaduan-masuk.schema.json' with { type: 'json' };
import { handoverBody } from './pengaduanMasuk.ts';
import requestSchema from './permohonan.schema.json' with { type: 'json' };
import { handleOf, type LetterRequest, requestIdentity, requestToCanonical } from './permohonan.ts';
import { poll } from './poll.ts';
import replySchema from './tanggapan.schema.json' with { type: 'json' };
import { replyBody } from './tanggapan.ts';
import { numberOf, optionsSchema } from './values.ts';

const BASE = '/pengaduan';

const has = (native: unknown, member: string): boolean =>
  typeof native === 'object' && native !== null && Object.hasOwn(native, member);

const isRequest = (native: unknown): native is LetterRequest => has(native, 'jenis_surat');
const isComplaint = (native: unknown): native is Complaint =>
  !isRequest(native) && has(native, 'id') && has(native, 'status');

/** OpenSID, the village information system: it cannot push, so it is asked. Its API is read in public sources, see README.md. */
export const adapter: Adapter = {
  dialect: 'shared/opensid',
  emits: ['report-status/1.0', 'handover-answer/1.0', 'village-service-status/1.0'],
  accepts: ['report-handover/1.0', 'report-status/1.0'],
  messages: [
    {
      name: 'pengaduan',
      schema: complaintSchema,
      provenance: 'observed',
      source:
        'OpenSID/rilis-opensid-api, GET api/admin/pengaduan, and table pengaduan of OpenSID/OpenSID; dilihat is added by the gateway',
      recognise: isComplaint,
    },
    {
      name: 'permohonan',
      schema: requestSchema,
      provenance: 'observed',
      source:
        'OpenSID/rilis-opensid-api, routes of api/admin/surat and PermohonanMandiriTransformer; OpenSID/opensid-api, PermohonanSuratTransformer; dilihat is added by the gateway',
      recognise: isRequest,
    },
    {
      name: 'pengaduan-masuk',
      schema: handoverSchema,
      provenance: 'proposed',
      source:
        'nama, judul and isi are columns of table pengaduan; the API takes complaints from residents alone (POST layanan-mandiri/pengaduan/store), so this route of the admin API and the rest are ours',
      recognise: () => false,
    },
    {
      name: 'tanggapan',
      schema: replySchema,
      provenance: 'observed',
      source: 'OpenSID/rilis-opensid-api, POST api/admin/pengaduan/tanggapi, StoreTanggapanPengaduanRequest',
      recognise: () => false,
    },
  ],
  tables: [STATUS, LETTER_STATUS, KIND, REASON],
  coverage: { inbound, outbound },
  options: optionsSchema,

  identify: (native) => (isRequest(native) ? requestIdentity(native) : complaintIdentity(native as Complaint)),
  numberIn(native) {
    const number = numberOrNull(membersOf(native).id);
    return number !== null && isRequest(native) ? handleOf(number) : number;
  },

  toCanonical: (native, context) =>
    isRequest(native) ? requestToCanonical(native, context) : complaintToCanonical(native as Complaint),

  fromCanonical,
  deliveries,
  refusals,
  honoursDeliveryId: false,
  poll,
  lookup,
  login,
};

function fromCanonical(envelope: Envelope, context: OutboundContext): NativeRequest {
  const contract = contractOf(envelope);
  const data: unknown = envelope.data;
  switch (contract) {
    case 'report-handover/1.0': {
      const body = handoverBody(data as ReportHandover, context);
      return { method: 'POST', path: `${BASE}/store`, message: 'pengaduan-masuk', body };
    }
    case 'report-status/1.0': {
      const body = replyBody(data as ReportStatus, context, complaintNumber(context));
      return { method: 'POST', path: `${BASE}/tanggapi`, message: 'tanggapan', body };
    }
    default:
      throw new GatewayError('code-not-expressible', { detail: `OpenSID tidak mengenal kontrak ${contract}.` });
  }
}

function complaintNumber({ recipientNumber }: OutboundContext): string {
  const number = numberOf(recipientNumber);
  if (number !== null) return number;
  throw new GatewayError('number-missing', { detail: 'Nomor pengaduan OpenSID untuk kasus ini belum diketahui.' });
}
