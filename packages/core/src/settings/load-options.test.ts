import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createAuthority } from '../../test/authority.ts';
import type { ConfigIssue, MskReachOptions } from '../config/config.ts';
import { isMskReachError } from '../errors.ts';
import { loadOptions, type LoadOptions } from './load-options.ts';
import { reachSettings, variableOf, type ReachKey } from './options.ts';

const folder = mkdtempSync(join(tmpdir(), 'msk-reach-options-'));
const FILE = join(folder, 'config.json');
const CA_FILE = join(folder, 'ca.pem');
beforeAll(async () => writeFileSync(CA_FILE, (await createAuthority()).ca));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

const BOOTSTRAP = 'boot-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com';
const A = 'arn:aws:iam::111111111111:role/a';

function file(content: unknown): string {
  writeFileSync(FILE, typeof content === 'string' ? content : JSON.stringify(content));
  return FILE;
}

async function mistakes(input: LoadOptions): Promise<readonly string[]> {
  const error: unknown = await loadOptions({ env: {}, ...input }).catch((thrown: unknown) => thrown);
  if (!isMskReachError(error)) throw new Error('there is no mistake', { cause: error });
  expect([error.code, error.retryable]).toEqual(['CONFIG_INVALID', false]);
  const issues = error.details['issues'] as readonly ConfigIssue[];
  for (const { problem } of issues) expect(error.message).toContain(problem);
  return issues.map(({ path, source, problem }) => [path, source ?? '-', problem].join(' | '));
}

test('options go over variables, variables over the file; undefined and an empty variable say nothing', async () => {
  const configFile = file({ region: 'file', pattern: 'phz', timeout: 1, rate: 7, cidr: ['10.3.0.0/16'] });
  const env = { MSK_REACH_BOOTSTRAP: BOOTSTRAP, MSK_REACH_REGION: 'variable', MSK_REACH_TIMEOUT: '2' };
  const options = { region: 'option', timeoutMs: undefined };
  const loaded = await loadOptions({ options, env: { ...env, MSK_REACH_PATTERN: '' }, configFile });
  expect(loaded).toEqual({
    bootstrap: BOOTSTRAP,
    region: 'option',
    pattern: 'phz',
    timeoutMs: 2,
    rate: 7,
    cidr: ['10.3.0.0/16'],
  });
});

const values: Readonly<Record<ReachKey, { readonly text: string; readonly value: unknown }>> = {
  bootstrap: { text: BOOTSTRAP, value: BOOTSTRAP },
  clusterArn: {
    text: 'arn:aws:kafka:us-east-1:111111111111:cluster/a/b',
    value: 'arn:aws:kafka:us-east-1:111111111111:cluster/a/b',
  },
  region: { text: 'eu-west-1', value: 'eu-west-1' },
  expectAccount: { text: '111111111111', value: '111111111111' },
  profile: { text: 'dev', value: 'dev' },
  stsEndpoint: { text: 'https://sts.example', value: 'https://sts.example' },
  stsRegion: { text: 'us-west-2', value: 'us-west-2' },
  caFile: { text: CA_FILE, value: CA_FILE },
  pattern: { text: 'phz', value: 'phz' },
  cidr: { text: '10.0.0.0/16, 10.1.0.0/16', value: ['10.0.0.0/16', '10.1.0.0/16'] },
  vpcCidr: { text: '10.0.0.0/16', value: ['10.0.0.0/16'] },
  dnsServer: { text: '127.0.0.1:53,system', value: ['127.0.0.1:53', 'system'] },
  topic: { text: 'orders', value: ['orders'] },
  group: { text: 'billing', value: 'billing' },
  rate: { text: '7', value: 7 },
  timeout: { text: '8', value: 8 },
  deadline: { text: '9', value: 9 },
};

test.each(reachSettings)(
  '$key: a variable and a key of the file fill $fills alike',
  async ({ key, fills }) => {
    const { text, value } = values[key];
    const base = key === 'bootstrap' ? {} : { MSK_REACH_BOOTSTRAP: BOOTSTRAP };
    const byVariable = await loadOptions({ env: { ...base, [variableOf(key)]: text } });
    const byFile = await loadOptions({ env: base, configFile: file({ [key]: value }) });
    expect([byVariable[fills], byFile[fills]]).toEqual([value, value]);
  },
);

test('variables are those of the process, and MSK_REACH_CONFIG names the file, unless said otherwise', async () => {
  vi.stubEnv('MSK_REACH_CONFIG', file({ bootstrap: BOOTSTRAP, group: 'file' }));
  vi.stubEnv('MSK_REACH_TOPIC', 'orders');
  expect(await loadOptions()).toEqual({ bootstrap: BOOTSTRAP, group: 'file', topic: ['orders'] });
  const env = { MSK_REACH_CONFIG: '/nowhere.json' };
  expect(await loadOptions({ env, configFile: FILE })).toEqual({ bootstrap: BOOTSTRAP, group: 'file' });
});

test('what only a program can say passes through', async () => {
  const credentials = () => Promise.resolve({ accessKeyId: 'a', secretAccessKey: 'b' });
  const roles = [{ arn: A, tags: { team: 'a' } }];
  const options = { bootstrap: [BOOTSTRAP], credentials, roles, preflight: 'warn' as const };
  expect(await loadOptions({ options, env: {} })).toEqual(options);
});

test('an option silences its rival below it', async () => {
  const env = {
    MSK_REACH_BOOTSTRAP: BOOTSTRAP,
    MSK_REACH_PROFILE: 'dev',
    MSK_REACH_STS_ENDPOINT: 'https://sts',
  };
  const credentials = () => Promise.resolve({ accessKeyId: 'a', secretAccessKey: 'b' });
  expect(await loadOptions({ options: { credentials, stsFips: true }, env })).toEqual({
    bootstrap: BOOTSTRAP,
    credentials,
    stsFips: true,
  });
  expect((await loadOptions({ options: { stsFips: false }, env })).stsEndpoint).toBe('https://sts');
  expect(await mistakes({ options: { bootstrap: BOOTSTRAP, credentials, profile: 'dev' } })).toEqual([
    "credentials | - | is given beside 'profile'",
  ]);
});

test('a file can be shared with the command line', async () => {
  const own = {
    output: 'json',
    failOn: 'warn',
    only: ['DNS03'],
    skip: ['TCP03'],
    clientConfig: 'x.properties',
  };
  const configFile = file({ bootstrap: BOOTSTRAP, ...own });
  const env = { MSK_REACH_OUTPUT: 'json', MSK_REACH_ONLY: 'DNS03' };
  expect(await loadOptions({ env, configFile })).toEqual({ bootstrap: BOOTSTRAP });
});

test('every mistake of every source is named at once, as its owner spells it', async () => {
  const configFile = file({
    group: '',
    deadline: 'soon',
    pattrn: 'phz',
    roles: [{ arn: A, externalID: 'x1' }],
  });
  const env = { MSK_REACH_RATE: 'x', MSK_REACH_CIDR: '10.0.0.0/8,zz', MSK_REACH_SESSION_NAME: 'a b' };
  const options = { bootstrap: BOOTSTRAP, regoin: 'us-east-1', pattern: 'peering' };
  const found = await mistakes({ options: options as Partial<MskReachOptions>, env, configFile });
  expect(found.toSorted()).toEqual([
    "cidr[1] | MSK_REACH_CIDR | 'zz' is not a block of addresses",
    `deadlineMs | 'deadline' in ${FILE} | 'soon' has the wrong shape`,
    `group | 'group' in ${FILE} | '' is empty or too long`,
    'pattern | - | is none of the values',
    `pattrn | ${FILE} | 'pattrn' is not an option`,
    "rate | MSK_REACH_RATE | 'x' is not a whole number",
    "regoin | - | is not an option, did you mean 'region'?",
    `roles[0].externalID | 'roles[0].externalID' in ${FILE} | is not an option, did you mean 'externalId'?`,
    'roles[0].sessionName | MSK_REACH_SESSION_NAME (role 1) | does not have the right form',
  ]);
});

test('the message is one line a mistake', async () => {
  const env = { MSK_REACH_BOOTSTRAP: BOOTSTRAP, MSK_REACH_RATE: 'x', MSK_REACH_EXTERNAL_ID: 'id' };
  await expect(loadOptions({ env })).rejects.toThrow(
    [
      'The options have 2 mistakes:',
      "  MSK_REACH_RATE: 'x' is not a whole number; expected a whole number from 1 to 10000 (connection attempts in any one second)",
      '  MSK_REACH_EXTERNAL_ID is given without a role; expected a role in MSK_REACH_ROLE',
    ].join('\n'),
  );
});

test('a missing bootstrap says how to give one, and is not said of a file that cannot be read', async () => {
  await expect(loadOptions({ env: {} })).rejects.toThrow(/^.*\n {2}bootstrap: .*MSK_REACH_BOOTSTRAP/);
  expect(await mistakes({ configFile: '/nowhere.json' })).toEqual([
    expect.stringMatching(/^ \| the config file '\/nowhere.json' \| cannot be read \(ENOENT\)/),
  ]);
  expect(await mistakes({ configFile: file('[]') })).toEqual([
    ` | the config file '${FILE}' | holds no JSON object`,
  ]);
  expect(await mistakes({ configFile: file({ bootstrap: 7 }) })).toEqual([
    `bootstrap | 'bootstrap' in ${FILE} | '7' has the wrong shape`,
  ]);
});

test('keys that every object has are keys like others', async () => {
  const roles = `"roles": [{ "arn": "${A}", "toString": 1 }]`;
  const text = `{ "bootstrap": "${BOOTSTRAP}", "__proto__": { "region": "x" }, "constructor": 1, ${roles} }`;
  expect((await mistakes({ configFile: file(text) })).map((line) => line.split(' | ')[1])).toEqual([
    FILE,
    FILE,
    `'roles[0].toString' in ${FILE}`,
  ]);
});

test('a byte order mark and control characters do no harm', async () => {
  const configFile = file(`\uFEFF${JSON.stringify({ bootstrap: BOOTSTRAP })}`);
  expect(await loadOptions({ env: {}, configFile })).toEqual({ bootstrap: BOOTSTRAP });
  const env = { MSK_REACH_BOOTSTRAP: BOOTSTRAP, MSK_REACH_RATE: `\u001b[2J\n${'9'.repeat(500)}` };
  const [said] = await mistakes({ env });
  expect(said).toMatch(/^rate \| MSK_REACH_RATE \| '\?\[2J\?9{100,120}\.\.\.' is not a whole number$/);
});
