import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const exec = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const published = ['core', 'diagnostics', 'lab'] as const;
const pnpm = ['--yes', 'pnpm@12.21.0'];
const NODE_24 = '24.21.0';

let project = '';
let node24 = '';
const tarballs = new Map<string, string>();

/** Nothing of this machine's Node options or AWS settings reaches the installed package. */
const bare = { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1' };

async function runNode(node: string, args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  return await exec(node, [...args], { cwd: project, env: bare });
}

async function filesOf(tarball: string): Promise<string[]> {
  const { stdout } = await exec('tar', ['-tzf', tarball]);
  return stdout.trim().split('\n').toSorted();
}

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'msk-reach-project-'));
  for (const name of published) {
    const { stdout } = await exec('npx', [...pnpm, 'pack', '--json', '--pack-destination', project], {
      cwd: join(root, 'packages', name),
    });
    const { filename } = JSON.parse(stdout) as { filename: string };
    tarballs.set(name, filename);
  }
  const files = [...tarballs.values()].map((file) => `file:${file}`);
  await writeFile(join(project, 'package.json'), JSON.stringify({ name: 'empty', private: true }));
  const nodePackage = `node-${process.platform}-${process.arch}@${NODE_24}`;
  await exec('npm', ['install', '--no-audit', '--no-fund', '--omit=peer', ...files, nodePackage], {
    cwd: project,
    maxBuffer: 2 ** 24,
  });
  node24 = join(project, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin/node');
}, 300_000);

afterAll(async () => {
  await rm(project, { recursive: true, force: true });
});

describe.each([
  ['this Node', () => process.execPath],
  [`Node ${NODE_24}`, () => node24],
])('the installed packages on %s', (_, node) => {
  test.each(published)('%s can be imported', async (name) => {
    const code = `import * as it from '@msk-reach/${name}'; console.log(Object.keys(it).length > 0)`;
    const { stdout } = await runNode(node(), ['--input-type=module', '-e', code]);
    expect(stdout).toBe('true\n');
  });

  test.each(published)('%s can be required', async (name) => {
    const code = `console.log(Object.keys(require('@msk-reach/${name}')).length > 0)`;
    const { stdout } = await runNode(node(), ['--no-warnings', '-e', code]);
    expect(stdout).toBe('true\n');
  });

  test('a bad bootstrap is diagnosed by the installed command, with nothing but words of ours on stderr', async () => {
    const main = join(project, 'node_modules/@msk-reach/diagnostics/dist/cli/main.js');
    const args = [
      main,
      'check',
      '--bootstrap',
      'boot.kafka-serverless.example',
      '--output',
      'json',
      '--deadline',
      '5000',
    ];
    const failed = await runNode(node(), args).catch(
      (error: unknown) => error as { code: number; stdout: string; stderr: string },
    );
    expect(failed).toMatchObject({ code: 3 });
    expect(JSON.parse(failed.stdout)).toMatchObject({ schema: 'msk-reach/report/1', rootCauses: ['CFG01'] });
    expect(failed.stderr).not.toMatch(/warning/i);
  });

  test('the lab answers --help', async () => {
    const main = join(project, 'node_modules/@msk-reach/lab/dist/cli/main.js');
    const { stdout } = await runNode(node(), [main, '--help']);
    expect(stdout).toMatch(/msk-lab/);
  });
});

describe.each(published)('the tarball of %s', (name) => {
  test('holds what a user needs and nothing else', async () => {
    const files = await filesOf(tarballs.get(name) as string);
    expect(files).toContain('package/LICENSE');
    expect(files).toContain('package/README.md');
    expect(files.filter((file) => /\.test\.|\/src\/|tsbuildinfo|\/test\/|tsconfig/.test(file))).toEqual([]);
  });

  test('names no workspace version', async () => {
    const { stdout } = await exec('tar', ['-xzOf', tarballs.get(name) as string, 'package/package.json']);
    expect(stdout).not.toMatch(/workspace:|catalog:/);
  });

  test('publint finds nothing', async () => {
    const { stdout } = await exec(
      'npx',
      [...pnpm, 'exec', 'publint', '--strict', join(root, 'packages', name)],
      { cwd: root },
    );
    expect(stdout).toMatch(/All good/);
  });

  test('its types resolve wherever ESM does', async () => {
    const attw = join(root, 'node_modules/.bin/attw');
    // It ends with 1 when it finds a problem, which rejects.
    const { stdout } = await exec(
      attw,
      [tarballs.get(name) as string, '--profile', 'esm-only', '--no-emoji', '--format', 'ascii'],
      { cwd: root },
    );
    expect(stdout).toMatch(/node16 \(from ESM\): OK \(ESM\)/);
  });
});

test('the tarball of core has few files to load, and the licence of what is among them', async () => {
  const files = await filesOf(tarballs.get('core') as string);
  const loaded = files.filter((file) => file.endsWith('.js'));
  expect(files).toEqual(expect.arrayContaining(['package/bundle/index.js', 'package/bundle/LICENSE-zod']));
  expect(loaded.filter((file) => !file.startsWith('package/bundle/'))).toEqual([]);
  expect(loaded.length).toBeLessThan(50);
});

test('the tarball of the lab carries the broker jar', async () => {
  const files = await filesOf(tarballs.get('lab') as string);
  expect(files).toEqual(
    expect.arrayContaining([
      'package/java/msk-lab-kafka.jar',
      'package/java/runtime/pom.xml',
      'package/scenario.schema.json',
    ]),
  );
  const manifest = JSON.parse(await readFile(join(root, 'packages/lab/package.json'), 'utf8')) as {
    peerDependenciesMeta: unknown;
  };
  expect(manifest.peerDependenciesMeta).toEqual({ testcontainers: { optional: true } });
});
