import { readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { MskReachError } from '@msk-reach/core';

const PREFIX = 'msk-lab-';
const OWNER_FILE = 'owner.json';
/** A start waits for it, so it stays short. */
const MAX_SWEPT = 16;

/** Who made a folder. A process id alone may have been given to another process since. */
interface Owner {
  readonly pid: number;
  readonly startedAt: string;
  /** Where that process id means something. */
  readonly place: string;
}

/** A folder for one lab, or for one run of several. */
export interface LabFolder {
  readonly path: string;
  /** Removes it. */
  readonly close: () => Promise<void>;
}

/**
 * Makes a folder in the system's place for temporary ones, and removes those of labs that were killed.
 *
 * @throws MskReachError `CONFIG_INVALID` when none can be made there
 */
export async function makeLabFolder(): Promise<LabFolder> {
  const parent = tmpdir();
  const path = await mkdtemp(join(parent, PREFIX)).catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new MskReachError('CONFIG_INVALID', `TMPDIR: no folder can be made in ${parent} (${code})`, {
      cause,
    });
  });
  const owner: Owner = { pid: process.pid, startedAt: startOf(process.pid) ?? '', place: place() };
  // In the same turn: a folder without it is never swept.
  writeFileSync(join(path, OWNER_FILE), JSON.stringify(owner));
  await sweep(parent);
  return { path, close: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Removes folders whose owner is gone. What cannot be read or removed is left: it may be somebody else's. */
async function sweep(parent: string): Promise<void> {
  const entries = await readdir(parent, { withFileTypes: true }).catch(() => []);
  let swept = 0;
  for (const entry of entries) {
    if (swept === MAX_SWEPT) return;
    if (!entry.isDirectory() || !entry.name.startsWith(PREFIX)) continue;
    const path = join(parent, entry.name);
    if (!(await isAbandoned(path))) continue;
    await rm(path, { recursive: true, force: true, maxRetries: 2 }).catch(() => undefined);
    swept++;
  }
}

/** Folders of this user whose owner lives, the newest first. */
export async function livingFolders(): Promise<readonly { readonly path: string; readonly pid: number }[]> {
  const parent = tmpdir();
  const entries = await readdir(parent, { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory() && entry.name.startsWith(PREFIX))
      .map(({ name }) => living(join(parent, name))),
  );
  return found.flat().toSorted((left, right) => right.madeMs - left.madeMs);
}

async function living(path: string): Promise<readonly { path: string; pid: number; madeMs: number }[]> {
  const owner = await readOwner(path);
  const made = await stat(path).catch(() => null);
  if (owner === undefined || made === null || owner.place !== place()) return [];
  if (made.uid !== (process.getuid?.() ?? made.uid) || startOf(owner.pid) !== owner.startedAt) return [];
  return [{ path, pid: owner.pid, madeMs: made.mtimeMs }];
}

async function isAbandoned(path: string): Promise<boolean> {
  const owner = await readOwner(path);
  if (owner === undefined || owner.place !== place()) return false;
  const { uid } = await stat(path).catch(() => ({ uid: undefined }));
  return uid === (process.getuid?.() ?? uid) && startOf(owner.pid) !== owner.startedAt;
}

async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    const { pid, startedAt, place } = JSON.parse(await readFile(join(path, OWNER_FILE), 'utf8')) as Owner;
    const isWhole = Number.isInteger(pid) && pid > 0 && startedAt !== '' && typeof startedAt === 'string';
    return isWhole && typeof place === 'string' ? { pid, startedAt, place } : undefined;
  } catch {
    return undefined;
  }
}

/** A folder may be shared by containers; each counts its processes by itself. */
function place(): string {
  return `${hostname()} ${textOf(() => readlinkSync('/proc/self/ns/pid')) ?? ''}`;
}

/** When a process started, exactly enough to tell it from a later one of the same id; undefined when it is gone. */
export function startOf(pid: number): string | undefined {
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
    return stdout?.trim() || undefined;
  }
  const status = textOf(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The program's name, in parentheses, may hold anything.
  const [state, ...fields] = status?.slice(status.lastIndexOf(')') + 2).split(' ') ?? [];
  if (state === undefined || state === 'Z' || state === 'X') return undefined;
  // Ticks since this boot: field 22.
  return `${textOf(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'))?.trim()} ${fields[18]}`;
}

function textOf(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
