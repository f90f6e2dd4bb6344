/** `npm run test:topology`: the patterns in network namespaces. Installs the Debian packages it needs where it can. */
import { join } from 'node:path';
import { root, run, Stop } from '../bootstrap.mjs';
import { tally, vitest } from './tally.mjs';

/** What is called, and the package that it comes from. */
const programs = { ip: 'iproute2', nft: 'nftables', unbound: 'unbound', named: 'bind9' };
const has = async (program) => (await run('which', [program], { stdio: 'ignore' }).catch(() => 1)) === 0;

async function missing() {
  const found = await Promise.all(
    Object.entries(programs).map(async ([program, name]) => ((await has(program)) ? [] : [name])),
  );
  return found.flat();
}

/** A package that is not started: its own server would take port 53. */
async function install(names) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  await run('apt-get', ['update', '-qq'], { env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env });
}

async function need() {
  if (process.platform !== 'linux') throw new Stop('Network namespaces need Linux.', 2);
  const isRoot = process.getuid?.() === 0;
  const lacking = await missing();
  if (isRoot && lacking.length > 0 && (await has('apt-get'))) await install(lacking);
  const still = await missing();
  const wants = [
    ...(isRoot ? [] : ['root']),
    ...(still.length > 0 ? [`the Debian packages ${still.join(', ')}`] : []),
  ];
  if (wants.length > 0) throw new Stop(`Topologies need ${wants.join(' and ')}.`, 2);
}

/** `msk-lab topology run`; counted from its last line. */
const rows = (args) => ({
  name: 'rows of topologies',
  run: async () => {
    const { spawn } = await import('node:child_process');
    const main = join(root, 'packages/lab/dist/cli/main.js');
    const child = spawn(process.execPath, [main, 'topology', 'run', ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      process.stdout.write(chunk);
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    const last = /(\d+) passed, (\d+) failed\s*$/.exec(output);
    if (last === null) return { passed: 0, failed: 1, skipped: 0 };
    const failed = Number(last[2]);
    return { passed: Number(last[1]), failed: failed === 0 && code !== 0 ? 1 : failed, skipped: 0 };
  },
});

/** With names of rows, or files: those alone. */
export async function testTopology(args) {
  await need();
  const itself = vitest('precedence on the resolvers, and what is left behind', ['--project', 'topology']);
  return tally([...(args.length > 0 ? [] : [itself]), rows(args)], { skipped: false });
}
