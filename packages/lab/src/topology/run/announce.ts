/** A topology that is up, told to other processes of this user: how its clients are entered. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LabFolder, livingFolders, makeLabFolder } from '../../lab-folder.ts';
import { type Environment, isForeign, withoutForeign } from '../../scenario/environment.ts';
import type { Topology } from '../model.ts';
import type { RunningTopology } from '../running.ts';

const FILE = 'topology.json';

/** What it says. */
interface Announced {
  /** Its own. */
  readonly name: string;
  /** As it is written, before any change. */
  readonly written: string;
  readonly clients: Readonly<Record<string, Entrance>>;
}

/** How a client is entered. */
interface Entrance {
  /** What stands before a command. */
  readonly before: readonly string[];
  /** Variables of the lab; all others are those of whoever enters. */
  readonly variables: Environment;
}

/** A topology that another process has put up. */
export interface FoundTopology {
  /** Of that process. */
  readonly pid: number;
  readonly name: string;
  readonly clients: readonly string[];
  /** A command as it has to be started so that it runs on a client. */
  wrap(client: string, command: readonly string[]): readonly string[];
  /** Its environment. */
  env(client: string): Environment;
}

/** Tells others of it, until the folder is closed. */
export async function announceTopology(written: Topology, running: RunningTopology): Promise<LabFolder> {
  const clients = Object.keys(running.topology.clients).map((client): [string, Entrance] => [
    client,
    { before: running.wrap(client, []), variables: ownVariables(running.env(client)) },
  ]);
  const announced: Announced = {
    name: written.name,
    written: JSON.stringify(written),
    clients: Object.fromEntries(clients),
  };
  const folder = await makeLabFolder();
  // Whoever sees the file sees all of it: nobody looks before the topology says that it is ready.
  await writeFile(join(folder.path, FILE), JSON.stringify(announced), { mode: 0o600 });
  return folder;
}

/** What is looked for among those that are up. */
export interface Wanted {
  /** A topology's own name; one that is written in the same words comes first. */
  readonly name: string;
  /** As it is written, where that is known. */
  readonly topology: Topology | undefined;
}

/** The one that this user has up, the latest where there are several. */
export async function findTopology({ name, topology }: Wanted): Promise<FoundTopology | undefined> {
  const written = JSON.stringify(topology);
  const folders = await livingFolders();
  const up = (
    await Promise.all(folders.map(async ({ path, pid }) => ({ pid, announced: await readAnnounced(path) })))
  ).flatMap(({ pid, announced }) => (announced === undefined ? [] : [{ pid, ...announced }]));
  const found = up.find((one) => one.written === written) ?? up.find((one) => one.name === name);
  if (found === undefined) return undefined;
  const { pid, clients } = found;
  return {
    pid,
    name: found.name,
    clients: Object.keys(clients),
    wrap: (client, command) => [...(clients[client]?.before ?? []), ...command],
    env: (client) => ({ ...withoutForeign(process.env), ...clients[client]?.variables }),
  };
}

function ownVariables(env: Environment): Environment {
  return Object.fromEntries(
    Object.entries(env).filter(([name, value]) => isForeign(name) || process.env[name] !== value),
  );
}

async function readAnnounced(folder: string): Promise<Announced | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, FILE), 'utf8')) as Announced;
  } catch {
    // Most folders hold something else; one that has just gone holds nothing.
    return undefined;
  }
}
