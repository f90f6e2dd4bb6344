/** The service as seen from outside: a process in its namespace that is told what to do. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type ErrorCode, MskReachError } from '@msk-reach/core';
import type { ServiceLine, ServiceTask } from '../service/messages.ts';
import { systemEnvironment } from './commands.ts';

/** As it is built, also for whoever runs these sources: a process of its own needs JavaScript. */
const MAIN = fileURLToPath(new URL('../../../dist/topology/service/main.js', import.meta.url));
const CLOSE_TIMEOUT_MS = 20_000;

/** What hears the service. */
export interface ServiceListeners {
  readonly say: (text: string) => void;
  readonly log: (line: string) => void;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A service that runs. */
export class ServiceProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ended: Promise<void>;
  #listeners: ServiceListeners;
  #count = 0;
  #words = '';

  /** @param namespace its real name */
  constructor(namespace: string, listeners: ServiceListeners) {
    this.#listeners = listeners;
    const env = { ...systemEnvironment(), MSK_LAB_ENGINE: 'jvm', NODE_OPTIONS: '' };
    this.#child = spawn(
      'nsenter',
      [`--net=/run/netns/${namespace}`, 'setpriv', '--pdeathsig', 'KILL', process.execPath, MAIN],
      // A terminal's Ctrl-C must not end it before us.
      { env, stdio: ['pipe', 'pipe', 'pipe'], detached: true },
    );
    this.#child.stdin.on('error', () => undefined);
    this.#child.stderr.on('data', (bytes: Buffer) => {
      this.#words = (this.#words + bytes.toString('utf8')).slice(-4096);
    });
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#hear(line));
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', () => resolve()).once('close', () => resolve());
    });
    void this.#ended.then(() => this.#giveUp());
  }

  /** Who hears it from now on. */
  listen(listeners: ServiceListeners): void {
    this.#listeners = listeners;
  }

  /** Tells it to do something, and waits until it is done. */
  tell(task: ServiceTask): Promise<unknown> {
    const id = ++this.#count;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) this.#giveUp();
      else this.#child.stdin.write(`${JSON.stringify({ id, task })}\n`);
    });
  }

  /** Ends it, its brokers first. */
  async close(): Promise<void> {
    this.#child.stdin.end();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), CLOSE_TIMEOUT_MS);
    await this.#ended;
    clearTimeout(timer);
  }

  #hear(text: string): void {
    const line = JSON.parse(text) as ServiceLine;
    if (line.kind === 'say' || line.kind === 'log') return this.#listeners[line.kind](line.text);
    const waiting = this.#waiting.get(line.id);
    this.#waiting.delete(line.id);
    if (line.kind === 'done') waiting?.resolve(line.value);
    else waiting?.reject(new MskReachError(line.code as ErrorCode, line.message));
  }

  #giveUp(): void {
    for (const { reject } of this.#waiting.values())
      reject(new MskReachError('INTERNAL', `topology: the service has ended: ${this.#words.trim()}`));
    this.#waiting.clear();
  }
}
