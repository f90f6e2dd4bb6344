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
  const announced: Announced = { written: JSON.stringify(written), clients: Object.fromEntries(clients) };
  const folder = await makeLabFolder();
  // Whoever sees the file sees all of it: nobody looks before the topology says that it is ready.
  await writeFile(join(folder.path, FILE), JSON.stringify(announced), { mode: 0o600 });
  return folder;
}

/** The same topology, written in the same words, where this user has it up. */
export async function findTopology(topology: Topology): Promise<FoundTopology | undefined> {
  const written = JSON.stringify(topology);
  for (const { path, pid } of await livingFolders()) {
    const announced = await readAnnounced(path);
    if (announced?.written !== written) continue;
    const { clients } = announced;
    return {
      pid,
      wrap: (client, command) => [...(clients[client]?.before ?? []), ...command],
      env: (client) => ({ ...withoutForeign(process.env), ...clients[client]?.variables }),
    };
  }
  return undefined;
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
