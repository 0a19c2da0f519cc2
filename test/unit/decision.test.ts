import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, it, onTestFinished } from 'vitest';
import { problemHandler } from '../../src/http/sendProblem.ts';
import { readDecision } from '../../src/operator/request.ts';

it('a decision without a name or a reason is answered in words, not with a pattern', async () => {
  const app = express();
  app.post('/', async (request, response) => void response.json(await readDecision(request, response)));
  app.use(problemHandler(() => undefined));
  const server = app.listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const decide = async (body: object) => {
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
      ...{ method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
    });
    return ((await answer.json()) as { readonly errors: unknown }).errors;
  };
  expect(await decide({ operator: ' ', reason: 'karena' })).toEqual([{ pointer: '/operator', message: 'harus diisi' }]);
  expect(await decide({ operator: 'Petugas', reason: '' })).toEqual([{ pointer: '/reason', message: 'harus diisi' }]);
});
