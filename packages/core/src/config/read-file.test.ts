import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readTextFile, whyUnreadable } from './read-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'msk-reach-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

function why(file: string): string {
  try {
    return `read ${readTextFile(file)}`;
  } catch (error) {
    return whyUnreadable(error);
  }
}

test('a file is read; what is none says what it is, and a pipe that nobody writes to is not waited for', async () => {
  const file = join(folder, 'file');
  await writeFile(file, 'text');
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const huge = join(folder, 'huge');
  await writeFile(huge, '');
  await truncate(huge, 17 * 1024 * 1024);
  expect([file, pipe, '/dev/zero', folder, join(folder, 'absent'), huge].map(why)).toEqual([
    'read text',
    'not a regular file',
    'not a regular file',
    'EISDIR',
    'ENOENT',
    'longer than 16777216 bytes',
  ]);
});
