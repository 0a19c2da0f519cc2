import type { Response } from 'express';
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

/** How long a caller should wait after a 503, seconds, where the error does not know better (`retryAfterSeconds`). */
const RETRY_AFTER_SECONDS = 5;

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

export function sendProblem(response: Response, error: GatewayError): void {
  if (response.headersSent) {
    response.destroy(error);
    return;
  }
  if (error.status === 503) {
    response.setHeader('Retry-After', String(error.facts.retryAfterSeconds ?? RETRY_AFTER_SECONDS));
  }
  // What is still to come of a body that is too large is not read to its end.
  if (error.status === 413) response.setHeader('Connection', 'close');
  if (error.status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="jembatan"');
  response.statusCode = error.status;
  response.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
  response.end(JSON.stringify(problemOf(error)));
}
