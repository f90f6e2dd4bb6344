/**
 * `npm run soak -- --minutes N`: clients on three real brokers, through faults.
 *
 * The last line of stdout is the result, everything else goes to stderr.
 */
import { createWriteStream } from 'node:fs';
import { Ended, untilTold } from '@msk-reach/lab';
import { readArguments, type SoakArguments, UsageError } from './arguments.ts';
import { makePlan } from './plan.ts';
import { soak } from './soak.ts';

const MOST_SEEDS = 1_000_000;

const say = (text: string): void => void process.stderr.write(`soak: ${text}\n`);

/** Writes with the time, UTC; the file is opened anew. */
function logTo(file: string | null): (text: string) => void {
  if (file === null) return () => undefined;
  const stream = createWriteStream(file);
  stream.on('error', (error) => say(`cannot write ${file}: ${error.message}`));
  return (text) => void stream.write(`${new Date().toISOString()} ${text}\n`);
}

async function run({ minutes, seed, log }: SoakArguments): Promise<number> {
  const told = untilTold();
  const write = logTo(log);
  const sayAndWrite = (text: string): void => {
    say(text);
    write(`soak: ${text}`);
  };
  try {
    const plan = makePlan(minutes, seed);
    sayAndWrite(
      `${minutes} minutes, seed ${seed}: sessions of ${plan.sessionMs / 1_000} s, role credentials of ${plan.credentialSeconds} s`,
    );
    const { lastLine, complaints } = await soak(plan, seed, {
      signal: told.signal,
      say: sayAndWrite,
      log: write,
    });
    for (const complaint of complaints) sayAndWrite(complaint);
    write(lastLine);
    process.stdout.write(`${lastLine}\n`);
    return complaints.length === 0 ? 0 : 1;
  } finally {
    told.dispose();
  }
}

try {
  process.exitCode = await run(readArguments(process.argv.slice(2), Math.floor(Math.random() * MOST_SEEDS)));
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof Ended ? error.exitCode : error instanceof UsageError ? 2 : 1;
}
