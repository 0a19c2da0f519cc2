import type { Adapter, CodeTable } from '../adapter.ts';
import type { Contracts } from '../contract.ts';
import { holes } from '../dialect/codes.ts';
import { asGatewayError } from '../errors.ts';
import { isJson } from '../json/object.ts';
import { compileSchema } from '../json/schema.ts';
import { checkDeliveries } from './deliveryChecks.ts';
import { below, error, type Place, type Problem } from './document.ts';

/** Whose words a table's canonical side must be, by the table's name: a contract and one of its `$defs`. */
const VOCABULARIES: Readonly<Record<string, readonly [contract: string, name: string]>> = {
  status: ['citizen-report/1.0', 'ReportStatusCode'],
  category: ['citizen-report/1.0', 'CategoryCode'],
  kind: ['citizen-report/1.0', 'ReportKind'],
  confidentiality: ['citizen-report/1.0', 'Confidentiality'],
  'handover-reason': ['report-handover/1.0', 'HandoverReason'],
  'handover-answer': ['handover-answer/1.0', 'HandoverState'],
  commodity: ['food-price/1.0', 'CommodityCode'],
  unit: ['food-price/1.0', 'UnitCode'],
  'price-level': ['food-price/1.0', 'PriceLevelCode'],
  'price-quality': ['food-price/1.0', 'PriceQualityCode'],
  'supply-stage': ['food-supply/1.0', 'SupplyStageCode'],
  'service-category': ['service-catalogue/1.0', 'ServiceCategoryCode'],
  'service-state': ['service-catalogue/1.0', 'ServiceStateCode'],
  'facility-kind': ['health-facility/1.0', 'FacilityKindCode'],
  'letter-status': ['village-service-status/1.0', 'LetterStatusCode'],
  'letter-result': ['letter-verification/1.0', 'LetterResultCode'],
};

/** What is wrong with a dialect's own declarations; its folder is the file. Without contracts only the tables' holes. */
export function checkAdapter(adapter: Adapter, contracts: Contracts | null): readonly Problem[] {
  const place = { file: `adapters/${adapter.dialect}`, pointer: '' };
  return [
    ...adapter.tables.flatMap((table) => checkTable(table, below(place, 'tables', table.name), contracts)),
    ...(contracts === null ? [] : checkContracts(adapter, place, contracts)),
    ...checkMessages(adapter, place),
    ...checkDeliveries(adapter, place, contracts),
    ...(adapter.gaps?.() ?? []).map(({ pointer, message }) => error({ ...place, pointer }, message)),
  ];
}

function checkTable(table: CodeTable, place: Place, contracts: Contracts | null): readonly Problem[] {
  const gaps = holes(table).map((hole) => error(place, hole));
  if (contracts === null) return gaps;
  const words = vocabularyOf(table.name, contracts);
  if (words === undefined) return [...gaps, error(place, `tidak ada kosakata bersama bernama ${table.name}`)];
  const missing = words.filter((word) => !table.canonicals.includes(word));
  const foreign = table.canonicals.filter((word) => !words.includes(word));
  return [
    ...gaps,
    ...missing.map((word) => error(place, `kosakata bersama punya ${JSON.stringify(word)}, tabel ini tidak`)),
    ...foreign.map((word) => error(place, `${JSON.stringify(word)} bukan kosakata bersama`)),
  ];
}

function vocabularyOf(table: string, contracts: Contracts): readonly string[] | undefined {
  const [contract, name] = VOCABULARIES[table] ?? [];
  if (contract === undefined || name === undefined || !contracts.has(contract)) return undefined;
  const { schema } = contracts.get(contract);
  const definitions = '$defs' in schema && isJson(schema.$defs) ? schema.$defs : {};
  const words = isJson(definitions[name]) ? definitions[name].enum : undefined;
  return Array.isArray(words) ? words.map(String) : undefined;
}

function checkContracts(adapter: Adapter, place: Place, contracts: Contracts): readonly Problem[] {
  return (['emits', 'accepts'] as const).flatMap((way) =>
    adapter[way].flatMap((ref, index) =>
      contracts.has(ref) ? [] : [error(below(place, way, index), `kontrak ${ref} tidak dikenal`)],
    ),
  );
}

function checkMessages(adapter: Adapter, place: Place): readonly Problem[] {
  return adapter.messages.flatMap(({ name, schema, source }) => {
    const unsourced = error(below(place, 'messages', name, 'source'), 'belum menyebut dari mana bentuk ini diketahui');
    try {
      compileSchema(schema);
      return source.trim() === '' ? [unsourced] : [];
    } catch (cause) {
      return [error(below(place, 'messages', name, 'schema'), asGatewayError(cause).message)];
    }
  });
}
