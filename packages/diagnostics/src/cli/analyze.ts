/** `msk-reach analyze FILE`: the diagnosis of a look that somebody else had, with no network. */
import type { Flags } from '@msk-reach/core/settings';
import { Command } from 'commander';
import { readInput } from '../stored/read-input.ts';
import { formatNamed } from '../render/all.ts';
import { mergeOutput } from '../settings/settings.ts';
import { UsageError } from '../settings/usage-error.ts';
import { exitCodeOf } from './exit-code.ts';
import { outputFlags } from './flags.ts';
import { isLively, widthOf, write, type Io } from './io.ts';

const EXAMPLES = `
Examples:
  $ msk-reach analyze msk-reach-abcd1234.tar.gz
  $ msk-reach analyze observation.json --output html > report.html

FILE is a bundle, or the observation of one. Nothing is asked of any network. Exit codes are those of check.`;

/** The command. `done` gets the exit code. */
export function analyzeCommand(io: Io, done: (code: number) => void): Command {
  const command = new Command('analyze')
    .description('Diagnose a bundle or an observation from another machine, with no network.')
    .argument('<FILE>', 'bundle (.tar.gz) or observation (.json)')
    .addHelpText('after', EXAMPLES);
  const flags = outputFlags(command);
  return command.action(async (file: string) => done(await analyze(file, flags(), io)));
}

async function analyze(file: string, flags: Flags, io: Io): Promise<number> {
  const { output, failOn, selection } = mergeOutput({ flags, env: io.env });
  const { observation, report } = await readInput(file, selection);
  if (observation === null)
    throw new UsageError(
      `${file} is a report: it is the diagnosis already; expected a bundle or an observation`,
    );
  const format = formatNamed(output);
  const colour = isLively(io.stdout, io.env);
  await write(io.stdout, format.render({ report, observation, columns: widthOf(io.stdout), colour, failOn }));
  return exitCodeOf(report, observation.ended, failOn);
}
