import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { MskReachError } from '@msk-reach/core';

const START_TIMEOUT_MS = 120_000;
const COMMAND_TIMEOUT_MS = 60_000;
const END_TIMEOUT_MS = 5_000;
const STDERR_TAIL = 20;

/** The launcher as an engine runs it. */
export interface LauncherProcess {
  readonly stdin: NodeJS.WritableStream;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves when it is over and has said all; with words when it could not be started. Never rejects. */
  readonly ended: Promise<string | undefined>;
  /** Ends it without asking. */
  kill(): void;
}

type Waiter = {
  readonly test: (line: string) => boolean;
  readonly settle: (line: string | MskReachError) => void;
};

/** Speaks with one Java launcher (`java/README.md`): its lines on stdout, commands on its stdin. */
export class LauncherTalk {
  /** Resolves when it has ended, whoever ended it. */
  readonly ended: Promise<void>;
  readonly #child: LauncherProcess;
  readonly #waiters = new Set<Waiter>();
  readonly #errors: string[] = [];
  #over = false;

  /** @param hear hears every line that it says */
  constructor(child: LauncherProcess, hear: (line: string) => void) {
    this.#child = child;
    this.ended = child.ended.then((why) => {
      if (why !== undefined) this.#errors.push(why);
      this.#over = true;
      for (const { settle } of this.#waiters) settle(this.failure('Kafka has ended'));
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      hear(line);
      for (const waiter of this.#waiters) {
        if (line.startsWith('error ')) waiter.settle(this.failure(line.slice('error '.length)));
        else if (waiter.test(line)) waiter.settle(line);
      }
    });
    createInterface({ input: child.stderr }).on('line', (line) => {
      this.#errors.push(line);
      if (this.#errors.length > STDERR_TAIL) this.#errors.shift();
    });
    // Writing to a process that has just ended: `ended` says so.
    child.stdin.on('error', () => undefined);
  }

  /**
   * Resolves when every node that it was started with is ready.
   *
   * @param signal ends it instead
   * @throws MskReachError `INTERNAL` when Kafka does not start, with the last it said; it has ended then
   */
  async started(signal?: AbortSignal): Promise<void> {
    const giveUp = (): void => this.#child.kill();
    signal?.addEventListener('abort', giveUp);
    if (signal?.aborted === true) giveUp();
    try {
      await this.#line((line) => /^ready \d+$/u.test(line), START_TIMEOUT_MS, 'to be ready');
    } catch (error) {
      await this.close();
      throw error;
    } finally {
      signal?.removeEventListener('abort', giveUp);
    }
  }

  /** Says a line, and resolves when it is answered. @throws MskReachError `INTERNAL` when it is refused */
  async command(command: string, done: (line: string) => boolean): Promise<void> {
    const word = command.slice(0, command.indexOf(' '));
    const answered = this.#line(done, COMMAND_TIMEOUT_MS, `to answer '${word}'`);
    this.#child.stdin.write(`${command}\n`);
    await answered;
  }

  /** Ends it; idempotent. */
  async close(): Promise<void> {
    if (this.#over) return;
    // The end of its input ends the launcher, which halts without ceremony: its data is thrown away.
    this.#child.stdin.end();
    const timer = setTimeout(() => this.#child.kill(), END_TIMEOUT_MS);
    await this.ended;
    clearTimeout(timer);
  }

  /** Ends it as `kill -9` does; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#child.kill();
    await this.ended;
  }

  /** The error for what went wrong, with the last that it said. */
  failure(what: string): MskReachError {
    const tail = this.#errors.length === 0 ? '' : `; it said last: ${this.#errors.slice(-5).join(' | ')}`;
    return new MskReachError('INTERNAL', `brokers: ${what}${tail}`, { details: { said: [...this.#errors] } });
  }

  #line(test: Waiter['test'], timeoutMs: number, what: string): Promise<string> {
    if (this.#over) return Promise.reject(this.failure('Kafka has ended'));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => waiter.settle(this.failure(`${timeoutMs} ms were not enough ${what}`)),
        timeoutMs,
      );
      const waiter: Waiter = {
        test,
        settle: (line) => {
          clearTimeout(timer);
          this.#waiters.delete(waiter);
          if (typeof line === 'string') resolve(line);
          else reject(line);
        },
      };
      this.#waiters.add(waiter);
    });
  }
}
