import { Command } from 'commander';
import { startLab } from '../lab.ts';
import { loadScenario } from '../scenario/load.ts';
import { redirectNames } from '../scenario/redirect-names.ts';
import { logFile } from './log-file.ts';
import { runChild } from './run-child.ts';
import { Ended, untilTold } from '../until-told.ts';
import { say } from './words.ts';

/** `msk-lab exec`: a command inside a scenario. */
export function execCommand(done: (exitCode: number) => void): Command {
  return new Command('exec')
    .description(
      'Run a command inside a scenario, with its variables; as root on Linux its names resolve in the lab.',
    )
    .argument('<scenario>', 'a scenario file')
    .argument('<command...>', 'the command, after --')
    .option('--log <file>', "the lab's own log: refusals with their reasons, as they happen")
    .passThroughOptions()
    .addHelpText(
      'after',
      '\nExample:\n  msk-lab exec packages/lab/scenarios/healthy/healthy-phz.json -- python3 produce.py',
    )
    .action(async (file: string, command: string[], { log }: { readonly log?: string }) =>
      done(await exec(file, command[0] === '--' ? command.slice(1) : command, log)),
    );
}

async function exec(file: string, command: readonly string[], log: string | undefined): Promise<number> {
  const told = untilTold();
  try {
    const scenario = await loadScenario(file);
    const redirect = redirectNames();
    if ('because' in redirect) say(`names are not redirected: ${redirect.because}`);
    const dnsPort = 'because' in redirect ? {} : { dnsPort: 53 };
    const lab = await startLab(scenario, { say, signal: told.signal, ...dnsPort, ...logFile(log) });
    try {
      const wrapped =
        'because' in redirect
          ? command
          : await redirect.wrap(command, {
              dnsAddress: lab.dns.address,
              hosts: lab.hosts,
              folder: lab.directory,
            });
      return await runChild(wrapped, lab.childEnv(scenario.declare), told.signal);
    } finally {
      await lab.close();
    }
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    return error.exitCode;
  } finally {
    told.dispose();
  }
}
