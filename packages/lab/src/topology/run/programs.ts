import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { MskReachError } from '@msk-reach/core';
import type { ProgramPlan } from '../plan/plan.ts';
import { systemEnvironment } from './commands.ts';

const READY_TIMEOUT_MS = 30_000;

/** How each is started in its folder, and what it says once it answers. */
const WAYS = {
  unbound: { args: ['-d', '-p', '-c', 'main.conf'], ready: 'start of service' },
  named: { args: ['-g', '-n', '1', '-c', 'main.conf'], ready: 'all zones loaded' },
} as const;

/** A DNS server that runs. */
export interface RunningProgram {
  close(): Promise<void>;
}

/** Where they are started from. */
export interface ProgramPlace {
  /** The real name of the namespace. */
  readonly namespace: string;
  /** A folder of its own. */
  readonly folder: string;
  /** Where copies of the programs are. */
  readonly programs: string;
}

/**
 * Copies of the programs: AppArmor, where it is, confines the system's own by their path to files that are the system's.
 *
 * @returns their folder
 */
export async function copyPrograms(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const name of Object.keys(WAYS)) {
    const found = await findProgram(name);
    if (found !== undefined) await copyFile(found, join(folder, name));
  }
  return folder;
}

/** Where a program is; undefined when it is nowhere. */
export async function findProgram(name: string): Promise<string | undefined> {
  for (const folder of (systemEnvironment()['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name);
    if (folder !== '' && (await isExecutable(path))) return path;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Starts one, and waits until it answers. It ends with us, however we end. */
export async function startProgram(plan: ProgramPlan, place: ProgramPlace): Promise<RunningProgram> {
  const { folder, namespace, programs } = place;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(plan.files)) await writeFile(join(folder, name), text);
  const { args, ready } = WAYS[plan.program];
  const child = spawn(
    'nsenter',
    [
      `--net=/run/netns/${namespace}`,
      'setpriv',
      '--pdeathsig',
      'KILL',
      join(programs, plan.program),
      ...args,
    ],
    { cwd: folder, env: systemEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) =>
    child.once('error', () => resolve()).once('close', () => resolve()),
  );
  const close = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  try {
    await untilReady(child, ended, ready);
    return { close };
  } catch (error) {
    await close();
    throw new MskReachError(
      'INTERNAL',
      `topology: ${plan.program} in ${namespace} does not start: ${textOf(error)}`,
      {
        cause: error,
      },
    );
  }
}

async function untilReady(child: ChildProcess, ended: Promise<void>, ready: string): Promise<void> {
  let said = '';
  const isReady = new Promise<'ready'>((resolve) => {
    child.stderr?.on('data', (bytes: Buffer) => {
      said = (said + bytes.toString('utf8')).slice(-8192);
      if (said.includes(ready)) resolve('ready');
    });
  });
  const late = new AbortController();
  const timeout = once(AbortSignal.any([AbortSignal.timeout(READY_TIMEOUT_MS), late.signal]), 'abort');
  const first = await Promise.race([isReady, ended.then(() => 'ended'), timeout.then(() => 'late')]);
  late.abort();
  if (first !== 'ready') throw new Error(said.trim().split('\n').slice(-5).join('; ') || first);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
