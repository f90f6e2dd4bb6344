import { Command } from 'commander';
import { startLab } from '../lab.ts';
import { loadScenario } from '../scenario/load.ts';
import { Ended, untilTold } from '../until-told.ts';
import { logFile } from './log-file.ts';
import { print, say } from './words.ts';

/** `msk-lab up`: a lab until somebody ends it. */
export function upCommand(done: (exitCode: number) => void): Command {
  return new Command('up')
    .description('Start a lab, print its variables and then "ready"; it ends on a signal or with its parent.')
    .argument('[scenario]', 'a scenario file; three real brokers and everything allowed by default')
    .option('--log <file>', "the lab's own log: refusals with their reasons, as they happen")
    .addHelpText('after', '\nExample:\n  msk-lab up packages/lab/scenarios/healthy-phz.json')
    .action(async (file: string | undefined, { log }: { readonly log?: string }) =>
      done(await up(file, log)),
    );
}

async function up(file: string | undefined, log: string | undefined): Promise<number> {
  const told = untilTold();
  try {
    const scenario = file === undefined ? {} : await loadScenario(file);
    const starting = startLab(scenario, { say, ...logFile(log) });
    const lab = await Promise.race([starting, ended(told.signal)]).catch(async (error: unknown) => {
      // Told while it was starting: what starts is closed before we go.
      if (error instanceof Ended) await starting.then((late) => late.close()).catch(() => undefined);
      throw error;
    });
    try {
      for (const [name, value] of Object.entries(lab.env)) print(`${name}=${value}`);
      print('ready');
      await ended(told.signal);
    } finally {
      await lab.close();
    }
    return 0;
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    say(`ended: ${error.message}`);
    return error.exitCode;
  } finally {
    told.dispose();
  }
}

/** Never resolves; rejects with the reason when somebody tells us to end. */
function ended(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = (): void =>
      reject(signal.reason instanceof Error ? signal.reason : new Ended('told to end', 0));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
