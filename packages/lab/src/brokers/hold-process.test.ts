import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { holdProcess } from './hold-process.ts';

/** One letter: `T` is halted. */
function state(pid: number): string {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim().slice(0, 1);
}

test('a process is halted until it is let go', async () => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  const pid = child.pid ?? 0;
  const release = await holdProcess(pid);
  expect(state(pid)).toBe('T');
  await release();
  expect(state(pid)).toBe('S');
  child.kill();
  await once(child, 'exit');
});

test('a process that is not there cannot be halted', async () => {
  const { pid } = spawnSync('true');
  await expect(holdProcess(pid)).rejects.toMatchObject({ code: 'INTERNAL' });
});
