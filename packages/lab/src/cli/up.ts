import { Command } from 'commander';
import { startLab } from '../lab.ts';
import type { Lab } from '../lab-interface.ts';
import { loadScenario } from '../scenario/load.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { Ended, untilTold, whenTold } from '../until-told.ts';
import { logFile } from './log-file.ts';
import { print, say } from './words.ts';

const EXIT_FAILED = 1;

/** `msk-lab up`: a lab until somebody ends it. */
export function upCommand(done: (exitCode: number) => void): Command {
  return new Command('up')
    .description('Start a lab, print its variables and then "ready"; it ends on a signal or with its parent.')
    .argument(
      '[scenario]',
      'a scenario file; by default three real brokers, a topic "orders" and everything allowed',
    )
    .option('--log <file>', "the lab's own log: refusals with their reasons, as they happen")
    .addHelpText('after', '\nExample:\n  msk-lab up packages/lab/scenarios/healthy/healthy-phz.json')
    .action(async (file: string | undefined, { log }: { readonly log?: string }) =>
      done(await up(file, log)),
    );
}

/** With a topic, so that a first message has somewhere to go: MSK creates none by itself, and neither does the lab. */
const USUAL: Partial<Scenario> = { kafka: { topics: [{ name: 'orders', partitions: 3 }] } };

async function up(file: string | undefined, log: string | undefined): Promise<number> {
  const told = untilTold();
  try {
    const scenario = file === undefined ? USUAL : await loadScenario(file);
    const lab = await startLab(scenario, { say, signal: told.signal, ...logFile(log) });
    try {
      for (const [name, value] of Object.entries(lab.env)) print(`${name}=${value}`);
      print('ready');
      await Promise.race([whenTold(told.signal), kafkaEnded(lab)]);
    } finally {
      await lab.close();
    }
    say('Kafka has ended by itself, and with it the lab');
    return EXIT_FAILED;
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    say(`ended: ${error.message}`);
    return error.exitCode;
  } finally {
    told.dispose();
  }
}

/** Resolves when the Kafka of any cluster has ended. */
function kafkaEnded({ clusters }: Lab): Promise<void> {
  return Promise.race(
    clusters.map(({ kafka }) => (kafka.engine === 'wire' ? new Promise<void>(() => undefined) : kafka.ended)),
  );
}
