import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import axios from 'axios';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createSimulator } from '../../adapters/jakarta/jaki-crm/simulator.ts';
import { specimenToken } from '../../src/config/config.ts';
import { LAMPUNG_PLACES } from '../../src/sandbox/scenario.ts';
import { readAny, writeDefaults } from '../kits/defaults.ts';
import { CITY, type CityAnswer, json, rawCity, withCity } from '../kits/rawCity.ts';
import type { Point } from './crashPoints.ts';
import { GatewayProcess } from './gatewayProcess.ts';

/*
 * Seen to fail when a claim that nobody settled leaves no doubt behind: the city has two reports then.
 */
const http = axios.create({ proxy: false, validateStatus: () => true, timeout: 5_000 });

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** A gateway with a city, in a folder of its own; `life` starts it, to end by SIGKILL at a point where one is given. */
async function gatewayTo(city: string) {
  const folder = mkdtempSync(join(tmpdir(), 'jembatan-sekali-'));
  writeDefaults(folder);
  const file = join(folder, 'jembatan.json');
  const { config, agreement } = withCity(city);
  const changed = (path: string, change: ((json: object) => void) | undefined): void => {
    const whole = readAny(path);
    change?.(whole);
    writeFileSync(path, JSON.stringify(whole));
  };
  changed(file, config);
  changed(file, (json) => void Object.assign(json, { dataDir: join(folder, 'data') }));
  for (const name of readdirSync(join(folder, 'agreements'))) changed(join(folder, 'agreements', name), agreement);
  const port = await freePort();
  const lives: GatewayProcess[] = [];
  onTestFinished(async () => {
    for (const life of lives) if (life.running) await life.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    async life(point: Point | 'none') {
      const args = [join(import.meta.dirname, 'crashingGateway.ts'), file, String(port), point, '1'];
      const gateway = new GatewayProcess(args, join(folder, 'gateway.log'));
      lives.push(gateway);
      await vi.waitFor(() => http.get(`${url}/healthz`), { timeout: 15_000, interval: 50 });
      return gateway;
    },
  };
}

function handover(): object {
  const crm = createSimulator({ now: () => new Date(), territory: '31' });
  const [place] = LAMPUNG_PLACES;
  if (!place || !crm.desk) throw new Error('nothing to hand over');
  return crm.desk.handOver(crm.desk.file({ ...place, regionCode: '18.71.15.1002' }));
}

const relays = async (url: string, state: string) =>
  (await http.get(`${url}/v1/relays?state=${state}`, { headers: { authorization: 'Bearer contoh-token-petugas' } }))
    .data as readonly { to: string; state: string }[];

describe('kill -9 on the way to a recipient that honours no delivery id', () => {
  const made: CityAnswer = json(200, [{ service_request_id: '90002' }]);
  const slow: CityAnswer = (response, request) => void setTimeout(() => made(response, request), 400);
  const crashes: readonly (readonly [Point, CityAnswer, number])[] = [
    ['claim after', made, 0],
    ['send before', made, 0],
    ['send under way', slow, 1],
    ['send answered', made, 1],
    ['settle inside', made, 1],
  ];
  it.each(crashes)('at "%s" it is posted at most once, and a person is asked', async (point, answer, posts) => {
    const city = await rawCity(answer);
    const { url, life } = await gatewayTo(city.url);
    const first = await life(point);
    const token = { authorization: `Bearer ${specimenToken('jaki-crm')}`, 'content-type': 'application/json' };
    const pushed = await http
      .post(`${url}/v1/systems/jaki-crm/events`, handover(), { headers: token })
      .catch(() => null);
    if (pushed) expect(pushed.status).toBe(202);
    expect(await first.ended).toEqual({ code: null, signal: 'SIGKILL' });
    await life('none');
    await vi.waitFor(async () => expect(await relays(url, 'unconfirmed')).toMatchObject([{ to: CITY }]), 15_000);
    await wait(1_500);
    expect(city.posted).toHaveLength(posts);
  });
});
