import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import axios from 'axios';
import { Webhook } from 'standardwebhooks';
import { describe, expect, onTestFinished } from 'vitest';
import { HASTY, it, lampungPlace, misplaced, soon } from './scenes.ts';

const ROOT = join(import.meta.dirname, '../..');
const GUIDE = readFileSync(join(ROOT, 'SAMBUNG.md'), 'utf8');
const SECRET = `whsec_${Buffer.from('rahasia-penerima-yang-cukup-panjang').toString('base64')}`;
const http = axios.create({ proxy: false, validateStatus: () => true });

const blocks = (language: string): readonly string[] =>
  [...GUIDE.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gsu'))].map(([, code = '']) => code);

/** The guide's own receiver, run as it stands there. */
async function receiver() {
  const [code = ''] = blocks('js');
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    ...{ cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
    env: { ...process.env, WEBHOOK_SECRET: SECRET, PORT: '0' },
  });
  onTestFinished(async () => {
    const gone = once(child, 'exit');
    if (child.kill()) await gone;
  });
  const lines: string[] = [];
  const port = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`the receiver ended: ${lines.join('\n')}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      const found = /^mendengar di (\d+)$/.exec(line);
      if (found?.[1]) resolve(found[1]);
    });
  });
  return { url: `http://127.0.0.1:${port}`, lines, size: code.trim().split('\n').length };
}

/** A delivery as the gateway signs it. */
function delivery(id: string, body: object, secret = SECRET) {
  const at = new Date();
  const text = JSON.stringify(body);
  const signature = new Webhook(secret).sign(id, at, text);
  const seconds = String(Math.floor(at.getTime() / 1000));
  return { text, headers: { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signature } };
}

describe('the receiver of the guide for those who connect', () => {
  it('takes a report over, gives it a number that comes home, and is told what happens to it', async ({ open }) => {
    const { url, lines, size } = await receiver();
    console.log(`the guide's receiver has ${size} lines`);
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
    await soon(() => expect(lines).toContain(`laporan baru LIN-20250703-0001: ${report.title}`));
    await soon(() => expect(house.jakarta.desk.cases()).toMatchObject([{ counterpart: 'LIN-20250703-0001' }]));
  });

  it('answers a repeat as it did before, and changes nothing again', async () => {
    const { url, lines } = await receiver();
    const { text, headers } = delivery('relay.1', { judul: 'Jalan rusak' });
    const answers = [
      await http.post(`${url}/api/v1/laporan`, text, { headers }),
      await http.post(`${url}/api/v1/laporan`, text, { headers }),
    ];
    expect(answers.map(({ status, data }) => [status, data.data.id_laporan])).toEqual([
      [201, 'LIN-20250703-0001'],
      [201, 'LIN-20250703-0001'],
    ]);
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
});
