import type { NextFunction, Request, Response } from 'express';
import { asGatewayError, GatewayError } from '../errors.ts';
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

/** Turns whatever a route threw into a problem; what nobody foresaw is reported as well. */
export function problemHandler(onError: (what: string, error: unknown) => void) {
  // Express knows an error handler by its four parameters.
  return (thrown: unknown, _request: Request, response: Response, _next: NextFunction): void => {
    const error = thrown instanceof URIError ? badAddress(thrown) : asGatewayError(thrown);
    if (error.code === 'internal' || error.code === 'ledger-unavailable') onError('request', thrown);
    sendProblem(response, error);
  };
}

const badAddress = (cause: URIError): GatewayError =>
  new GatewayError('bad-request', { detail: 'Alamat permintaan tidak terbaca.', cause });
