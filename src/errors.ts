import { ERRORS, type ErrorRow, type Fault } from './errorTable.ts';

/** One place in a document that is wrong: an RFC 6901 pointer into it, and why. */
export interface Violation {
  readonly pointer: string;
  readonly message: string;
}

export type ErrorCode = keyof typeof ERRORS;

interface ErrorDetails {
  /** What exactly happened, for the reader; never personal data. */
  readonly detail: string;
  readonly violations?: readonly Violation[];
  /** Facts a program may act on, such as the value nobody knows. */
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** The only error class. What to do about it is read from its properties, never from its message. */
export class GatewayError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly permanent: boolean;
  readonly fault: Fault;
  readonly violations: readonly Violation[];
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, details: ErrorDetails) {
    super(details.detail, details.cause === undefined ? {} : { cause: details.cause });
    const row: ErrorRow = ERRORS[code];
    this.name = 'GatewayError';
    this.code = code;
    this.status = row.status;
    this.permanent = row.permanent;
    this.fault = row.fault;
    this.violations = details.violations ?? [];
    this.facts = details.facts ?? {};
  }

  get title(): string {
    return ERRORS[this.code].title;
  }

  get remedy(): string {
    return ERRORS[this.code].remedy;
  }
}

/** Any thrown thing as a GatewayError; what is not one becomes `internal` with its cause chained. */
export function asGatewayError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  return new GatewayError('internal', { detail: 'Kesalahan yang tidak terduga.', cause: error });
}
