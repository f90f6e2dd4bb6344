/** The files of a scenario, written where the client finds them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filledIn } from './declare.ts';
import type { Environment } from './environment.ts';
import type { FilesSection } from './scenario.ts';

/** The path of each file, as `${FILE:name}` stands for it. */
export function fileNames(files: FilesSection | undefined, directory: string): Environment {
  return Object.fromEntries(
    Object.keys(files ?? {}).map((name) => [`FILE:${name}`, join(directory, 'files', name)]),
  );
}

/** @param names what `${NAME}` in them stands for */
export async function writeScenarioFiles(
  files: FilesSection | undefined,
  directory: string,
  names: Environment,
): Promise<void> {
  if (files === undefined) return;
  await mkdir(join(directory, 'files'), { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
    await writeFile(join(directory, 'files', name), filledIn(text, names));
  }
}
