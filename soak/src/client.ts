/** A client as the soak sees it: a process that is asked. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Question, Result, Said, Settings, Side, Status } from './protocol.ts';

const MAIN = fileURLToPath(new URL('client/main.js', import.meta.url));
/** A client that has said its last has no more to do than to close. */
const END_MS = 15_000;

/** Words that the AWS SDK and kafkajs would print. */
const QUIET = {
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  KAFKAJS_NO_PARTITIONER_WARNING: '1',
};

/** How a client is started. */
export interface ClientOptions {
  readonly side: Side;
  readonly settings: Settings;
  readonly env: Readonly<Record<string, string>>;
  /** Hears what kafkajs logs, and what the process writes. */
  readonly log: (text: string) => void;
}

/** A client in a process of its own. */
export class Client {
  readonly side: Side;
  readonly #child: ChildProcess;
  readonly #ended: Promise<string>;
  readonly #waiting = new Set<(said: Said) => void>();
  /** Its last words. */
  #wrote = '';

  constructor({ side, settings, env, log }: ClientOptions) {
    this.side = side;
    // Under a test's NODE_ENV kafkajs tries again less often than it does for its users.
    const { NODE_ENV: _environment, NODE_OPTIONS: _options, ...kept } = env;
    this.#child = fork(MAIN, [side, JSON.stringify(settings)], {
      env: { ...kept, ...QUIET },
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#wrote = (this.#wrote + text).slice(-2_000);
        log(text.trimEnd());
      });
    }
    this.#child.on('message', (said: Said) => {
      if (said.kind === 'line') log(said.text);
      else for (const hear of this.#waiting) hear(said);
    });
    this.#ended = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => resolve(`it ended with ${signal ?? code}`));
      this.#child.once('error', (error) => resolve(error.message));
    });
  }

  /** Resolves when it sends and consumes. @throws when it ends before */
  async ready(): Promise<void> {
    await this.#hear((said) => (said.kind === 'ready' ? true : undefined));
  }

  /** @throws when it has ended */
  status(): Promise<Status> {
    const answer = this.#hear((said) => (said.kind === 'status' ? said.status : undefined));
    this.#ask('status');
    return answer;
  }

  /** Lets it come to its end, and counts. @throws when it ends without */
  finish(): Promise<Result> {
    const answer = this.#hear((said) => (said.kind === 'result' ? said.result : undefined));
    this.#ask('finish');
    return answer;
  }

  /** Waits until it is gone by itself; kills it otherwise. @returns null, or that it had to be killed */
  async gone(): Promise<string | null> {
    let left: string | null = null;
    const timer = setTimeout(() => {
      left = `it did not end by itself within ${END_MS} ms after its last word`;
      this.#child.kill('SIGKILL');
    }, END_MS);
    await this.#ended;
    clearTimeout(timer);
    return left;
  }

  /** Ends it at once. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  #ask(question: Question): void {
    // One that has ended is found out by whoever waits for its answer.
    if (this.#child.connected) this.#child.send(question, () => undefined);
  }

  #hear<T>(read: (said: Said) => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const hear = (said: Said): void => {
        const value = read(said);
        if (value === undefined) return;
        this.#waiting.delete(hear);
        resolve(value);
      };
      this.#waiting.add(hear);
      void this.#ended.then((how) => {
        const words = this.#wrote.trim();
        reject(new Error(words === '' ? how : `${how}: ${words}`));
      });
    });
  }
}
