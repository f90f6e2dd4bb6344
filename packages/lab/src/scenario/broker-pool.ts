import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Brokers, BrokerSpec } from '../brokers/brokers.ts';
import { startBrokers } from '../brokers/start.ts';
import type { BrokerIam } from '../iam/broker-iam.ts';
import { type Authority, createAuthority } from '../tls/authority.ts';

/** Kafka clusters that stay when a lab ends, for the next one that wants the same. */
const MAX_IDLE = 2;

/** What makes one Kafka cluster unlike another; everything else is changed while it runs. */
interface BrokerShape {
  readonly kafkaVersion: string;
  readonly brokers: readonly BrokerSpec[];
  readonly processes: boolean;
  readonly certificateNames: readonly string[];
  readonly properties: Readonly<Record<string, string>>;
}

/** What is told to a cluster that was taken. */
export interface BrokerState {
  readonly iam: BrokerIam;
  readonly sessionMaxMs: number;
  readonly loginsPerSecond: number | undefined;
}

/** A cluster for as long as one lab needs it. */
interface BrokerLease {
  readonly brokers: Brokers;
  /** Gives it back; `changed` when the next lab must not have it. */
  release(changed: boolean): Promise<void>;
}

/** Running Kafka clusters, shared by labs that come one after the other. @public */
export interface BrokerPool extends AsyncDisposable {
  /** Whose certificates all brokers show. */
  readonly authority: Authority;
  /** @param signal gives up a start that it takes */
  take(shape: BrokerShape, state: BrokerState, signal?: AbortSignal): Promise<BrokerLease>;
  /** Ends every cluster. */
  close(): Promise<void>;
}

/** How a pool is made. */
export interface BrokerPoolOptions {
  /** A folder for data; the caller removes it. */
  readonly directory: string;
  readonly say: (text: string) => void;
  /** Hears what every cluster says. @default nobody does */
  readonly log?: ((line: string) => void) | undefined;
  /** Environment variables: MSK_LAB_ENGINE, MSK_LAB_KAFKA_IMAGE, MSK_LAB_CACHE. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** Makes an empty pool. Starting Kafka takes seconds, so scenarios that differ elsewhere share it. @public */
export async function createBrokerPool(options: BrokerPoolOptions): Promise<BrokerPool> {
  return new RunningPool(options, await createAuthority());
}

interface Member {
  readonly key: string;
  readonly brokers: Brokers;
  readonly directory: string;
}

class RunningPool implements BrokerPool {
  readonly authority: Authority;
  readonly #options: BrokerPoolOptions;
  /** Idle ones, the latest used last. */
  #idle: Member[] = [];
  readonly #taken = new Set<Member>();
  #started = 0;

  constructor(options: BrokerPoolOptions, authority: Authority) {
    this.#options = options;
    this.authority = authority;
  }

  async take(shape: BrokerShape, state: BrokerState, signal?: AbortSignal): Promise<BrokerLease> {
    const key = JSON.stringify(shape);
    const found = this.#idle.find((member) => member.key === key);
    this.#idle = this.#idle.filter((member) => member !== found);
    const member = found ?? (await this.#start(key, shape, state, signal));
    this.#taken.add(member);
    if (found !== undefined) await prepare(found.brokers, state);
    return { brokers: member.brokers, release: (changed) => this.#release(member, changed) };
  }

  async close(): Promise<void> {
    const members = [...this.#idle, ...this.#taken];
    this.#idle = [];
    this.#taken.clear();
    await Promise.all(members.map(end));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #start(
    key: string,
    shape: BrokerShape,
    state: BrokerState,
    signal: AbortSignal | undefined,
  ): Promise<Member> {
    const directory = join(this.#options.directory, `kafka-${++this.#started}`);
    await mkdir(directory, { recursive: true });
    const { certificateNames, ...rest } = shape;
    const certificate = await this.authority.issue({ names: certificateNames });
    const { say, log, env } = this.#options;
    const brokers = await startBrokers({ ...rest, ...state, certificate, directory, say, log, signal }, env);
    return { key, brokers, directory };
  }

  async #release(member: Member, changed: boolean): Promise<void> {
    if (!this.#taken.delete(member)) return;
    if (changed) {
      await end(member);
      return;
    }
    this.#idle.push(member);
    await Promise.all(this.#idle.splice(0, Math.max(0, this.#idle.length - MAX_IDLE)).map(end));
  }
}

async function prepare(brokers: Brokers, state: BrokerState): Promise<void> {
  await tellBrokers(brokers, state);
  brokers.clear();
}

/** Puts a state in force. */
export async function tellBrokers(brokers: Brokers, state: BrokerState): Promise<void> {
  await brokers.setIam(state.iam);
  await brokers.setSessionMaxMs(state.sessionMaxMs);
  await brokers.setLoginsPerSecond(state.loginsPerSecond);
}

async function end({ brokers, directory }: Member): Promise<void> {
  await brokers.close();
  await rm(directory, { recursive: true, force: true });
}
