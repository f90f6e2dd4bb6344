import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { livingFolders, makeLabFolder } from './lab-folder.ts';

let parent = '';

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'lab-folders-'));
  vi.stubEnv('TMPDIR', parent);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(parent, { recursive: true, force: true });
});

/** The owner that this process writes, with changes. */
async function folder(name: string, changes: object): Promise<string> {
  const made = await makeLabFolder();
  const owner = JSON.parse(readFileSync(join(made.path, 'owner.json'), 'utf8')) as object;
  await made.close();
  const path = join(parent, name);
  mkdirSync(path);
  writeFileSync(join(path, 'owner.json'), JSON.stringify({ ...owner, ...changes }));
  writeFileSync(join(path, 'ca.pem'), '');
  return path;
}

test('a folder whose owner is gone is swept, also when its process id was given away', async () => {
  const dead = await folder('msk-lab-dead', { pid: spawnSync('true').pid });
  const reused = await folder('msk-lab-reused', { startedAt: 'another time' });
  const next = await makeLabFolder();
  expect([dead, reused, next.path].map((one) => existsSync(one))).toEqual([false, false, true]);
  await next.close();
  expect(existsSync(next.path)).toBe(false);
});

test('of the folders those of living labs of this place are found', async () => {
  const living = await makeLabFolder();
  await folder('msk-lab-elsewhere', { place: 'another' });
  await folder('msk-lab-reused', { startedAt: 'another time' });
  await folder('msk-lab-nobodys', { pid: 'x' });
  await folder('other', {});
  expect(await livingFolders()).toMatchObject([{ path: living.path, pid: process.pid }]);
  await living.close();
  expect(await livingFolders()).toEqual([]);
});

test('a folder of a living lab, of another place or of nobody known stays', async () => {
  const living = await makeLabFolder();
  const elsewhere = await folder('msk-lab-elsewhere', { pid: spawnSync('true').pid, place: 'another' });
  const nobodys = await folder('msk-lab-nobodys', { pid: 'x' });
  const other = await folder('other-dead', { pid: spawnSync('true').pid });
  const linked = join(parent, 'msk-lab-linked');
  symlinkSync(other, linked);
  await (await makeLabFolder()).close();
  for (const path of [living.path, elsewhere, nobodys, other, linked]) expect(existsSync(path)).toBe(true);
});

test('a process that has ended and was not waited for is gone', async () => {
  const shell = spawn('sh', ['-c', 'true & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [said] = (await once(shell.stdout, 'data')) as [Buffer];
  const path = await folder('msk-lab-zombie', { pid: Number(String(said)) });
  await (await makeLabFolder()).close();
  expect(existsSync(path)).toBe(false);
  shell.kill();
});

test('a place that is not there is one sentence', async () => {
  vi.stubEnv('TMPDIR', join(parent, 'nowhere'));
  await expect(makeLabFolder()).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('TMPDIR: no folder can be made in'),
  });
});
