/** Files that a user names. */
import { readFileSync, statSync } from 'node:fs';

/** Far more than any file that this project reads is long. */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * The text of a regular file. A pipe or a device may never end, and waiting for one can be neither timed nor
 * interrupted.
 *
 * @throws Error of the system, or one whose `code` says in words what the file is
 */
export function readTextFile(file: string): string {
  const seen = statSync(file);
  if (!seen.isFile() && !seen.isDirectory()) throw unreadable('not a regular file');
  if (seen.size > MOST_BYTES) throw unreadable(`longer than ${MOST_BYTES} bytes`);
  return readFileSync(file, 'utf8');
}

/** Why {@link readTextFile} threw, in a word. */
export function whyUnreadable(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}

function unreadable(what: string): Error {
  return Object.assign(new Error(what), { code: what });
}
