/**
 * Installs and builds what is missing, so that any root script can be the first one run in a clone.
 * Plain JavaScript: it runs before anything is installed, and Node 20 runs no TypeScript.
 */
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const PNPM = 'pnpm@12.21.0';
const say = (text) => process.stderr.write(`msk-reach: ${text}\n`);

/** A sentence for people; the script ends with it and no stack trace. */
export class Stop extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Runs a program from the root; its output goes to stderr. Resolves with its exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal === null ? code : 128));
  });
}

/** Runs a program that has to end well, or stops with `failure`. */
export async function must(command, args, failure, options = {}) {
  let code;
  try {
    code = await run(command, args, options);
  } catch (error) {
    throw new Stop(`${failure} (${command}: ${error.code ?? error.message})`);
  }
  if (code !== 0) throw new Stop(`${failure} (${[command, ...args].join(' ')} ended with ${code})`);
}

function filesBelow(folder, keep) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && keep(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

function digest(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}

/** Runs `work` only when `files` changed since it last succeeded; the stamp is written last, so an interrupted run starts over. */
async function once(stamp, files, proof, work) {
  const now = digest(files);
  if (proof.every(existsSync) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  rmSync(stamp, { force: true });
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, now);
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Stop(`Node ${process.versions.node} is too old: msk-reach needs Node 20.19 or later.`);
  }
}

const manifests = () =>
  [
    ...[
      'package.json',
      'pnpm-workspace.yaml',
      'pnpm-lock.yaml',
      'bench/package.json',
      'soak/package.json',
      'tests/package.json',
    ].map((file) => join(root, file)),
    ...readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name, 'package.json')),
  ].filter(existsSync);

async function install() {
  const modules = join(root, 'node_modules');
  await once(join(modules, '.msk-reach-install'), manifests(), [join(modules, '.modules.yaml')], async () => {
    say('installing packages');
    await must(
      'npx',
      ['--yes', PNPM, 'install', '--frozen-lockfile'],
      'The packages could not be installed.',
    );
  });
}

/** `tsc -b` leaves the output of deleted sources behind, and a tarball would carry it. */
function removeStaleOutput() {
  for (const name of readdirSync(join(root, 'packages'))) {
    const dist = join(root, 'packages', name, 'dist');
    const outputs = filesBelow(dist, (file) => /\.(js|d\.ts)$/.test(file));
    for (const output of outputs) {
      const source = join(
        root,
        'packages',
        name,
        'src',
        output.slice(dist.length + 1).replace(/\.(js|d\.ts)$/, '.ts'),
      );
      if (!existsSync(source)) rmSync(output);
    }
  }
}

async function compile() {
  removeStaleOutput();
  await must(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-b'],
    'TypeScript found errors.',
  );
}

async function buildJar() {
  const java = join(root, 'packages/lab/java');
  const jar = join(java, 'msk-lab-kafka.jar');
  const sources = [join(java, 'pom.xml'), ...filesBelow(join(java, 'src/main'), () => true)];
  await once(join(java, 'target/.msk-reach-jar'), sources, [jar], async () => {
    const missing = [];
    for (const program of ['java', 'mvn']) {
      const code = await run(program, ['-version'], { stdio: 'ignore' }).catch(() => 1);
      if (code !== 0) missing.push(program);
    }
    if (missing.length > 0) {
      throw new Stop(
        `The lab runs real Kafka and needs ${missing.join(' and ')}, not found on the PATH: install a JDK 17 or later and Maven.`,
        2,
      );
    }
    say("building the lab's Java module");
    await must(
      'mvn',
      ['-q', '-B', '-f', join(java, 'pom.xml'), '-DskipTests', 'package'],
      'The Java module could not be built.',
    );
  });
}

/** Everything that a root script needs before it can start. */
export async function bootstrap() {
  requireNode();
  await install();
  await compile();
  await buildJar();
}
