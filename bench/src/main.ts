/**
 * `npm run bench`: ours and the peers, measured in one run on this machine.
 *
 * Comparisons go to stdout (one line of JSON each, or a table at the end), everything else to stderr. A goal that is
 * missed is a result; only a bench that cannot be run is a failure.
 */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ended, untilTold } from '@msk-reach/lab';
import { readArguments, UsageError, type BenchArguments } from './arguments.ts';
import { compare, type BenchContext } from './bench.ts';
import { benches } from './benches/all.ts';
import type { Comparison } from './comparison.ts';
import { tableOf } from './table.ts';

const say = (text: string): void => void process.stderr.write(`${text}\n`);

async function main(args: readonly string[]): Promise<number> {
  const { names, json, profiles } = readArguments(
    args,
    benches.map(({ name }) => name),
  );
  const told = untilTold();
  try {
    return await runAll(names, json, {
      signal: told.signal,
      profiles: folderFor(profiles),
      say,
    });
  } finally {
    told.dispose();
  }
}

function folderFor(profiles: BenchArguments['profiles']): string | null {
  if (profiles === null) return null;
  const folder = resolve(profiles);
  mkdirSync(folder, { recursive: true });
  return folder;
}

async function runAll(names: readonly string[], json: boolean, context: BenchContext): Promise<number> {
  const comparisons: Comparison[] = [];
  let failures = 0;
  for (const bench of benches.filter(({ name }) => names.includes(name))) {
    try {
      const comparison = await compare(bench, context);
      comparisons.push(comparison);
      if (json) process.stdout.write(`${JSON.stringify(comparison)}\n`);
    } catch (error) {
      if (context.signal.aborted) throw context.signal.reason;
      failures += 1;
      say(
        `${bench.name} could not be run: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
  }
  if (!json && comparisons.length > 0) process.stdout.write(`${tableOf(comparisons)}\n`);
  return failures === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError || error instanceof Ended)) throw error;
  say(`bench: ${error.message}`);
  process.exitCode = error instanceof Ended ? error.exitCode : 2;
}
