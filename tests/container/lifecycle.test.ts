/** The container ends with the lab, however that ends; and who wants no container needs no Testcontainers. */
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { containers, gone } from './docker.ts';
import { labWithoutTestcontainers } from './lab-copy.ts';
import { LAB_MAIN, ready, type Running, startNode, until } from './lab-process.ts';

/** What the contract allows. */
const END_MS = 10_000;

let folder = '';
let bare = '';
let scenario = '';
const started: Running[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'msk-reach-container-'));
  bare = await labWithoutTestcontainers(folder);
  scenario = join(folder, 'scenario.json');
  await writeFile(
    scenario,
    JSON.stringify({ schema: 'msk-lab/scenario/1', name: 'small', cluster: { brokers: [97] } }),
  );
});

afterEach(() => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Starts `up` with a folder for temporary files of its own. */
async function up(
  engine: string | undefined,
  {
    main = LAB_MAIN,
    env = {},
  }: { readonly main?: string; readonly env?: Record<string, string | undefined> } = {},
): Promise<Running & { readonly temporary: string }> {
  const temporary = await mkdtemp(join(folder, 'tmp-'));
  const lab = startNode([main, 'up', scenario], {
    ...process.env,
    MSK_LAB_ENGINE: engine,
    TMPDIR: temporary,
    ...env,
  });
  started.push(lab);
  return { ...lab, temporary };
}

function since(known: readonly string[]): readonly string[] {
  return containers().filter((id) => !known.includes(id));
}

test.for(['SIGINT', 'SIGTERM'] as const)('%s ends lab and container and leaves nothing', async (signal) => {
  const known = containers();
  const lab = await up('docker');
  await ready(lab);
  const own = since(known);
  expect(own).toHaveLength(1);
  lab.child.kill(signal);
  await lab.exited;
  expect(since(known)).toEqual([]);
  expect(await readdir(lab.temporary)).toEqual([]);
});

test('when it is killed itself, the container is gone', async () => {
  const known = containers();
  const lab = await up('docker');
  await ready(lab);
  const own = since(known);
  expect(own).toHaveLength(1);
  lab.child.kill('SIGKILL');
  await gone(own, END_MS);
});

test('when it is killed while Kafka starts, the container is gone', async () => {
  const known = containers();
  const lab = await up('docker');
  await until(lab, 'the container', () => isRunning(since(known)));
  expect(lab.lines).not.toContain('ready');
  const own = since(known);
  lab.child.kill('SIGKILL');
  await gone(own, END_MS);
});

/** Created is too early: the engine then has nothing to end. */
function isRunning(ids: readonly string[]): boolean {
  const [id] = ids;
  if (id === undefined) return false;
  const { stdout } = spawnSync('docker', ['inspect', '--format', '{{.State.Running}}', id], {
    encoding: 'utf8',
  });
  return stdout.trim() === 'true';
}

test('a container that somebody else removes ends nothing but itself', async () => {
  const known = containers();
  const lab = await up('docker');
  await ready(lab);
  const [id = ''] = since(known);
  spawnSync('docker', ['rm', '--force', id]);
  lab.child.kill('SIGTERM');
  expect(await lab.exited).not.toBeNull();
  expect(await readdir(lab.temporary)).toEqual([]);
});

test('without Testcontainers the engine names what to install', async () => {
  const lab = await up('docker', { main: bare });
  expect(await lab.exited).toBe(2);
  expect(lab.stderr()).toContain('needs the package testcontainers, which is not installed: npm install');
  expect(lab.stderr()).toContain('MSK_LAB_ENGINE=jvm');
});

test('the JVM engine never loads Testcontainers', async () => {
  const known = containers();
  const lab = await up('jvm', { main: bare });
  await ready(lab);
  expect(since(known)).toEqual([]);
});

test('without a Docker engine it says so', async () => {
  const lab = await up('docker', { env: { DOCKER_HOST: `unix://${join(folder, 'nobody.sock')}` } });
  expect(await lab.exited).toBe(2);
  expect(lab.stderr()).toContain('needs a Docker engine, and none answers');
});

test('a machine with Docker alone uses it unasked', async () => {
  const programs = join(folder, 'bin');
  await mkdir(programs);
  const docker = spawnSync('which', ['docker'], { encoding: 'utf8' }).stdout.trim();
  await symlink(docker, join(programs, 'docker'));
  const known = containers();
  const lab = await up(undefined, { env: { PATH: programs, JAVA_HOME: undefined } });
  await ready(lab);
  expect(since(known)).toHaveLength(1);
  lab.child.kill('SIGTERM');
  await lab.exited;
  expect(since(known)).toEqual([]);
});
