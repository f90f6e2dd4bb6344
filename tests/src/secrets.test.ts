/** Secrets planted in the credentials are looked for in everything that msk-reach prints, throws or stores. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createMskClient,
  createTokenProvider,
  resolveConfig,
  runPreflight,
  type MskReachOptions,
} from '@msk-reach/core';
import { startLab, type Lab } from '@msk-reach/lab';
import { logLevel } from 'kafkajs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inspect } from 'node:util';
import { optionsOf } from '../lab-options.ts';
import { run } from '../run-program.ts';

const CLI = 'packages/diagnostics/dist/cli/main.js';
let lab: Lab;
let secrets: string[] = [];

/** What a token and a session are made of: none of it may show. */
const signature = /X-Amz-Signature=|X-Amz-Security-Token=|aHR0cHM6Ly9rYWZrYS/;

function expectClean(text: string): void {
  expect(text.length).toBeGreaterThan(0);
  for (const secret of secrets)
    expect(text.includes(secret), `a secret in: ${text.slice(0, 300)}`).toBe(false);
  expect(text).not.toMatch(signature);
}

const everything = (value: unknown): string =>
  `${JSON.stringify(value)} ${inspect(value, { depth: 20, showHidden: true })}`;

beforeAll(async () => {
  lab = await startLab({ cluster: { brokers: [97] } });
  secrets = [lab.env['AWS_SECRET_ACCESS_KEY'] ?? ''];
  if (secrets[0]?.length !== 40) throw new Error('the lab gave no secret to look for');
});
afterAll(() => lab.close());

const broken: readonly (readonly [string, (options: MskReachOptions) => MskReachOptions])[] = [
  ['all well', (options) => options],
  [
    'a wrong external id',
    (options) => ({ ...options, roles: [{ arn: lab.role ?? '', externalId: 'planted-external-id' }] }),
  ],
  ['a wrong Region', (options) => ({ ...options, region: 'eu-west-1' })],
  [
    'STS that is not there',
    (options) => ({ ...options, stsEndpoint: 'http://127.0.0.1:1', timeoutMs: 1000 }),
  ],
  ['no CA', (options) => Object.fromEntries(Object.entries(options).filter(([key]) => key !== 'caFile'))],
];

test.each(broken)('observation and report with %s', async (_, change) => {
  const { observation, report } = await runPreflight(change(optionsOf(lab)));
  expectClean(everything(observation));
  expectClean(everything(report));
});

test.each(broken.slice(1))('the error of the gate with %s', async (_, change) => {
  const lines: string[] = [];
  const kafka = {
    logLevel: logLevel.DEBUG,
    logCreator: () => (entry: unknown) => void lines.push(everything(entry)),
  };
  const error: unknown = await createMskClient({ ...change(optionsOf(lab)), kafka }).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Error);
  expectClean(`${everything(error)} ${(error as Error).stack}`);
});

test('what kafkajs logs at its most talkative, and the config that can be looked at', async () => {
  const lines: string[] = [];
  const kafka = {
    logLevel: logLevel.DEBUG,
    logCreator: () => (entry: unknown) => void lines.push(everything(entry)),
  };
  await using client = await createMskClient({ ...optionsOf(lab), kafka });
  const admin = client.kafka.admin();
  await admin.connect();
  await admin.describeCluster();
  await admin.disconnect();
  expectClean(lines.join('\n'));
  expectClean(everything(await resolveConfig(optionsOf(lab))));
});

test('a token is handed out by value alone', async () => {
  const provider = await createTokenProvider(optionsOf(lab));
  const token = await provider.token();
  expect(token.value).toMatch(/^aHR0cHM6Ly9rYWZrYS/);
  expectClean(everything(provider));
  provider.close();
});

test.each(['table', 'json', 'ndjson'])('msk-reach check --output %s, both streams', async (format) => {
  for (const declare of [{}, { externalId: 'planted-external-id' }, { region: 'eu-west-1' }]) {
    const { stdout, stderr } = await run(CLI, ['check', '--output', format], lab.childEnv(declare));
    expectClean(stdout + stderr);
  }
});

test('a config file with secrets in the wrong place is refused without quoting them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'msk-reach-secrets-'));
  const file = join(folder, 'config.json');
  await writeFile(file, JSON.stringify({ bootstrap: lab.bootstrap, secretAccessKey: secrets[0] }));
  const { code, stdout, stderr } = await run(CLI, ['check', '--config', file], lab.childEnv());
  await rm(folder, { recursive: true });
  expect(code).toBe(2);
  expectClean(stdout + stderr);
  expect(stderr).toMatch(/secretAccessKey/);
});
