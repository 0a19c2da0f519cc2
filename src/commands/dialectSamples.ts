import type { Adapter } from '../adapter.ts';
import type { Contracts } from '../contract.ts';
import type { OutboundContext } from '../declared.ts';
import type { CreateSimulator } from '../dialect/simulator.ts';
import { type Envelope, schemaUri, typeOf } from '../envelope.ts';
import { JAKARTA_PLACES } from '../sandbox/scenario.ts';

type Json = Readonly<Record<string, unknown>>;

/** A sample's two files by their names, as `adapters/README.md` has them. */
export type Samples = Readonly<Record<string, object>>;

const AT = new Date('2025-07-03T02:15:00Z');

/**
 * Samples of a case dialect as it reads and writes now: what its simulated system says, and what becomes of the contracts'
 * own examples. They show what the tables do; whether that is right is for whoever knows the system to see.
 */
export function samplesOf(
  adapter: Adapter,
  createSimulator: CreateSimulator,
  examples: { readonly contracts: Contracts; readonly of: (ref: string) => Json; readonly territory: string },
): Samples {
  const written = adapter.accepts.map((contract) => [contract, examples.of(contract)] as const);
  const native = nativesOf(createSimulator, examples.territory);
  const known = adapter.identify(native.status).subject;
  const outbound = written.map(([contract, data]) => {
    const isNew = contract.startsWith('report-handover/');
    const context = { senderNumber: 'A-1', recipientNumber: isNew ? null : known, deliveryId: 'dlv-0001' };
    return [contract.split('/')[0] ?? '', { contract, data, context }] as const;
  });
  const update = outbound.find(([name]) => name === 'citizen-report');
  const report = update && requestOf(adapter, update[1]).body;
  return {
    ...pairsIn(adapter, { ...native, ...(report ? { laporan: report } : {}) }, examples.territory),
    ...Object.fromEntries(
      outbound.flatMap(([name, sample]) => [
        [`kirim-${name}.envelope.json`, sample],
        [`kirim-${name}.request.json`, requestOf(adapter, sample)],
      ]),
    ),
  };
}

interface Outbound {
  readonly contract: Adapter['accepts'][number];
  readonly data: Json;
  readonly context: Omit<OutboundContext, 'options'>;
}

function requestOf(adapter: Adapter, { contract, data, context }: Outbound) {
  const envelope: Envelope = {
    ...{ specversion: '1.0', id: 'evt-1', source: '/systems/asal', type: typeOf(contract), subject: 'asal:A-1' },
    ...{
      time: '2025-07-03T09:15:00+07:00',
      datacontenttype: 'application/json',
      dataschema: schemaUri(contract),
      data,
    },
  };
  return adapter.fromCanonical(envelope, { ...context, options: {} });
}

/** What a simulated officer says, one of each kind. */
function nativesOf(create: CreateSimulator, territory: string): Record<'serah-terima' | 'status' | 'jawaban', object> {
  const { desk } = create({ now: () => AT, territory });
  const [place] = JAKARTA_PLACES;
  if (desk === undefined || place === undefined) throw new RangeError('this dialect keeps no cases');
  return {
    'serah-terima': desk.handOver(desk.file(place)),
    status: desk.advance(desk.file(place)) ?? {},
    jawaban: desk.decide(desk.file(place), 'accepted') ?? {},
  };
}

function pairsIn(adapter: Adapter, natives: Readonly<Record<string, unknown>>, territory: string): Samples {
  return Object.fromEntries(
    Object.entries(natives).flatMap(([name, native]) => {
      const message = adapter.messages.find((each) => each.recognise(native))?.name ?? null;
      const drafts = adapter.toCanonical(native, { territory, options: {} });
      return [
        [`${name}.native.json`, { message, context: { territory }, native }],
        [`${name}.canonical.json`, { identity: adapter.identify(native), drafts }],
      ];
    }),
  );
}
