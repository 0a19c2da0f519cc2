import type { NativeIdentity, NativeMessage } from '../../../src/adapter.ts';
import type { ContractRef } from '../../../src/contract.ts';
import type { NativeRequest, OutboundContext } from '../../../src/declared.ts';
import { isToTheMinute, writeSlashed } from '../../../src/dialect/native.ts';
import { contractOf, type Envelope } from '../../../src/envelope.ts';
import type { FoodPrice, FoodSupply, HealthFacility, Service } from '../../../src/generated/contracts.ts';
import type { Draft } from '../../../src/outcome.ts';
import faskesSchema from './faskes.schema.json' with { type: 'json' };
import { facilityBody } from './faskes.ts';
import hargaSchema from './harga.schema.json' with { type: 'json' };
import { priceBody } from './harga.ts';
import layananSchema from './layanan.schema.json' with { type: 'json' };
import { type LampungService, serviceBody, serviceMark, serviceToCanonical } from './layanan.ts';
import pasokanSchema from './pasokan.schema.json' with { type: 'json' };
import { type LampungSupply, supplyBody, supplyMark, supplyToCanonical } from './pasokan.ts';
import { isService, isSupply } from './recognise.ts';
import { parseTime } from './times.ts';

/** What is made known and is about no case. */
export type NoticeMessage = LampungSupply | LampungService;

export const noticeMessages: readonly NativeMessage[] = [
  {
    name: 'pasokan',
    schema: pasokanSchema,
    details: ['/komoditas', '/nama_asli', '/opd', '/id_kiriman'],
    provenance: 'proposed',
    source:
      'no interface of Lampung In is public; the members are what the deed of 15 April 2025 needs of a food supply',
    recognise: isSupply,
  },
  {
    name: 'layanan',
    schema: layananSchema,
    details: [
      '/nama',
      '/nama_inggris',
      '/ringkasan',
      '/kategori',
      '/tautan',
      '/opd',
      '/jam_layanan',

      '/id_kiriman',
    ],
    provenance: 'proposed',
    source: 'no interface of Lampung In is public; the services and their kinds are those its province announced',
    recognise: isService,
  },
  {
    name: 'harga',
    schema: hargaSchema,
    provenance: 'proposed',
    source:
      "no interface of Lampung In is public; id to yesterday have the names of Badan Pangan Nasional's Panel Harga",
    recognise: () => false,
  },
  {
    name: 'faskes',
    schema: faskesSchema,
    provenance: 'proposed',
    source: "no interface of Lampung In is public; the words are those of Jakarta's vaccination service of 2021",
    recognise: () => false,
  },
];

export function identifyNotice(message: NoticeMessage): NativeIdentity {
  const occurredAt = parseTime(message.diperbarui, '/diperbarui');
  const time = { occurredAt, timed: isToTheMinute(message.diperbarui) ? 'minute' : 'snapshot' } as const;
  return isSupply(message)
    ? { subject: message.id_pasokan, revision: `pasokan:${supplyMark(message)}@${occurredAt}`, ...time }
    : { subject: message.id_layanan, revision: `layanan:${serviceMark(message)}@${occurredAt}`, ...time };
}

export const noticeToCanonical = (message: NoticeMessage): readonly Draft[] =>
  isSupply(message) ? supplyToCanonical(message) : serviceToCanonical(message);

interface Written {
  readonly message: string;
  /** Below `/api/v1/`. */
  readonly shelf: string;
  readonly body: object;
}

const WRITERS: ReadonlyMap<ContractRef, (data: unknown) => Written> = new Map([
  ['food-price/1.0', (data) => ({ message: 'harga', shelf: 'harga-pangan', body: priceBody(data as FoodPrice) })],
  ['food-supply/1.0', (data) => ({ message: 'pasokan', shelf: 'pasokan', body: supplyBody(data as FoodSupply) })],
  ['service-catalogue/1.0', (data) => ({ message: 'layanan', shelf: 'layanan', body: serviceBody(data as Service) })],
  [
    'health-facility/1.0',
    (data) => ({ message: 'faskes', shelf: 'faskes', body: facilityBody(data as HealthFacility) }),
  ],
]);

/**
 * Each notice has its place under its own system and number there, so that a newer one replaces it and nobody else's does;
 * null for no notice.
 */
export function noticeRequest(envelope: Envelope, context: OutboundContext): NativeRequest | null {
  const written = WRITERS.get(contractOf(envelope))?.(envelope.data);
  if (written === undefined) return null;
  const number = context.senderNumber.toWellFormed();
  const system = envelope.source.replace('/systems/', '');
  return {
    method: 'PUT',
    path: `/api/v1/${written.shelf}/${encodeURIComponent(system)}/${encodeURIComponent(number)}`,
    message: written.message,
    body: {
      ...written.body,
      diperbarui: writeSlashed(envelope.time),
      id_kiriman: context.deliveryId,
      rujukan: { sistem: system, nomor_asal: number },
    },
  };
}
