import type { CodeRow, CodeTable } from '../../adapter.ts';
import {
  CATEGORY_CODES,
  type Confidentiality,
  type HandoverReason,
  type HandoverState,
  REPORT_STATUS_CODES,
  type ReportKind,
} from '../../generated/contracts.ts';

const CANONICALS = {
  status: REPORT_STATUS_CODES,
  category: CATEGORY_CODES,
  kind: ['complaint', 'aspiration', 'information-request'] satisfies readonly ReportKind[],
  'handover-reason': ['outside-territory', 'outside-authority', 'wrong-channel'] satisfies readonly HandoverReason[],
  'handover-answer': [
    ...(['registered', 'accepted', 'declined', 'expired', 'withdrawn'] satisfies readonly HandoverState[]),
  ],
  confidentiality: ['public', 'private', 'secret'] satisfies readonly Confidentiality[],
} as const;

/** How a dialect's words stand to one shared vocabulary, as people write it down. */
export interface Words {
  /** Every word of the dialect, written out: so a row that gets lost is missed. */
  readonly natives: readonly string[];
  /**
   * The dialect's word for each shared one. Where one native word stands for several, it is read as the first of them, and
   * each of the others says in `lossy` what is lost.
   */
  readonly words: Readonly<Record<string, string>>;
  /** Further native words, and what they are read as. */
  readonly also?: Readonly<Record<string, string>>;
  readonly lossy?: Readonly<Record<string, string>>;
  /** Shared words that the dialect cannot say: nothing that needs one is sent. */
  readonly inexpressible?: readonly string[];
  /** Native words that tell "no". */
  readonly refusals?: readonly string[];
}

/** The code table of a shared vocabulary from a dialect's words. */
export function tableOf(
  name: keyof typeof CANONICALS,
  { natives, words = {}, also = {}, lossy = {}, ...rest }: Words,
): CodeTable {
  const rows = Object.entries(words).map(([canonical, native], index, all): CodeRow => {
    const isFirst = all.findIndex(([, other]) => other === native) === index;
    const lost = lossy[canonical];
    return { native, canonical, ...(isFirst ? {} : { way: 'out' }), ...(lost === undefined ? {} : { lossy: lost }) };
  });
  const read = Object.entries(also).map(([native, canonical]): CodeRow => ({ native, canonical, way: 'in' }));
  return { name, natives, canonicals: CANONICALS[name], rows: [...rows, ...read], ...rest };
}
