import type { AddressInfo } from 'node:net';
import express from 'express';
import { readJson } from '../../src/http/body.ts';

// Express with the gateway's own body reading and nothing behind it: the ceiling of the way in on this machine.
const app = express().disable('x-powered-by').disable('etag');
app.post('/v1/systems/:system/events', async (request, response) => {
  const body = await readJson(request);
  response.status(202).setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({ eventId: typeof body }));
});
const server = app.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.once('SIGTERM', () => process.exit(0));
