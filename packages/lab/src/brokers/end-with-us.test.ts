import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { endWithUs } from './end-with-us.ts';

const MODULE = fileURLToPath(new URL('../../dist/brokers/end-with-us.js', import.meta.url));

function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}

test('a group ends when the process that started it is killed', async () => {
  const script = `
    import { spawn } from 'node:child_process';
    import { endWithUs } from ${JSON.stringify(MODULE)};
    const child = spawn('sh', ['-c', 'sleep 60 & echo $!; wait'], { detached: true });
    endWithUs(-child.pid);
    child.stdout.once('data', (text) => console.log(child.pid, String(text)));`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(parent.stdout, 'data')) as [Buffer];
  const pids = String(said).trim().split(/\s+/u).map(Number);
  expect(pids).toHaveLength(2);
  expect(pids.every(isAlive)).toBe(true);
  parent.kill('SIGKILL');
  await vi.waitFor(() => expect(pids.some(isAlive)).toBe(false), { timeout: 10_000 });
});

test('what is let live goes on', async () => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  endWithUs(child.pid ?? 0)();
  expect(isAlive(child.pid ?? 0)).toBe(true);
  child.kill();
  await exited;
});
