/** `msk-reach pattern`: which connectivity pattern is in force, whether it is the declared one, and its limits. */
import type { Observation, Report } from '@msk-reach/core';
import type { Flags } from '@msk-reach/core/settings';
import { Command, Option } from 'commander';
import { patternAnswer, patternAsTable, type PatternAnswer } from '../render/pattern.ts';
import { readInput } from '../stored/read-input.ts';
import { checkOptions } from '../settings/options.ts';
import { mergeSettings, validOptions } from '../settings/settings.ts';
import { UsageError } from '../settings/usage-error.ts';
import { exitCodes } from './exit-code.ts';
import { lookFlags } from './flags.ts';
import { isLively, widthOf, write, type Io } from './io.ts';
import { look } from './look.ts';

const EXAMPLES = `
Examples:
  $ msk-reach pattern --bootstrap boot-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com --pattern phz
  $ msk-reach pattern --from look.tar.gz --output json

It answers three questions: which pattern is in force (and what looks the same from here), whether it is the
declared one, and which of its limits this setup hits or is about to hit: one cluster a client VPC, the rule's own
Region, the rule's own VPC. Where the client runs comes from instance metadata, or --vpc-cidr.

Exit codes: 0 in force, and as declared where one was; 3 another one than declared, or none; 5 not known; 130 interrupted.`;

/** What the command reads itself. */
interface Own {
  readonly from?: string;
  readonly output: string;
}

/** The command. `done` gets the exit code. */
export function patternCommand(io: Io, done: (code: number) => void): Command {
  const command = new Command('pattern')
    .description(
      'Say which connectivity pattern is in force, whether it is the declared one, and its limits here.',
    )
    .option('--from <FILE>', 'bundle or observation to judge, in place of a look')
    .addOption(new Option('--output <FORMAT>', 'table or json').choices(['table', 'json']).default('table'))
    .addHelpText('after', EXAMPLES);
  const flags = lookFlags(
    command,
    checkOptions.filter(({ key }) => !['clientConfig', 'output', 'failOn', 'only', 'skip'].includes(key)),
  );
  return command.action(async (own: Own) => done(await pattern(own, flags(), io)));
}

async function pattern({ from, output }: Own, flags: Flags, io: Io): Promise<number> {
  const { report, observation } = from === undefined ? await looked(flags, io) : await stored(from);
  const answer = patternAnswer(report, observation);
  const text =
    output === 'json'
      ? `${JSON.stringify(answer, null, 2)}\n`
      : patternAsTable(answer, widthOf(io.stdout), isLively(io.stdout, io.env));
  await write(io.stdout, text);
  return observation.ended === 'interrupted' ? exitCodes.interrupted : codeOf(answer);
}

interface Looked {
  readonly report: Report;
  readonly observation: Observation;
}

async function looked(flags: Flags, io: Io): Promise<Looked> {
  const { output: _, from: __, ...values } = flags.values;
  const settings = mergeSettings({ flags: { ...flags, values }, env: io.env });
  return look(await validOptions(settings), {}, io);
}

async function stored(path: string): Promise<Looked> {
  const { report, observation } = await readInput(path);
  if (observation === null)
    throw new UsageError(`--from: ${path} is a report; expected a bundle or an observation`);
  return { report, observation };
}

function codeOf({ matches, observed }: PatternAnswer): number {
  if (matches === 'no' || observed === 'none') return exitCodes.fail;
  return matches === 'unknown' || observed === 'unknown' ? exitCodes.unknown : exitCodes.ok;
}
