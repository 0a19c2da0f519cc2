import type { OutboundContext } from '../../../src/declared.ts';
import { mustRead, write } from '../../../src/dialect/codes.ts';
import { escapeText, invalid, readDetails, writeSlashed } from '../../../src/dialect/native.ts';
import type { SEALED_FIELDS } from '../../../src/envelope.ts';
import type { HandoverAnswer, HandoverState } from '../../../src/generated/contracts.ts';
import type { Draft } from '../../../src/outcome.ts';
import { ANSWER } from './codes.ts';
import { parseTime } from './times.ts';

/** An answer to a handover as `answer.schema.json` has it. */
export interface LampungAnswer {
  readonly id_laporan: string;
  readonly jawaban: string;
  readonly waktu: string;
  readonly catatan?: string | null;
}

type AnswerData = Omit<HandoverAnswer, (typeof SEALED_FIELDS)['handover-answer/1.0'][number]>;

/** What an officer can say. That a report got a number is said by the HTTP answer; that time ran out, by the gateway. */
const OFFICERS: ReadonlySet<HandoverState> = new Set(['accepted', 'declined', 'withdrawn']);

export function answerToCanonical(native: LampungAnswer): readonly Draft<AnswerData>[] {
  const state = mustRead(ANSWER, native.jawaban, '/jawaban') as HandoverState;
  if (!OFFICERS.has(state)) throw invalid('/jawaban', 'hanya gerbang yang menyatakan ini');
  const details = readDetails();
  const data = {
    state,
    destinationNumber: state === 'withdrawn' ? null : native.id_laporan,
    note: details.text(native.catatan, 2000, '/catatan'),
    at: parseTime(native.waktu, '/waktu'),
  };
  return [{ contract: 'handover-answer/1.0', number: native.id_laporan, data, ...details.noted() }];
}

/** The reply that a new number is: the handover is registered. */
export function registeredDraft(number: string, at: string): Draft<AnswerData> {
  const data: AnswerData = { state: 'registered', destinationNumber: number, note: null, at };
  return { contract: 'handover-answer/1.0', number, data };
}

export function answerBody(answer: HandoverAnswer, context: OutboundContext & { readonly number: string }): object {
  return {
    id_laporan: context.number,
    jawaban: write(ANSWER, answer.state),
    nomor_tujuan: answer.destinationNumber ?? null,
    catatan: typeof answer.note === 'string' ? escapeText(answer.note) : null,
    waktu: writeSlashed(answer.at),
    id_kiriman: context.deliveryId,
    rujukan: { serah_terima_id: answer.handoverId, kasus: answer.caseId },
  };
}
