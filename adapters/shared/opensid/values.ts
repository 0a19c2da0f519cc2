import type { TimeKind } from '../../../src/adapter.ts';
import type { SystemOptions } from '../../../src/declared.ts';
import { invalid, isToTheMinute, orNull, parseTime } from '../../../src/dialect/native.ts';
import { parseRegion, regionLevel } from '../../../src/dialect/region.ts';
import { GatewayError } from '../../../src/errors.ts';

/** What the members of OpenSID's messages have in common. */

/** JSON Schema of what a system of this dialect must be told. */
export const optionsSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['villageCode'],
  properties: {
    villageCode: {
      title: 'Village',
      'x-judul': 'Kode desa',
      description:
        'The village whose OpenSID it is, dotted Kemendagri code of four parts. OpenSID writes it without dots.',
      type: 'string',
      pattern: '^\\d{2}\\.\\d{2}\\.\\d{2}\\.\\d{4}$',
      maxLength: 13,
    },
    letterRequests: {
      title: 'List of letter requests',
      'x-judul': 'Daftar permohonan surat',
      description:
        "Which list of the API holds the citizens' letter requests with their statuses: surat/permohonan (unless said) or surat/mandiri.",
      enum: ['permohonan', 'mandiri'],
    },
    onlyOutsideCitizens: {
      title: 'Only citizens of elsewhere',
      'x-judul': 'Hanya warga luar provinsi',
      description:
        'True where the village vouches that the list of letter requests its account shows holds those of citizens who live in the other province, and of nobody else: nothing in a row says where its citizen lives. Otherwise no letter request is asked for.',
      type: 'boolean',
    },
  },
};

/** The village a system was told to be, dotted. Throws `region-unknown`. */
export function villageOf({ villageCode }: SystemOptions): string {
  const code = typeof villageCode === 'string' ? parseRegion(villageCode) : '';
  if (code !== '' && regionLevel(code) === 'village') return code;
  throw new GatewayError('region-unknown', {
    detail: 'Kode desa (options.villageCode) belum disebut atau bukan desa.',
  });
}

const NUMBER = /^[1-9]\d{0,15}$/u;

/** A row's id as the text of a whole number; null where it is none. OpenSID writes it as a number, JSON:API as text. */
export function numberOf(id: unknown): string | null {
  const text = typeof id === 'number' || typeof id === 'string' ? String(id) : '';
  return NUMBER.test(text) ? text : null;
}

/** What tells when a row came to stand as it does. */
export interface Dated {
  readonly updated_at?: string | null;
  /** The gateway's own: when a poll first saw it so. */
  readonly dilihat?: string | null;
}

/** When a poll first saw it is no time of the village's. */
export function timedOf({ updated_at }: Dated): TimeKind {
  const updated = orNull(updated_at);
  if (updated === null) return 'none';
  return isToTheMinute(updated) ? 'minute' : 'snapshot';
}

/** RFC 3339. Throws `native-invalid` where neither is there. */
export function changedAt({ updated_at, dilihat }: Dated): string {
  const updated = orNull(updated_at);
  if (updated !== null) return parseTime(updated, '/updated_at');
  const seen = orNull(dilihat);
  if (seen === null) throw invalid('/dilihat', 'wajib ada bila updated_at tidak disebut');
  return parseTime(seen, '/dilihat');
}
