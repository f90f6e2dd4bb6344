import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { MskReachError } from '@msk-reach/core';
import type { BrokerIam } from '../iam/broker-iam.ts';
import type { Broker, BrokerEngine, BrokerRequest, Brokers, BrokerSpec } from './brokers.ts';
import { readRequest } from './launcher-lines.ts';

const START_TIMEOUT_MS = 120_000;
const COMMAND_TIMEOUT_MS = 60_000;
const END_TIMEOUT_MS = 5_000;
const MAX_LINES = 50_000;
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

/** What the launcher has to be told apart from its configuration. */
export interface LauncherOptions {
  readonly engine: BrokerEngine;
  readonly child: LauncherProcess;
  readonly brokers: readonly BrokerSpec[];
  /** The port that a broker which is added shall listen on. @default 0: a free one */
  readonly portOf?: (id: number) => number;
  /** Hears every line but those of requests. @default nobody does */
  readonly log?: ((line: string) => void) | undefined;
  /** Where a port that the launcher names can be reached from here. @default that port of 127.0.0.1 */
  readonly reach?: (port: number) => Broker['target'];
}

type Waiter = {
  readonly test: (line: string) => boolean;
  readonly settle: (line: string | MskReachError) => void;
};

/**
 * Speaks with the Java launcher (`java/README.md`): its lines on stdout, commands on its stdin. Resolves when every
 * broker is ready.
 *
 * @throws MskReachError `INTERNAL` when Kafka does not start, with the last it said
 */
export async function attachLauncher(options: LauncherOptions): Promise<Brokers> {
  const launcher = new Launcher(options);
  try {
    await launcher.started();
  } catch (error) {
    await launcher.close();
    throw error;
  }
  return launcher;
}

class Launcher implements Brokers {
  readonly engine: BrokerEngine;
  readonly ended: Promise<void>;
  readonly #child: LauncherProcess;
  readonly #portOf: NonNullable<LauncherOptions['portOf']>;
  readonly #log: (line: string) => void;
  readonly #reach: NonNullable<LauncherOptions['reach']>;
  readonly #brokers = new Map<number, Broker>();
  readonly #specs = new Map<number, BrokerSpec>();
  readonly #waiters = new Set<Waiter>();
  readonly #errors: string[] = [];
  #requests: BrokerRequest[] = [];
  #lines: string[] = [];
  #over = false;

  constructor({ engine, child, brokers, portOf, log, reach }: LauncherOptions) {
    this.engine = engine;
    this.#child = child;
    this.#portOf = portOf ?? (() => 0);
    this.#log = log ?? (() => undefined);
    this.#reach = reach ?? ((port) => ({ host: '127.0.0.1', port }));
    for (const spec of brokers) this.#specs.set(spec.id, spec);
    this.ended = child.ended.then((why) => {
      if (why !== undefined) this.#errors.push(why);
      this.#over = true;
      for (const { settle } of this.#waiters) settle(this.#failure('Kafka has ended'));
    });
    createInterface({ input: child.stdout }).on('line', (line) => this.#heard(line));
    createInterface({ input: child.stderr }).on('line', (line) => {
      this.#errors.push(line);
      if (this.#errors.length > STDERR_TAIL) this.#errors.shift();
    });
    // Writing to a process that has just ended: `ended` says so.
    child.stdin.on('error', () => undefined);
  }

  async started(): Promise<void> {
    await this.#line((line) => /^ready \d+$/u.test(line), START_TIMEOUT_MS, 'to be ready');
  }

  list(): readonly Broker[] {
    return [...this.#brokers.values()].sort((a, b) => a.id - b.id);
  }

  async add(spec: BrokerSpec): Promise<Broker> {
    this.#specs.set(spec.id, spec);
    await this.#command(`add ${JSON.stringify({ ...spec, port: this.#portOf(spec.id) })}`, (line) =>
      line.startsWith(`broker ${spec.id} ready `),
    );
    const broker = this.#brokers.get(spec.id);
    if (broker === undefined) throw this.#failure(`broker ${spec.id} is not there`);
    return broker;
  }

  async stop(id: number): Promise<void> {
    await this.#command(`stop ${id}`, (line) => line === `broker ${id} stopped`);
  }

  async setIam(iam: BrokerIam): Promise<void> {
    await this.#command(`iam ${JSON.stringify(iam)}`, (line) => line === 'iam replaced');
  }

  async setSessionMaxMs(milliseconds: number): Promise<void> {
    await this.#command(`session ${milliseconds}`, (line) => line === `session ${milliseconds}`);
  }

  requests(): readonly BrokerRequest[] {
    return [...this.#requests];
  }

  lines(): readonly string[] {
    return [...this.#lines];
  }

  clear(): void {
    this.#requests = [];
    this.#lines = [];
  }

  async close(): Promise<void> {
    if (this.#over) return;
    // The end of its input ends the launcher, which halts without ceremony: its data is thrown away.
    this.#child.stdin.end();
    const timer = setTimeout(() => this.#child.kill(), END_TIMEOUT_MS);
    await this.ended;
    clearTimeout(timer);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #heard(line: string): void {
    this.#remember(line);
    const ready = /^broker (\d+) ready \S+:(\d+)$/u.exec(line);
    if (ready !== null) this.#ready(Number(ready[1]), Number(ready[2]));
    const stopped = /^broker (\d+) stopped$/u.exec(line);
    if (stopped !== null) this.#brokers.delete(Number(stopped[1]));
    for (const waiter of this.#waiters) {
      if (line.startsWith('error ')) waiter.settle(this.#failure(line.slice('error '.length)));
      else if (waiter.test(line)) waiter.settle(line);
    }
  }

  #remember(line: string): void {
    const request = readRequest(line);
    if (request === undefined) {
      this.#lines.push(line);
      this.#log(line);
    } else this.#requests.push(request);
    if (this.#lines.length > 2 * MAX_LINES) this.#lines = this.#lines.slice(-MAX_LINES);
    if (this.#requests.length > 2 * MAX_LINES) this.#requests = this.#requests.slice(-MAX_LINES);
  }

  #ready(id: number, port: number): void {
    const spec = this.#specs.get(id);
    if (spec !== undefined) this.#brokers.set(id, { ...spec, target: this.#reach(port) });
  }

  async #command(command: string, done: (line: string) => boolean): Promise<void> {
    const word = command.slice(0, command.indexOf(' '));
    const answered = this.#line(done, COMMAND_TIMEOUT_MS, `to answer '${word}'`);
    this.#child.stdin.write(`${command}\n`);
    await answered;
  }

  #line(test: Waiter['test'], timeoutMs: number, what: string): Promise<string> {
    if (this.#over) return Promise.reject(this.#failure('Kafka has ended'));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => waiter.settle(this.#failure(`${timeoutMs} ms were not enough ${what}`)),
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

  #failure(what: string): MskReachError {
    const tail = this.#errors.length === 0 ? '' : `; it said last: ${this.#errors.slice(-5).join(' | ')}`;
    return new MskReachError('INTERNAL', `brokers: ${what}${tail}`, { details: { said: [...this.#errors] } });
  }
}
