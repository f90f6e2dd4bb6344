/** What the tests ask the Docker engine itself, not Testcontainers. */
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 100;

/** Runs the docker command; returns what it prints. */
export function docker(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('docker', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}

/** All containers, ended ones too. */
export function containers(): readonly string[] {
  return docker('ps', '--all', '--quiet', '--no-trunc').split('\n').filter(Boolean);
}

/** Where the ports of a container are mapped to: `127.0.0.1:32768`. */
export function mappedTo(container: string): readonly string[] {
  return docker('port', container)
    .split('\n')
    .map((line) => line.replace(/^.* -> /u, ''));
}

/** Waits until these containers are gone, not merely ended. */
export async function gone(ids: readonly string[], timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (containers().some((id) => ids.includes(id))) {
    if (Date.now() > deadline)
      throw new Error(`${timeoutMs} ms passed, and there is still ${ids.join(', ')}`);
    await sleep(POLL_MS);
  }
}
