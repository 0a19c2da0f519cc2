import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { error, type Place, type Problem } from './document.ts';

export interface PemReading {
  /** Null where it could not be read. */
  readonly text: string | null;
  readonly problems: readonly Problem[];
}

/** A PEM file that a configuration names, relative to the configuration file. Never throws for what the operator wrote. */
export function readPem(name: string, place: Place): PemReading {
  try {
    const text = readFileSync(resolve(dirname(place.file), name), 'utf8');
    if (text.includes('-----BEGIN ')) return { text, problems: [] };
    return { text: null, problems: [error(place, `${name} bukan berkas PEM`)] };
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code === '') throw cause;
    return { text: null, problems: [error(place, `${name} tidak dapat dibaca (${code})`)] };
  }
}
