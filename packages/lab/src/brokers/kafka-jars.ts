import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { MskReachError } from '@msk-reach/core';
import { runProgram } from './programs.ts';

const FETCH_TIMEOUT_MS = 600_000;
const POLL_MS = 250;

/** Our own jar: the launcher, the token validator and the authorizer. */
export const LAUNCHER_JAR: string = fileURLToPath(new URL('../../java/msk-lab-kafka.jar', import.meta.url));
const RUNTIME_POM = fileURLToPath(new URL('../../java/runtime/pom.xml', import.meta.url));

/**
 * Where downloads stay between runs: `MSK_LAB_CACHE`, else the system's place for caches.
 *
 * @param env environment variables
 */
export function cacheDirectory(env: Readonly<Record<string, string | undefined>>): string {
  if (env['MSK_LAB_CACHE']) return env['MSK_LAB_CACHE'];
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'msk-reach-lab');
  if (process.platform === 'win32') return join(env['LOCALAPPDATA'] ?? homedir(), 'msk-reach-lab');
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'msk-reach-lab');
}

/** How jars are fetched. */
export interface FetchOptions {
  /** Where they stay. */
  readonly cache: string;
  /** The program. */
  readonly mvn: string;
  readonly say: (text: string) => void;
  /** Gives up; what was fetched in part is removed. @default nobody does */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The folder with Kafka's own jars, fetched by Maven on first use. Two labs that come at once fetch them once, and
 * a fetch that was interrupted leaves nothing that a later one takes for whole.
 *
 * @throws MskReachError `INTERNAL` when Maven cannot fetch them
 */
export async function kafkaJars(version: string, options: FetchOptions): Promise<string> {
  const { cache, signal } = options;
  const folder = join(cache, `kafka-${version}`);
  if (await isThere(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const release = await lock(`${folder}.lock`, () => isThere(folder), signal);
  try {
    if (!(await isThere(folder))) await fetchJars(version, folder, options);
  } finally {
    await release();
  }
  return folder;
}

async function fetchJars(version: string, folder: string, { mvn, say, signal }: FetchOptions): Promise<void> {
  say(`fetching Kafka ${version} by Maven (once; about 45 MB)`);
  const partial = `${folder}.${process.pid}`;
  await rm(partial, { recursive: true, force: true });
  const args = ['-q', '-B', '-f', RUNTIME_POM, 'dependency:copy-dependencies'];
  const { code, output } = await runProgram(
    mvn,
    [...args, `-Dkafka.version=${version}`, `-DoutputDirectory=${partial}`],
    { timeoutMs: FETCH_TIMEOUT_MS, signal },
  );
  const jars = await readdir(partial).catch(() => []);
  if (code !== 0 || !jars.some((jar) => jar.startsWith('kafka_'))) {
    await rm(partial, { recursive: true, force: true });
    signal?.throwIfAborted();
    throw new MskReachError(
      'INTERNAL',
      `brokers: Maven could not fetch Kafka ${version}: ${lastWords(output)}`,
      {
        retryable: true,
        details: { version, code },
      },
    );
  }
  await rename(partial, folder).catch(async (cause: unknown) => {
    await rm(partial, { recursive: true, force: true });
    // Somebody else was there first: what they fetched is as good.
    if (!(await isThere(folder))) throw cause;
  });
}

/** Takes a lock file, or waits until `done` or until the process that holds it is gone. Returns its release. */
async function lock(
  file: string,
  done: () => Promise<boolean>,
  signal: AbortSignal | undefined,
): Promise<() => Promise<void>> {
  const deadline = Date.now() + FETCH_TIMEOUT_MS;
  for (;;) {
    signal?.throwIfAborted();
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => rm(file, { force: true });
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
    }
    if (await done()) return () => Promise.resolve();
    if (await isAbandoned(file)) await rm(file, { force: true });
    else if (Date.now() > deadline) {
      throw new MskReachError('INTERNAL', `brokers: another lab holds ${file}; remove it if none is running`);
    }
    await sleep(POLL_MS);
  }
}

async function isAbandoned(file: string): Promise<boolean> {
  const holder = Number(await readFile(file, 'utf8').catch(() => ''));
  // Just made and not yet written to: somebody is at it.
  if (!Number.isInteger(holder) || holder <= 0) return false;
  try {
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

async function isThere(folder: string): Promise<boolean> {
  return stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function lastWords(output: string): string {
  const lines = output.split('\n').filter((line) => line.includes('ERROR'));
  return (lines[0] ?? output.trim().split('\n').at(-1) ?? '').slice(0, 400);
}
