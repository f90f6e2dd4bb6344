import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { isMskReachError, MskReachError } from '@msk-reach/core';
import { createBrokerPool } from '../scenario/broker-pool.ts';
import { loadScenario, scenarioFiles } from '../scenario/load.ts';
import type { Expected } from '../scenario/match.ts';
import { byBrokers, inLanes, inTurn } from '../scenario/lanes.ts';
import { cannotRun, runScenario, type ScenarioRow } from '../scenario/run.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { makeLabFolder } from '../lab-folder.ts';
import { runUntilTold } from './run-until-told.ts';
import { print, say } from './words.ts';

const EXIT_NOT_MATCHED = 3;

interface Loaded {
  readonly file: string;
  readonly scenario: Scenario;
}

interface RunFlags {
  readonly json: boolean;
  readonly jobs: number;
}

const MOST_JOBS = 16;

/** One for each processor: more wait for each other. No more than four unasked, for each holds some brokers in memory. */
const USUAL_JOBS = Math.min(availableParallelism(), 4);

/** `msk-lab run`: scenarios, each compared with what is expected. */
export function runCommand(done: (exitCode: number) => void): Command {
  return new Command('run')
    .description('Run msk-reach check in each scenario and compare with what is expected.')
    .argument('<path...>', 'scenario files, or folders of them')
    .option('--json', 'one JSON object a row', false)
    .option('-j, --jobs <n>', `how many scenarios at a time, 1 to ${MOST_JOBS}`, readJobs, USUAL_JOBS)
    .addHelpText('after', '\nExample:\n  msk-lab run packages/lab/scenarios --jobs 1')
    .action(async (paths: string[], flags: RunFlags) => done(await run(paths, flags)));
}

function readJobs(value: string): number {
  const jobs = Number(value);
  if (Number.isInteger(jobs) && jobs >= 1 && jobs <= MOST_JOBS) return jobs;
  throw new InvalidArgumentError(`It is a whole number from 1 to ${MOST_JOBS}.`);
}

function run(paths: readonly string[], flags: RunFlags): Promise<number> {
  return runUntilTold(async (signal) => runAll(await loadAll(await scenarioFiles(paths)), flags, signal));
}

async function runAll(
  loaded: readonly Loaded[],
  { json, jobs }: RunFlags,
  signal: AbortSignal,
): Promise<number> {
  for (const { scenario } of loaded) {
    const why = cannotRun(scenario);
    if (why !== null) say(`${scenario.name} is left out: ${why}`);
  }
  const runnable = loaded.filter(({ scenario }) => cannotRun(scenario) === null);
  // Before there is a folder to remove, for a variable may be wrong.
  const pieces = byBrokers(runnable, process.env);
  const folder = await makeLabFolder();
  const pool = await createBrokerPool({ directory: folder.path, say });
  const rows: ScenarioRow[] = [];
  const shown = inTurn(pieces.flat(), (row: ScenarioRow) => {
    rows.push(row);
    for (const line of json ? [JSON.stringify(row)] : rowLines(row)) print(line);
  });
  try {
    await inLanes(pieces, jobs, async (piece) => {
      for (const item of piece) {
        signal.throwIfAborted();
        shown.add(item, await runScenario(item.file, item.scenario, { pool, say, signal }));
      }
    });
  } finally {
    shown.rest();
    await pool.close();
    await folder.close();
  }
  const matched = rows.filter((row) => row.matched).length;
  const falseAlarms = rows.reduce((sum, row) => sum + row.falseAlarms.length, 0);
  print(`scenarios: ${matched} matched, ${rows.length - matched} not, false alarms ${falseAlarms}`);
  return matched === rows.length ? 0 : EXIT_NOT_MATCHED;
}

/** Every file is checked before any of them runs, and every mistake is said. */
async function loadAll(files: readonly string[]): Promise<readonly Loaded[]> {
  const results = await Promise.allSettled(
    files.map(async (file) => ({ file, scenario: await loadScenario(file) })),
  );
  const mistakes = results.flatMap((result): unknown[] =>
    result.status === 'rejected' ? [result.reason] : [],
  );
  if (mistakes.length > 0) {
    const messages = mistakes.map((mistake) =>
      mistake instanceof Error ? mistake.message : 'it cannot be read',
    );
    const code = mistakes.every(isMskReachError) ? 'CONFIG_INVALID' : 'INTERNAL';
    throw new MskReachError(code, messages.join('\n'), { cause: mistakes[0] });
  }
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

function rowLines(row: ScenarioRow): readonly string[] {
  const { status, rootCauses, exit } = row.got;
  const have = verdict(status ?? `exit ${exit}`, rootCauses);
  const line = [
    row.name.padEnd(48),
    wanted(row.expected).padEnd(26),
    have.padEnd(26),
    String(row.ms).padStart(6),
  ].join(' ');
  return [`${row.matched ? '  ' : '! '}${line}`, ...row.differences.map((difference) => `    ${difference}`)];
}

function wanted({ status, exit, rootCauses }: Expected): string {
  return verdict(
    status ?? `exit ${exit}`,
    rootCauses.map((item) => [item].flat().join('|')),
  );
}

function verdict(status: string, rootCauses: readonly string[]): string {
  return [status, ...rootCauses].join(' ');
}
