import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from 'vitest';
import winston from 'winston';
import { adapters } from '../../adapters/index.ts';
import { loadConfiguration } from '../../src/config/config.ts';
import { loadContracts } from '../../src/contract.ts';
import { GatewayError } from '../../src/errors.ts';
import { startGateway } from '../../src/gateway.ts';
import { openSqliteLedger } from '../../src/ledgers/sqlite/ledger.ts';
import { allEnded, HASTY, handOver, handoverRelay, it, soon } from './scenes.ts';

it('a ledger that cannot be read when a parked relay is due is read again, with nothing else going on', async ({
  open,
}) => {
  const fault = { armed: false, met: 0 };
  const house = await open({
    ...HASTY,
    haste: { ...HASTY.haste, delaysSeconds: [5] },
    ledger: (ledger) => ({
      ...ledger,
      due(...asked) {
        if (!fault.armed || fault.met > 0) return ledger.due(...asked);
        fault.met += 1;
        return Promise.reject(new GatewayError('ledger-unavailable', { detail: 'Tidak terbaca.' }));
      },
    }),
  });
  await house.jakarta.become({ kind: 'error-500', times: 1 });
  const number = await handOver(house);
  await soon(async () => expect((await handoverRelay(house, number)).tries).toHaveLength(1));
  fault.armed = true;
  await allEnded(house, 5000);
  expect(fault.met).toBe(1);
  expect(await handoverRelay(house, number)).toMatchObject({ state: 'delivered' });
});

it('a gateway whose address is taken leaves nothing open behind it', async ({ open }) => {
  const house = await open();
  const contracts = loadContracts();
  const read = loadConfiguration(join(house.folder, 'config/jembatan.json'), { contracts, adapters, env: {} });
  const listen = { host: '127.0.0.1', port: Number(new URL(house.gateway.url).port) };
  const folder = join(house.folder, 'second');
  const second = startGateway({
    ...{ contracts, adapters, ledger: openSqliteLedger({ folder }) },
    configuration: { ...read, config: { ...read.config, listen } },
    log: winston.createLogger({ silent: true }),
  });
  await expect(second).rejects.toMatchObject({ code: 'address-unusable' });
  await openSqliteLedger({ folder }).close();
});

it('a demo whose address is taken says so and ends, with its simulators', async ({ open, onTestFinished }) => {
  const house = await open();
  const main = join(import.meta.dirname, '../../src/main.ts');
  const words = ['demo', '-c', join(house.folder, 'config/jembatan.json'), '-p', new URL(house.gateway.url).port];
  const demo = spawn(process.execPath, [main, ...words], { cwd: house.folder, stdio: 'ignore' });
  onTestFinished(() => void demo.kill('SIGKILL'));
  expect(await once(demo, 'exit')).toEqual([1, null]);
});
