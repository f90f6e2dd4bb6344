/**
 * `npm run image`: lays out what the Dockerfile copies, and builds it.
 *
 * Other people's packages come from the lockfile, ours from the tarballs that are published.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { must, PNPM, root, Stop } from '../bootstrap.mjs';

const context = join(root, 'target/image');
const home = '/opt/msk-reach';
const command = `${home}/node_modules/@msk-reach/diagnostics/dist/cli/main.js`;
const ours = ['core', 'diagnostics'];
/** What is there for package managers and compilers alone. */
const NOT_RUN = /^(?:\.bin|\.pnpm.*|\.modules\.yaml|@types|undici-types)$/;
const NOT_RUN_FILE = /\.(?:d\.[cm]?ts|map)$/;

export async function image(args) {
  const { base, tag } = optionsOf(args);
  const work = mkdtempSync(join(tmpdir(), 'msk-reach-image-'));
  try {
    await layOut(work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  const onBase = base === undefined ? [] : ['--build-arg', `BASE=${base}`];
  const options = ['--file', join(root, 'Dockerfile'), '--tag', tag, ...onBase];
  await must('docker', ['build', ...options, context], 'The image could not be built.');
  process.stdout.write(`image: ${tag}\n`);
  return 0;
}

/** @returns {{ base?: string, tag: string }} */
function optionsOf(args) {
  const options = { base: { type: 'string' }, tag: { type: 'string', default: 'msk-reach' } };
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new Stop(`image takes --base IMAGE and --tag TAG: ${error.message}`, 2);
  }
}

/** The tree as it stands in the image. */
async function layOut(work) {
  const deployed = join(work, 'deployed');
  const what = ['--filter', '@msk-reach/diagnostics', 'deploy', '--prod', deployed];
  await must(
    'npx',
    ['--yes', PNPM, '--config.node-linker=hoisted', ...what],
    'The packages could not be laid out.',
  );
  rmSync(context, { recursive: true, force: true });
  const modules = join(context, home, 'node_modules');
  mkdirSync(join(context, home), { recursive: true });
  cpSync(join(deployed, 'node_modules'), modules, { recursive: true, verbatimSymlinks: true });
  for (const name of ours) await unpack(name, join(modules, '@msk-reach', name), work);
  prune(modules);
  const bin = join(context, 'usr/local/bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(command, join(bin, 'msk-reach'));
  // Whoever built it may keep new files to himself; the image is for another user.
  execFileSync('chmod', ['-R', 'a+rX', context]);
}

/** Puts a package as it is published in the place of the workspace's. */
async function unpack(name, target, work) {
  const packed = join(work, name);
  mkdirSync(packed);
  const args = ['--yes', PNPM, 'pack', '--pack-destination', packed];
  await must('npx', args, `@msk-reach/${name} could not be packed.`, { cwd: join(root, 'packages', name) });
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const [tarball] = readdirSync(packed);
  execFileSync('tar', ['-xzf', join(packed, tarball), '-C', target, '--strip-components=1']);
}

function prune(modules) {
  for (const name of readdirSync(modules)) {
    if (NOT_RUN.test(name)) rmSync(join(modules, name), { recursive: true });
  }
  for (const entry of readdirSync(modules, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && NOT_RUN_FILE.test(entry.name)) rmSync(join(entry.parentPath, entry.name));
  }
}
