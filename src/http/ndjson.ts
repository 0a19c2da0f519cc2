import type { Request, Response } from 'express';

import { asGatewayError, GatewayError } from '../errors.ts';
import { parseJson } from '../json/parse.ts';
import { readJson } from './body.ts';
import { linesOf } from './lines.ts';
import { problemOf } from './problem.ts';

export interface Each {
  /** Answers one body; a refusal may be thrown or returned. */
  readonly answer: (body: unknown) => Promise<Answer | GatewayError>;
  /** What an answered line's body is called. */
  readonly member: string;
  readonly onError: (what: string, error: unknown) => void;
}

/**
 * Answers a body, or with `application/x-ndjson` each of its lines: 200 with a line `{line, status, <member> | problem}` for
 * each, in their order. Throws what refuses a single body, and `wrong-media-type`.
 */
export async function answerEach(request: Request, response: Response, each: Each): Promise<void> {
  const type = mediaType(request);
  if (type === 'application/x-ndjson') return answerLines(request, response, each);
  if (type !== 'application/json') {
    throw new GatewayError('wrong-media-type', { detail: `Jenis isi ${type || 'kosong'} tidak didukung.` });
  }
  const answer = await each.answer(await readJson(request));
  if (answer instanceof GatewayError) throw answer;
  response.statusCode = answer.status;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(answer.body));
}

/** Each line on its own: a refused one leaves its neighbours alone. */
async function answerLines(request: Request, response: Response, each: Each): Promise<void> {
  response.setHeader('Content-Type', 'application/x-ndjson; charset=utf-8');
  for await (const group of linesOf(request)) {
    const answers = await Promise.all(group.map(({ line, bytes }) => answerLine(line, bytes, each)));
    if (!response.write(answers.join(''))) await new Promise((resolve) => response.once('drain', resolve));
  }
  response.end();
}

async function answerLine(line: number, bytes: Buffer | GatewayError, { answer, member, onError }: Each) {
  try {
    const given = bytes instanceof GatewayError ? bytes : await answer(parseJson(bytes));
    if (given instanceof GatewayError) return refusedLine(line, given);
    return `${JSON.stringify({ line, status: given.status, [member]: given.body })}\n`;
  } catch (thrown) {
    const error = asGatewayError(thrown);
    if (error.code === 'internal') onError('line', thrown);
    return refusedLine(line, error);
  }
}

const refusedLine = (line: number, error: GatewayError): string =>
  `${JSON.stringify({ line, status: error.status, problem: problemOf(error) })}\n`;

/** The media type without its parameters; a charset other than UTF-8 or any encoding is refused with the type. */
function mediaType(request: Request): string {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  const encoding = request.headers['content-encoding'] ?? 'identity';
  const charset = parameters.map((p) => p.trim()).find((p) => p.startsWith('charset='));
  const utf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset);
  return encoding === 'identity' && utf8 ? type.trim() : `${type.trim()} (${charset ?? encoding})`;
}

export interface Answer {
  readonly status: number;
  readonly body: object;
}
