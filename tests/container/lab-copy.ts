/** The built lab in a folder of its own, where optional packages are not installed. */
import { cp, mkdir, readdir, realpath, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LAB = fileURLToPath(new URL('../../packages/lab', import.meta.url));

/** Copies what the published package holds, links its dependencies but testcontainers; returns its command. */
export async function labWithoutTestcontainers(folder: string): Promise<string> {
  const copy = join(folder, 'lab');
  for (const part of [
    'package.json',
    'scenario.schema.json',
    'dist',
    'java/msk-lab-kafka.jar',
    'java/runtime',
  ]) {
    await cp(join(LAB, part), join(copy, part), { recursive: true });
  }
  const modules = join(LAB, 'node_modules');
  for (const name of await packagesBelow(modules)) {
    if (name === 'testcontainers') continue;
    const link = join(copy, 'node_modules', name);
    await mkdir(join(link, '..'), { recursive: true });
    await symlink(await realpath(join(modules, name)), link);
  }
  return join(copy, 'dist/cli/main.js');
}

async function packagesBelow(modules: string): Promise<readonly string[]> {
  const names = (await readdir(modules)).filter((name) => !name.startsWith('.'));
  const scoped = names
    .filter((name) => name.startsWith('@'))
    .map(async (scope) => (await readdir(join(modules, scope))).map((name) => `${scope}/${name}`));
  return [...names.filter((name) => !name.startsWith('@')), ...(await Promise.all(scoped)).flat()];
}
