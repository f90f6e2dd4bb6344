/** Text that a program keeps up to date within a page. */
import { readFile, writeFile } from 'node:fs/promises';
import { MskReachError } from '@msk-reach/core';

/**
 * Puts a text between `<!-- NAME -->` and `<!-- /NAME -->`.
 *
 * @throws MskReachError `CONFIG_INVALID` for a file without them
 */
export async function writeBetweenMarkers(file: string, name: string, text: string): Promise<void> {
  const page = await readFile(file, 'utf8');
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = page.indexOf(start);
  const to = page.indexOf(end, from);
  if (from < 0 || to < 0) throw new MskReachError('CONFIG_INVALID', `${file}: has no ${start} and ${end}`);
  await writeFile(file, `${page.slice(0, from + start.length)}\n${text}\n${page.slice(to)}`);
}
