/** The contract's exit codes, the same in every format. */
import type { Observation, Report } from '@msk-reach/core';

/** Exit codes by name. */
export const exitCodes = {
  ok: 0,
  internal: 1,
  usage: 2,
  fail: 3,
  warn: 4,
  unknown: 5,
  interrupted: 130,
} as const;

/** The first that holds: interrupted, fail, unknown, warn (where asked for), ok. */
export function exitCodeOf(report: Report, ended: Observation['ended'], failOn: 'fail' | 'warn'): number {
  if (ended === 'interrupted') return exitCodes.interrupted;
  if (report.status === 'fail') return exitCodes.fail;
  if (report.status === 'unknown') return exitCodes.unknown;
  return report.status === 'warn' && failOn === 'warn' ? exitCodes.warn : exitCodes.ok;
}
