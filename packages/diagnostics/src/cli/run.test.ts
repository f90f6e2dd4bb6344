import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { checkIds } from '@msk-reach/core';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Report } from '@msk-reach/core';
import { rendering } from '../../test/renderings.ts';
import { sinks } from '../../test/sinks.ts';
import { formats } from '../render/all.ts';
import type { PatternLimit } from '../render/pattern-limits.ts';
import { exitCodeOf } from './exit-code.ts';
import { isLively } from './io.ts';
import { run } from './run.ts';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const stored = (name: string): string =>
  fileURLToPath(new URL(`../../test/observations/${name}.json`, import.meta.url));
const CLUSTER = 'arn:aws:kafka:us-east-1:222222222222:cluster/orders/1b2c3d4e-s1';
const HEALTHY = stored('healthy');
const BOOTSTRAP = 'boot-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com:9098';
const schema = (url: string): object =>
  JSON.parse(readFileSync(new URL(url, import.meta.url), 'utf8')) as object;

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'planted-secret-key');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});
afterEach(() => vi.unstubAllEnvs());

async function cli(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
  interrupted = new AbortController().signal,
): Promise<Ran> {
  const { stdout, stderr, out, err } = sinks();
  const code = await run(argv, { stdout, stderr, env, interrupted });
  return { code, out: out(), err: err() };
}

interface Line {
  readonly type: string;
  readonly phase?: string;
  readonly total?: number;
}
const linesOf = (text: string): readonly Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

/** Nothing but closed doors on loopback. */
const offline = ['--dns-server', '127.0.0.1:1', '--sts-endpoint', 'http://127.0.0.1:1', '--timeout', '500'];

const asked = ['--bootstrap', BOOTSTRAP, '--role', 'arn:aws:iam::111111111111:role/a'];

test.each([
  [['check'], 'no bootstrap is given'],
  [['check', '--foo'], "unknown option '--foo'"],
  [['check', '--bootstrap'], 'argument missing'],
  [['check', 'extra', '--bootstrap', 'x'], 'too many arguments'],
  [['check', '--bootstrap', BOOTSTRAP, '--pattern', 'peering'], "--pattern: 'peering'"],
  [['check', '--bootstrap', BOOTSTRAP, '--cidr', '10.0.0.0/8', '--cidr', 'nonsense'], "--cidr: 'nonsense'"],
  [['check', '--bootstrap', BOOTSTRAP, '--rate', '0'], "--rate: '0'"],
  [
    ['check', '--bootstrap', BOOTSTRAP, '--client-config', '/nowhere/x'],
    "--client-config: '/nowhere/x' cannot be read (ENOENT)",
  ],
  [['check', '--bootstrap', BOOTSTRAP, '--external-id', 'x'], '--external-id is given without a role'],
  [
    ['check', '--bootstrap', BOOTSTRAP, '--role', 'arn:aws:iam::111111111111:role/a', '--external-id', 'x y'],
    '--external-id (role 1)',
  ],
  [
    ['check', '--bootstrap', BOOTSTRAP, '--external-id', 'xy', '--role', 'arn:aws:iam::111111111111:role/a'],
    '--external-id stands before the first --role',
  ],
  [
    ['check', ...asked, '--session-name', 'xy', '--session-name', 'yz'],
    '--session-name is given twice for one role',
  ],
  [['check', '--bootstrap', BOOTSTRAP, '--only', ''], '--only names no check'],
  [['explain'], "missing required argument 'ID'; expected msk-reach explain DNS03"],
  [['explain', 'DNS'], "'DNS' is no check; expected one of DNS01, DNS02"],
  [
    ['check', '--bootstrap', BOOTSTRAP, '--rate', 'fast'],
    "'fast' is not a whole number; expected a whole number from 1 to 10000",
  ],
  [['watch', '--bootstrap', BOOTSTRAP, '--every', 'soon'], 'expected a whole number of seconds'],
  [['serve', '--bootstrap', BOOTSTRAP, '--listen', 'here'], 'expected HOST:PORT'],
  [['check', '--bootstrp', 'x'], "unknown option '--bootstrp'; did you mean --bootstrap?"],
  [['explain', '../../../etc/passwd'], 'is no check'],
  [['list-checks', '--output', 'xml'], 'Allowed choices are table, json'],
  [['analyze'], "missing required argument 'FILE'"],
  [
    ['analyze', '/nowhere/at/all.tar.gz'],
    "INPUT_UNREADABLE: '/nowhere/at/all.tar.gz' cannot be used: there is no such file; expected a file of msk-reach: a bundle",
  ],
  [['analyze', HEALTHY, '--output', 'xml'], "--output: 'xml' is not offered"],
  [['diff', HEALTHY], "missing required argument 'B'; expected msk-reach diff A B, two bundles"],
  [['bundle', '--bootstrap', BOOTSTRAP, '--out', '/nowhere/x'], 'in a folder that does not exist'],
  [['diff', HEALTHY, fileURLToPath(import.meta.url)], 'INPUT_INVALID: '],
  [['bundle', '--bootstrap', BOOTSTRAP], "required option '--out <FILE>' is not given"],
  [['bundle', '--bootstrap', BOOTSTRAP, '--out', HEALTHY], 'is there already; expected a file that is not'],
  [['bundle', '--out', '/nowhere/x.tar.gz'], 'no bootstrap is given'],
  [['pattern'], 'no bootstrap is given'],
  [['pattern', '--from', '/nowhere/at/all'], 'INPUT_UNREADABLE'],
  [['pattern', '--output', 'html'], 'Allowed choices are table, json'],
  [
    ['policy', '--check'],
    'no cluster is given, whose ARN every policy names; expected --cluster-arn arn:aws:kafka:',
  ],
  [['policy', '--check', '--cluster-arn', 'arn:aws:kafka:x'], 'is no ARN of a cluster'],
  [['policy', '--cluster-arn', CLUSTER], 'no use is given'],
  [['policy', '--cluster-arn', CLUSTER, '--consume', 'a'], '--consume and --group need each other'],
  [['policy', '--cluster-arn', CLUSTER, '--produce', 'a/b'], "--produce: 'a/b' is no name"],
  [
    ['policy', '--cluster-arn', CLUSTER, '--check', '--role', 'arn:aws:iam::222222222222:role/r'],
    'expected --caller arn:aws:iam::ACCOUNT:role/NAME too',
  ],
  [['policy', '--cluster-arn', CLUSTER, '--check', '--caller', 'me'], "--caller: 'me' is no principal"],
  [['gaze'], "unknown command 'gaze'"],
  [[], 'Usage: msk-reach'],
])('%j is a usage error with one clear line', async (argv, said) => {
  const { code, out, err } = await cli(argv);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(said);
  expect(err).not.toContain('    at ');
  if (argv.length > 0) expect(err.split('\n')[0]).toMatch(/^msk-reach: (?:USAGE|INPUT_[A-Z]+): ./);
});

const commands = [
  'check',
  'explain',
  'list-checks',
  'bundle',
  'analyze',
  'diff',
  'pattern',
  'policy',
  'watch',
  'serve',
];

test.each([['--help'], ['--version'], ...commands.map((command) => [command, '--help'])])(
  '%s %s exits 0 on stdout',
  async (...argv) => {
    const { code, out, err } = await cli(argv);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(argv.includes('--help') ? /\$ msk-reach / : /^\d+\.\d+\.\d+\n$/);
  },
);

test('a wrong bootstrap is a finding with a report, in every format', async () => {
  const check = ['check', '--bootstrap', 'localhost:9092', ...offline, '--output'];
  const json = await cli([...check, 'json']);
  expect(json.code).toBe(3);
  expect((JSON.parse(json.out) as Report).rootCauses).toEqual(['CFG01']);
  const lines = await cli([...check, 'ndjson']);
  expect([
    lines.code,
    linesOf(lines.out)
      .slice(-checkIds.length - 1)
      .map(({ type }) => type),
  ]).toEqual([3, [...checkIds.map(() => 'finding'), 'report']]);
  const table = await cli([...check, 'table']);
  expect([table.code, table.out.startsWith('FAIL')]).toEqual([3, true]);
  expect([json.err, lines.err, table.err]).toEqual(['', '', '']);
  for (const { out } of [json, lines, table]) expect(out).not.toContain('planted-secret-key');
});

test('interrupted: 130, with the report of what is known', async () => {
  const { code, out } = await cli(
    ['check', '--bootstrap', BOOTSTRAP, ...offline, '--output', 'json'],
    {},
    AbortSignal.abort(),
  );
  expect(code).toBe(130);
  const { status, findings } = JSON.parse(out) as Report;
  expect(status).toBe('unknown');
  expect(findings.find(({ check }) => check === 'DNS01')?.status).toBe('unknown');
});

/** Writes what it is given to `take`, which may refuse. */
function streamTo(take: (text: string) => Error | null): Writable {
  const stream = new Writable({ write: (chunk: Buffer, _, done) => done(take(chunk.toString('utf8'))) });
  return stream.on('error', () => undefined);
}
const refusal = (code: string): Error => Object.assign(new Error(`write ${code}`), { code });
const ndjson = ['check', '--bootstrap', BOOTSTRAP, ...offline, '--output', 'ndjson'];

test('ndjson says what happens as it happens, and ends with the report also when interrupted', async () => {
  const reader = new AbortController();
  let out = '';
  const stdout = streamTo((text) => {
    out += text;
    // Had it spoken only at the end, nothing would be left to interrupt.
    reader.abort();
    return null;
  });
  const io = { stdout, stderr: streamTo(() => null), env: {}, interrupted: reader.signal };
  expect(await run(ndjson, io)).toBe(130);
  const lines = linesOf(out);
  expect(lines[0]?.type).toBe('progress');
  expect(lines.at(-1)).toMatchObject({ type: 'report', schema: 'msk-reach/report/1', status: 'unknown' });
});

test('every line of ndjson is of its schema; findings come when the look is over', async () => {
  const { code, out, err } = await cli(ndjson);
  expect([code, err]).toEqual([3, '']);
  const isLine = new Ajv().compile(schema('../../schemas/ndjson-line.schema.json'));
  const lines = linesOf(out);
  expect(lines.filter((line) => !isLine(line))).toEqual([]);
  const types = lines.map(({ type }) => type);
  const live = types.slice(0, -checkIds.length - 1);
  expect(new Set(live)).toEqual(new Set(['progress', 'name']));
  expect(types.slice(live.length)).toEqual([...checkIds.map(() => 'finding'), 'report']);
  const { total } = lines.find(({ phase }) => phase === 'names') ?? {};
  expect(live.filter((type) => type === 'name')).toHaveLength(Number(total));
});

test('a reader that goes away is no error: the verdict is still in the exit code', async () => {
  let writes = 0;
  const stdout = streamTo(() => (++writes > 1 ? refusal('EPIPE') : null));
  let err = '';
  const stderr = streamTo((text) => ((err += text), null));
  const io = { stdout, stderr, env: {}, interrupted: new AbortController().signal };
  expect([await run(ndjson, io), err, writes]).toEqual([3, '', 2]);
});

test('a stream that cannot be written to is said with the first reason', async () => {
  let err = '';
  const stderr = streamTo((text) => ((err += text), null));
  const stdout = streamTo(() => refusal('ENOSPC'));
  const io = { stdout, stderr, env: {}, interrupted: new AbortController().signal };
  expect([await run(ndjson, io), err]).toEqual([1, 'msk-reach: no report could be made: write ENOSPC\n']);
});

test('lines and progress do not share a terminal', async () => {
  const onTerminal = (stream: Writable) => Object.assign(stream, { isTTY: true });
  const shown = async (stdout: Writable): Promise<string> => {
    let err = '';
    const stderr = onTerminal(streamTo((text) => ((err += text), null)));
    await run(ndjson, { stdout, stderr, env: {}, interrupted: new AbortController().signal });
    return err;
  };
  expect(await shown(onTerminal(streamTo(() => null)))).toBe('');
  expect(await shown(streamTo(() => null))).toMatch(/names \d+\/\d+/);
});

test('--only and --skip leave the other checks out', async () => {
  const { out } = await cli([
    'check',
    '--bootstrap',
    'localhost',
    ...offline,
    '--only',
    'CFG03',
    '--output',
    'json',
  ]);
  const { findings } = JSON.parse(out) as Report;
  expect(findings.filter(({ summary }) => summary !== 'Not asked for.').map(({ check }) => check)).toEqual([
    'CFG03',
  ]);
});

test('variables say what flags say', async () => {
  const { code, out } = await cli(['check', ...offline], {
    MSK_REACH_BOOTSTRAP: 'localhost:9092',
    MSK_REACH_OUTPUT: 'json',
  });
  expect([code, (JSON.parse(out) as Report).rootCauses]).toEqual([3, ['CFG01']]);
});

test.each([
  ['healthy', 0],
  ['one-broker-without-a-record', 3],
  ['deadline', 5],
])('analyze: %s exits %i, in every format', async (name, expected) => {
  for (const format of formats) {
    const { code, out, err } = await cli(['analyze', stored(name), '--output', format.name]);
    expect([format.name, code, err]).toEqual([format.name, expected, '']);
    expect(out).toBe(format.render({ ...rendering(name), columns: 100 }));
  }
});

test('a bundle is diagnosed elsewhere as it was here, and differs from itself in nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'msk-reach-cli-'));
  try {
    const file = join(folder, 'look.tar.gz');
    const made = await cli(['bundle', '--bootstrap', 'localhost:9092', ...offline, '--out', file]);
    expect(made).toEqual({ code: 3, out: `${file}\n`, err: '' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const there = await cli(['analyze', file, '--output', 'json']);
    expect([there.code, (JSON.parse(there.out) as Report).rootCauses]).toEqual([3, ['CFG01']]);
    expect((await cli(['analyze', file, '--only', 'CRD02'])).code).toBe(0);
    const same = await cli(['diff', file, file]);
    expect([same.code, same.err, same.out.startsWith('no changes from ')]).toEqual([0, '', true]);
    const stopped = join(folder, 'stopped.tar.gz');
    const argv = ['bundle', '--bootstrap', BOOTSTRAP, ...offline, '--out', stopped];
    expect((await cli(argv, {}, AbortSignal.abort())).code).toBe(130);
    expect((await cli(['analyze', stopped])).code).toBe(130);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ['healthy', 0, 'yes'],
  ['fixed-records', 0, 'yes'],
  ['refused-role-and-no-names', 3, 'undeclared'],
  ['deadline', 0, 'undeclared'],
])('pattern --from %s exits %i', async (name, expected, matches) => {
  const json = await cli(['pattern', '--from', stored(name), '--output', 'json']);
  const answer = JSON.parse(json.out) as {
    readonly matches: string;
    readonly limits: readonly PatternLimit[];
  };
  const isPattern = new Ajv().compile(schema('../../schemas/pattern.schema.json'));
  expect([isPattern(answer), isPattern.errors]).toEqual([true, null]);
  expect([json.code, json.err, answer.matches]).toEqual([expected, '', matches]);
  const table = await cli(['pattern', '--from', stored(name)]);
  expect([table.code, table.err]).toEqual([expected, '']);
  for (const { text, because } of answer.limits)
    expect(table.out.replaceAll(/\n +/g, ' ')).toContain(`${text} ${because}`);
  expect(JSON.stringify(answer.limits)).not.toContain('{region}');
});

test('pattern looks where no file is given', async () => {
  const unseen = await cli(['pattern', '--bootstrap', BOOTSTRAP, '--pattern', 'phz', ...offline]);
  expect([unseen.code, unseen.err]).toEqual([5, '']);
  expect(unseen.out.replaceAll('\n', ' ')).toContain('the declared one (phz) is not known');
  const { code, out } = await cli(['pattern', '--bootstrap', BOOTSTRAP, ...offline], {}, AbortSignal.abort());
  expect([code, out.startsWith('unknown (none')]).toEqual([130, true]);
});

test('policy prints documents of its schema, also by variables', async () => {
  const argv = [
    'policy',
    '--caller',
    'arn:aws:iam::111111111111:role/app',
    '--produce',
    'orders',
    '--output',
    'json',
  ];
  const env = {
    MSK_REACH_CLUSTER_ARN: CLUSTER,
    MSK_REACH_ROLE: 'arn:aws:iam::222222222222:role/msk',
    MSK_REACH_EXTERNAL_ID: 'my-id',
  };
  const { code, out, err } = await cli(argv, env);
  expect([code, err]).toEqual([0, '']);
  const isPolicy = new Ajv().compile(schema('../../schemas/policy.schema.json'));
  expect([isPolicy(JSON.parse(out)), isPolicy.errors]).toEqual([true, null]);
  expect(out).toContain('"sts:ExternalId": "my-id"');
  const table = await cli([...argv.slice(0, -2), '--cluster-arn', CLUSTER], {
    ...env,
    MSK_REACH_OUTPUT: 'html',
  });
  expect(table.out).toContain('Trust policy of arn:aws:iam::222222222222:role/msk\n{');
});

test('diff says what changed', async () => {
  const { code, out } = await cli(['diff', HEALTHY, stored('one-broker-without-a-record')]);
  expect(code).toBe(0);
  expect(out).toContain('  status: pass -> fail\n  rootCauses: - -> DNS03\n');
  const json = await cli(['diff', HEALTHY, HEALTHY, '--output', 'json']);
  expect(JSON.parse(json.out)).toMatchObject({ schema: 'msk-reach/diff/1', changes: [] });
});

test('list-checks --output json is of its schema and lists all', async () => {
  const { out } = await cli(['list-checks', '--output', 'json']);
  const isChecks = new Ajv().compile(schema('../../schemas/checks.schema.json'));
  const listed = JSON.parse(out) as { readonly checks: readonly { readonly id: string }[] };
  expect([isChecks(listed), isChecks.errors]).toEqual([true, null]);
  expect(listed.checks.map(({ id }) => id)).toEqual(checkIds);
});

test('explain prints the page, in any case of the id', async () => {
  expect((await cli(['explain', 'dns03'])).out).toMatch(/^# DNS03: /);
  expect((await cli(['explain', 'PAT04'])).out).toMatch(/^# PAT04: /);
});

test('exit codes: the first that holds', () => {
  const of = (
    status: Report['status'],
    ended: 'complete' | 'deadline' | 'interrupted' = 'complete',
    failOn: 'fail' | 'warn' = 'fail',
  ): number => exitCodeOf({ status } as Report, ended, failOn);
  expect([
    of('pass'),
    of('warn'),
    of('warn', 'complete', 'warn'),
    of('fail'),
    of('unknown'),
    of('unknown', 'deadline'),
  ]).toEqual([0, 0, 4, 3, 5, 5]);
  expect([of('pass', 'interrupted'), of('fail', 'interrupted', 'warn')]).toEqual([130, 130]);
});

test('colour and progress only on a terminal, never with NO_COLOR or CI', () => {
  expect([isLively({ isTTY: true }, {}), isLively({}, {})]).toEqual([true, false]);
  expect([isLively({ isTTY: true }, { NO_COLOR: '1' }), isLively({ isTTY: true }, { CI: 'true' })]).toEqual([
    false,
    false,
  ]);
});
