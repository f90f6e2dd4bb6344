/** What AWS's own clients need of a machine, and what happens where it is not there. */
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

export const run = promisify(execFile);

/**
 * Whether tests are to be skipped; the reason is printed.
 *
 * @param name    what is skipped
 * @param missing what is not there, in words
 * @throws in CI, where nothing may be skipped
 */
export function isSkipped(name: string, missing: readonly string[]): boolean {
  if (missing.length === 0) return false;
  const reason = missing.join(', ');
  if (process.env['CI']) throw new Error(`${name} must run in CI: ${reason}`);
  process.stderr.write(`${name}: skipped, ${reason}\n`);
  return true;
}

/** Names are redirected for root on Linux alone. */
export function missingForNames(): readonly string[] {
  if (process.platform !== 'linux') return ['names are redirected on Linux alone'];
  if (process.getuid?.() !== 0) return ['names are redirected for root alone'];
  const { status } = spawnSync('unshare', ['--mount', 'true']);
  return status === 0 ? [] : ["'unshare --mount' is not there or not allowed"];
}

/** Debian ships python3 without the means to make a virtual environment; that is as good as no python3. */
export function missingForPython(): readonly string[] {
  const { status } = spawnSync('python3', ['-c', 'import venv, ensurepip']);
  return status === 0 ? [] : ['python3 with its venv module is not on this machine'];
}

/** A JDK and Maven. */
export function missingForJava(): readonly string[] {
  const programs = [
    ['javac', '-version'],
    ['mvn', '-version'],
  ] as const;
  return programs
    .filter(([program, argument]) => spawnSync(program, [argument]).status !== 0)
    .map(([program]) => `'${program}' does not run`);
}

/** A Chromium as Debian ships it; null where there is none. */
export function chromiumPath(): string | null {
  const { status, stdout } = spawnSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}
