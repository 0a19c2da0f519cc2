import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import axios from 'axios';
import { Webhook } from 'standardwebhooks';
import { describe, expect, onTestFinished } from 'vitest';
import { HASTY, it, lampungPlace, misplaced, soon } from './scenes.ts';

const ROOT = join(import.meta.dirname, '../..');
const GUIDE = readFileSync(join(ROOT, 'SAMBUNG.md'), 'utf8');
const SECRET = `whsec_${Buffer.from('rahasia-penerima-yang-cukup-panjang').toString('base64')}`;
const NUMBER = /^LIN-\d{8}-\d{4}$/u;
const http = axios.create({ proxy: false, validateStatus: () => true });

const [, CODE = ''] = /```js\n(.*?)```/su.exec(GUIDE) ?? [];

/** A folder as the guide has one made: the receiver in it, and its one package. */
function receiversFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jembatan-penerima-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'penerima.mjs'), CODE);
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** The guide's own receiver, run as it stands there. */
async function receiver(folder = receiversFolder()) {
  const child = spawn(process.execPath, ['penerima.mjs'], {
    ...{ cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] },
    env: { ...process.env, WEBHOOK_SECRET: SECRET, PORT: '0' },
  });
  const stop = async () => {
    const gone = once(child, 'exit');
    if (child.exitCode === null && child.signalCode === null && child.kill()) await gone;
  };
  onTestFinished(stop);
  const lines: string[] = [];
  const port = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`the receiver ended: ${lines.join('\n')}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      const found = /^mendengar di (\d+)$/.exec(line);
      if (found?.[1]) resolve(found[1]);
    });
  });
  return { url: `http://127.0.0.1:${port}`, lines, stop };
}

/** A delivery as the gateway signs it. */
function delivery(id: string, body: object | null, secret = SECRET) {
  const at = new Date();
  const text = JSON.stringify(body);
  const signature = new Webhook(secret).sign(id, at, text);
  const seconds = String(Math.floor(at.getTime() / 1000));
  return { text, headers: { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signature } };
}

describe('the receiver of the guide for those who connect', () => {
  it('takes a report over, gives it a number that comes home, and is told what happens to it', async ({ open }) => {
    const { url, lines } = await receiver();
    console.log(`the guide's receiver has ${CODE.trim().split('\n').length} lines`);
    const house = await open({
      ...HASTY,
      endpoints: { 'lampung-in': url },
      env: { RAHASIA: SECRET },
      config(config) {
        HASTY.config?.(config);
        for (const system of config.systems) if (system.name === 'lampung-in') system.signatureSecretEnv = 'RAHASIA';
      },
    });
    const report = lampungPlace();
    const { event } = misplaced(house.jakarta, report);
    expect((await house.push('jaki-crm', event)).status).toBe(202);
    const taken = expect.stringMatching(new RegExp(`^laporan baru LIN-\\d{8}-0001: ${report.title}$`, 'u'));
    await soon(() => expect(lines).toContainEqual(taken));
    const number = /LIN-\d{8}-0001/u.exec(lines.join('\n'))?.[0];
    await soon(() => expect(house.jakarta.desk.cases()).toMatchObject([{ counterpart: number }]));
  });

  it('answers a repeat as it did before, and changes nothing again', async () => {
    const { url, lines } = await receiver();
    const { text, headers } = delivery('relay.1', { judul: 'Jalan rusak' });
    const post = () => http.post(`${url}/api/v1/laporan`, text, { headers });
    const [first, second] = [await post(), await post()];
    expect(first).toMatchObject({ status: 201, data: { data: { id_laporan: expect.stringMatching(NUMBER) } } });
    expect([second.status, second.data]).toEqual([201, first.data]);
    expect(lines.filter((line) => line.startsWith('laporan baru'))).toHaveLength(1);
  });

  it('takes nothing that somebody else signed, or that was changed on its way', async () => {
    const { url, lines } = await receiver();
    const other = `whsec_${Buffer.from('rahasia-orang-lain-yang-panjang').toString('base64')}`;
    const forged = delivery('relay.1', { judul: 'palsu' }, other);
    const { headers } = delivery('relay.2', { judul: 'asli' });
    expect((await http.post(`${url}/api/v1/laporan`, forged.text, { headers: forged.headers })).status).toBe(401);
    expect((await http.post(`${url}/api/v1/laporan`, '{"judul":"lain"}', { headers })).status).toBe(401);
    expect(lines.filter((line) => line.startsWith('laporan baru'))).toEqual([]);
  });

  it('answers its own failure with 500, for 401 would stop every delivery', async () => {
    const { url } = await receiver();
    // What its own code stumbles over, well signed: `null` has no title.
    const { text, headers } = delivery('relay.1', null);
    expect((await http.post(`${url}/api/v1/laporan`, text, { headers })).status).toBe(500);
    const unsigned = await http.post(`${url}/api/v1/laporan`, text);
    expect(unsigned.status).toBe(401);
  });

  it('gives no number twice and knows what it took, also after it was started again', async () => {
    const folder = receiversFolder();
    const numbers: string[] = [];
    for (const id of ['relay.1', 'relay.2', 'relay.1']) {
      const { url, stop } = await receiver(folder);
      const { text, headers } = delivery(id, { judul: 'Jalan rusak' });
      numbers.push((await http.post(`${url}/api/v1/laporan`, text, { headers })).data.data.id_laporan);
      await stop();
    }
    const [first, second, again] = numbers;
    expect(second).not.toBe(first);
    expect(again).toBe(first);
  });

  it('says in one line that it has no secret', async () => {
    const env = { ...process.env, WEBHOOK_SECRET: '' };
    const run = promisify(execFile)(process.execPath, ['penerima.mjs'], { cwd: receiversFolder(), env });
    await expect(run).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Isi WEBHOOK_SECRET [^\n]*\n$/u),
    });
  });
});
