import type { SystemOptions } from '../../../src/declared.ts';
import { membersOf } from '../../../src/dialect/native.ts';
import { GatewayError } from '../../../src/errors.ts';
import { CATEGORY_CODES, type CategoryCode } from '../../../src/generated/contracts.ts';

const serviceCode = { type: 'string', minLength: 1, maxLength: 100 };

export const optionsSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Pilihan sistem Open311',
  type: 'object',
  additionalProperties: false,
  required: ['services'],
  properties: {
    jurisdictionId: {
      description: "The city's jurisdiction_id; only where its endpoint serves several.",
      type: 'string',
      minLength: 1,
      maxLength: 200,
    },
    extensions: {
      description:
        'True to ask for extensions (extensions=true): CitySDK and Chicago tell only then how a closed request ended. False for a city that refuses parameters it does not know, and unless said.',
      type: 'boolean',
    },
    closedIsDone: {
      description:
        'False for a city whose closed also stands for duplicates and what is not its own, with nothing beside it (FixMyStreet): closed alone is then held for a person. True unless said.',
      type: 'boolean',
    },
    services: {
      description: 'service_code by shared category, as GET /services.json of the city lists them.',
      type: 'object',
      additionalProperties: false,
      required: ['other'],
      properties: Object.fromEntries(CATEGORY_CODES.map((code) => [code, serviceCode])),
    },
  },
};

export interface Service {
  readonly code: string;
  /** False where the city's service for everything else stands in. */
  readonly isExact: boolean;
}

/** The city's service for a category. Throws `code-not-expressible` where the options name none. */
export function serviceOf(category: CategoryCode, options: SystemOptions): Service {
  const services = servicesOf(options);
  const own = services[category];
  const code = own ?? services.other;
  if (code !== undefined) return { code, isExact: own !== undefined && category !== 'other' };
  throw new GatewayError('code-not-expressible', {
    detail: 'Pilihan sistem ini (options.services) tidak menyebut layanan kota untuk kategori itu, maupun other.',
    facts: { table: 'category', value: category },
  });
}

/** Each of the city's services that the options name, by category. */
export function servicesOf({ services }: SystemOptions): Readonly<Record<string, string | undefined>> {
  const named = Object.entries(membersOf(services)).filter(([, code]) => typeof code === 'string');
  return Object.fromEntries(named.map(([category, code]) => [category, String(code)]));
}

/** What every question and every request says of a city beside others; nothing where it is alone. */
export const jurisdictionOf = ({ jurisdictionId }: SystemOptions): Readonly<Record<string, string>> =>
  typeof jurisdictionId === 'string' ? { jurisdiction_id: jurisdictionId } : {};

/** Asks for what a city says beside the spec; nothing unless the options want it. */
export const extensionsOf = ({ extensions }: SystemOptions): Readonly<Record<string, string>> =>
  extensions === true ? { extensions: 'true' } : {};
