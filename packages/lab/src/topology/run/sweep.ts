import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './commands.ts';
import { isAbandoned } from './names.ts';

const NAMED = '/run/netns';
/** Files that `ip netns exec` shows under `/etc`. */
export const ETC = '/etc/netns';

/** Removes namespaces whose owner was killed, with the processes in them. */
export async function sweepNamespaces(): Promise<void> {
  const found = await Promise.all([NAMED, ETC].map((folder) => readdir(folder).catch(() => [])));
  await removeNamespaces([...new Set(found.flat())].filter(isAbandoned));
}

/** Ends whatever runs in namespaces, and removes them with their files; also where some of it is gone already. */
export async function removeNamespaces(names: readonly string[]): Promise<void> {
  for (const name of names) await endProcesses(name);
  for (const name of names) await run('ip', ['netns', 'del', name], { mayFail: true });
  for (const name of names) await rm(join(ETC, name), { recursive: true, force: true });
  // Not ours where there is something else in it.
  await rmdir(ETC).catch(() => undefined);
}

async function endProcesses(name: string): Promise<void> {
  const pids = await run('ip', ['netns', 'pids', name], { mayFail: true });
  for (const pid of pids
    .split('\n')
    .map(Number)
    .filter((one) => one > 0)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
}
