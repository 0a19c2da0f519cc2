import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import { adapter as wholeJakiCrm } from '../../adapters/jakarta/jaki-crm/index.ts';
import { adapter as wholeLampungIn } from '../../adapters/lampung/lampung-in/index.ts';
import type { Adapter } from '../../src/adapter.ts';
import {
  type Known,
  loadConfiguration,
  readConfiguration,
  specimenToken,
  tokenSha256,
} from '../../src/config/config.ts';
import { loadContracts } from '../../src/contract.ts';
import type { Agreement, Config, ConfigKafka } from '../../src/generated/contracts.ts';
import { defaultConfig } from '../kits/defaults.ts';

const DEFAULT = join(import.meta.dirname, '../../config/jembatan.json');
const SCHEMAS = join(import.meta.dirname, '../../schemas');
const NOW = Date.parse('2025-07-03T02:15:00Z');
/** Compiling every message takes most of the time of a reading, and is of no concern to most tests. */
const jakiCrm: Adapter = { ...wholeJakiCrm, messages: [] };
const lampungIn: Adapter = { ...wholeLampungIn, messages: [] };
const contracts = loadContracts();
const known = { contracts, adapters: [jakiCrm, lampungIn], env: {}, now: () => NOW };
const AGREEMENT = 'agreements/contoh-jakarta-lampung.json';

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

let config: Config;
let agreement: Agreement;
let folder: string;

beforeEach(() => {
  config = defaultConfig();
  agreement = read(join(dirname(DEFAULT), AGREEMENT));
  folder = mkdtempSync(join(tmpdir(), 'jembatan-config-'));
  mkdirSync(join(folder, 'agreements'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Part of a list that a test bends; fails where the list is shorter than the test thinks. */
function item<Item>(list: readonly Item[], index: number): Item {
  const found = list[index];
  if (found === undefined) throw new RangeError(`no item ${index}`);
  return found;
}

const system = (index: number) => item(config.systems, index);
const grant = (index: number) => item(agreement.grants, index);
const party = (index: number) => item(agreement.parties, index);

/** Writes what the test bent, unless it wrote something else there, and reads it. */
function reading(change: Partial<Known> = {}, texts: Readonly<Record<string, string>> = {}) {
  const files = { 'jembatan.json': JSON.stringify(config), [AGREEMENT]: JSON.stringify(agreement), ...texts };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return readConfiguration(join(folder, 'jembatan.json'), { ...known, ...change });
}

/** Each problem on a line: severity, file, place, message. */
function told(...asked: Parameters<typeof reading>): readonly string[] {
  return reading(...asked).problems.map(({ severity, file, pointer, message }) => {
    const name = file.startsWith(folder) ? relative(folder, file) : file;
    return `${severity} ${name}#${pointer} ${message}`;
  });
}

const inConfig = (pointer: string, message: string) => [`error jembatan.json#${pointer} ${message}`];
const inAgreement = (pointer: string, message: string) => [`error ${AGREEMENT}#${pointer} ${message}`];

/** A system the sandbox does not play, with everything it needs. */
function makeReal(index: number): void {
  Object.assign(system(index), {
    simulated: false,
    endpoint: 'https://sistem.contoh.go.id',
    tokenSha256: tokenSha256(`token sungguhan ${index}`),
  });
  config.operator.tokenSha256 = tokenSha256('token petugas sungguhan');
}

describe('the configuration that comes along', () => {
  it('has nothing wrong with it', () => {
    expect(readConfiguration(DEFAULT, { ...known, contracts: loadContracts, adapters }).problems).toEqual([]);
  });

  it('is complete once read: defaults filled in, a place found its owner', () => {
    const { config: complete, directory, warnings } = loadConfiguration(DEFAULT, { ...known, adapters });
    expect(complete.retry.delaysSeconds).toHaveLength(12);
    expect(complete.listen).toEqual({ host: '127.0.0.1', port: 8080 });
    expect(directory.ownerOf('31.74.01.1002')?.name).toBe('jaki-crm');
    expect(directory.ownerOf('18.02')?.adapter).toBe(wholeLampungIn);
    expect(directory.ownerOf('18.71')?.name).toBe('kota-bandar-lampung');
    expect(directory.ownerOf('32')).toBeUndefined();
    expect(directory.agreements.map(({ id }) => id)).toEqual(
      readdirSync(join(dirname(DEFAULT), 'agreements')).map((file) => basename(file, '.json')),
    );
    expect(warnings).toEqual([]);
  });

  it('has the specimen tokens that its page gives away', () => {
    const page = readFileSync(join(dirname(DEFAULT), 'README.md'), 'utf8');
    for (const { name, tokenSha256: sha256 } of [...config.systems, { name: 'petugas', ...config.operator }]) {
      expect(page).toContain(`\`${specimenToken(name)}\``);
      expect(sha256).toBe(tokenSha256(specimenToken(name)));
    }
  });

  it('lets no secret report cross, and no handle of who reported', () => {
    for (const { contract, fields, confidentiality } of agreement.grants) {
      expect(confidentiality).toEqual(['public', 'private']);
      if (/^(citizen-report|report-handover)/.test(contract)) expect(fields).not.toBe('all');
      expect(JSON.stringify(fields)).not.toContain('reporterHandle');
    }
  });
});

describe('a backbone on Kafka', () => {
  const brokers = ['kafka.contoh.go.id:9093'];
  const kafka = (more: object = {}) => {
    config.backbone = { kind: 'kafka', kafka: { brokers, ...more } as ConfigKafka };
    return reading({ env: { KATA_SANDI: 'rahasia' } });
  };
  const sasl = { mechanism: 'scram-sha-256', username: 'jembatan', passwordEnv: 'KATA_SANDI' } as const;

  it('is not there unless it is asked for, even where it is described', () => {
    expect(reading().configuration?.kafka).toBeNull();
    config.backbone = { kind: 'embedded', kafka: { brokers } as ConfigKafka };
    expect(reading().configuration?.kafka).toBeNull();
  });

  it('needs brokers, and has a default for all else', () => {
    expect(kafka().configuration?.kafka).toEqual({
      ...{ brokers, namespace: 'jembatan', partitions: 3, replicationFactor: null, keepHours: 26 },
      ...{ tls: null, sasl: null },
    });
    config.backbone = { kind: 'kafka' };
    expect(told()).toEqual(inConfig('/backbone/kafka', 'wajib ada'));
  });

  it('reads the files it names, beside the configuration, and the password from the environment', () => {
    writeFileSync(join(folder, 'ca.pem'), '-----BEGIN CERTIFICATE-----');
    const { configuration } = kafka({ tls: { caFile: 'ca.pem' }, sasl });
    expect(configuration?.kafka?.tls).toEqual({ ca: '-----BEGIN CERTIFICATE-----' });
    expect(configuration?.kafka?.sasl).toEqual({
      mechanism: 'scram-sha-256',
      username: 'jembatan',
      password: 'rahasia',
    });
  });

  it('is refused where a file or the password is missing, or a password would cross in the open', () => {
    writeFileSync(join(folder, 'catatan.txt'), 'bukan sertifikat');
    kafka({ tls: { caFile: 'tiada.pem', certFile: 'catatan.txt', keyFile: 'catatan.txt' } });
    expect(told()).toEqual([
      ...inConfig('/backbone/kafka/tls/caFile', 'tiada.pem tidak dapat dibaca (ENOENT)'),
      ...inConfig('/backbone/kafka/tls/certFile', 'catatan.txt bukan berkas PEM'),
      ...inConfig('/backbone/kafka/tls/keyFile', 'catatan.txt bukan berkas PEM'),
    ]);
    kafka({ sasl: { ...sasl, mechanism: 'plain' } });
    expect(told()).toEqual([
      ...inConfig('/backbone/kafka/sasl/passwordEnv', 'variabel lingkungan KATA_SANDI belum diisi'),
      ...inConfig('/backbone/kafka/sasl/mechanism', 'plain mengirim sandi terbuka; isi juga tls'),
    ]);
  });
});

describe('a file that names a member twice', () => {
  it('K14: is told where, be it the configuration or an agreement', () => {
    const twice = (value: object, written: string) => JSON.stringify(value).replace('{', `{${written},`);
    const message = 'tertulis lebih dari satu kali';
    expect(told({}, { 'jembatan.json': twice(config, '"listen":{"port":1,"port":2}') })).toEqual(
      expect.arrayContaining([`error jembatan.json#/listen ${message}`, `error jembatan.json#/listen/port ${message}`]),
    );
    expect(told({}, { 'agreements/lain.json': twice(agreement, '"validUntil":"2020-01-01"') })).toContain(
      `error agreements/lain.json#/validUntil ${message}`,
    );
  });
});

describe('a file that is no JSON', () => {
  it.each([
    ['{\n  "listen": x\n}', 'baris 2 kolom 13'],
    ['{\n  "listen": {},\n}', 'baris 2 kolom 15: koma sesudah isi terakhir'],
    ['{"a": [1, 2,\n  ]}', 'baris 1 kolom 12: koma sesudah isi terakhir'],
    ['{"a": {"b": 1 ,}}', 'baris 1 kolom 15: koma sesudah isi terakhir'],
    ['{"a": 1,, "b": 2}', 'baris 1 kolom 9: koma tanpa isi di depannya'],
    ['[, 1]', 'baris 1 kolom 2: koma tanpa isi di depannya'],
    ['{"a": 1\n "b": 2}', 'baris 2 kolom 2: kurang koma di depannya'],
    ['{"a": 1, /* b */ "c": 2}', 'baris 1 kolom 10: JSON tidak mengenal komentar'],
    ["{'a': 1}", 'baris 1 kolom 2: teks diapit tanda kutip ganda biasa (")'],
    ['{“a”: 1}', 'baris 1 kolom 2: teks diapit tanda kutip ganda biasa (")'],
    ['{"a": "b,]", x}', 'baris 1 kolom 14'],
    ['{\n  "listen": {}', 'baris 2 kolom 15'],
    ['', 'baris 1 kolom 1'],
    ['// kata sandi: rahasia\n{}', 'baris 1 kolom 1: JSON tidak mengenal komentar'],
  ])('is told with line and column, and without its text: %j', (text, where) => {
    expect(told({}, { 'jembatan.json': text })).toContain(`error jembatan.json# bukan JSON yang sah, ${where}`);
  });

  it('may be an agreement: the others are looked at all the same', () => {
    agreement.validUntil = '2020-01-01';
    expect(told({}, { 'agreements/rusak.json': '{' })).toEqual([
      'error agreements/rusak.json# bukan JSON yang sah, baris 1 kolom 2',
      ...inAgreement('/validUntil', 'berakhir sebelum mulai berlaku (2025-04-15)'),
    ]);
  });

  it('may be one that is not there', () => {
    expect(readConfiguration(join(folder, 'tiada.json'), known).problems).toContainEqual({
      file: join(folder, 'tiada.json'),
      pointer: '',
      message: 'tidak dapat dibaca: berkas tidak ada',
      severity: 'error',
    });
  });

  it('may be no text at all', () => {
    writeFileSync(join(folder, 'biner.json'), Buffer.from([0x7b, 0xff, 0x7d]));
    expect(readConfiguration(join(folder, 'biner.json'), known).problems).toContainEqual(
      expect.objectContaining({ message: 'tidak dapat dibaca: bukan teks UTF-8' }),
    );
  });
});

describe('the configuration', () => {
  it('has no unknown key', () => {
    Object.assign(config.listen, { prot: 80 });
    expect(told()).toEqual(inConfig('/listen/prot', 'tidak dikenal di sini'));
  });

  it('names folders relative to itself, or absolute ones', () => {
    mkdirSync(join(folder, 'jauh'));
    writeFileSync(join(folder, 'jauh/satu.json'), JSON.stringify(agreement));
    rmSync(join(folder, AGREEMENT), { force: true });
    const found = (agreementsDir: string, dataDir: string) => {
      Object.assign(config, { agreementsDir, dataDir });
      const { configuration } = reading();
      return [configuration?.directory.agreements.length, configuration?.dataFolder];
    };
    expect(found('jauh', '../data')).toEqual([1, join(folder, '../data')]);
    expect(found(join(folder, 'jauh'), '/var/lib/jembatan')).toEqual([1, '/var/lib/jembatan']);
  });

  it.each([
    [
      'a token in the place of its hash',
      () => {
        system(0).tokenSha256 = 'contoh-token-jaki-crm';
      },
      '/systems/0/tokenSha256',
      'bukan tokennya sendiri',
    ],
    [
      'a hash in capitals',
      () => {
        config.operator.tokenSha256 = 'AB'.repeat(32);
      },
      '/operator/tokenSha256',
      '64 angka heksadesimal huruf kecil',
    ],
    [
      'a dialect with blanks',
      () => {
        system(0).dialect = 'JAKI CRM';
      },
      '/systems/0/dialect',
      'misalnya lampung/lampung-in',
    ],
    [
      'a secret in the place of its variable',
      () => {
        system(0).signatureSecretEnv = 'whsec_abc';
      },
      '/systems/0/signatureSecretEnv',
      'bukan isinya',
    ],
    [
      'a name with capitals',
      () => {
        system(0).name = 'JAKI CRM';
      },
      '/systems/0/name',
      'huruf kecil, angka dan tanda hubung',
    ],
    [
      'a contract without a version',
      () => {
        grant(0).contract = 'report-status';
      },
      '/grants/0/contract',
      'misalnya report-status/1.0',
    ],
  ])('says in words what is wrong with %s, and shows nothing of it', (_, bend, pointer, words) => {
    bend();
    const lines = told().filter((line) => line.includes(`#${pointer} `));
    expect(lines).toEqual([expect.stringContaining(words)]);
    expect(lines.join('')).not.toMatch(/pola|contoh-token-jaki-crm|ABAB|whsec_abc/u);
  });

  it('names a folder of agreements that is there', () => {
    config.agreementsDir = 'perjanjian';
    expect(told()).toEqual([
      expect.stringMatching(/^error jembatan.json#\/agreementsDir folder .*perjanjian tidak dapat dibaca \(ENOENT\)$/),
    ]);
  });

  it('without any agreement relays nothing, and is warned of', () => {
    mkdirSync(join(folder, 'kosong'));
    config.agreementsDir = 'kosong';
    const { problems, configuration } = reading();
    expect(problems.map(({ severity, pointer }) => [severity, pointer])).toEqual([
      ['warning', '/agreementsDir'],
      ['warning', '/systems/0'],
      ['warning', '/systems/1'],
    ]);
    expect(configuration?.warnings).toEqual(problems);
  });

  it('does not let the specimen operator token be reached from outside', () => {
    config.listen.host = '0.0.0.0';
    const message = 'token contoh tidak boleh dipakai pada alamat 0.0.0.0, yang terjangkau dari luar';
    expect(told()).toEqual(inConfig('/operator/tokenSha256', message));
    config.operator.tokenSha256 = tokenSha256('token petugas sungguhan');
    expect(told()).toEqual([]);
  });

  it.each(['127.0.0.2', '::1', 'localhost'])('lets the specimen operator token be used on %s', (host) => {
    config.listen.host = host;
    expect(told()).toEqual([]);
  });

  it('does not take 127.0.0.1.contoh.go.id for this machine', () => {
    config.listen.host = '127.0.0.1.contoh.go.id';
    expect(told()).toHaveLength(1);
  });

  it('does not let a system speak as the operator', () => {
    config.operator.tokenSha256 = system(0).tokenSha256 ?? '';
    expect(told()).toEqual(inConfig('/operator/tokenSha256', 'token yang sama dengan sistem di /systems/0'));
  });
});

describe('a system', () => {
  it('has a name of its own', () => {
    config.systems.push({ ...system(0), territory: '32', government: '32', tokenSha256: tokenSha256('lain') });
    expect(told()).toEqual(inConfig('/systems/2/name', 'nama ini sudah dipakai di /systems/0'));
  });

  it('has a territory of its own', () => {
    config.systems.push({ ...system(0), name: 'jaki', tokenSha256: tokenSha256('lain') });
    expect(told()).toEqual([
      ...inConfig('/systems/2/territory', 'wilayah ini sudah milik sistem di /systems/0'),
      expect.stringContaining('warning jembatan.json#/systems/2 tidak ada perjanjian yang menyebut sistem jaki'),
    ]);
  });

  it('has a token of its own', () => {
    system(1).tokenSha256 = system(0).tokenSha256;
    expect(told()).toEqual(inConfig('/systems/1/tokenSha256', 'token yang sama dengan sistem di /systems/0'));
  });

  it('speaks a dialect that is known', () => {
    system(1).dialect = 'jawa-barat/sapawarga';
    expect(told()).toEqual(
      inConfig(
        '/systems/1/dialect',
        'dialek jawa-barat/sapawarga tidak dikenal; yang ada: jakarta/jaki-crm, lampung/lampung-in',
      ),
    );
  });

  it('stands for a region that exists', () => {
    system(1).territory = '18.99';
    expect(told()).toEqual(inConfig('/systems/1/territory', 'kode wilayah 18.99 tidak ada'));
  });

  it('is run by a government that exists', () => {
    system(1).government = '99';
    expect(told()).toEqual([
      ...inConfig('/systems/1/government', 'kode wilayah 99 tidak ada'),
      ...agreement.grants.map(({ from }, index) =>
        expect.stringContaining(
          `#/grants/${index}/${from === 'lampung-in' ? 'from' : 'to'} pemerintah sistem lampung-in`,
        ),
      ),
    ]);
  });

  it('that receives for places outside its government is warned of', () => {
    system(1).territory = '31.74';
    expect(told()).toEqual([expect.stringMatching(/^warning jembatan.json#\/systems\/1\/territory di luar wilayah/)]);
  });

  it('that no agreement names is warned of', () => {
    config.systems.push({ ...system(1), name: 'bandar-lampung', territory: '18.71', tokenSha256: tokenSha256('lain') });
    expect(told()).toEqual([
      'warning jembatan.json#/systems/2 tidak ada perjanjian yang menyebut sistem bandar-lampung; tidak ada yang dapat mengalir',
    ]);
  });

  it('that is real needs an endpoint', () => {
    makeReal(0);
    system(0).endpoint = null;
    agreement.specimen = false;
    for (const one of agreement.parties) one.documentNumber = '1';
    expect(told()).toEqual([expect.stringMatching(/^error jembatan.json#\/systems\/0\/endpoint /)]);
  });

  it('that is real uses no specimen token, its own or another', () => {
    for (const name of ['jaki-crm', 'petugas', 'bandar-lampung']) {
      makeReal(0);
      system(1).name = 'bandar-lampung';
      system(0).tokenSha256 = tokenSha256(specimenToken(name));
      expect(told()).toContain(
        'error jembatan.json#/systems/0/tokenSha256 token contoh hanya untuk sistem simulasi; buat token baru',
      );
    }
  });

  it('that is real is not watched over with the specimen operator token', () => {
    makeReal(0);
    config.operator.tokenSha256 = tokenSha256(specimenToken('petugas'));
    expect(told()).toContain(
      'error jembatan.json#/operator/tokenSha256 token contoh tidak boleh dipakai selama ada sistem nyata (/systems/0)',
    );
  });

  it('whose credentials are named finds them in the environment', () => {
    system(0).credentials = { bearerEnv: 'JAKI_CRM_TOKEN' };
    const place = '/systems/0/credentials/bearerEnv';
    const unset = inConfig(place, 'variabel lingkungan JAKI_CRM_TOKEN belum diisi');
    expect(told()).toEqual(unset);
    expect(told({ env: { JAKI_CRM_TOKEN: '' } })).toEqual(unset);
    expect(told({ env: { JAKI_CRM_TOKEN: 'rahasia\n' } })).toEqual(
      inConfig(place, 'isi variabel lingkungan JAKI_CRM_TOKEN bukan token: ada spasi atau kendali'),
    );
  });

  it('whose credentials cannot be read is not looked up by them', () => {
    Object.assign(system(0), { credentials: { bearerEnv: 'rahasia' } });
    expect(told()).toEqual([
      expect.stringMatching(
        /#\/systems\/0\/credentials\/bearerEnv harus berupa nama variabel lingkungan .*, bukan isinya$/u,
      ),
    ]);
  });

  it('is given its token, another none, and an unknown one is not found', () => {
    system(0).credentials = { bearerEnv: 'JAKI_CRM_TOKEN' };
    const { configuration } = reading({ env: { JAKI_CRM_TOKEN: 'rahasia' } });
    expect(configuration?.secrets('jaki-crm').token).toBe('rahasia');
    expect(configuration?.secrets('lampung-in')).toEqual({ token: null, login: null, signature: null });
    expect(() => configuration?.secrets('tiada')).toThrow(expect.objectContaining({ code: 'not-found' }));
  });
});

describe('an agreement', () => {
  it('follows its schema, every violation told', () => {
    Object.assign(agreement, { validFrom: 'besok', validSince: '2025-04-15' });
    Object.assign(grant(0), { retentionDays: 0 });
    expect(told()).toEqual([
      ...inAgreement('/validSince', 'tidak dikenal di sini'),
      ...inAgreement('/validFrom', 'harus berupa tanggal tahun-bulan-hari, misalnya 2025-04-15'),
      ...inAgreement('/grants/0/retentionDays', 'paling kecil 1'),
    ]);
  });

  it('has an id of its own', () => {
    expect(told({}, { 'agreements/lain.json': JSON.stringify(agreement) })).toEqual([
      `error agreements/lain.json#/id kode ini sudah dipakai di ${join(folder, AGREEMENT)}`,
    ]);
  });

  it('begins before it ends', () => {
    agreement.validFrom = '2030-04-15';
    expect(told()).toEqual(inAgreement('/validUntil', 'berakhir sebelum mulai berlaku (2030-04-15)'));
  });

  it.each([
    ['2025-07-02', 'sudah berakhir pada 2025-07-02; tidak mengizinkan apa-apa'],
    ['2025-07-03', 'berakhir pada 2025-07-03, dalam 180 hari; mulailah memperpanjangnya'],
    ['2025-12-29', 'berakhir pada 2025-12-29, dalam 180 hari; mulailah memperpanjangnya'],
  ])('that ends on %s is warned of on 3 July 2025', (validUntil, message) => {
    agreement.validUntil = validUntil;
    expect(told()).toEqual([`warning ${AGREEMENT}#/validUntil ${message}`]);
    expect(reading().configuration).not.toBeNull();
  });

  it('that ends later than in 180 days is not', () => {
    agreement.validUntil = '2025-12-30';
    expect(told()).toEqual([]);
  });

  it('counts its days in Jakarta', () => {
    agreement.validUntil = '2025-07-02';
    const lateOnTheSecond = Date.parse('2025-07-02T23:59:59+07:00');
    expect(told({ now: () => lateOnTheSecond })).toEqual([expect.stringContaining('mulailah memperpanjangnya')]);
    expect(told({ now: () => lateOnTheSecond + 1000 })).toEqual([expect.stringContaining('sudah berakhir')]);
  });

  it('has parties that exist', () => {
    party(0).government = '99';
    expect(told()).toContain(`error ${AGREEMENT}#/parties/0/government kode wilayah 99 tidak ada`);
  });

  it('that is a specimen says so in its numbers', () => {
    party(0).documentNumber = '12/PKS/2025';
    expect(told()).toEqual(
      inAgreement('/parties/0/documentNumber', 'nomor naskah perjanjian contoh harus memuat CONTOH'),
    );
  });

  it('that is none has numbers of real deeds', () => {
    agreement.specimen = false;
    expect(told()).toEqual([
      ...inAgreement('/parties/0/documentNumber', 'nomor CONTOH bukan nomor naskah'),
      ...inAgreement('/parties/1/documentNumber', 'nomor CONTOH bukan nomor naskah'),
    ]);
  });

  it('that is a specimen covers no real system', () => {
    makeReal(0);
    agreement.grants = [grant(0)];
    expect(told()).toEqual(inAgreement('/grants/0/to', 'perjanjian contoh tidak berlaku untuk sistem nyata jaki-crm'));
  });

  it('that is signed covers a real system', () => {
    makeReal(0);
    agreement.specimen = false;
    party(0).documentNumber = '12/PKS/2025';
    party(1).documentNumber = '21/PKS/2025';
    expect(told()).toEqual([]);
  });
});

describe('a grant', () => {
  it('names systems that are connected', () => {
    agreement.grants = [grant(0), { ...grant(0), to: 'open-sid' }];
    expect(told()).toEqual(inAgreement('/grants/1/to', 'tidak ada sistem bernama open-sid'));
  });

  it('names a contract that exists', () => {
    agreement.grants = [{ ...grant(0), contract: 'citizen-report/9.9', fields: 'all' }];
    expect(told()).toContain(`error ${AGREEMENT}#/grants/0/contract kontrak citizen-report/9.9 tidak dikenal`);
  });

  it('is between two systems', () => {
    agreement.grants = [grant(0), { ...grant(0), to: grant(0).from }];
    expect(told()).toEqual(inAgreement('/grants/1/to', 'sama dengan pengirimnya'));
  });

  it('is between systems whose governments agreed', () => {
    party(0).government = '32';
    agreement.grants = [grant(0)];
    expect(told()).toEqual(inAgreement('/grants/0/to', 'pemerintah sistem jaki-crm (31) bukan pihak perjanjian ini'));
  });

  it('names what its sender sends', () => {
    const silent: Adapter = { ...lampungIn, emits: ['report-status/1.0'] };
    agreement.grants = [grant(0)];
    expect(told({ adapters: [jakiCrm, silent] })).toEqual(
      inAgreement('/grants/0/contract', 'lampung-in tidak mengirim report-handover/1.0 (dialek lampung/lampung-in)'),
    );
  });

  it('names what its recipient takes', () => {
    const deaf: Adapter = { ...jakiCrm, accepts: ['report-status/1.0'] };
    agreement.grants = [grant(0)];
    expect(told({ adapters: [deaf, lampungIn] })).toEqual(
      inAgreement('/grants/0/contract', 'jaki-crm tidak menerima report-handover/1.0 (dialek jakarta/jaki-crm)'),
    );
  });

  it.each(['/report/reporter', '/report/attachments/0', '/report/__proto__', '/report/location/point/x', '/reports'])(
    'names fields that the contract has, which %s is not',
    (field) => {
      grant(0).fields = [...[grant(0).fields].flat(), field];
      const index = grant(0).fields.length - 1;
      expect(told()).toEqual(
        inAgreement(
          `/grants/0/fields/${index}`,
          `${field} bukan bidang report-handover/1.0; isi daftar hanya dapat diberi seutuhnya`,
        ),
      );
    },
  );

  it.each(['/report/reporterHandle', '/report/location/point/coordinates', '/to/regionCode'])(
    'may name %s, through references and choices',
    (field) => {
      grant(0).fields = [...[grant(0).fields].flat(), field];
      expect(told()).toEqual([]);
    },
  );

  it('leaves out nothing that the contract requires, and is told all it lacks', () => {
    grant(0).fields = [grant(0).fields]
      .flat()
      .map((field) => (field === '/report/location' ? '/report/location/point' : field))
      .filter((field) => field !== '/answerBy' && field !== '/report/status');
    expect(told().toSorted()).toEqual([
      ...inAgreement('/grants/0/fields', 'kontrak report-handover/1.0 mewajibkan /answerBy'),
      ...inAgreement('/grants/0/fields', 'kontrak report-handover/1.0 mewajibkan /report/location/determinedBy'),
      ...inAgreement('/grants/0/fields', 'kontrak report-handover/1.0 mewajibkan /report/location/regionCode'),
      ...inAgreement('/grants/0/fields', 'kontrak report-handover/1.0 mewajibkan /report/status'),
    ]);
  });
});

describe('a dialect', () => {
  it('that no system speaks may be unfinished: that is a warning; spoken, it is an error', () => {
    const unfinished: Adapter = {
      ...lampungIn,
      dialect: 'banten/banten-kita',
      gaps: () => [{ pointer: '/numberPattern', message: 'belum diisi' }],
      messages: [{ ...item(wholeLampungIn.messages, 0), schema: { type: 'belum' } }],
    };
    const adapters = [jakiCrm, lampungIn, unfinished];
    const { configuration, problems } = reading({ adapters });
    const own = problems.filter(({ file }) => file === 'adapters/banten/banten-kita');
    expect([configuration === null, own.map(({ severity }) => severity)]).toEqual([false, ['warning', 'warning']]);
    expect(own.map(({ message }) => message).join()).toContain('tidak dipakai sistem mana pun');
    system(1).dialect = unfinished.dialect;
    const spoken = reading({ adapters });
    expect(spoken.configuration).toBeNull();
    expect(spoken.problems.filter(({ file }) => file === 'adapters/banten/banten-kita')).toEqual([
      expect.objectContaining({ severity: 'error', pointer: '/messages/report/schema' }),
      expect.objectContaining({ severity: 'error', pointer: '/numberPattern', message: 'belum diisi' }),
    ]);
  });

  const first = item(jakiCrm.tables, 0);

  /** JAKI CRM with its first table bent. */
  const bent = (change: Partial<typeof first>): Known['adapters'] => [
    { ...jakiCrm, tables: [{ ...first, ...change }, ...jakiCrm.tables.slice(1)] },
    lampungIn,
  ];

  it('has tables without holes', () => {
    expect(told({ adapters: bent({ natives: [...first.natives, 'Ditunda'] }) })).toEqual([
      'error adapters/jakarta/jaki-crm#/tables/status tidak ada baris yang membaca kata asli "Ditunda"',
    ]);
  });

  it('has tables of every shared word', () => {
    const adapters = bent({
      canonicals: first.canonicals.filter((word) => word !== 'rework'),
      rows: first.rows.filter((row) => row.canonical !== 'rework'),
      natives: first.natives.filter((word) => word !== 'TL Ditolak'),
    });
    expect(told({ adapters })).toEqual([
      'error adapters/jakarta/jaki-crm#/tables/status kosakata bersama punya "rework", tabel ini tidak',
    ]);
  });

  it('has tables of no other words', () => {
    const adapters = bent({ canonicals: [...first.canonicals, 'postponed'], inexpressible: ['postponed'] });
    expect(told({ adapters })).toEqual([
      'error adapters/jakarta/jaki-crm#/tables/status "postponed" bukan kosakata bersama',
    ]);
  });

  it('has no table of words that are not shared', () => {
    expect(told({ adapters: bent({ name: 'priority' }) })).toEqual([
      'error adapters/jakarta/jaki-crm#/tables/priority tidak ada kosakata bersama bernama priority',
    ]);
  });

  it('speaks contracts that exist, both ways', () => {
    const adapters: Known['adapters'] = [
      { ...jakiCrm, emits: [...jakiCrm.emits, 'rumour/1.0'], accepts: ['hearsay/2.0', ...jakiCrm.accepts] },
      lampungIn,
    ];
    expect(told({ adapters })).toEqual([
      'error adapters/jakarta/jaki-crm#/emits/4 kontrak rumour/1.0 tidak dikenal',
      'error adapters/jakarta/jaki-crm#/accepts/0 kontrak hearsay/2.0 tidak dikenal',
    ]);
  });

  it('has messages whose schemas compile', () => {
    const message = { ...item(wholeJakiCrm.messages, 0), schema: { type: 'objek' } };
    expect(told({ adapters: [{ ...jakiCrm, messages: [message] }, lampungIn] })).toEqual([
      expect.stringContaining(`error adapters/jakarta/jaki-crm#/messages/${message.name}/schema Skema tanpa $id`),
    ]);
  });
});

describe('the shared contracts', () => {
  let schemas: string;
  beforeEach(() => {
    schemas = join(folder, 'schemas');
    cpSync(SCHEMAS, schemas, { recursive: true });
  });

  it('that do not load are among the problems, once and by file, and hide no other', () => {
    writeFileSync(join(schemas, 'report-status/1.0.json'), '{');
    Object.assign(system(0), { dialect: 7 });
    const adapters = [{ ...jakiCrm, tables: [{ ...item(jakiCrm.tables, 0), rows: [] }] }];
    const lines = told({ contracts: () => loadContracts(schemas), schemas, adapters }, { [AGREEMENT]: '[' });
    expect(lines.filter((line) => line.startsWith('error schemas/report-status/1.0.json# Skema '))).toHaveLength(1);
    expect(lines).toContain(`error ${AGREEMENT}# bukan JSON yang sah, baris 1 kolom 2`);
    expect(lines.filter((line) => line.includes('jembatan.json#'))).toEqual([]);
    expect(lines).toContainEqual(
      expect.stringMatching(/^error adapters\/jakarta\/jaki-crm#\/tables\/status tidak ada baris/),
    );
  });

  it('that lack the examples on which grants are tried stop the gateway', () => {
    rmSync(join(schemas, 'report-status/1.0.examples.json'));
    writeFileSync(join(schemas, 'handover-answer/1.0.examples.json'), '{"valid":[]}');
    expect(told({ contracts: loadContracts(schemas), schemas })).toEqual([
      'error schemas/handover-answer/1.0.examples.json#/valid tidak ada contoh yang sah',
      'error schemas/report-status/1.0.examples.json# tidak dapat dibaca: berkas tidak ada',
    ]);
  });
});

describe('everything wrong', () => {
  /** Something wrong with every kind of thing: some of it breaks a schema, some only makes no sense. */
  function breakEverything(): Partial<Known> {
    Object.assign(config, { retries: 3 });
    Object.assign(system(0), { timeoutMs: 'lama', dialect: 'jakarta/jaki' });
    system(1).territory = '18.99';
    Object.assign(agreement, { validFrom: '2019-01-01', validUntil: '2020-01-01', purpose: '' });
    grant(0).to = 'open-sid';
    grant(3).fields = ['/caseIds'];
    return { adapters: [{ ...jakiCrm, accepts: ['hearsay/2.0'] }, lampungIn] };
  }

  it('is told at once', () => {
    const lines = told(breakEverything(), { 'agreements/rusak.json': '' });
    expect(lines.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(
      expect.arrayContaining([
        'error jembatan.json#/retries',
        'error jembatan.json#/systems/0/timeoutMs',
        'error jembatan.json#/systems/0/dialect',
        'error jembatan.json#/systems/1/territory',
        'error agreements/rusak.json#',
        `error ${AGREEMENT}#/purpose`,
        `warning ${AGREEMENT}#/validUntil`,
        `error ${AGREEMENT}#/grants/0/to`,
        `error ${AGREEMENT}#/grants/3/fields/0`,
        `error ${AGREEMENT}#/grants/3/fields`,
        'error adapters/jakarta/jaki-crm#/accepts/0',
      ]),
    );
  });

  it('stops the gateway, and each error is a violation with its file', () => {
    const change = breakEverything();
    const { problems, configuration } = reading(change);
    expect(configuration).toBeNull();
    const errors = problems.filter(({ severity }) => severity === 'error');
    expect(errors.length).toBeLessThan(problems.length);
    const file = join(folder, 'jembatan.json');
    expect(() => loadConfiguration(file, { ...known, ...change })).toThrow(
      expect.objectContaining({
        code: 'config-invalid',
        message: `Konfigurasi ${file} tidak dapat dipakai: ${errors.length} kesalahan.`,
        violations: errors.map(({ file: at, pointer, message }) => ({ pointer: `${at}#${pointer}`, message })),
      }),
    );
  });

  it('is not judged part by part once the violations are too many to list', () => {
    config.systems = Array.from({ length: 60 }, () => ({ ...system(0), name: 'BUKAN NAMA' }));
    const lines = told().filter((line) => line.startsWith('error jembatan.json'));
    expect(lines).toHaveLength(50);
  });
});
