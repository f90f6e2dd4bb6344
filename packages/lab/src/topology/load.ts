import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MskReachError } from '@msk-reach/core';
import { invalidScenario, problem } from '../scenario/problem.ts';
import type { Topology } from './model.ts';
import { validateTopology } from './validate.ts';

const SHIPPED = fileURLToPath(new URL('../../topologies', import.meta.url));

/** The names of the topologies that come with the lab, in the order of their rows. @public */
export async function topologyNames(): Promise<readonly string[]> {
  const files = await readdir(SHIPPED);
  return files
    .flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : []))
    .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
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
    const message = `${nameOrFile}: neither a topology of the lab nor a file that can be read`;
    throw new MskReachError('CONFIG_INVALID', message, { cause });
  });
  return validateTopology(parse(text, file), file);
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it does not parse';
    throw invalidScenario(file, [problem([], `JSON; ${why}`)]);
  }
}
