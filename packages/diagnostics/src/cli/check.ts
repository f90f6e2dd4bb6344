/** `msk-reach check`: looks, diagnoses, prints, and exits by the verdict. */
import type { Flags } from '@msk-reach/core/settings';
import { Command } from 'commander';
import { formatNamed } from '../render/all.ts';
import { checkOptions } from '../settings/options.ts';
import { mergeSettings, validOptions } from '../settings/settings.ts';
import { exitCodeOf } from './exit-code.ts';
import { lookFlags } from './flags.ts';
import { isLively, widthOf, write, type Io } from './io.ts';
import { look } from './look.ts';
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
  const flags = lookFlags(command, checkOptions);
  return command.action(async () => done(await check(flags(), io)));
}

async function check(flags: Flags, io: Io): Promise<number> {
  const settings = mergeSettings({ flags, env: io.env });
  const format = formatNamed(settings.output);
  const options = await validOptions(settings);
  const { observation, report } = await look(options, settings.selection, io, follow(io, format));
  const colour = isLively(io.stdout, io.env);
  const { failOn } = settings;
  await write(io.stdout, format.render({ report, observation, columns: widthOf(io.stdout), colour, failOn }));
  return exitCodeOf(report, observation.ended, failOn);
}
