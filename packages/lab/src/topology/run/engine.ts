/** What topologies that come one after the other share: namespaces of one owner, and the service in one of them. */
import { MskReachError } from '@msk-reach/core';
import { cacheDirectory, kafkaJars } from '../../brokers/kafka-jars.ts';
import { makeLabFolder } from '../../lab-folder.ts';
import { closingStack } from '../../scenario/closing.ts';
import { resolveScenario } from '../../scenario/resolve.ts';
import type { TopicSection } from '../../scenario/scenario.ts';
import type { Topology } from '../model.ts';
import { STS_ADDRESS } from '../plan/fabric.ts';
import { EMPTY, type TopologyPlan } from '../plan/plan.ts';
import { planTopology } from '../plan/plan-topology.ts';
import { serviceScenario } from '../plan/scenario.ts';
import { SERVICE } from '../plan/service.ts';
import type { TopologyPool } from '../running.ts';
import type { ServiceStarted, ServiceTask } from '../service/messages.ts';
import { namesOfRun } from './names.ts';
import { Network } from './network.ts';
import { findProgram } from './programs.ts';
import { requireTopologies } from './requirements.ts';
import { type ServiceListeners, ServiceProcess } from './service-process.ts';
import { sweepNamespaces } from './sweep.ts';

/**
 * Makes a pool: topologies that are started with it, one after the other, find the brokers of the one before running
 * where they want the same clusters.
 *
 * @throws MskReachError `CONFIG_INVALID` that names whatever this machine lacks
 * @public
 */
export async function createTopologyPool(): Promise<TopologyPool> {
  return startEngine();
}

/** Starts an engine with nothing on it, and cleans up after owners that were killed. */
export async function startEngine(): Promise<Engine> {
  await requireTopologies();
  await sweepNamespaces();
  const folder = await makeLabFolder();
  return new Engine(folder, (await findProgram('ip')) ?? 'ip');
}

const DEAF: ServiceListeners = { say: () => undefined, log: () => undefined };
const ONLY_SERVICE = { namespaces: { [SERVICE]: EMPTY }, cables: [] };

/** How a topology is put up. */
export interface UpOptions {
  readonly listeners: ServiceListeners;
  readonly signal: AbortSignal | undefined;
  /** Of its first cluster. @default none */
  readonly topics?: readonly TopicSection[];
}

/** An engine; one topology at a time. */
export class Engine implements TopologyPool {
  readonly #nameOf: (namespace: string) => string = namesOfRun();
  readonly #closing = closingStack();
  readonly #network: Network;
  readonly #ip: string;
  #service: ServiceProcess | undefined;
  #started: ServiceStarted | undefined;
  #taken = false;

  constructor(folder: { readonly path: string; close(): Promise<void> }, ip: string) {
    this.#ip = ip;
    this.#closing.use(folder);
    this.#network = this.#closing.use(new Network(this.#nameOf, folder.path));
  }

  /** What the service said when it started. */
  get started(): ServiceStarted {
    if (this.#started === undefined) throw new MskReachError('INTERNAL', 'topology: it is not up');
    return this.#started;
  }

  /** Puts a topology up on what is there. */
  async up(topology: Topology, { listeners, signal, topics = [] }: UpOptions): Promise<void> {
    if (this.#taken) throw new MskReachError('CONFIG_INVALID', 'topology: its pool holds one at a time');
    this.#taken = true;
    const scenario = serviceScenario(topology, topics);
    const { kafkaVersion } = resolveScenario(scenario, process.env);
    // Before there is a namespace, which has no way to the outside.
    await kafkaJars(kafkaVersion, {
      cache: cacheDirectory(process.env),
      mvn: 'mvn',
      say: listeners.say,
      signal,
    });
    signal?.throwIfAborted();
    const service = await this.#serve(listeners);
    const starting = service.tell({ do: 'start', scenario, stsEndpoint: `http://${STS_ADDRESS}` });
    // Nobody asks for a name yet, and DNS servers start anew with the plan that knows the service.
    const [started] = await Promise.all([
      starting,
      this.#network.apply(withoutPrograms(planTopology(topology))),
    ]);
    this.#started = started as ServiceStarted;
    signal?.throwIfAborted();
    await this.bring(topology);
  }

  /** Brings the network to what a topology says. */
  bring(topology: Topology): Promise<void> {
    return this.#network.apply(planTopology(topology, this.started));
  }

  /** Tells the service to do something. */
  async tell(task: ServiceTask): Promise<void> {
    if (this.#service === undefined) throw new MskReachError('CLOSED', 'topology: it is closed');
    await this.#service.tell(task);
  }

  /** A command as it is started in a namespace. */
  within(namespace: string, command: readonly string[]): readonly string[] {
    return [this.#ip, 'netns', 'exec', this.#nameOf(namespace), ...command];
  }

  /** Takes the topology down; the service stays for the next one. */
  async down(): Promise<void> {
    this.#started = undefined;
    await this.#network.apply(ONLY_SERVICE);
    await this.#service?.tell({ do: 'setMetadata', clients: [] });
    await this.#service?.tell({ do: 'stop' });
    this.#service?.listen(DEAF);
    this.#taken = false;
  }

  close(): Promise<void> {
    return this.#closing.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #serve(listeners: ServiceListeners): Promise<ServiceProcess> {
    if (this.#service !== undefined) {
      this.#service.listen(listeners);
      return this.#service;
    }
    await this.#network.apply(ONLY_SERVICE);
    this.#service = this.#closing.use(new ServiceProcess(this.#nameOf(SERVICE), listeners));
    return this.#service;
  }
}

function withoutPrograms(plan: TopologyPlan): TopologyPlan {
  const namespaces = Object.entries(plan.namespaces).map(
    ([name, namespace]) => [name, { ...namespace, programs: [] }] as const,
  );
  return { ...plan, namespaces: Object.fromEntries(namespaces) };
}
