/** `msk-reach explain ID`: the page of a cause. */
import { causes, checkIds, type CheckId } from '@msk-reach/core';
import { quoted } from '@msk-reach/core/settings';
import { Command } from 'commander';
import { pageOf } from '../pages.ts';
import { UsageError } from '../settings/usage-error.ts';
import { write, type Io } from './io.ts';

/** The command. */
export function explainCommand(io: Io): Command {
  return new Command('explain')
    .description(
      'Print the page of a cause: what to do first, what you see, why it happens, how to be sure, the fix.',
    )
    .argument('<ID>', 'id of a check, such as DNS03')
    .addHelpText('after', '\nExample:\n  $ msk-reach explain DNS03')
    .action((id: string) => write(io.stdout, explain(id)));
}

function explain(given: string): string {
  const id = given.toUpperCase();
  if (isId(id)) {
    const page = pageOf(id);
    if (page !== null) return page;
    throw new Error(`the page of ${id} is missing from this installation`);
  }
  const near = checkIds.filter((one) => one.startsWith(id.slice(0, 3)));
  const expected = (near.length > 0 ? near : checkIds).join(', ');
  throw new UsageError(`${quoted(given)} is no check; expected one of ${expected}`);
}

function isId(id: string): id is CheckId {
  return Object.hasOwn(causes, id);
}
