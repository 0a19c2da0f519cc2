import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventIdOf } from '../../src/intake/incoming.ts';

const handover = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../schemas/report-handover/1.0.json'), 'utf8'),
) as { $defs: { HandoverId: { pattern: string; maxLength: number } } };
const { pattern, maxLength } = handover.$defs.HandoverId;

const idOf = (subject: string) => eventIdOf('jaki-crm', 'report', { subject, revision: 'r', occurredAt: '' });

describe("an event's id", () => {
  it('may be the id of a handover, whatever the event', () => {
    const ids = Array.from({ length: 2000 }, (_, index) => idOf(`JK25112${index}`));
    expect(ids.filter((id) => !new RegExp(pattern, 'u').test(id) || id.length > maxLength)).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is the same whenever the event is said again', () => {
    expect(idOf('JK2511220001')).toBe(idOf('JK2511220001'));
  });
});
