import type { Adapter } from '../adapter.ts';
import { type Agreement, type Grant, jakartaDate, minimise, NOTICE_DAYS } from '../agreement.ts';
import { type Contract, type ContractRef, type Contracts, isSameMajor, type JsonPointer } from '../contract.ts';
import type { SystemConfig } from '../directory.ts';
import type { AgreementParty } from '../generated/contracts.ts';
import { isJson } from '../json/object.ts';
import { below, error, type Part, type Problem, repeated, warning } from './document.ts';
import { isRegion } from './systemChecks.ts';

/** An agreement as far as it could be read. */
export interface AgreementParts {
  readonly whole: Part<Agreement>;
  readonly parties: readonly Part<AgreementParty>[];
  readonly grants: readonly Part<Grant>[];
}

export interface AgreementsAsked {
  readonly adapters: readonly Adapter[];
  /** Null where they could not be loaded. */
  readonly contracts: Contracts | null;
  /** Undefined where they could not be read. */
  readonly systems: readonly Part<SystemConfig>[] | undefined;
  /** The valid examples of a contract. */
  readonly examplesOf: (contract: Contract) => readonly Readonly<Record<string, unknown>>[];
  /** Epoch milliseconds. */
  readonly now: number;
}

const DAY_MS = 86_400_000;

/** What is wrong with the agreements, each by itself and against the systems, dialects and contracts they name. */
export function checkAgreements(agreements: readonly AgreementParts[], asked: AgreementsAsked): readonly Problem[] {
  const wholes = agreements.map(({ whole }) => whole);
  return [
    ...repeated(wholes, 'id', (first) => `kode ini sudah dipakai di ${first.file}`),
    ...agreements.flatMap((agreement) => [
      ...checkTerm(agreement.whole, asked.now),
      ...checkParties(agreement),
      ...agreement.grants.flatMap((grant) => checkGrant(grant, { ...asked, agreement })),
    ]),
  ];
}

function checkTerm(whole: Part<Agreement>, now: number): readonly Problem[] {
  const { validFrom, validUntil } = whole.value;
  if (validUntil === undefined) return [];
  const place = below(whole, 'validUntil');
  if (validFrom !== undefined && validFrom > validUntil) {
    return [error(place, `berakhir sebelum mulai berlaku (${validFrom})`)];
  }
  if (validUntil < jakartaDate(now))
    return [warning(place, `sudah berakhir pada ${validUntil}; tidak mengizinkan apa-apa`)];
  if (validUntil >= jakartaDate(now + NOTICE_DAYS * DAY_MS)) return [];
  return [warning(place, `berakhir pada ${validUntil}, dalam ${NOTICE_DAYS} hari; mulailah memperpanjangnya`)];
}

function checkParties({ whole, parties }: AgreementParts): readonly Problem[] {
  const { specimen } = whole.value;
  return parties.flatMap((party) => {
    const { government, documentNumber } = party.value;
    const problems: Problem[] = [];
    if (government !== undefined && !isRegion(government)) {
      problems.push(error(below(party, 'government'), `kode wilayah ${government} tidak ada`));
    }
    if (documentNumber === undefined || specimen === undefined) return problems;
    if (documentNumber.includes('CONTOH') === specimen) return problems;
    const why = specimen ? 'nomor naskah perjanjian contoh harus memuat CONTOH' : 'nomor CONTOH bukan nomor naskah';
    return [...problems, error(below(party, 'documentNumber'), why)];
  });
}

interface GrantAsked extends AgreementsAsked {
  readonly agreement: AgreementParts;
}

const SIDES = ['from', 'to'] as const;
type Side = (typeof SIDES)[number];

function checkGrant(grant: Part<Grant>, asked: GrantAsked): readonly Problem[] {
  const { from, to } = grant.value;
  const toItself = from !== undefined && from === to;
  return [
    ...(toItself ? [error(below(grant, 'to'), 'sama dengan pengirimnya')] : []),
    ...SIDES.flatMap((side) => checkSide(grant, side, asked)),
    ...checkContract(grant, asked),
  ];
}

function checkSide(grant: Part<Grant>, side: Side, asked: GrantAsked): readonly Problem[] {
  const name = grant.value[side];
  if (name === undefined || asked.systems === undefined) return [];
  const place = below(grant, side);
  const system = asked.systems.find(({ value }) => value.name === name)?.value;
  if (!system) return [error(place, `tidak ada sistem bernama ${name}`)];
  const problems: Problem[] = [];
  if (asked.agreement.whole.value.specimen === true && system.simulated === false) {
    problems.push(error(place, `perjanjian contoh tidak berlaku untuk sistem nyata ${name}`));
  }
  if (isMissing(system.government, asked.agreement)) {
    problems.push(error(place, `pemerintah sistem ${name} (${system.government}) bukan pihak perjanjian ini`));
  }
  return [...problems, ...checkSpoken(grant, { side, name, dialect: system.dialect }, asked.adapters)];
}

/** False also where a party's code cannot be read: that is a problem of its own, and may be the one looked for. */
function isMissing(government: string | undefined, { parties }: AgreementParts): boolean {
  const codes = parties.map(({ value }) => value.government);
  return government !== undefined && codes.every((code) => code !== undefined && code !== government);
}

function checkSpoken(
  grant: Part<Grant>,
  { side, name, dialect }: { side: Side; name: string; dialect: string | undefined },
  adapters: readonly Adapter[],
): readonly Problem[] {
  const { contract } = grant.value;
  const adapter = adapters.find((candidate) => candidate.dialect === dialect);
  if (contract === undefined || adapter === undefined) return [];
  const ref = contract as ContractRef;
  // Who is asked gives an answer, and whoever may ask has it.
  if (adapters.some(({ lookup }) => lookup?.contract === ref) && (side === 'to' || adapter.lookup?.contract === ref))
    return [];
  // What is sent is fitted to the version that is granted; what is received is exactly that.
  const spoken = side === 'from' ? adapter.emits.some((each) => isSameMajor(each, ref)) : adapter.accepts.includes(ref);
  if (spoken) return [];
  const verb = side === 'from' ? 'mengirim' : 'menerima';
  return [error(below(grant, 'contract'), `${name} tidak ${verb} ${contract} (dialek ${adapter.dialect})`)];
}

function checkContract(grant: Part<Grant>, asked: GrantAsked): readonly Problem[] {
  const { contract: ref, fields } = grant.value;
  if (ref === undefined || asked.contracts === null) return [];
  if (!asked.contracts.has(ref)) return [error(below(grant, 'contract'), `kontrak ${ref} tidak dikenal`)];
  if (fields === undefined || fields === 'all') return [];
  const contract = asked.contracts.get(ref);
  const scope = { root: contract.schema, contracts: asked.contracts };
  const strangers = fields.flatMap((field, index) =>
    hasMember(contract.schema, stepsOf(field), scope)
      ? []
      : [error(below(grant, 'fields', index), `${field} bukan bidang ${ref}; isi daftar hanya dapat diberi seutuhnya`)],
  );
  const lacking = new Set(asked.examplesOf(contract).flatMap((example) => lackingFields(contract, example, fields)));
  return [
    ...strangers,
    ...[...lacking].map((field) => error(below(grant, 'fields'), `kontrak ${ref} mewajibkan ${field}`)),
  ];
}

/** What must be added before an example, cut to the fields, follows its contract again. */
function lackingFields(
  contract: Contract,
  example: Readonly<Record<string, unknown>>,
  fields: readonly JsonPointer[],
): readonly JsonPointer[] {
  const lacking: JsonPointer[] = [];
  for (;;) {
    // The validator may stop at the first violation, so each is mended to see the next.
    const [violation] = contract.validate(minimise(example, [...fields, ...lacking]).data);
    if (violation === undefined || lacking.includes(violation.pointer)) return lacking;
    lacking.push(violation.pointer);
  }
}

const stepsOf = (pointer: JsonPointer): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

interface Scope {
  readonly root: object;
  readonly contracts: Contracts;
}

function hasMember(schema: object, steps: readonly string[], scope: Scope): boolean {
  const [step, ...rest] = steps;
  if (step === undefined) return true;
  return variantsOf(schema, scope).some(({ node, scope: inner }) => {
    const properties = 'properties' in node && isJson(node.properties) ? node.properties : {};
    const property = Object.hasOwn(properties, step) ? properties[step] : undefined;
    return isJson(property) && hasMember(property, rest, inner);
  });
}

interface Variant {
  readonly node: object;
  readonly scope: Scope;
}

/** A schema with every schema that may stand in its place. */
function variantsOf(schema: object, scope: Scope): readonly Variant[] {
  const { $ref, anyOf, oneOf, allOf } = schema as Readonly<Record<string, unknown>>;
  const branches = [anyOf, oneOf, allOf].flat().filter(isJson);
  return [
    { node: schema, scope },
    ...branches.flatMap((branch) => variantsOf(branch, scope)),
    ...(typeof $ref === 'string' ? variantsBehind($ref, scope) : []),
  ];
}

const SCHEMA_PREFIX = 'urn:jembatan:contract:';

function variantsBehind(reference: string, { root, contracts }: Scope): readonly Variant[] {
  const [id = '', path = ''] = reference.split('#');
  const document = id === '' ? root : contracts.get(id.slice(SCHEMA_PREFIX.length)).schema;
  const target = stepsOf(path).reduce<unknown>((node, step) => (isJson(node) ? node[step] : undefined), document);
  return isJson(target) ? variantsOf(target, { root: document, contracts }) : [];
}
