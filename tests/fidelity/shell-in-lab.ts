/** A shell below `msk-lab exec`: several commands in one lab. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** The command as users have it. */
export const MAIN: string = fileURLToPath(new URL('../../packages/lab/dist/cli/main.js', import.meta.url));
const START_MS = 110_000;
const COMMAND_MS = 50_000;
const END_MS = 10_000;
const DONE = /^--done (\d+)$/u;

/** How a command ended. */
export interface Outcome {
  readonly exitCode: number;
  /** Lines of stdout. */
  readonly lines: readonly string[];
  readonly stderr: string;
}

/** A lab with a shell in it. */
export class ShellInLab implements AsyncDisposable {
  /** A folder for files of the test; removed with the lab. */
  readonly folder: string;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #exited: Promise<number | null>;
  readonly #waiting: ((line: string | undefined) => void)[] = [];
  #stderr = '';

  private constructor(folder: string) {
    this.folder = folder;
    const args = [MAIN, 'exec', '--log', join(folder, 'log'), join(folder, 'scenario.json'), '--', 'sh'];
    this.#child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    // Written to after it has ended: the exit says so.
    this.#child.stdin.on('error', () => undefined);
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#waiting.shift()?.(line));
    this.#exited = new Promise((resolve) => {
      this.#child.once('close', (code) => {
        for (const settle of this.#waiting.splice(0)) settle(undefined);
        resolve(code);
      });
    });
  }

  /** Starts a lab; resolves when its shell answers. */
  static async start(scenario: object): Promise<ShellInLab> {
    const folder = await mkdtemp(join(tmpdir(), 'msk-reach-fidelity-'));
    const whole = { schema: 'msk-lab/scenario/1', name: 'fidelity', ...scenario };
    await writeFile(join(folder, 'scenario.json'), JSON.stringify(whole));
    const shell = new ShellInLab(folder);
    try {
      await shell.run(['true'], {}, START_MS);
      return shell;
    } catch (error) {
      await shell.close();
      throw error;
    }
  }

  /** Runs one command to its end, with `env` over the lab's own variables; null takes one away. */
  async run(
    command: readonly string[],
    env: Readonly<Record<string, string | null>> = {},
    timeoutMs: number = COMMAND_MS,
  ): Promise<Outcome> {
    const [out, err] = [join(this.folder, 'out'), join(this.folder, 'err')];
    const names = Object.entries(env);
    const words = [
      'env',
      ...names.flatMap(([name, value]) => (value === null ? ['-u', name] : [])),
      ...names.flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`])),
      ...command,
    ];
    const answer = this.#line(timeoutMs, command[0] ?? '');
    this.#child.stdin.write(`${words.map(quoted).join(' ')} >${out} 2>${err} </dev/null; echo "--done $?"\n`);
    const line = await answer;
    const code = DONE.exec(line)?.[1];
    if (code === undefined) throw new Error(`the shell said '${line}'`);
    const stdout = (await readFile(out, 'utf8')).trim();
    return {
      exitCode: Number(code),
      lines: stdout === '' ? [] : stdout.split('\n'),
      stderr: await readFile(err, 'utf8'),
    };
  }

  /** The lab's own log, without its times. */
  async log(): Promise<readonly string[]> {
    const text = await readFile(join(this.folder, 'log'), 'utf8');
    return text
      .trim()
      .split('\n')
      .map((line) => line.slice(line.indexOf(' ') + 1));
  }

  async close(): Promise<void> {
    this.#child.stdin.end();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), END_MS);
    await this.#exited;
    clearTimeout(timer);
    await rm(this.folder, { recursive: true, force: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #line(timeoutMs: number, what: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const fail = (why: string): void => reject(new Error(`${what}: ${why}\n${this.#stderr}`));
      const timer = setTimeout(() => fail(`no end after ${timeoutMs} ms`), timeoutMs);
      this.#waiting.push((line) => {
        clearTimeout(timer);
        if (line === undefined) fail('msk-lab exec has ended');
        else resolve(line);
      });
    });
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
