import { type NextFunction, type Request, type Response, Router } from 'express';
import { mustBeSystem } from '../caller.ts';
import type { Directory, System } from '../directory.ts';
import { asGatewayError, GatewayError } from '../errors.ts';
import type { Ingest } from '../intake/ingest.ts';
import { answerOf, rehearsalOf } from './answer.ts';
import { parseJson, readJson } from './body.ts';
import { linesOf } from './lines.ts';
import { problemOf, sendProblem } from './problem.ts';

export interface EdgeOptions {
  readonly directory: () => Directory;
  readonly ingest: Pick<Ingest, 'ingest' | 'rehearse'>;
  /** True once the gateway takes nothing new; callers are asked to come back. */
  readonly draining: () => boolean;
  readonly onError: (what: string, error: unknown) => void;
}

/** The way systems push events: `POST /v1/systems/{system}/events`. */
export function edgeRoutes(options: EdgeOptions): Router {
  const router = Router();
  router.post('/v1/systems/:system/events', (request, response, next) => {
    push(request, response, options).catch(next);
  });
  router.all('/v1/systems/:system/events', (_request, response) => {
    response.setHeader('Allow', 'POST');
    throw new GatewayError('method-not-allowed', { detail: 'Alamat ini hanya menerima POST.' });
  });
  return router;
}

/** Turns whatever a route threw into a problem; what nobody foresaw is reported as well. */
export function problemHandler(onError: EdgeOptions['onError']) {
  // Express knows an error handler by its four parameters.
  return (thrown: unknown, _request: Request, response: Response, _next: NextFunction): void => {
    const error = thrown instanceof URIError ? badAddress(thrown) : asGatewayError(thrown);
    if (error.code === 'internal' || error.code === 'ledger-unavailable') onError('request', thrown);
    sendProblem(response, error);
  };
}

const badAddress = (cause: URIError): GatewayError =>
  new GatewayError('bad-request', { detail: 'Alamat permintaan tidak terbaca.', cause });

async function push(request: Request, response: Response, options: EdgeOptions): Promise<void> {
  if (options.draining()) throw new GatewayError('overloaded', { detail: 'Gerbang sedang berhenti.' });
  const { systems, get } = options.directory();
  const system = get(String(request.params.system));
  mustBeSystem(request, system, systems);
  const dryRun = isDryRun(request);
  const type = mediaType(request);
  if (type === 'application/x-ndjson') return pushMany(request, response, { ...options, system, dryRun });
  if (type !== 'application/json') {
    throw new GatewayError('wrong-media-type', { detail: `Jenis isi ${type || 'kosong'} tidak didukung.` });
  }
  const answer = await one(await readJson(request), { ...options, system, dryRun });
  if (answer instanceof GatewayError) throw answer;
  response.statusCode = answer.status;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(answer.body));
}

type Addressed = EdgeOptions & { readonly system: System; readonly dryRun: boolean };

async function one(native: unknown, { ingest, system, dryRun }: Addressed) {
  return dryRun ? rehearsalOf(await ingest.rehearse(system, native)) : answerOf(await ingest.ingest(system, native));
}

/** Each line on its own: a refused one leaves its neighbours alone. The answer follows the lines' order. */
async function pushMany(request: Request, response: Response, options: Addressed): Promise<void> {
  response.setHeader('Content-Type', 'application/x-ndjson; charset=utf-8');
  for await (const group of linesOf(request)) {
    const answers = await Promise.all(
      group.map(async ({ line, bytes }) => {
        try {
          const answer = bytes instanceof GatewayError ? bytes : await one(parseJson(bytes), options);
          return lineOf(line, answer);
        } catch (thrown) {
          const error = asGatewayError(thrown);
          if (error.code === 'internal') options.onError('line', thrown);
          return lineOf(line, error);
        }
      }),
    );
    if (!response.write(answers.join(''))) await new Promise((resolve) => response.once('drain', resolve));
  }
  response.end();
}

function lineOf(line: number, answer: { status: number; body: object } | GatewayError): string {
  if (answer instanceof GatewayError)
    return `${JSON.stringify({ line, status: answer.status, problem: problemOf(answer) })}\n`;
  return `${JSON.stringify({ line, status: answer.status, receipt: answer.body })}\n`;
}

function isDryRun(request: Request): boolean {
  const { dryRun } = request.query;
  if (dryRun === undefined || dryRun === 'false') return false;
  if (dryRun === 'true' || dryRun === '') return true;
  throw new GatewayError('bad-request', { detail: 'dryRun hanya mengenal true dan false.' });
}

/** The media type without its parameters; a charset other than UTF-8 or any encoding is refused with the type. */
function mediaType(request: Request): string {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  const encoding = request.headers['content-encoding'] ?? 'identity';
  const charset = parameters.map((p) => p.trim()).find((p) => p.startsWith('charset='));
  const utf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset);
  return encoding === 'identity' && utf8 ? type.trim() : `${type.trim()} (${charset ?? encoding})`;
}
