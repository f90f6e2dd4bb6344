/** `msk-reach diff A B`: what changed between two looks. */
import { Command, Option } from 'commander';
import { readInput } from '../stored/read-input.ts';
import { changesBetween } from '../compare/compare.ts';
import { changesAsJson, changesAsTable } from '../render/changes.ts';
import { isLively, widthOf, write, type Io } from './io.ts';

const EXAMPLES = `
Examples:
  $ msk-reach diff monday.tar.gz today.tar.gz
  $ msk-reach diff before.json after.json --output json

A and B are bundles, observations or reports. Two observations are both diagnosed by this version; where one of the two
is only a report, what reports do not hold (answers, paths, certificates) is not compared. Exit code 0, changed or not.`;

/** The command. */
export function diffCommand(io: Io): Command {
  return new Command('diff')
    .description('Say what changed between two looks: verdict, checks, brokers, answers, paths.')
    .argument('<A>', 'bundle, observation or report before')
    .argument('<B>', 'bundle, observation or report after')
    .addOption(new Option('--output <FORMAT>', 'table or json').choices(['table', 'json']).default('table'))
    .addHelpText('after', EXAMPLES)
    .action(async (first: string, second: string, { output }: { readonly output: string }) => {
      const before = await readInput(first);
      const after = await readInput(second);
      const changes = changesBetween(before, after);
      const comparison = { before: before.report, after: after.report, changes };
      const text =
        output === 'json'
          ? changesAsJson(comparison)
          : changesAsTable(comparison, widthOf(io.stdout), isLively(io.stdout, io.env));
      await write(io.stdout, text);
    });
}
