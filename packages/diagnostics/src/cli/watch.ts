/** `msk-reach watch`: looks again and again, and says only what changed. */
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Preflight } from '@msk-reach/core';
import type { Flags } from '@msk-reach/core/settings';
import { Command } from 'commander';
import { changesBetween } from '../compare/compare.ts';
import {
  changesAsJson,
  changesAsLines,
  changesAsTable,
  lookAsLine,
  type Comparison,
} from '../render/changes.ts';
import { checkOptions, watchOptions } from '../settings/options.ts';
import { mergeSettings, textOf, validOptions, wholeNumber } from '../settings/settings.ts';
import { exitCodeOf, exitCodes } from './exit-code.ts';
import { lookFlags } from './flags.ts';
import { isLively, widthOf, write, type Io } from './io.ts';
import { look } from './look.ts';

const EVERY_SECONDS = 60;

const EXAMPLES = `
Examples:
  $ msk-reach watch --config msk-reach.json --every 30
  $ msk-reach watch --config msk-reach.json --exec './page-somebody.sh' --output ndjson

Says how it stands at first, then only what is different: a broker that appeared or vanished, an answer, a check that
turned. --output is table or ndjson. It ends when it is told to (130), or after --looks N with the last verdict's code.`;

/** How a change is said. */
type Say = (comparison: Comparison) => string;

/** The command. `done` gets the exit code. */
export function watchCommand(io: Io, done: (code: number) => void): Command {
  const command = new Command('watch')
    .description('Look at a cluster again and again, and say what changed.')
    .addHelpText('after', EXAMPLES);
  const flags = lookFlags(command, [...checkOptions, ...watchOptions]);
  return command.action(async () => done(await watch(flags(), io)));
}

async function watch(flags: Flags, io: Io): Promise<number> {
  const settings = mergeSettings({ flags, env: io.env, formats: ['table', 'ndjson'], more: watchOptions });
  const everyMs = wholeNumber(settings, 'every', EVERY_SECONDS) * 1_000;
  const looks = wholeNumber(settings, 'looks', Number.POSITIVE_INFINITY);
  const exec = textOf(settings, 'exec');
  const options = await validOptions(settings);
  const isTable = settings.output === 'table';
  const say: Say = isTable
    ? (comparison) => changesAsTable(comparison, widthOf(io.stdout), isLively(io.stdout, io.env))
    : changesAsLines;
  let before: Preflight | null = null;
  for (let count = 1; ; count += 1) {
    const after: Preflight = await look(options, settings.selection, io);
    if (io.interrupted.aborted) return exitCodes.interrupted;
    if (before === null) await write(io.stdout, lookAsLine(after.report, isTable));
    else await tell({ before, after }, { say, exec, io });
    before = after;
    if (count === looks) return exitCodeOf(after.report, after.observation.ended, settings.failOn);
    const goesOn = await sleep(everyMs, true, { signal: io.interrupted }).catch(() => false);
    if (!goesOn) return exitCodes.interrupted;
  }
}

async function tell(
  { before, after }: { readonly before: Preflight; readonly after: Preflight },
  { say, exec, io }: { readonly say: Say; readonly exec: string | undefined; readonly io: Io },
): Promise<void> {
  const changes = changesBetween(before, after);
  if (changes.length === 0) return;
  const comparison = { before: before.report, after: after.report, changes };
  await write(io.stdout, say(comparison));
  if (exec !== undefined) await runCommand(exec, changesAsJson(comparison), io);
}

/** The user's own command, with its output on our stderr: ours on stdout stays data. A failure is said, and no more. */
async function runCommand(command: string, input: string, io: Io): Promise<void> {
  const child = spawn(command, { shell: true, stdio: ['pipe', 2, 2], signal: io.interrupted });
  // One that does not read its input is no error.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  const ended = await new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code === 0 ? '' : `it ended with ${signal ?? code}`));
  });
  if (ended !== '' && !io.interrupted.aborted)
    await write(io.stderr, `msk-reach: --exec ${JSON.stringify(command)} failed: ${ended}\n`);
}
