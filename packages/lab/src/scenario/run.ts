import { isMskReachError, MskReachError } from '@msk-reach/core';
import { startLab } from '../lab.ts';
import type { BrokerPool } from './broker-pool.ts';
import { runCheck } from './check.ts';
import { compare, type Expected, expected, type Got, got } from './match.ts';
import { redirectNames } from './redirect-names.ts';
import type { Scenario } from './scenario.ts';

/** One scenario as it went. */
export interface ScenarioRow {
  readonly name: string;
  readonly file: string;
  readonly matched: boolean;
  readonly expected: Expected;
  readonly got: Got;
  /** Each difference in words. */
  readonly differences: readonly string[];
  readonly falseAlarms: readonly string[];
  /** How long the check took, milliseconds. */
  readonly ms: number;
}

/** What scenarios are run with. */
export interface RunOptions {
  readonly pool: BrokerPool;
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Starts a scenario's lab, runs `msk-reach check` in it, compares, and ends the lab. */
export async function runScenario(
  file: string,
  scenario: Scenario,
  { pool, say, signal }: RunOptions,
): Promise<ScenarioRow> {
  const want = expected(scenario.expect);
  const redirect = redirectOf(scenario);
  if (redirect !== null && 'because' in redirect) throw new MskReachError('INTERNAL', redirect.because);
  const dnsPort = redirect === null ? {} : { dnsPort: 53 };
  const lab = await startLab(scenario, { pool, say, signal, ...dnsPort }).catch((error: unknown) => {
    signal.throwIfAborted();
    // What concerns every scenario, such as a machine without Java, ends the run; a port 53 that is taken does not.
    if (redirect === null && isMskReachError(error) && error.code === 'CONFIG_INVALID') throw error;
    return new NotStarted(error);
  });
  if (lab instanceof NotStarted) return notStarted(file, scenario.name, want, lab);
  try {
    signal.throwIfAborted();
    const to = { dnsAddress: lab.dns.address, hosts: lab.hosts, folder: lab.directory };
    const wrap = async (command: readonly string[]) => redirect?.wrap(command, to) ?? command;
    const result = await runCheck(lab.childEnv(scenario.declare), { signal, wrap });
    signal.throwIfAborted();
    const { matched, differences, falseAlarms } = compare(want, result);
    const words =
      result.report === undefined && !matched
        ? [...differences, `it said: ${result.words.trim()}`]
        : differences;
    return {
      name: scenario.name,
      file,
      matched,
      expected: want,
      got: got(result),
      differences: words,
      falseAlarms,
      ms: Math.round(result.ms),
    };
  } finally {
    await lab.close();
  }
}

/** How the client's own lookup is led to the lab, where a scenario has a hosts file; null where nothing is. */
function redirectOf(scenario: Scenario): ReturnType<typeof redirectNames> | null {
  return scenario.dns?.hosts === undefined ? null : redirectNames();
}

/** Why a scenario cannot be run on this machine; null where it can. */
export function cannotRun(scenario: Scenario): string | null {
  const redirect = redirectOf(scenario);
  return redirect !== null && 'because' in redirect
    ? `the client's names have to be redirected, and ${redirect.because}`
    : null;
}

/** Why there is no lab to run a scenario in. */
class NotStarted {
  readonly why: string;

  constructor(error: unknown) {
    this.why = error instanceof Error ? error.message : String(error);
  }
}

function notStarted(file: string, name: string, want: Expected, { why }: NotStarted): ScenarioRow {
  const none = got({ exit: null, report: undefined, words: '', ms: 0 });
  const differences = [`the lab did not start: ${why}`];
  return { name, file, matched: false, expected: want, got: none, differences, falseAlarms: [], ms: 0 };
}
