import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cacheDirectory, kafkaJars } from './kafka-jars.ts';

let folder = '';
let cache = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'msk-lab-jars-test-'));
  cache = join(folder, 'cache');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const quiet = (): void => undefined;

/** A program in the place of Maven that notes each call, takes its time and puts `files` where it is told. */
function maven({
  files = ['kafka_2.13.jar'],
  exit = 0,
}: {
  readonly files?: readonly string[];
  readonly exit?: number;
}): string {
  const program = join(folder, 'mvn');
  const make = files.map((file) => `touch "$dir/${file}"`).join('\n');
  writeFileSync(
    program,
    `#!/bin/sh
echo call >> "${folder}/calls"
for word in "$@"; do case "$word" in -DoutputDirectory=*) dir="\${word#*=}";; esac; done
mkdir -p "$dir"
sleep 0.3
${make}
echo "[ERROR] no route to the repository"
exit ${exit}
`,
  );
  chmodSync(program, 0o755);
  return program;
}

const calls = (): number => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n').length;

test('two labs that come at once fetch once, and a third finds it there', async () => {
  const mvn = maven({});
  const found = await Promise.all([
    kafkaJars('1.0', { cache, mvn, say: quiet }),
    kafkaJars('1.0', { cache, mvn, say: quiet }),
  ]);
  expect(found).toEqual([join(cache, 'kafka-1.0'), join(cache, 'kafka-1.0')]);
  await kafkaJars('1.0', { cache, mvn, say: quiet });
  expect(calls()).toBe(1);
  expect(readdirSync(cache)).toEqual(['kafka-1.0']);
});

test.each([
  ['fails', { exit: 1 }],
  ['brings no Kafka', { files: ['other.jar'] }],
])('a fetch that %s is an error with its words, and leaves nothing', async (_what, how) => {
  await expect(kafkaJars('1.0', { cache, mvn: maven(how), say: quiet })).rejects.toMatchObject({
    code: 'INTERNAL',
    retryable: true,
    message: expect.stringContaining('no route to the repository'),
  });
  expect(readdirSync(cache)).toEqual([]);
});

test('the lock of a process that is gone is free to take', async () => {
  mkdirSync(cache);
  const { pid } = spawnSync('true');
  writeFileSync(join(cache, 'kafka-1.0.lock'), String(pid));
  await kafkaJars('1.0', { cache, mvn: maven({}), say: quiet });
  expect(existsSync(join(cache, 'kafka-1.0'))).toBe(true);
  expect(existsSync(join(cache, 'kafka-1.0.lock'))).toBe(false);
});

test('the cache is where MSK_LAB_CACHE says', () => {
  expect(cacheDirectory({ MSK_LAB_CACHE: '/somewhere' })).toBe('/somewhere');
  expect(cacheDirectory({})).toContain('msk-reach-lab');
});

test('a fetch that is given up ends Maven with whatever it started, and leaves nothing', async () => {
  const program = join(folder, 'mvn');
  writeFileSync(program, `#!/bin/sh\nsleep 60 &\necho $! > "${folder}/pid"\nwait\n`);
  chmodSync(program, 0o755);
  const stopping = new AbortController();
  const fetching = kafkaJars('1.0', { cache, mvn: program, say: quiet, signal: stopping.signal });
  await vi.waitFor(() => expect(readFileSync(join(folder, 'pid'), 'utf8')).toMatch(/\d\n/u), 10_000);
  const reason = new Error('told to end');
  stopping.abort(reason);
  await expect(fetching).rejects.toBe(reason);
  expect(readdirSync(cache)).toEqual([]);
  const state = spawnSync('ps', ['-o', 'stat=', '-p', readFileSync(join(folder, 'pid'), 'utf8').trim()]);
  expect(String(state.stdout).trim()).toMatch(/^(Z.*)?$/u);
});
