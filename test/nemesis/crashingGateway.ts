import { resolve } from 'node:path';
import winston from 'winston';
import { adapters } from '../../adapters/index.ts';
import { loadConfiguration } from '../../src/config/config.ts';
import { loadContracts } from '../../src/contract.ts';
import { startGateway } from '../../src/gateway.ts';
import { openSqliteLedger } from '../../src/ledgers/sqlite/ledger.ts';
import { watchedAdapter, watchedLedger } from './crashPoints.ts';

/**
 * A gateway that ends itself by SIGKILL when it reaches a point for the nth time:
 * `node crashingGateway.ts <configuration file> <port> <point> <nth>`.
 */
const [file = '', port, point, nth] = process.argv.slice(2);

let left = Number(nth);
const reach = (reached: string): void => {
  if (reached !== point) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
};

const watched = adapters.map((adapter) => watchedAdapter(adapter, reach));
const contracts = loadContracts();
const configuration = loadConfiguration(file, { contracts, adapters: watched });
const { config } = configuration;
await startGateway({
  configuration: { ...configuration, config: { ...config, listen: { ...config.listen, port: Number(port) } } },
  contracts,
  adapters: watched,
  ledger: watchedLedger(openSqliteLedger({ folder: resolve(config.dataDir) }), reach),
  log: winston.createLogger({ level: 'warn', transports: [new winston.transports.Console()] }),
});
