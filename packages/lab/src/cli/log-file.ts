import { appendFileSync, writeFileSync } from 'node:fs';
import { MskReachError } from '@msk-reach/core';

/**
 * The lab's own log in a file, written as things happen: logins, refusals with the reason that clients are not told,
 * denials, brokers.
 *
 * @param file replaced when it is there; undefined for no log
 * @throws MskReachError `CONFIG_INVALID` when it cannot be written
 */
export function logFile(file: string | undefined): { readonly log?: (line: string) => void } {
  if (file === undefined) return {};
  try {
    writeFileSync(file, '');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new MskReachError('CONFIG_INVALID', `--log: ${file} cannot be written: ${why}`, { cause });
  }
  return { log: (line) => appendFileSync(file, `${new Date().toISOString()} ${line}\n`) };
}
