import type { GatewayError } from '../errors.ts';

/** RFC 9457, with what a program and a person each need: code, whose fault, what to do, and where. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly fault: string;
  readonly remedy: string;
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[];
  readonly [fact: string]: unknown;
}

export function problemOf(error: GatewayError): Problem {
  const errors = error.violations.length > 0 ? { errors: error.violations } : {};
  return {
    ...error.facts,
    type: `urn:jembatan:problem:${error.code}`,
    title: error.title,
    status: error.status,
    detail: error.message,
    code: error.code,
    fault: error.fault,
    remedy: error.remedy,
    ...errors,
  };
}
