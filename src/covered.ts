import type { ContractRef, JsonPointer } from './contract.ts';

/**
 * What the fields of one message become in one contract, or the other way about: each field that is read, with all the
 * fields it has a say in. Pointers are those of the schemas' leaves, `*` for every item of a list.
 */
export interface Route {
  readonly message: string;
  readonly contract: ContractRef;
  readonly fields: Readonly<Record<JsonPointer, readonly JsonPointer[]>>;
}

/** The same fields where a contract holds a report inside. */
export const insideReport = (fields: Route['fields'], end: 'from' | 'to'): Route['fields'] =>
  Object.fromEntries(
    Object.entries(fields).map(([from, to]) =>
      end === 'from' ? [`/report${from}`, to] : [from, to.map((each) => `/report${each}`)],
    ),
  );

/** Fields that are left out for one reason. */
export interface LeftOut {
  /** In Indonesian. */
  readonly why: string;
  /** By message or by contract. */
  readonly fields: Readonly<Record<string, readonly JsonPointer[]>>;
  /**
   * What they are good for all the same. Read: `identity` names the event, `contract` decides which contracts it becomes,
   * `refusal` decides no more than whether it is refused. Filled: `context` comes from the numbers and ids beside the data.
   */
  readonly use?: 'identity' | 'contract' | 'refusal' | 'context';
}

/** All that happens to fields on their way in, or on their way out. */
export interface CoveredWay {
  readonly routes: readonly Route[];
  /** Fields of what comes that reach no field of what is made of it. */
  readonly unread: readonly LeftOut[];
  /** Fields of what is made that no field of what comes reaches; those the gateway seals in are not listed. */
  readonly unfilled: readonly LeftOut[];
}

/** What an adapter says of itself, and the adapter kit finds to be so: no field gets lost without a word. */
export interface Coverage {
  /** Native to canonical. Messages that are never received have no route. */
  readonly inbound: CoveredWay;
  /** Canonical to native. */
  readonly outbound: CoveredWay;
}
