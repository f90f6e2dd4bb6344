/**
 * Bundles packages/core as it is published: the modules that `tsc -b` made, in few files, what is loaded on first use
 * still apart. Node takes most of a millisecond for each file that it loads, and core has 200; zod, of which a small part
 * is used, has another 80, and a CommonJS package that is imported is read twice. They go along with their licences.
 * kafkajs, AWS's packages and the proxy agent stay imports: their users choose the versions.
 */
import { copyFileSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const core = fileURLToPath(new URL('../packages/core', import.meta.url));

/** Writes packages/core/bundle anew. */
export async function bundle() {
  const { exports, dependencies } = JSON.parse(readFileSync(join(core, 'package.json'), 'utf8'));
  const stays = Object.keys(dependencies);
  const dir = join(core, 'bundle');
  const build = await rolldown({
    cwd: core,
    input: entries(exports),
    platform: 'node',
    external: (id) =>
      id.startsWith('node:') || stays.some((name) => id === name || id.startsWith(`${name}/`)),
    // A room that the entry point needs, and somebody else imports on first use, is simply there already.
    checks: { ineffectiveDynamicImport: false },
  });
  rmSync(dir, { recursive: true, force: true });
  const { output } = await build.write({
    dir,
    format: 'es',
    chunkFileNames: '[name].js',
    codeSplitting: { groups: [{ debugName: 'rooms', name: chunkOf }] },
  });
  await build.close();
  for (const [name, folder] of packagesIn(output)) copyLicence(name, folder, dir);
}

/** What package.json exports: the name of each bundled file, and the module that it is made of. */
function entries(exports) {
  const bundled = Object.values(exports).filter((entry) => entry.bundled !== undefined);
  return Object.fromEntries(bundled.map((entry) => [basename(entry.bundled, '.js'), entry.default]));
}

/**
 * Three files for what a client loads: what the entry point needs at once, what the first look and the first connection
 * need, and, because it waits for its turn while STS is asked, the token room with AWS's signer.
 */
function chunkOf(id, graph) {
  if (neededAtOnce(graph).has(id)) return 'base';
  if (/\/dist\/token\//.test(id)) return 'token';
  return /\/dist\/(?:settings\/|preflight\/read-report|client\/)/.test(id) ? null : 'client';
}

/** The modules that the entry point imports, and those that they import, and so on. */
function neededAtOnce(graph) {
  const found = new Set([join(core, 'dist/index.js')]);
  for (const id of found) for (const next of graph.getModuleInfo(id)?.importedIds ?? []) found.add(next);
  return found;
}

/** The packages that became part of the bundle, with their folders. */
function packagesIn(output) {
  const found = new Map();
  for (const id of output.flatMap((chunk) => chunk.moduleIds ?? [])) {
    const [folder, name] = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)(?=\/)/.exec(id) ?? [];
    if (name !== undefined) found.set(name, folder);
  }
  return found;
}

function copyLicence(name, folder, dir) {
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(?:\.|$)/i.test(entry));
  if (file === undefined) throw new Error(`${name} is bundled and has no licence file`);
  copyFileSync(join(folder, file), join(dir, `LICENSE-${name.replace('@', '').replaceAll('/', '-')}`));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
