/** The commands `msk-lab run` and `msk-lab exec`, on the wire engine: what they print and how they end. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../packages/lab/dist/cli/main.js', import.meta.url));
const HOST = 'boot-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'msk-lab-cli-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ran {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly words: string;
}

function lab(args: readonly string[], env: Readonly<Record<string, string>> = {}): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { code: status, lines: stdout.trimEnd().split('\n'), words: stderr };
}

function scenario(name: string, parts: object): string {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify({ schema: 'msk-lab/scenario/1', name, engine: 'wire', ...parts }));
  return file;
}

const NO_ZONE = { dns: { zones: [] } };

test('run: a row for each scenario, the tally last, 0 when all match', () => {
  const files = [
    scenario('well', { expect: { status: 'pass' } }),
    scenario('no-zone', { ...NO_ZONE, expect: { rootCauses: ['DNS01'] } }),
  ];
  const { code, lines } = lab(['run', ...files]);
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^ {2}well +pass +pass +\d+$/u);
  expect(lines[1]).toMatch(/^ {2}no-zone +fail DNS01 +fail DNS01 +\d+$/u);
  expect(lines[2]).toBe('scenarios: 2 matched, 0 not, false alarms 0');
  expect(code).toBe(0);
});

test('run: 3 when one does not match, with every difference and the false alarm', () => {
  const file = scenario('surprise', { ...NO_ZONE, expect: { status: 'pass' } });
  const { code, lines } = lab(['run', file]);
  expect(lines[0]).toMatch(/^! surprise/u);
  expect(lines.slice(1)).toEqual([
    '    exit 3 instead of 0',
    '    status fail instead of pass',
    '    root cause DNS01 is not expected',
    'scenarios: 0 matched, 1 not, false alarms 1',
  ]);
  expect(code).toBe(3);
});

test('run --json: an object for each scenario of a folder', () => {
  const below = join(folder, 'below');
  mkdirSync(join(below, 'deeper'), { recursive: true });
  scenario('below/one', { name: 'one', expect: {} });
  scenario('below/deeper/two', { name: 'two', ...NO_ZONE, expect: { rootCauses: [['DNS01', 'DNS13']] } });
  const { code, lines } = lab(['run', '--json', below]);
  const rows = lines.slice(0, -1).map((line) => JSON.parse(line) as { readonly name: string });
  expect(rows.map(({ name }) => name)).toEqual(['two', 'one']);
  expect(rows[0]).toMatchObject({
    matched: true,
    expected: { exit: 3, status: 'fail', rootCauses: [['DNS01', 'DNS13']] },
    got: { exit: 3, status: 'fail', rootCauses: ['DNS01'], pattern: 'none' },
    ms: expect.any(Number),
  });
  expect(code).toBe(0);
});

test('run: 2 for what is no scenario, with file, pointer and what was expected, and nothing is run', () => {
  const good = scenario('good', {});
  const bad = scenario('bad', { engine: 'zookeeper', dns: { zone: [] } });
  const { code, lines, words } = lab(['run', good, bad]);
  expect(code).toBe(2);
  expect(lines).toEqual(['']);
  expect(words).toContain(`${bad}: /engine: must be one of "kafka", "wire", not "zookeeper"`);
  expect(words).toContain(`${bad}: /dns/zone: no such key; there are: zones, faults`);
});

test.each([
  [['run', '/nowhere/x.json'], '/nowhere/x.json: cannot be read (ENOENT)'],
  [['up', '/nowhere/x.json'], '/nowhere/x.json: cannot be read (ENOENT)'],
  [['run'], "missing required argument 'path'"],
  [['run', '--jsno', 'x'], "unknown option '--jsno'"],
  [['fly'], "unknown command 'fly'"],
])('%j ends with 2 and a sentence', (args, sentence) => {
  const { code, words } = lab(args);
  expect(words).toContain(sentence);
  expect(words).not.toMatch(/\n +at /u);
  expect(code).toBe(2);
});

test('run: a lab that does not start is a row, and the run goes on', () => {
  const properties = { 'log.retention.ms': 'abc' };
  const broken = scenario('broken', { engine: 'kafka', cluster: { brokers: [97] }, kafka: { properties } });
  const { code, lines } = lab(['run', broken, scenario('after', { expect: { status: 'pass' } })]);
  expect(lines[0]).toMatch(/^! broken +pass +exit null/u);
  expect(lines[1]).toContain('    the lab did not start: brokers: ');
  expect(lines[1]).toContain('log.retention.ms');
  expect(lines.at(-2)).toMatch(/^ {2}after/u);
  expect(lines.at(-1)).toBe('scenarios: 1 matched, 1 not, false alarms 0');
  expect(code).toBe(3);
});

test.each([
  [
    { MSK_LAB_KAFKA_VERSION: 'banana' },
    'MSK_LAB_KAFKA_VERSION: must look like "3.9" or "4.1.1", not "banana"',
  ],
  [{ TMPDIR: '/nowhere' }, 'TMPDIR: no folder can be made in /nowhere (ENOENT)'],
])('%j ends with 2 and a sentence', (env, sentence) => {
  const { code, words } = lab(['run', scenario('any', {})], env);
  expect(words).toBe(`msk-lab: ${sentence}\n`);
  expect(code).toBe(2);
});

test('what would command a terminal is written out', () => {
  const file = join(folder, 'escape.json');
  writeFileSync(file, JSON.stringify({ '\u001B[31m': 1 }));
  const { words } = lab(['run', file]);
  expect(words).toContain('/\\u001b[31m: no such key');
  expect(words).not.toContain('\u001B');
});

test('text that is no JSON ends with 2', () => {
  const file = join(folder, 'no.json');
  writeFileSync(file, '{ "schema": ');
  const { code, words } = lab(['run', file]);
  expect(words).toContain(`${file}: /: JSON;`);
  expect(code).toBe(2);
});

test.each(['up', 'run', 'exec'])('%s --help has an example', (command) => {
  const { code, lines } = lab([command, '--help']);
  expect(lines.join('\n')).toContain('Example:');
  expect(code).toBe(0);
});

test("exec: the command's own exit code, and nothing of this machine's AWS", () => {
  const file = scenario('inside', { declare: { pattern: 'phz', caFile: null } });
  const script = 'env | grep -E "^(AWS|MSK_REACH)_" | sort; exit 7';
  const { code, lines } = lab(['exec', file, '--', 'sh', '-c', script], {
    AWS_PROFILE: 'mine',
    MSK_REACH_TOPIC: 'mine',
  });
  expect(code).toBe(7);
  expect(lines.map((line) => line.split('=')[0])).toEqual([
    'AWS_ACCESS_KEY_ID',
    'AWS_CONFIG_FILE',
    'AWS_EC2_METADATA_DISABLED',
    'AWS_ENDPOINT_URL_KAFKA',
    'AWS_ENDPOINT_URL_STS',
    'AWS_REGION',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SHARED_CREDENTIALS_FILE',
    'MSK_REACH_BOOTSTRAP',
    'MSK_REACH_CIDR',
    'MSK_REACH_DNS_SERVER',
    'MSK_REACH_EXTERNAL_ID',
    'MSK_REACH_PATTERN',
    'MSK_REACH_REGION',
    'MSK_REACH_ROLE',
    'MSK_REACH_STS_ENDPOINT',
  ]);
});

test('exec: a command that is not there ends with 127', () => {
  expect(lab(['exec', scenario('absent', {}), '--', 'no-such-program-anywhere']).code).toBe(127);
});

const redirected =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['--mount', 'true']).status === 0;
if (!redirected) process.stderr.write('skipped: redirected names need root on Linux with unshare\n');

test.skipIf(!redirected)(
  "exec: as root the command's own names resolve in the lab, and nobody else's",
  () => {
    const before = readFileSync('/etc/resolv.conf', 'utf8');
    const script = `const { lookup } = require('node:dns');
lookup('${HOST}', { all: true }, (error, found) => console.log(error?.code ?? found.map((one) => one.address).join()));
lookup('example.com', (error) => console.log(error?.code));`;
    const { code, lines } = lab(['exec', scenario('named', {}), '--', process.execPath, '-e', script]);
    expect(code).toBe(0);
    expect(lines.toSorted()[0]).toMatch(/^127\.\d+\.\d+\.\d+,127\./u);
    expect(lines).toContain('ENOTFOUND');
    expect(readFileSync('/etc/resolv.conf', 'utf8')).toBe(before);
  },
);

test('exec: where names cannot be redirected it says so and goes on', () => {
  const command = ['exec', scenario('plain', {}), '--', process.execPath, '-e', ''];
  // Without unshare on the PATH root is as helpless as anybody else.
  const { code, words } = lab(command, { PATH: folder });
  expect(words).toContain('names are not redirected');
  expect(code).toBe(0);
});

test('exec: a signal reaches the command', async () => {
  const script = 'trap "echo told; exit 9" TERM; echo started; while :; do sleep 0.1; done';
  const child = spawn(process.execPath, [MAIN, 'exec', scenario('signalled', {}), '--', 'sh', '-c', script]);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const ended = new Promise((resolve) => {
    child.once('close', resolve);
  });
  for (let waited = 0; !output.includes('started') && waited < 300; waited++) await sleep(100);
  child.kill('SIGTERM');
  expect(await ended).toBe(9);
  expect(output).toContain('told');
});
