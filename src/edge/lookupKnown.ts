import { minimise, type Permission, permission } from '../agreement.ts';
import { parseRegion } from '../dialect/region.ts';
import { GatewayError } from '../errors.ts';
import { compileSchema } from '../json/schema.ts';
import type { Known, Snapshot } from '../snapshot.ts';
import type { Answered, Asked, LookupOptions } from './lookupPort.ts';

const validate = compileSchema(
  {
    type: 'object',
    additionalProperties: false,
    required: ['regionCode'],
    properties: { regionCode: { type: 'string', minLength: 2, maxLength: 13 } },
  },
  { everyViolation: true },
);

type KnownSnapshot = Snapshot & { readonly known: Known };

/**
 * What is known of a public contract in a region and below, each with whose word it is and how old: `asOf` is when its
 * system last said so. An empty list where nothing is known. Throws
 * `question-invalid`, `region-unknown`, and `no-agreement` where none of what is known may be told to the asker.
 */
export async function answerFromKnown(asked: Asked, options: LookupOptions): Promise<Answered> {
  const violations = validate(asked.question);
  if (violations.length > 0)
    throw new GatewayError('question-invalid', { detail: 'Sebutkan regionCode, kode Kemendagri.', violations });
  const regionCode = parseRegion((asked.question as { regionCode: string }).regionCode);
  const found = await options.ledger.known(asked.contract, regionCode);
  const permissions = permissionsOf(found, asked, options);
  const granted = [...permissions.values()].filter((permission) => permission.kind === 'granted');
  const denied = [...permissions.values()].filter((permission) => permission.kind === 'denied');
  if (granted.length === 0 && denied.length > 0)
    throw new GatewayError('no-agreement', { detail: denied.map(({ why }) => why).join(' ') });
  const at = options.now();
  const rounds = await lastRounds([...permissions.keys()], options);
  const results = found.flatMap((snapshot) =>
    told(snapshot, permissions.get(snapshot.system), { round: rounds.get(snapshot.system), at }),
  );
  return {
    body: { contract: asked.contract, regionCode, at: new Date(at).toISOString(), results },
    answerer: [...new Set(results.map(({ from }) => from))].join(',') || null,
    agreementId: granted[0]?.agreement.id ?? null,
  };
}

function permissionsOf(found: readonly KnownSnapshot[], { asker, contract }: Asked, options: LookupOptions) {
  const { agreements } = options.directory();
  const crossing = { to: asker.name, contract, confidentiality: 'public' } as const;
  return new Map<string, Permission>(
    [...new Set(found.map(({ system }) => system))].map((from) => [
      from,
      permission(agreements, { from, ...crossing }, options.now()),
    ]),
  );
}

/** When a system last told how all there are stand, and of which of its messages. */
interface Round {
  readonly at: number;
  readonly whole: readonly string[];
}

async function lastRounds(
  systems: readonly string[],
  { ledger, directory }: LookupOptions,
): Promise<ReadonlyMap<string, Round>> {
  const rounds = systems.map(async (system) => {
    const whole = directory().find(system)?.adapter.poll?.whole ?? [];
    return [system, { at: (await ledger.polled(system))?.wholeAt ?? 0, whole }] as const;
  });
  return new Map(await Promise.all(rounds));
}

function told(
  { system: from, message, heardAt, known }: KnownSnapshot,
  permitted: Permission | undefined,
  { round, at }: { round: Round | undefined; at: number },
) {
  if (permitted?.kind !== 'granted') return [];
  // What it said since and could not be taken makes nothing newer that it said before.
  const isItsWord = known.at === heardAt && round?.whole.includes(message) === true;
  const asOf = isItsWord ? Math.max(known.at, round.at) : known.at;
  const { data } = minimise(known.envelope.data, permitted.grant.fields);
  return [{ from, asOf: new Date(asOf).toISOString(), ageSeconds: Math.max(0, Math.round((at - asOf) / 1000)), data }];
}
