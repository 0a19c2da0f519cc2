import type { Response } from 'express';
import type { GatewayError } from '../errors.ts';
import { problemOf } from './problem.ts';

/** How long a caller should wait after a 503, seconds, where the error does not know better (`retryAfterSeconds`). */
const RETRY_AFTER_SECONDS = 5;

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
