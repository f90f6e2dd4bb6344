/** `msk-reach list-checks`: every check with its level and its layer. */
import { causes, checkIds } from '@msk-reach/core';
import { Command, Option } from 'commander';
import { columnsOf } from '../render/text.ts';
import { write, type Io } from './io.ts';

/** The command. */
export function listChecksCommand(io: Io): Command {
  return new Command('list-checks')
    .description('List every check: id, level, layer, cause.')
    .addOption(new Option('--output <FORMAT>', 'table or json').choices(['table', 'json']).default('table'))
    .addHelpText('after', '\nExample:\n  $ msk-reach list-checks --output json')
    .action(({ output }: { readonly output: string }) =>
      write(io.stdout, output === 'json' ? asJson() : asTable()),
    );
}

function rows(): readonly {
  readonly id: string;
  readonly level: string;
  readonly layer: string;
  readonly title: string;
}[] {
  return checkIds.flatMap((id) => {
    const cause = causes[id];
    return cause === undefined ? [] : [{ id, level: cause.level, layer: cause.layer, title: cause.title }];
  });
}

function asJson(): string {
  return `${JSON.stringify({ schema: 'msk-reach/checks/1', checks: rows() }, null, 2)}\n`;
}

function asTable(): string {
  const header = ['ID', 'LEVEL', 'LAYER', 'CAUSE'];
  return `${columnsOf([header, ...rows().map(({ id, level, layer, title }) => [id, level, layer, title])]).join('\n')}\n`;
}
