import type { CodeTable, Provenance } from '../../adapter.ts';
import type { JsonPointer } from '../../contract.ts';

/**
 * A dialect that says what the contracts of a report say, under its own names and in its own words: a system whose every
 * member has its counterpart is connected by filling this in. One that differs in more than names is an adapter of its
 * own. `npx jembatan new-dialect` writes one to be filled in.
 */
export interface Shape {
  /** The folder below `adapters/`: `banten/banten-kita`. */
  readonly dialect: string;
  readonly provenance: Provenance;
  /** Where the shape was read, or why it was proposed so. */
  readonly source: string;
  /** Regular expression of the system's own report numbers. */
  readonly numberPattern: string;
  /** Where reports are taken in; each has its own address below it: `<reports>/<number>`, `.../status`, `.../jawaban`. */
  readonly path: string;
  readonly times: TimeForm;
  /** What a time without a zone is in: WIB (`+07:00`) unless said; null refuses such times. */
  readonly zone?: string | null;
  readonly members: Members;
  readonly tables: Tables;
  /**
   * True where a delivery sent again under the same id has no second effect there. Where it is false, a POST that may have
   * arrived is never repeated by itself.
   */
  readonly honoursDeliveryId: boolean;
  /** How the system answers deliveries; as `ANSWERS` of `deliveries.ts` says where it is absent. */
  readonly answers?: Answers;
  readonly simulated: Simulated;
}

/** A member of an answer, and the value that says so. */
export type Sign = readonly [member: JsonPointer, value: string | number | boolean];

export interface Answers {
  /** Statuses of a success. */
  readonly statuses: readonly number[];
  /** Those of them under which an answer without a body is a success too, where it need not bring a number. */
  readonly emptyStatuses: readonly number[];
  /** What every success says that is not empty; one that brings a number need not say it. */
  readonly success: Sign;
  /** What a 409 says that means "I have this already"; null where the system has no such answer. */
  readonly repeat: Sign | null;
  /** Below which members the new number stands, under its own name, in the order they are looked into: `''`, `/data`. */
  readonly numberBelow: readonly JsonPointer[];
  /** Where a refusal says why. */
  readonly why: JsonPointer;
}

/** What is written: RFC 3339, `03/07/2025 09:15:00 WIB`, or whole numbers. The first two are read whatever it is. */
export type TimeForm = 'rfc3339' | 'slashed' | 'epoch-seconds' | 'epoch-milliseconds';

/** Where each thing stands in the system's messages, as JSON pointers; a pointer with two steps stands in an object. */
export interface Members {
  readonly number: JsonPointer;
  readonly title: JsonPointer;
  readonly text: JsonPointer;
  readonly category: JsonPointer;
  /** The other side's own word for the category. Written only. */
  readonly otherCategory: JsonPointer;
  readonly kind: JsonPointer;
  readonly status: JsonPointer;
  /** Its presence in a report hands it over: why it is not ours. */
  readonly reason: JsonPointer;
  /** Kemendagri code, with or without dots. */
  readonly region: JsonPointer;
  readonly latitude: JsonPointer;
  readonly longitude: JsonPointer;
  readonly address: JsonPointer;
  readonly agency: JsonPointer;
  readonly confidentiality: JsonPointer;
  readonly anonymous: JsonPointer;
  /** Opaque handle that only the system can resolve. */
  readonly reporter: JsonPointer;
  /** A list of addresses; evidence too, in a status. */
  readonly attachments: JsonPointer;
  readonly createdAt: JsonPointer;
  readonly updatedAt: JsonPointer;
  readonly dueAt: JsonPointer;
  /** When a status or an answer was given. */
  readonly at: JsonPointer;
  readonly note: JsonPointer;
  /** Its presence makes a message an answer to a handover. */
  readonly answer: JsonPointer;
  /** The other side's number, in an answer. Written only, as all that follow. */
  readonly otherNumber: JsonPointer;
  readonly sequence: JsonPointer;
  readonly deliveryId: JsonPointer;
  readonly caseId: JsonPointer;
  readonly originNumber: JsonPointer;
  readonly originSystem: JsonPointer;
  readonly handoverId: JsonPointer;
  readonly handoverReason: JsonPointer;
  readonly answerBy: JsonPointer;
}

export interface Tables {
  readonly status: CodeTable;
  readonly category: CodeTable;
  readonly kind: CodeTable;
  readonly reason: CodeTable;
  readonly answer: CodeTable;
  readonly confidentiality: CodeTable;
}

/** What the simulated system needs beside. */
export interface Simulated {
  /** The system's number from the day, `20250703`, and the sequence of that day from 1. */
  readonly numberOf: (day: string, sequence: number) => string;
  /** Native statuses a case goes through, first to last. */
  readonly walk: readonly string[];
  /** Native status of a case that was handed over or declined. */
  readonly refused: string;
}
