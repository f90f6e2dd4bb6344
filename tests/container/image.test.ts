/** The image of the Dockerfile, as a cautious cluster runs it: no rights, no network, nothing to write to. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { checkIds } from '@msk-reach/core';
import { startLab } from '@msk-reach/lab';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { docker } from './docker.ts';
import { importNodeBase } from './node-base.ts';
import { run } from '../run-program.ts';

// A container takes seconds to start, several of them on a busy machine a minute.
vi.setConfig({ testTimeout: 180_000 });

const root = fileURLToPath(new URL('../..', import.meta.url));
const TAG = `msk-reach:test-${process.pid}`;
/** Made here where Node runs in a container as it is; otherwise the Dockerfile's own base is pulled. */
const OWN_BASE = `msk-reach-base:test-${process.pid}`;
const given = process.env['MSK_REACH_IMAGE_BASE'];
const makesBase = given === undefined && process.platform === 'linux';
const base = given ?? (makesBase ? OWN_BASE : 'node:24-slim');

const LOOK = `${root}packages/diagnostics/test/observations/one-broker-without-a-record.json`;
const MOST_BYTES = 40e6;
const locked = ['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'];

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Not waited for in one piece: the lab that is asked answers from this process. */
async function inContainer(
  args: readonly string[],
  options: readonly string[] = ['--network', 'none'],
): Promise<Ended> {
  const child = spawn('docker', ['run', '--rm', ...locked, ...options, TAG, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}

/** What a line of JavaScript makes of the image. */
function evaluate(code: string, options: readonly string[] = []): string {
  return docker('run', '--rm', '--network', 'none', ...options, '--entrypoint', 'node', TAG, '-p', code);
}

beforeAll(async () => {
  if (makesBase) await importNodeBase(base);
  const args = ['image', '--tag', TAG, '--base', base];
  const env = { ...process.env } as Record<string, string>;
  const { stdout, stderr } = await run('scripts/run.mjs', args, env);
  if (stdout !== `image: ${TAG}\n`) throw new Error(stderr);
}, 600_000);

afterAll(() => {
  docker('rmi', '--force', TAG, ...(makesBase ? [base] : []));
});

test('it runs as a user without rights, by one entry point, and may write nothing of its own', () => {
  const [{ Config: config }] = JSON.parse(docker('image', 'inspect', TAG)) as [
    { readonly Config: { readonly User: string; readonly Entrypoint: readonly string[] } },
  ];
  expect(config).toMatchObject({ User: '65532:65532', Entrypoint: ['msk-reach'] });
  expect(evaluate('[process.getuid(), process.getgid()].join()')).toBe('65532,65532');
  const write = "try { fs.writeFileSync('/opt/msk-reach/x', '') } catch (error) { error.code }";
  expect(evaluate(write)).toBe('EACCES');
});

test('it is small, and holds no dependency of the development', async () => {
  const sizeOf = (image: string): number =>
    Number(docker('image', 'inspect', '--format', '{{.Size}}', image));
  expect(sizeOf(TAG) - sizeOf(base)).toBeLessThan(MOST_BYTES);
  const list = `fs.readdirSync('/opt/msk-reach/node_modules', { recursive: true })
    .filter((path) => path.endsWith('package.json')).map((path) => path.slice(0, -'/package.json'.length)).join()`;
  const held = evaluate(list).split(',');
  expect(held).toEqual(expect.arrayContaining(['@msk-reach/core', '@msk-reach/diagnostics', 'kafkajs']));
  const manifests = ['package.json', 'packages/core/package.json', 'packages/diagnostics/package.json'];
  const texts = await Promise.all(manifests.map((path) => readFile(`${root}${path}`, 'utf8')));
  const development = texts.flatMap((text) =>
    Object.keys((JSON.parse(text) as { readonly devDependencies: object }).devDependencies),
  );
  const ours = ['@msk-reach/core', '@msk-reach/diagnostics'];
  expect(held.filter((name) => development.includes(name) && !ours.includes(name))).toEqual([]);
});

test('--help, explain and list-checks', async () => {
  const help = await inContainer(['--help']);
  expect(help).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Usage: msk-reach/u) });
  expect(await inContainer([])).toEqual(help);
  expect(await inContainer(['explain', 'DNS03'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^# DNS03: /u),
    stderr: '',
  });
  const { stdout } = await inContainer(['list-checks', '--output', 'json']);
  const { checks } = JSON.parse(stdout) as { readonly checks: readonly { readonly id: string }[] };
  expect(checks.map(({ id }) => id)).toEqual(checkIds);
});

test('analyze says of a stored look what it says outside', async () => {
  const here = await run('packages/diagnostics/dist/cli/main.js', ['analyze', LOOK], { NO_COLOR: '1' });
  const there = await inContainer(
    ['analyze', '/look.json'],
    ['--network', 'none', '--volume', `${LOOK}:/look.json:ro`],
  );
  expect(there).toEqual(here);
  expect(there).toMatchObject({ code: 3, stderr: '' });
});

test('check looks at a cluster, and every broker lets it in', async () => {
  await using lab = await startLab({ engine: 'wire', cluster: { brokers: [97, 98, 473] } });
  const variables = Object.entries(lab.env).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  const ca = ['--volume', `${lab.caFile}:${lab.caFile}:ro`];
  const { code, stdout, stderr } = await inContainer(
    ['check', '--output', 'json'],
    ['--network', 'host', '--env', 'AWS_EC2_METADATA_DISABLED=true', ...variables, ...ca],
  );
  expect([code, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toMatchObject({ status: 'pass', cluster: { brokers: { length: 3 } } });
});

test('serve answers its probes, and ends with 0 when the container is stopped', () => {
  const bootstrap = 'boot-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com';
  const serve = ['serve', '--bootstrap', bootstrap, '--dns-server', '127.0.0.1:1', '--timeout', '500'];
  const id = docker('run', '--detach', ...locked, '--network', 'none', TAG, ...serve);
  try {
    const ask = `const ask = () => fetch('http://127.0.0.1:9464/livez').then(({ status }) => console.log(status),
      () => setTimeout(ask, 50)); ask()`;
    expect(docker('exec', id, 'node', '-e', ask)).toBe('200');
    docker('stop', '--time', '20', id);
    expect(docker('inspect', '--format', '{{.State.ExitCode}}', id)).toBe('0');
  } finally {
    docker('rm', '--force', id);
  }
});
