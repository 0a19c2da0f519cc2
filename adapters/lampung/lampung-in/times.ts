import { timeReader } from '../../../src/dialect/native.ts';

/** How Lampung In writes times; without a zone they are WIB. */
export const { parse: parseTime, read: readTime } = timeReader({
  formats: ['iso', 'iso-basic', 'day-first'],
  zone: '+07:00',
});
