import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Flags } from '@msk-reach/core/settings';
import { afterAll, expect, test } from 'vitest';
import { mergeSettings, type CheckSettings } from './settings.ts';
import { isUsageError } from './usage-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'msk-reach-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

const formats = ['table', 'json'];
const none: Flags = { values: {}, roles: [] };
const BOOTSTRAP = { bootstrap: 'boot-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com' };
const A = 'arn:aws:iam::111111111111:role/a';
const B = 'arn:aws:iam::222222222222:role/b';

function merge(flags: Partial<Flags>, env: Readonly<Record<string, string>> = {}): CheckSettings {
  return mergeSettings({
    flags: { ...none, ...flags, values: { ...BOOTSTRAP, ...flags.values } },
    env,
    formats,
  });
}
function mistake(flags: Partial<Flags>, env: Readonly<Record<string, string>> = {}): string {
  try {
    merge(flags, env);
    return 'no mistake';
  } catch (error) {
    if (isUsageError(error)) return error.message;
    throw error;
  }
}
function file(content: unknown): string {
  const path = join(folder, 'config.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

test('flags go over variables, variables over the file', () => {
  const config = file({ region: 'file', pattern: 'phz', timeout: 1, rate: 7, cidr: ['10.3.0.0/16'] });
  const env = {
    MSK_REACH_REGION: 'variable',
    MSK_REACH_TIMEOUT: '2',
    MSK_REACH_CONFIG: config,
    MSK_REACH_PATTERN: '',
  };
  const { options } = merge({ values: { region: 'flag' } }, env);
  expect(options).toEqual({
    ...BOOTSTRAP,
    region: 'flag',
    pattern: 'phz',
    timeoutMs: 2,
    rate: 7,
    cidr: ['10.3.0.0/16'],
  });
});

test("a client's configuration is handed on, wherever it is named", () => {
  expect(
    merge({ values: { clientConfig: 'a' } }, { MSK_REACH_CLIENT_CONFIG: 'b' }).options.clientConfig,
  ).toBe('a');
  expect(merge({}, { MSK_REACH_CLIENT_CONFIG: 'b' }).options.clientConfig).toBe('b');
  expect(merge({ values: { config: file({ clientConfig: 'c' }) } }).options.clientConfig).toBe('c');
});

test('--config goes over MSK_REACH_CONFIG', () => {
  const { options } = merge(
    { values: { config: file({ region: 'a' }) } },
    { MSK_REACH_CONFIG: '/nowhere.json' },
  );
  expect(options.region).toBe('a');
});

test('variables separate repeats by commas', () => {
  const { options, selection } = merge(
    {},
    { MSK_REACH_DNS_SERVER: '127.0.0.1:53, system', MSK_REACH_SKIP: 'dns02,TCP03' },
  );
  expect(options.dnsServer).toEqual(['127.0.0.1:53', 'system']);
  expect(selection).toEqual({ skip: ['DNS02', 'TCP03'] });
});

test('roles of variables: one entry a role, empty allowed, a single one means the last', () => {
  const roles = (env: Readonly<Record<string, string>>): unknown =>
    merge({}, { MSK_REACH_ROLE: `${A},${B}`, ...env }).options.roles;
  expect(roles({})).toEqual([{ arn: A }, { arn: B }]);
  expect(roles({ MSK_REACH_EXTERNAL_ID: 'x' })).toEqual([{ arn: A }, { arn: B, externalId: 'x' }]);
  expect(roles({ MSK_REACH_EXTERNAL_ID: ',x', MSK_REACH_SESSION_NAME: 's1,s2' })).toEqual([
    { arn: A, sessionName: 's1' },
    { arn: B, externalId: 'x', sessionName: 's2' },
  ]);
  expect(mistake({}, { MSK_REACH_ROLE: `${A},${B}`, MSK_REACH_EXTERNAL_ID: 'x,y,z' })).toContain(
    '3 entries for 2 roles',
  );
});

test('roles of the highest layer that names any; each attribute from the highest layer that gives it', () => {
  const env = { MSK_REACH_ROLE: B, MSK_REACH_EXTERNAL_ID: 'from-variable' };
  expect(merge({ roles: [{ arn: A, externalId: 'own' }] }, env).options.roles).toEqual([
    { arn: A, externalId: 'own' },
  ]);
  expect(merge({ roles: [{ arn: A }] }, env).options.roles).toEqual([
    { arn: A, externalId: 'from-variable' },
  ]);
  expect(merge({ externalId: 'flag' }, env).options.roles).toEqual([{ arn: B, externalId: 'flag' }]);
  const config = file({ roles: [{ arn: A, externalId: 'from-file' }] });
  expect(merge({}, { MSK_REACH_CONFIG: config }).options.roles).toEqual([
    { arn: A, externalId: 'from-file' },
  ]);
  expect(merge({}, { MSK_REACH_CONFIG: config, MSK_REACH_EXTERNAL_ID: 'v' }).options.roles).toEqual([
    { arn: A, externalId: 'v' },
  ]);
});

test.each([
  [{ externalId: 'x' }, {}, '--external-id is given without a role'],
  [{ values: { timeout: 'soon' } }, {}, "--timeout: 'soon' is not a whole number"],
  [{ values: { timeout: '-1' } }, {}, "--timeout: '-1' is not a whole number"],
  [{}, { MSK_REACH_RATE: '1e3' }, "MSK_REACH_RATE: '1e3' is not a whole number"],
  [{ values: { output: 'junit' } }, {}, "--output: 'junit' is not offered; expected table, json"],
  [{ values: { failOn: 'never' } }, {}, "--fail-on: 'never' is not offered; expected fail, warn"],
  [{ values: { only: 'DNS99,TCP01' } }, {}, "--only: 'DNS99' is no check"],
  [{ values: { config: '/nowhere/at/all.json' } }, {}, 'cannot be read (ENOENT); expected a readable file'],
  [{ values: { bootstrap: '\u001b[2Jx' } }, { MSK_REACH_ONLY: '\u001b[2J' }, "'?[2J' is no check"],
] satisfies [Partial<Flags>, Record<string, string>, string][])(
  '%j %j is one clear mistake',
  (flags, env, said) => {
    expect(mistake(flags, env)).toContain(said);
  },
);

test.each([
  ['not json', 'is no JSON: '],
  [[], 'holds no JSON object'],
  [{ bootstrp: 'x' }, "'bootstrp' is not an option"],
  [{ cidr: '10.0.0.0/8' }, "'cidr' in"],
  [{ timeout: 'soon' }, 'expected a number'],
  [{ roles: ['arn'] }, 'is not a list of roles'],
])('a file with %j is one clear mistake', (content, said) => {
  expect(mistake({ values: { config: file(content) } })).toContain(said);
});

test('without a bootstrap nothing can be looked at', () => {
  expect(() => mergeSettings({ flags: none, env: {}, formats })).toThrow('no bootstrap is given');
});
