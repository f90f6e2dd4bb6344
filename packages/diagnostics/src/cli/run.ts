/** The command line as a function: arguments and a process in, an exit code out. */
import { readFileSync } from 'node:fs';
import { isMskReachError } from '@msk-reach/core';
import { quoted } from '@msk-reach/core/settings';
import { Command, CommanderError } from 'commander';
import { isUsageError } from '../settings/usage-error.ts';
import { analyzeCommand } from './analyze.ts';
import { bundleCommand } from './bundle.ts';
import { checkCommand } from './check.ts';
import { diffCommand } from './diff.ts';
import { exitCodes } from './exit-code.ts';
import { explainCommand } from './explain.ts';
import { write, type Io } from './io.ts';
import { listChecksCommand } from './list-checks.ts';
import { patternCommand } from './pattern.ts';
import { policyCommand } from './policy.ts';
import { serveCommand } from './serve.ts';
import { watchCommand } from './watch.ts';

const HELP = `
Examples:
  $ msk-reach check --bootstrap boot-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com
  $ msk-reach explain DNS03
  $ msk-reach list-checks
  $ msk-reach bundle --bootstrap HOST --out look.tar.gz; msk-reach analyze look.tar.gz`;

/** Runs one command. Never throws: what went wrong is on stderr and in the exit code. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let code: number = exitCodes.ok;
  const said: string[] = [];
  const program = new Command('msk-reach')
    .description(
      'Says why an Amazon MSK Serverless cluster cannot be reached, whose it is and how to mend it.',
    )
    .version(version())
    .addHelpText('after', HELP);
  const done = (result: number): void => void (code = result);
  program.addCommand(checkCommand(io, done));
  program.addCommand(explainCommand(io));
  program.addCommand(listChecksCommand(io));
  program.addCommand(bundleCommand(io, done));
  program.addCommand(analyzeCommand(io, done));
  program.addCommand(diffCommand(io));
  program.addCommand(patternCommand(io, done));
  program.addCommand(policyCommand(io));
  program.addCommand(watchCommand(io, done));
  program.addCommand(serveCommand(io, done));
  const commands = program.commands.map((command) => command.name());
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: (text) => void said.push(text.replace(/^error: /, '').trim()),
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
    });
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    return await report(error, { said, command: commands.find((name) => name === argv[0]) }, io);
  }
}

async function report(
  error: unknown,
  { said, command }: { readonly said: readonly string[]; readonly command: string | undefined },
  { stderr }: Io,
): Promise<number> {
  if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
  if (error instanceof CommanderError && error.code === 'commander.help') return exitCodes.usage;
  if (error instanceof CommanderError || isUsageError(error)) {
    const words = isUsageError(error)
      ? error.message
      : withExpected(error.code, said[0] ?? error.message, command);
    const help = `msk-reach ${command === undefined ? '' : `${command} `}--help`;
    await write(
      stderr,
      `${words.replaceAll(/^/gm, 'msk-reach: USAGE: ')}\n('${help}' lists what can be said)\n`,
    );
    return exitCodes.usage;
  }
  if (isMskReachError(error) && error.code.startsWith('INPUT_')) {
    await write(stderr, `msk-reach: ${error.code}: ${error.message}\n`);
    return exitCodes.usage;
  }
  const words = isMskReachError(error)
    ? `${error.code}: ${error.message}`
    : error instanceof Error
      ? error.message
      : quoted(error);
  await write(stderr, `msk-reach: no report could be made: ${words}\n`);
  return exitCodes.internal;
}

/** What the parser says, in one line that also says what would be right. */
function withExpected(code: string, words: string, command = 'COMMAND'): string {
  const line = words.replace(/\n\(Did you mean (.*)\?\)$/, '; did you mean $1?');
  const argument = /^missing required argument '(.*)'$/.exec(line)?.[1];
  if (argument !== undefined)
    return `${line}; expected msk-reach ${command} ${EXAMPLE_OF[argument] ?? argument}`;
  return code === 'commander.missingMandatoryOptionValue'
    ? line.replace(/ not specified$/, ' is not given')
    : line;
}

const EXAMPLE_OF: Readonly<Record<string, string>> = {
  ID: 'DNS03, or another id of msk-reach list-checks',
  FILE: 'FILE, a bundle, an observation or a report',
  A: 'A B, two bundles, observations or reports',
  B: 'A B, two bundles, observations or reports',
};

function version(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
  };
  return version;
}
