/** `npm run test:container`: the lab with its brokers in a container, and `msk-reach` as an image. Starts a Docker engine of its own where none answers. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run, Stop } from '../bootstrap.mjs';
import { tally, vitest } from './tally.mjs';

const quiet = { stdio: 'ignore' };
const answers = async () => (await run('docker', ['info'], quiet).catch(() => 1)) === 0;
const has = async (program) => (await run('which', [program], quiet).catch(() => 1)) === 0;

async function engineOfOurOwn() {
  const root_ = process.getuid?.() === 0;
  if (!(await has('dockerd'))) {
    if (!root_ || !(await has('apt-get'))) {
      throw new Stop('No Docker engine answers: start Docker (or set DOCKER_HOST), then run this again.', 2);
    }
    await run('apt-get', ['update', '-qq']);
    if ((await run('apt-get', ['install', '-y', '-qq', 'docker.io', 'iptables'])) !== 0) {
      throw new Stop('The Debian package docker.io could not be installed.', 2);
    }
  }
  if (!root_) throw new Stop('No Docker engine answers, and starting one needs root.', 2);
  const folder = mkdtempSync(join(tmpdir(), 'msk-reach-docker-'));
  const script = join(root, 'scripts/docker-engine.sh');
  const host = execFileSync('bash', [script, 'start', folder], { encoding: 'utf8' }).trim();
  return { host, stop: () => run('bash', [script, 'stop', folder]) };
}

export async function testContainer() {
  const engine = (await answers()) ? undefined : await engineOfOurOwn();
  const env =
    engine === undefined ? {} : { DOCKER_HOST: engine.host, TESTCONTAINERS_HOST_OVERRIDE: '127.0.0.1' };
  try {
    return await tally([vitest('brokers and msk-reach in containers', ['--project', 'container'], env)], {
      skipped: false,
    });
  } finally {
    await engine?.stop();
  }
}
