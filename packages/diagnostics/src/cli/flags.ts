/** The flags of commands that look, or judge what was looked at: declared from the settings, collected for the merge. */
import type { RoleOptions } from '@msk-reach/core';
import { flagOf, type Flags } from '@msk-reach/core/settings';
import { Option, type Command } from 'commander';
import { outputOptions, type CheckOption } from '../settings/options.ts';
import { UsageError } from '../settings/usage-error.ts';

/** Declares the options of a look; the returned function tells what was said. */
export function lookFlags(command: Command, options: readonly CheckOption[]): () => Flags {
  let chain: () => Flags = () => ({ values: {}, roles: [] });
  for (const option of options) {
    command.addOption(optionOf(option));
    if (option.key === 'region') chain = roleFlags(command);
  }
  command.option('--config <FILE>', 'JSON file with the same options by their config keys');
  return () => ({ ...chain(), values: command.opts() });
}

/** One option by its setting. */
export function optionOf({ key, kind, placeholder, help }: CheckOption): Option {
  const option = new Option(`${flagOf(key)} <${placeholder}>`, help);
  return kind === 'list' ? option.argParser(repeated) : option;
}

/** Collects the values of an option that may be repeated. */
export function repeated(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** Declares the role chain: what belongs to a role stands after it. */
export function roleFlags(command: Command): () => Flags {
  const roles: { arn: string; externalId?: string; sessionName?: string }[] = [];
  const stray: { externalId?: string; sessionName?: string } = {};
  const ofRole =
    (key: 'externalId' | 'sessionName') =>
    (value: string): string => {
      const target = roles.at(-1) ?? stray;
      if (target[key] !== undefined)
        throw new UsageError(
          `${flagOf(key)} is given twice for one role; expected once after its --role ARN`,
        );
      target[key] = value;
      return value;
    };
  command.option(
    '--role <ARN>',
    'role to assume (repeatable: a chain)',
    (arn: string) => void roles.push({ arn }),
  );
  command.option('--external-id <ID>', 'external id of the role before it', ofRole('externalId'));
  command.option(
    '--session-name <NAME>',
    'session name of the role before it (default: msk-reach)',
    ofRole('sessionName'),
  );
  return () => {
    for (const key of ['externalId', 'sessionName'] as const) {
      if (roles.length > 0 && stray[key] !== undefined)
        throw new UsageError(
          `${flagOf(key)} stands before the first --role; expected after the role that it belongs to`,
        );
    }
    return { values: {}, roles: roles.map((role): RoleOptions => ({ ...role })), ...stray };
  };
}

/** Declares the options of a command that only judges; the returned function tells what was said. */
export function outputFlags(command: Command): () => Flags {
  for (const { key, placeholder, help } of outputOptions)
    command.addOption(new Option(`${flagOf(key)} <${placeholder}>`, help));
  return () => ({ values: command.opts(), roles: [] });
}
