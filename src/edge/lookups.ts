import { hash } from 'node:crypto';
import { Router } from 'express';
import type { ContractRef } from '../contract.ts';
import { asGatewayError, GatewayError } from '../errors.ts';
import { callingSystem } from '../http/caller.ts';
import type { Answer } from '../http/ndjson.ts';
import { answerEach } from '../http/ndjson.ts';
import { readQuery } from '../http/route.ts';
import type { LookupRecord } from '../lookup.ts';
import { exchangeOf } from '../outcome.ts';
import { answerFromKnown } from './lookupKnown.ts';
import { askOwner } from './lookupOwner.ts';
import type { Answered, Asked, Lookup, LookupOptions } from './lookupPort.ts';

/** What can be asked, by the contract's name: of the system itself, or of what it last said. */
const LOOKUPS: Readonly<Record<string, { readonly contract: ContractRef; readonly look: Lookup }>> = {
  'letter-verification': { contract: 'letter-verification/1.0', look: askOwner },
  'health-facility': { contract: 'health-facility/1.0', look: answerFromKnown },
};

/**
 * Questions that are answered at once: `POST /v1/lookups/{contract}` with a system's token; one question (JSON) or many
 * (NDJSON, 200 with a line `{line, status, answer | problem}` for each). Each is on record before it is answered.
 */
export function lookupRoutes(options: LookupOptions): Router {
  const router = Router();
  router.post('/v1/lookups/:name', (request, response, next) => {
    const { name } = request.params;
    const { systems } = options.directory();
    const asker = callingSystem(request, { systems, operator: options.operatorSha256 });
    readQuery(request.originalUrl, {});
    const answer = (question: unknown): Promise<Answer> => lookUp({ name, asker, question }, options);
    answerEach(request, response, { answer, member: 'answer', onError: options.onError }).catch(next);
  });
  router.all('/v1/lookups/:name', (_request, response) => {
    response.setHeader('Allow', 'POST');
    throw new GatewayError('method-not-allowed', { detail: 'Alamat ini hanya menerima POST.' });
  });
  return router;
}

interface Named extends Omit<Asked, 'contract'> {
  readonly name: string;
}

async function lookUp({ name, ...asked }: Named, options: LookupOptions): Promise<Answer> {
  const known = Object.hasOwn(LOOKUPS, name) ? LOOKUPS[name] : undefined;
  if (known === undefined) {
    const choice = Object.keys(LOOKUPS).join(', ');
    throw new GatewayError('not-found', { detail: `Tidak ada pertanyaan ${name}; yang ada: ${choice}.` });
  }
  const { contract, look } = known;
  const started = options.now();
  const told = await look({ ...asked, contract }, options).catch((error: unknown) => asGatewayError(error));
  await record({ ...asked, contract }, told, { ...options, started });
  if (told instanceof GatewayError) throw withCause(told);
  return { status: 200, body: told.body };
}

/** What kept the answer away, in codes: nothing of what the other side said. */
function withCause(error: GatewayError): GatewayError {
  const exchange = exchangeOf(error);
  if (exchange === null) return error;
  const { status, code } = exchange;
  return new GatewayError(error.code, {
    ...{ detail: error.message, violations: error.violations, cause: error.cause },
    facts: { ...error.facts, cause: { status, code } },
  });
}

/** Before it is answered: an answer nobody can account for has not been given. */
function record(
  { asker, contract, question }: Asked,
  told: Answered | GatewayError,
  { ledger, now, started }: LookupOptions & { readonly started: number },
): Promise<void> {
  const isAnswer = !(told instanceof GatewayError);
  const crossed = JSON.stringify([question, isAnswer ? told.body : null]);
  const lookup: LookupRecord = {
    ...{ at: started, asker: asker.name, contract, tookMs: now() - started },
    answerer: isAnswer ? told.answerer : ((told.facts.system as string | undefined) ?? null),
    agreementId: isAnswer ? told.agreementId : null,
    outcome: isAnswer ? 'answered' : told.code,
    exchange: isAnswer ? null : exchangeOf(told),
    digest: hash('sha256', crossed, 'base64url'),
  };
  return ledger.write((tx) => tx.addLookup(lookup));
}
