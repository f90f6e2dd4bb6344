/** The Java program with AWS's own jars, fetched and compiled once. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './prerequisites.ts';

const folder = fileURLToPath(new URL('../../.lab/fidelity-java', import.meta.url));
const pom = fileURLToPath(new URL('java/pom.xml', import.meta.url));
const source = fileURLToPath(new URL('java/ProduceConsume.java', import.meta.url));
const stamp = join(folder, 'sources.sha256');

/** The class path to run `ProduceConsume` with. */
export async function javaClassPath(): Promise<string> {
  const jars = join(folder, 'jars');
  const classes = join(folder, 'classes');
  const classPath = `${classes}:${jars}/*`;
  const hash = createHash('sha256');
  for (const file of [pom, source]) hash.update(await readFile(file));
  const wanted = hash.digest('hex');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return classPath;
  await rm(folder, { recursive: true, force: true });
  await mkdir(classes, { recursive: true });
  await run('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${jars}`]);
  await run('javac', ['-d', classes, '-cp', `${jars}/*`, source]);
  // Last, so that an interrupted build starts over.
  await writeFile(stamp, wanted);
  return classPath;
}
