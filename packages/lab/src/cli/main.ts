#!/usr/bin/env node
/** The command `msk-lab`: one file for each command; here only their list and how a failure is said. */
import { Command, CommanderError } from 'commander';
import { isMskReachError } from '@msk-reach/core';
import { execCommand } from './exec.ts';
import { runCommand } from './run.ts';
import { topologyCommand } from './topology.ts';
import { upCommand } from './up.ts';
import { say } from './words.ts';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

async function main(args: readonly string[]): Promise<number> {
  let exitCode = 0;
  const done = (code: number): void => {
    exitCode = code;
  };
  const program = new Command('msk-lab')
    .description(
      'Amazon MSK Serverless on this machine: real Kafka, IAM, STS, DNS and TLS, with faults on demand.',
    )
    .exitOverride()
    .enablePositionalOptions()
    .showHelpAfterError('(msk-lab --help says more)');
  for (const command of [upCommand(done), runCommand(done), execCommand(done), topologyCommand(done)])
    program.addCommand(command.exitOverride());
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has said it; help and version are no mistakes.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    say(
      isMskReachError(error)
        ? error.message
        : error instanceof Error
          ? (error.stack ?? error.message)
          : String(error),
    );
    return isMskReachError(error) && error.code === 'CONFIG_INVALID' ? EXIT_USAGE : EXIT_FAILED;
  }
}

process.exitCode = await main(process.argv.slice(2));
