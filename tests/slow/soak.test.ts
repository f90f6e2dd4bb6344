/** Endurance in short: `npm run soak` for half a minute, its mistakes, and its end. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { run, start } from '../run-program.ts';

const MAIN = 'soak/dist/main.js';
const LAST_LINE =
  /^soak: acknowledged (?<acknowledged>\d+), consumed (?<consumed>\d+), lost (?<lost>\d+), restarts \d+, max gap \d+ ms$/u;

/** The soak has to take out a test's NODE_ENV itself: kafkajs tries again less often under it. */
const env = Object.fromEntries(
  Object.entries({ ...process.env, NODE_ENV: 'test' }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  ),
);

test('nothing is lost through an STS outage and a broker killed, with sessions of 5 s', async () => {
  const { code, stdout, stderr } = await run(MAIN, ['--minutes', '0.5', '--seed', '1'], env);
  const { acknowledged, consumed, lost } = LAST_LINE.exec(stdout.trimEnd())?.groups ?? {};
  expect(stderr).toMatch(/STS .* for [\d.]+ s: acknowledged/u);
  expect(stderr).toMatch(/broker \d+ is killed with -9 .*: acknowledged/u);
  expect(stderr).toContain('as arn:aws:sts::444455556666:assumed-role/msk-client/msk-reach;');
  expect(stderr).toContain("raw kafkajs with AWS's signer: ");
  const last = stderr.trimEnd().split('\n').at(-1);
  expect({ code, lost, consumed, last }).toEqual({ code: 0, lost: '0', consumed: acknowledged, last });
  expect(Number(acknowledged)).toBeGreaterThan(1_000);
}, 300_000);

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
