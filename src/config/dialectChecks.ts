import type { Adapter } from '../adapter.ts';
import type { SystemConfig } from '../directory.ts';
import { compileSchema } from '../json/schema.ts';
import { below, error, type Part, type Problem, warning } from './document.ts';

/** What is wrong with a system as a speaker of its dialect: what it is told, how it is asked and reached. */
export function checkSpeaker(system: Part<SystemConfig>, adapter: Adapter): readonly Problem[] {
  return [
    ...checkOptions(system, adapter),
    ...checkPoll(system, adapter),
    ...checkInbox(system),
    ...checkLogin(system, adapter),
  ];
}

const NO_OPTIONS = { type: 'object', additionalProperties: false };

function checkOptions({ file, pointer, value }: Part<SystemConfig>, { options = NO_OPTIONS }: Adapter) {
  const violations = compileSchema(options)(value.options ?? {});
  return violations.map((violation) =>
    error({ file, pointer: `${pointer}/options${violation.pointer}` }, violation.message),
  );
}

function checkPoll(system: Part<SystemConfig>, { dialect, poll }: Adapter): readonly Problem[] {
  const place = below(system, 'poll');
  const isAsked = (system.value.poll ?? null) !== null;
  if (isAsked && poll === undefined) return [error(place, `dialek ${dialect} tidak dapat ditanyai`)];
  if (!isAsked && poll !== undefined) {
    return [
      warning(place, `sistem dialek ${dialect} tidak mengirim sendiri; tanpa poll tidak ada yang datang darinya`),
    ];
  }
  return [];
}

/** Who fetches must be known. */
function checkInbox(system: Part<SystemConfig>): readonly Problem[] {
  const { delivery, tokenSha256 = null, poll = null } = system.value;
  if (delivery !== 'inbox') return [];
  const tokenless = error(
    below(system, 'tokenSha256'),
    'wajib ada untuk kotak masuk: dengan token itulah ia mengambil',
  );
  const unreachable = error(below(system, 'poll'), 'sistem dengan kotak masuk tidak dapat ditanyai');
  return [...(tokenSha256 === null ? [tokenless] : []), ...(poll === null ? [] : [unreachable])];
}

function checkLogin(system: Part<SystemConfig>, { dialect, login }: Adapter): readonly Problem[] {
  const { credentials } = system.value;
  if (credentials === undefined || credentials === null) return [];
  const place = below(system, 'credentials');
  const said = Object.keys(credentials).length;
  if (said !== 1) return [error(place, 'sebut salah satu: bearerEnv atau login')];
  if (credentials.login === undefined || login !== undefined) return [];
  return [error(below(system, 'credentials', 'login'), `dialek ${dialect} tidak mengenal masuk dengan kata sandi`)];
}
