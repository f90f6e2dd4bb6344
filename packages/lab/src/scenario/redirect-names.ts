import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** Where names go. @public */
export interface RedirectTo {
  /** Address of a DNS server at port 53. */
  readonly dnsAddress: string;
  /** Lines of the hosts file, `ADDRESS NAME`. */
  readonly hosts: readonly string[];
  /** For the files that say so. */
  readonly folder: string;
}

/** A way to run a command whose names are resolved by the lab. @public */
export interface Redirected {
  /** The command with what redirects its names before it. */
  wrap(command: readonly string[], to: RedirectTo): Promise<readonly string[]>;
}

/**
 * Mounts over the files that name resolution is told by, for one command alone: a mount namespace of its own. The
 * folder of nscd is covered too, so that no cache outside answers.
 */
const SCRIPT = `
for file in resolv.conf nsswitch.conf hosts; do
  target=$(readlink -f "/etc/$file") || target=
  [ -n "$target" ] && [ -e "$target" ] && mount --bind "$1/$file" "$target" || { [ "$file" = nsswitch.conf ] || exit 125; }
done
for folder in /run/nscd /var/run/nscd; do [ -d "$folder" ] && mount -t tmpfs none "$folder"; done
shift
exec "$@"
`;

/** How names can be redirected here, or why they cannot. The lab's DNS has to be at port 53. @public */
export function redirectNames(): Redirected | { readonly because: string } {
  if (process.platform !== 'linux') return { because: 'that needs Linux' };
  if (process.getuid?.() !== 0) return { because: 'that needs root' };
  const tried = spawnSync('unshare', ['--mount', 'true'], { stdio: 'ignore' });
  if (tried.status !== 0) return { because: "'unshare --mount' is not there or not allowed" };
  return { wrap };
}

async function wrap(
  command: readonly string[],
  { dnsAddress, hosts, folder }: RedirectTo,
): Promise<readonly string[]> {
  await Promise.all([
    writeFile(join(folder, 'resolv.conf'), `nameserver ${dnsAddress}\noptions timeout:2 attempts:2\n`),
    writeFile(
      join(folder, 'nsswitch.conf'),
      'passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nnetworks: files\n',
    ),
    writeFile(
      join(folder, 'hosts'),
      [`127.0.0.1 localhost ${hostname()}`, '::1 localhost ip6-localhost ip6-loopback', ...hosts, ''].join(
        '\n',
      ),
    ),
  ]);
  return [
    'unshare',
    '--mount',
    '--propagation',
    'private',
    'sh',
    '-c',
    SCRIPT,
    'msk-lab',
    folder,
    ...command,
  ];
}
