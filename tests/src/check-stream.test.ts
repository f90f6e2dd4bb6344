/** `msk-reach check --output ndjson` as a process: lines while it looks, a reader that leaves, Ctrl-C. */
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startLab, type Lab } from '@msk-reach/lab';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run, start, type Running } from '../run-program.ts';

const CLI = 'packages/diagnostics/dist/cli/main.js';
const NDJSON = ['check', '--output', 'ndjson'];
const root = fileURLToPath(new URL('../..', import.meta.url));
const schemaOf = (file: string): object =>
  JSON.parse(readFileSync(`${root}packages/${file}`, 'utf8')) as object;

interface Line {
  readonly type: string;
  readonly host?: string;
  readonly status?: string;
}
const linesOf = (text: string): readonly Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ engine: 'wire', cluster: { brokers: [97, 98, 473] } });
});
afterAll(() => lab.close());

test('every line is of its schema, and what was seen of each broker is among them', async () => {
  const { code, stdout, stderr } = await run(CLI, NDJSON, lab.childEnv());
  expect([code, stderr]).toEqual([0, '']);
  const ajv = new Ajv();
  ajv.addSchema(schemaOf('core/schemas/observation.schema.json'), 'observation');
  const isLine = ajv.compile(schemaOf('diagnostics/schemas/ndjson-line.schema.json'));
  const lines = linesOf(stdout);
  expect(lines.filter((line) => !isLine(line))).toEqual([]);
  for (const type of ['name', 'path']) {
    const isItem = ajv.compile({ $ref: `observation#/properties/${type}s/items` });
    expect(lines.filter((line) => line.type === type && !isItem(line))).toEqual([]);
  }
  const brokers = lab.kafka.list().map(({ advertisedHost }) => advertisedHost);
  const paths = lines.filter(({ type }) => type === 'path').map(({ host }) => host);
  expect(paths).toEqual(expect.arrayContaining(brokers));
  expect(lines.at(-1)).toMatchObject({ type: 'report', status: 'pass' });
});

test('Ctrl-C in the middle: what was seen is out already, the report is the last line, the code is 130', async () => {
  const mute = createSocket('udp4').bind(0, '127.0.0.1');
  let check: Running | null = null;
  try {
    await once(mute, 'listening');
    // The second resolver never answers: the look cannot be over when the first path comes.
    const dnsServer = ['${MSK_REACH_DNS_SERVER}', `127.0.0.1:${mute.address().port}`];
    check = start(CLI, NDJSON, lab.childEnv({ dnsServer, timeout: 600_000 }));
    await check.printed(/"type":"path"/);
    check.child.kill('SIGINT');
    const { code, stdout, stderr } = await check.ended;
    expect([code, stderr]).toEqual([130, '']);
    const types = linesOf(stdout).map(({ type }) => type);
    expect([types.at(-2), types.at(-1)]).toEqual(['finding', 'report']);
  } finally {
    check?.child.kill('SIGKILL');
    mute.close();
  }
});

test('a reader that leaves after the first line: no crash, no hang, the code of the verdict', async () => {
  const script = `{ "${process.execPath}" ${CLI} ${NDJSON.join(' ')}; echo "ended with $?" >&2; } | head -n 1`;
  const child = spawn('sh', ['-c', script], {
    cwd: root,
    env: lab.childEnv(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (chunk: Buffer) => (texts[name] += chunk.toString()));
  await once(child, 'close');
  expect(texts.stderr).toBe('ended with 0\n');
  expect(linesOf(texts.stdout)).toEqual([{ type: 'progress', phase: 'identity', done: 0, total: 1 }]);
});
