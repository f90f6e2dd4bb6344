import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MskReachError } from '@msk-reach/core';
import type { Topology } from './model.ts';

const SHIPPED = fileURLToPath(new URL('../../topologies', import.meta.url));

/** The names of the topologies that come with the lab, sorted. @public */
export async function topologyNames(): Promise<readonly string[]> {
  const files = await readdir(SHIPPED);
  return files.flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : [])).sort();
}

/**
 * Reads and checks a topology.
 *
 * @param nameOrFile one that comes with the lab by its name, else a file
 * @throws MskReachError `CONFIG_INVALID` that names the file, the JSON pointer and what was expected
 * @public
 */
export async function loadTopology(nameOrFile: string): Promise<Topology> {
  const shipped = (await topologyNames()).includes(nameOrFile);
  const file = shipped ? join(SHIPPED, `${nameOrFile}.json`) : nameOrFile;
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new MskReachError(
      'CONFIG_INVALID',
      `${nameOrFile}: neither a topology of the lab nor a file that can be read`,
      { cause },
    );
  });
  return JSON.parse(text) as Topology;
}
