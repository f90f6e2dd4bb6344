/** `msk-reach check`: looks, diagnoses, prints, and exits by the verdict. */
import { runPreflight, type RoleOptions } from '@msk-reach/core';
import { flagOf, type Flags } from '@msk-reach/core/settings';
import { Command, Option } from 'commander';
import { formats } from '../render/all.ts';
import { checkOptions, notYetOffered } from '../settings/options.ts';
import { mergeSettings, validOptions } from '../settings/settings.ts';
import { notOffered, UsageError } from '../settings/usage-error.ts';
import { exitCodeOf } from './exit-code.ts';
import { isLively, widthOf, write, type Io } from './io.ts';
import { follow } from './progress.ts';

const EXAMPLES = `
Examples:
  $ msk-reach check --bootstrap boot-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com \\
      --role arn:aws:iam::222222222222:role/msk-client --external-id s3cret-handshake
  $ msk-reach check --config msk-reach.json --pattern phz --cidr 10.0.0.0/16 --output json

Every option has a variable (--dns-server: MSK_REACH_DNS_SERVER, repeats separated by commas) and a key
in the config file (dnsServer; roles are roles: [{ arn, externalId, sessionName }]).
Exit codes: 0 ok, 2 usage, 3 fail, 4 warn (with --fail-on warn), 5 something unknown, 130 interrupted, 1 internal.`;

/** The command. `done` gets the exit code. */
export function checkCommand(io: Io, done: (code: number) => void): Command {
  const command = new Command('check')
    .description('Prove every broker of a cluster, or say what is wrong, whose it is and how to mend it.')
    .addHelpText('after', EXAMPLES);
  const flags = collectFlags(command);
  return command.action(async () => done(await check(flags(), io)));
}

/** Declares all options; the returned function tells what was said. */
function collectFlags(command: Command): () => Flags {
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
  for (const { key, kind, placeholder, help } of checkOptions) {
    const option = new Option(`${flagOf(key)} <${placeholder}>`, help);
    if (kind === 'list')
      option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
    command.addOption(option);
    if (key === 'region') {
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
    }
  }
  command.option('--config <FILE>', 'JSON file with the same options by their config keys');
  for (const { key } of notYetOffered) {
    command.addOption(
      new Option(`${flagOf(key)} <VALUE>`).hideHelp().argParser(() => {
        throw notOffered(flagOf(key));
      }),
    );
  }
  return () => {
    for (const key of ['externalId', 'sessionName'] as const) {
      if (roles.length > 0 && stray[key] !== undefined)
        throw new UsageError(
          `${flagOf(key)} stands before the first --role; expected after the role that it belongs to`,
        );
    }
    return { values: command.opts(), roles: roles.map((role): RoleOptions => ({ ...role })), ...stray };
  };
}

async function check(flags: Flags, io: Io): Promise<number> {
  const settings = mergeSettings({ flags, env: io.env, formats: formats.map(({ name }) => name) });
  const format = formats.find(({ name }) => name === settings.output);
  if (format === undefined) throw new Error(`no format ${settings.output}`);
  const options = await validOptions(settings);
  const progress = follow(io, format);
  const { observation, report } = await runPreflight(options, {
    ...settings.selection,
    signal: io.interrupted,
    onProgress: progress.update,
  }).finally(progress.clear);
  const colour = isLively(io.stdout, io.env);
  const { failOn } = settings;
  await write(io.stdout, format.render({ report, observation, columns: widthOf(io.stdout), colour, failOn }));
  return exitCodeOf(report, observation.ended, failOn);
}
