import { pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { CreateSimulator } from '../dialect/simulator.ts';
import { GatewayError } from '../errors.ts';
import { type Sandbox, type SandboxOptions, startSandbox, urlsOf } from './sandbox.ts';
import { readText } from './wire.ts';

/**
 * The sandbox as a process of its own: `node src/sandbox/main.ts '<options>'`, or the options in JEMBATAN_SANDBOX. They
 * are the JSON of `SandboxOptions`, where `simulators` is absent, or the path of a module that exports `simulators`.
 * Prints one line `{"controlUrl", "systems": {name: url}}` when all listen, and sends the same to a parent that forked
 * it. Ends on SIGTERM, SIGINT, and when that parent goes.
 */
type ProcessOptions = Omit<SandboxOptions, 'simulators' | 'now'> & { readonly simulators?: string };

const text = { type: 'string', minLength: 1 };
const port = { type: 'integer', minimum: 0, maximum: 65_535 };
const closed = (required: readonly string[], properties: Record<string, object>) => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});

const OPTIONS_SCHEMA = closed(['systems'], {
  systems: {
    type: 'array',
    minItems: 1,
    items: closed(['name', 'dialect', 'territory', 'token'], {
      name: text,
      dialect: text,
      territory: text,
      token: text,
      port,
      delivery: { enum: ['push', 'inbox'] },
    }),
  },
  simulators: text,
  gatewayUrl: { type: ['string', 'null'] },
  controlPort: port,
  automation: closed([], {
    stepMs: { type: 'number', minimum: 0 },
    jitter: { type: 'number', minimum: 0, maximum: 1 },
    announceMs: { type: 'number', minimum: 1000 },
  }),
});

const isOptions = new Ajv2020({ allowUnionTypes: true }).compile<ProcessOptions>(OPTIONS_SCHEMA);

function readOptions(): ProcessOptions {
  const text = process.argv[2] ?? process.env.JEMBATAN_SANDBOX;
  if (text === undefined) throw new GatewayError('config-invalid', { detail: 'Sandbox options are missing.' });
  const options: unknown = readText(text);
  if (isOptions(options)) return options;
  throw new GatewayError('config-invalid', {
    detail: `Sandbox options: ${(isOptions.errors ?? []).map((e) => `${e.instancePath} ${e.message}`).join('; ')}`,
  });
}

async function loadSimulators(path: string | undefined): Promise<Readonly<Record<string, CreateSimulator>>> {
  const url = path === undefined ? new URL('../../adapters/simulators.ts', import.meta.url) : pathToFileURL(path);
  const register: { readonly simulators?: Readonly<Record<string, CreateSimulator>> } = await import(url.href);
  if (register.simulators) return register.simulators;
  throw new GatewayError('config-invalid', { detail: `${url.pathname} exports no simulators.` });
}

function stopOn(sandbox: Sandbox): void {
  const stop = () => {
    sandbox.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
}

const { simulators, ...options } = readOptions();
const sandbox = await startSandbox({ ...options, simulators: await loadSimulators(simulators) });
stopOn(sandbox);
const ready = { controlUrl: sandbox.controlUrl, systems: urlsOf(sandbox.systems) };
console.log(JSON.stringify(ready));
process.send?.(ready);
// A parent that went while we were starting sends no further word.
if (process.send && !process.connected) process.exit(0);
