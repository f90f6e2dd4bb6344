/** An image with nothing but this machine's Node: what the Dockerfile asks of its base, and no registry is asked. */
import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** `env` finds the Node that the command's first line asks for. */
const ENV = '/usr/bin/env';

/** Imports the image under this tag. Linux: another system's Node does not run in a container. */
export async function importNodeBase(tag: string): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'msk-reach-base-'));
  try {
    await copyTo(root, process.execPath, '/usr/local/bin/node');
    await copyTo(root, ENV, ENV);
    for (const library of new Set([process.execPath, ENV].flatMap(librariesOf)))
      await copyTo(root, library, library);
    const archive = spawned('tar', ['-C', root, '-c', '.']);
    spawned('docker', ['import', '-', tag], archive);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function copyTo(root: string, from: string, to: string): Promise<void> {
  await mkdir(join(root, dirname(to)), { recursive: true });
  await cp(from, join(root, to), { dereference: true });
}

/** Their paths, the loader's among them. */
function librariesOf(program: string): readonly string[] {
  const lines = spawned('ldd', [program]).toString().split('\n');
  return lines.flatMap((line) => /(?:=> |^\s*)(\/\S+) \(0x/u.exec(line)?.[1] ?? []);
}

function spawned(command: string, args: readonly string[], input?: Buffer): Buffer {
  const { status, stdout, stderr } = spawnSync(command, args, { input, maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${String(stderr)}`);
  return stdout;
}
