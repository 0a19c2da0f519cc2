import { timeReader } from '../../../src/dialect/native.ts';

/** How CRM writes times; without a zone they are WIB. */
export const { parse: parseTime, read: readTime } = timeReader({ formats: ['iso', 'iso-basic'], zone: '+07:00' });
