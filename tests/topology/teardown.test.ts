/** A topology leaves nothing behind: after its end, and after its owner was killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createTopologyPool, loadTopology, startTopology } from '@msk-reach/lab';
import { run, start } from '../run-program.ts';

const MAIN = fileURLToPath(new URL('../../packages/lab/dist/cli/main.js', import.meta.url));
const NAME = 'S6-zone-same-account';
/** Two resolvers, the server of the zones, the service and its brokers. */
const LEAST = 5;

const entries = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** Namespaces of one owner, and the files that go with them. */
function ofOwner(pid: number): { readonly namespaces: readonly string[]; readonly etc: readonly string[] } {
  const own = (name: string): boolean => name.startsWith(`msk-lab-${pid}-`);
  return { namespaces: entries('/run/netns').filter(own), etc: entries('/etc/netns').filter(own) };
}

/** The processes in an owner's namespaces. */
function processesOf(pid: number): readonly number[] {
  const names = ofOwner(pid).namespaces;
  const own = new Set(names.map((name) => `net:[${statSync(join('/run/netns', name)).ino}]`));
  return readdirSync('/proc')
    .map(Number)
    .filter((one) => own.has(networkOf(one)));
}

function networkOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return '';
  }
}

const mounts = (): string => readFileSync('/proc/self/mountinfo', 'utf8');

test('after its end there is no namespace, no process, no file and no mount of it', async () => {
  const running = await startTopology(await loadTopology(NAME));
  const up = processesOf(process.pid);
  expect(ofOwner(process.pid).namespaces.length).toBeGreaterThan(3);
  expect(ofOwner(process.pid).etc).toHaveLength(1);
  expect(up.length).toBeGreaterThanOrEqual(LEAST);
  // What a client has started and nobody waits for.
  await running.exec('app', ['sh', '-c', 'setsid sleep 600 >/dev/null 2>&1 &']);
  await running.close();
  expect(ofOwner(process.pid)).toEqual({ namespaces: [], etc: [] });
  expect(up.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
  expect(mounts()).not.toContain(`msk-lab-${process.pid}-`);
});

async function ready(child: ChildProcess): Promise<void> {
  if (child.stdout === null) throw new Error('its output is not read');
  for await (const line of createInterface({ input: child.stdout })) if (line === 'ready') return;
  throw new Error('it ended before it was ready');
}

const PROGRAM = `
const { MSK_REACH_REGION, OWN, AWS_PROFILE } = process.env;
console.log(require('node:fs').readlinkSync('/proc/self/ns/net'), MSK_REACH_REGION, OWN, AWS_PROFILE);
`;

test('a command on a client runs in the topology that is up', async () => {
  const env = { ...(process.env as Record<string, string>), OWN: 'kept', AWS_PROFILE: 'foreign' };
  const up = start(MAIN, ['topology', 'up', NAME], env);
  const pid = up.child.pid ?? 0;
  await up.printed(/^ready$/mu);
  const exec = (client: string) =>
    run(MAIN, ['topology', 'exec', NAME, client, '--', process.execPath, '-e', PROGRAM], env);
  const client = ofOwner(pid).namespaces.find((name) => name.endsWith('-client-app')) ?? '';
  const network = `net:[${statSync(join('/run/netns', client)).ino}]`;
  expect(await exec('app')).toEqual({
    code: 0,
    stdout: `${network} us-east-1 kept undefined\n`,
    stderr: expect.stringContaining(`as it is up (process ${pid})`) as string,
  });
  expect((await exec('nobody')).stderr).toContain('There is no client nobody; there are: app');
  up.child.kill('SIGTERM');
  expect((await up.ended).code).toBe(143);
  expect(ofOwner(pid)).toEqual({ namespaces: [], etc: [] });
});

test('after a kill of its owner everything of it ends, and the next start removes what is left', async () => {
  const child = spawn(process.execPath, [MAIN, 'topology', 'up', NAME], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = child.pid ?? 0;
  await ready(child);
  const up = processesOf(pid);
  expect(up.length).toBeGreaterThanOrEqual(LEAST);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(ofOwner(pid).namespaces.length).toBeGreaterThan(3);
  await using _pool = await createTopologyPool();
  expect(ofOwner(pid)).toEqual({ namespaces: [], etc: [] });
  await expect.poll(() => up.filter((one) => existsSync(`/proc/${one}`)), { timeout: 60_000 }).toEqual([]);
  expect(mounts()).not.toContain(`msk-lab-${pid}-`);
});
