/** `msk-reach bundle`: a look, its diagnosis and the versions as one file to hand on. */
import { open, rm, type FileHandle } from 'node:fs/promises';
import { release } from 'node:os';
import type { Preflight } from '@msk-reach/core';
import { quoted, type Flags } from '@msk-reach/core/settings';
import { Command } from 'commander';
import { packBundle } from '../stored/pack.ts';
import { secretsOf } from '../stored/redact.ts';
import { checkOptions } from '../settings/options.ts';
import { mergeSettings, validOptions } from '../settings/settings.ts';
import { UsageError } from '../settings/usage-error.ts';
import { exitCodeOf } from './exit-code.ts';
import { lookFlags } from './flags.ts';
import { codeOrWords, write, type Io } from './io.ts';
import { look } from './look.ts';

const EXAMPLES = `
Example:
  $ msk-reach bundle --bootstrap boot-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com --out look.tar.gz
  $ msk-reach analyze look.tar.gz

The file holds what was seen, the report and the versions: names, addresses, ARNs and account numbers, and no secret.
It is written for its owner alone, and never over a file that is there. Options and exit codes are those of check.`;

/** The command. `done` gets the exit code. */
export function bundleCommand(io: Io, done: (code: number) => void): Command {
  const command = new Command('bundle')
    .description('Look at a cluster as check does, and put all of it into one .tar.gz for somebody else.')
    .requiredOption('--out <FILE>', 'where the bundle goes; it must not be there yet')
    .addHelpText('after', EXAMPLES);
  const flags = lookFlags(
    command,
    checkOptions.filter(({ key }) => key !== 'output'),
  );
  return command.action(async ({ out }: { readonly out: string }) => done(await bundle(out, flags(), io)));
}

async function bundle(out: string, flags: Flags, io: Io): Promise<number> {
  const { out: _, ...values } = flags.values;
  const settings = mergeSettings({ flags: { ...flags, values }, env: io.env });
  const options = await validOptions(settings);
  // Before the look: whoever cannot write must not wait for it.
  const file = await opened(out);
  try {
    const seen = await look(options, settings.selection, io);
    const given = (options.roles ?? []).flatMap(({ externalId }) => externalId ?? []);
    await file.writeFile(await packed(seen, [...secretsOf(io.env), ...secretsOf(process.env), ...given]));
    await file.close();
    await write(io.stdout, `${out}\n`);
    return exitCodeOf(seen.report, seen.observation.ended, settings.failOn);
  } catch (error) {
    await file.close();
    await rm(out, { force: true });
    throw error;
  }
}

/** What the system's code means here, and what would be right. */
const WRITE_PROBLEMS: Readonly<Record<string, string>> = {
  EEXIST: 'is there already; expected a file that is not, or take it away first',
  ENOENT: 'is in a folder that does not exist; expected one that does',
  ENOTDIR: 'is in something that is no folder; expected a file in a folder',
  EACCES: 'may not be written by this user; expected a folder that may (EACCES)',
};

async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    const why = codeOrWords(error);
    throw new UsageError(`--out: ${quoted(path)} ${WRITE_PROBLEMS[why] ?? `cannot be written: ${why}`}`, {
      cause: error,
    });
  }
}

function packed({ observation, report }: Preflight, secrets: readonly string[]): Promise<Uint8Array> {
  const versions = {
    'msk-reach': observation.runtime.version,
    node: process.version,
    openssl: process.versions.openssl,
    system: `${process.platform} ${process.arch} ${release()}`,
  };
  return packBundle({ observation, report, versions, secrets });
}
