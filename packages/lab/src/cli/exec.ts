import { Command } from 'commander';
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { startLab } from '../lab.ts';
import { loadScenario } from '../scenario/load.ts';
import { logFile } from './log-file.ts';
import { redirectNames } from './redirect-names.ts';
import { Ended, type Told, untilTold } from '../until-told.ts';
import { say } from './words.ts';

const EXIT_NOT_FOUND = 127;
const EXIT_NOT_STARTED = 126;
const KILL_AFTER_MS = 8000;

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
      '\nExample:\n  msk-lab exec packages/lab/scenarios/healthy-phz.json -- python3 produce.py',
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
    const lab = await startLab(scenario, { say, ...dnsPort, ...logFile(log) });
    try {
      if (told.signal.aborted) throw told.signal.reason;
      const wrapped =
        'because' in redirect ? command : await redirect.wrap(command, lab.dns.address, lab.directory);
      return await runChild(wrapped, lab.childEnv(scenario.declare), told);
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

/** Runs to the end; a signal to us is handed on, and the exit code handed back as a shell would. */
function runChild(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  { signal }: Told,
): Promise<number> {
  const [program = '', ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'inherit', env });
    let timer: NodeJS.Timeout | undefined;
    const handOn = (): void => {
      const reason: unknown = signal.reason;
      const name = reason instanceof Ended && reason.message.startsWith('SIG') ? reason.message : 'SIGTERM';
      // Ctrl-C at a terminal reaches the child by itself.
      if (name !== 'SIGINT' || !process.stdin.isTTY) child.kill(name as NodeJS.Signals);
      timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    };
    const over = (code: number): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', handOn);
      resolve(code);
    };
    child.once('error', (error: NodeJS.ErrnoException) => {
      say(`${program}: ${error.message}`);
      over(error.code === 'ENOENT' ? EXIT_NOT_FOUND : EXIT_NOT_STARTED);
    });
    child.once('exit', (code, ended) => over(code ?? 128 + (ended === null ? 0 : constants.signals[ended])));
    signal.addEventListener('abort', handOn, { once: true });
  });
}
