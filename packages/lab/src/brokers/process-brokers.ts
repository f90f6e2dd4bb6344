import { randomBytes } from 'node:crypto';
import type { BrokerIam } from '../iam/broker-iam.ts';
import type { Broker, BrokerRequest, Brokers, BrokerSpec, BrokersOptions } from './brokers.ts';
import { holdProcess } from './hold-process.ts';
import { type Journal, journal } from './journal.ts';
import type { SpawnLauncher } from './jvm-process.ts';
import { loginsCommand, readBroker, readController } from './launcher-lines.ts';
import { launcherConfig, type LauncherPlace, PROCESS_FLAGS } from './launcher-start.ts';
import { LauncherTalk } from './launcher-talk.ts';
import { noSuchBroker } from './refusals.ts';

/** One broker and its process. */
interface Member {
  readonly talk: LauncherTalk;
  readonly broker: Broker;
  readonly pid: number;
  /** Lets it go on, while it is halted. */
  release?: (() => Promise<void>) | undefined;
}

/**
 * The controller and each broker in a process of its own. Resolves when every broker is ready.
 *
 * @throws MskReachError `INTERNAL` when Kafka does not start, with the last it said
 */
export async function startProcessBrokers(
  options: BrokersOptions,
  place: LauncherPlace,
  spawnLauncher: SpawnLauncher,
): Promise<Brokers> {
  const brokers = new ProcessBrokers(options, place, spawnLauncher);
  try {
    await brokers.start();
  } catch (error) {
    await brokers.close();
    throw error;
  }
  return brokers;
}

class ProcessBrokers implements Brokers {
  readonly engine = 'jvm';
  readonly ended: Promise<void>;
  readonly #place: LauncherPlace;
  readonly #spawn: SpawnLauncher;
  readonly #journal: Journal;
  readonly #clusterId = clusterId();
  readonly #initialBrokers: number;
  readonly #members = new Map<number, Member>();
  /** Every process, those that are starting or stopping included. */
  readonly #talks = new Set<LauncherTalk>();
  /** What the next broker is started with. */
  #options: BrokersOptions;
  #controllerPort: number | undefined;
  #closing = false;
  #end: () => void = () => undefined;

  constructor(options: BrokersOptions, place: LauncherPlace, spawnLauncher: SpawnLauncher) {
    this.#options = options;
    this.#place = place;
    this.#spawn = spawnLauncher;
    this.#initialBrokers = options.brokers.length;
    this.#journal = journal(options.log);
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  async start(): Promise<void> {
    const { talk } = await this.#launch('controller', [], (line) => {
      this.#controllerPort ??= readController(line);
    });
    // Without it no broker goes on for long.
    void talk.ended.then(this.#end);
    await Promise.all(this.#options.brokers.map((spec) => this.add(spec)));
  }

  list(): readonly Broker[] {
    return [...this.#members.values()].map(({ broker }) => broker).sort((a, b) => a.id - b.id);
  }

  async add(spec: BrokerSpec): Promise<Broker> {
    const { id } = spec;
    if (this.#members.has(id)) throw noSuchBroker(`broker ${id} is running`);
    let port = 0;
    const { talk, pid } = await this.#launch(`broker-${id}`, [spec], (line) => {
      port = readBroker(line)?.port ?? port;
    });
    const broker: Broker = { ...spec, target: { host: '127.0.0.1', port } };
    const member: Member = { talk, broker, pid };
    this.#members.set(id, member);
    void talk.ended.then(() => {
      if (this.#members.get(id) !== member || this.#closing) return;
      this.#members.delete(id);
      this.#journal.heard(`broker ${id} ended by itself`);
    });
    return broker;
  }

  async stop(id: number): Promise<void> {
    const { talk } = this.#member(id);
    await this.resume(id);
    await talk.command(`stop ${id}`, (line) => line === `broker ${id} stopped`);
    this.#members.delete(id);
    await talk.close();
  }

  async kill(id: number): Promise<void> {
    const { talk, release } = this.#member(id);
    this.#members.delete(id);
    await talk.kill();
    await release?.();
    this.#journal.heard(`broker ${id} killed`);
  }

  async pause(id: number): Promise<void> {
    const member = this.#member(id);
    if (member.release !== undefined) return;
    member.release = await holdProcess(member.pid);
    this.#journal.heard(`broker ${id} halted`);
  }

  async resume(id: number): Promise<void> {
    const member = this.#member(id);
    const { release } = member;
    if (release === undefined) return;
    member.release = undefined;
    await release();
    this.#journal.heard(`broker ${id} goes on`);
  }

  async moveReplicas(from: number, to: number): Promise<void> {
    await this.#member(to).talk.command(`move ${from} ${to}`, (line) => line === `moved ${from} ${to}`);
  }

  async setIam(iam: BrokerIam): Promise<void> {
    this.#options = { ...this.#options, iam };
    await this.#tell(`iam ${JSON.stringify(iam)}`, 'iam replaced');
  }

  async setSessionMaxMs(milliseconds: number): Promise<void> {
    this.#options = { ...this.#options, sessionMaxMs: milliseconds };
    await this.#tell(`session ${milliseconds}`, `session ${milliseconds}`);
  }

  async setLoginsPerSecond(limit: number | undefined): Promise<void> {
    this.#options = { ...this.#options, loginsPerSecond: limit };
    await this.#tell(loginsCommand(limit), loginsCommand(limit));
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

  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all([...this.#members.values()].map(async ({ release }) => release?.()));
    await Promise.all([...this.#talks].map((talk) => talk.close()));
    this.#members.clear();
    this.#end();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** A launcher for some brokers, or for none: the controller. */
  async #launch(
    name: string,
    brokers: readonly BrokerSpec[],
    hear: (line: string) => void,
  ): Promise<{ readonly talk: LauncherTalk; readonly pid: number }> {
    const share = {
      brokers,
      clusterId: this.#clusterId,
      controllerPort: this.#controllerPort,
      initialBrokers: this.#initialBrokers,
    };
    const child = await this.#spawn(name, launcherConfig(this.#options, this.#place, share), PROCESS_FLAGS);
    const talk = new LauncherTalk(child, (line) => {
      this.#journal.heard(line);
      hear(line);
    });
    this.#talks.add(talk);
    void talk.ended.then(() => this.#talks.delete(talk));
    if (this.#closing) await talk.close();
    await talk.started(this.#options.signal);
    if (child.pid === undefined) throw talk.failure('Kafka has ended');
    return { talk, pid: child.pid };
  }

  /** Tells every process; those that start meanwhile are started with it. */
  async #tell(command: string, answer: string): Promise<void> {
    await Promise.all([...this.#talks].map((talk) => talk.command(command, (line) => line === answer)));
  }

  #member(id: number): Member {
    const member = this.#members.get(id);
    if (member === undefined) throw noSuchBroker(`broker ${id} is not running`);
    return member;
  }
}

/** As Kafka makes them; a leading dash would be taken for an option. */
function clusterId(): string {
  return `L${randomBytes(16).toString('base64url').slice(1)}`;
}
