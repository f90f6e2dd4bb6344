import type { BrokerIam } from '../iam/broker-iam.ts';
import type { Broker, BrokerEngine, BrokerRequest, Brokers, BrokerSpec } from './brokers.ts';
import { type Journal, journal } from './journal.ts';
import { type LauncherProcess, LauncherTalk } from './launcher-talk.ts';
import { loginsCommand, readBroker } from './launcher-lines.ts';
import { oneProcess } from './refusals.ts';

/** What the launcher has to be told apart from its configuration. */
export interface LauncherOptions {
  readonly engine: BrokerEngine;
  readonly child: LauncherProcess;
  readonly brokers: readonly BrokerSpec[];
  /** The port that a broker which is added shall listen on. @default 0: a free one */
  readonly portOf?: (id: number) => number;
  /** Hears every line but those of requests. @default nobody does */
  readonly log?: ((line: string) => void) | undefined;
  /** Gives up the start. @default nobody does */
  readonly signal?: AbortSignal | undefined;
  /** Where a port that the launcher names can be reached from here. @default that port of 127.0.0.1 */
  readonly reach?: (port: number) => Broker['target'];
}

/**
 * All brokers in one launcher. Resolves when every broker is ready.
 *
 * @throws MskReachError `INTERNAL` when Kafka does not start, with the last it said
 */
export async function attachLauncher(options: LauncherOptions): Promise<Brokers> {
  const launcher = new Launcher(options);
  await launcher.started(options.signal);
  return launcher;
}

class Launcher implements Brokers {
  readonly engine: BrokerEngine;
  readonly ended: Promise<void>;
  readonly #talk: LauncherTalk;
  readonly #journal: Journal;
  readonly #portOf: NonNullable<LauncherOptions['portOf']>;
  readonly #reach: NonNullable<LauncherOptions['reach']>;
  readonly #brokers = new Map<number, Broker>();
  readonly #specs = new Map<number, BrokerSpec>();

  constructor({ engine, child, brokers, portOf, log, reach }: LauncherOptions) {
    this.engine = engine;
    this.#portOf = portOf ?? (() => 0);
    this.#reach = reach ?? ((port) => ({ host: '127.0.0.1', port }));
    for (const spec of brokers) this.#specs.set(spec.id, spec);
    this.#journal = journal(log);
    this.#talk = new LauncherTalk(child, (line) => this.#heard(line));
    this.ended = this.#talk.ended;
  }

  started(signal: AbortSignal | undefined): Promise<void> {
    return this.#talk.started(signal);
  }

  list(): readonly Broker[] {
    return [...this.#brokers.values()].sort((a, b) => a.id - b.id);
  }

  async add(spec: BrokerSpec): Promise<Broker> {
    this.#specs.set(spec.id, spec);
    await this.#talk.command(`add ${JSON.stringify({ ...spec, port: this.#portOf(spec.id) })}`, (line) =>
      line.startsWith(`broker ${spec.id} ready `),
    );
    const broker = this.#brokers.get(spec.id);
    if (broker === undefined) throw this.#talk.failure(`broker ${spec.id} is not there`);
    return broker;
  }

  stop(id: number): Promise<void> {
    return this.#talk.command(`stop ${id}`, (line) => line === `broker ${id} stopped`);
  }

  kill(): Promise<void> {
    return Promise.reject(oneProcess());
  }

  pause(): Promise<void> {
    return Promise.reject(oneProcess());
  }

  resume(): Promise<void> {
    return Promise.reject(oneProcess());
  }

  moveReplicas(from: number, to: number): Promise<void> {
    return this.#talk.command(`move ${from} ${to}`, (line) => line === `moved ${from} ${to}`);
  }

  setIam(iam: BrokerIam): Promise<void> {
    return this.#talk.command(`iam ${JSON.stringify(iam)}`, (line) => line === 'iam replaced');
  }

  setSessionMaxMs(milliseconds: number): Promise<void> {
    return this.#talk.command(`session ${milliseconds}`, (line) => line === `session ${milliseconds}`);
  }

  setLoginsPerSecond(limit: number | undefined): Promise<void> {
    const command = loginsCommand(limit);
    return this.#talk.command(command, (line) => line === command);
  }

  requests(): readonly BrokerRequest[] {
    return this.#journal.requests();
  }

  lines(): readonly string[] {
    return this.#journal.lines();
  }

  clear(): void {
    this.#journal.clear();
  }

  close(): Promise<void> {
    return this.#talk.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #heard(line: string): void {
    this.#journal.heard(line);
    const said = readBroker(line);
    if (said === undefined) return;
    const spec = this.#specs.get(said.id);
    if (said.port === undefined) this.#brokers.delete(said.id);
    else if (spec !== undefined) this.#brokers.set(said.id, { ...spec, target: this.#reach(said.port) });
  }
}
