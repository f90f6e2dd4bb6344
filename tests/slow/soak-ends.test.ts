/** The soak's mistakes, and its end. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { run, start } from '../run-program.ts';

const MAIN = 'soak/dist/main.js';

const env = Object.fromEntries(
  Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
);

test('a mistake is one sentence and exit code 2', async () => {
  const { code, stdout, stderr } = await run(MAIN, ['--minutes', 'many'], env);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^soak: --minutes must be [^\n]+\n$/u);
});

test('an interrupt ends it with 130 and leaves nothing', async () => {
  const { child, ended } = start(MAIN, ['--minutes', '5'], env);
  const pid = child.pid ?? 0;
  const jvm = await found(() => family(pid).find(([, name]) => name === 'java'));
  child.kill('SIGINT');
  const { code, stdout } = await ended;
  expect([code, stdout]).toEqual([130, '']);
  expect(family(pid).length).toBe(0);
  expect(spawnSync('ps', ['-p', String(jvm[0]), '-o', 'comm='], { encoding: 'utf8' }).stdout).not.toContain(
    'java',
  );
}, 120_000);

type Process = readonly [pid: number, name: string];

/** The processes below one. */
function family(pid: number): readonly Process[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,comm='], { encoding: 'utf8' });
  const all = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/u));
  const below = (of: number): readonly Process[] =>
    all.flatMap(([child, parent, name = '']) =>
      Number(parent) === of ? [[Number(child), name] as const, ...below(Number(child))] : [],
    );
  return below(pid);
}

async function found<T>(look: () => T | undefined): Promise<T> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const value = look();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error('a minute passed');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
