import { MskReachError } from '@msk-reach/core';
import type { Environment } from '../../scenario/environment.ts';
import type { DeclareSection, IamSection } from '../../scenario/scenario.ts';
import { mergePatch } from '../merge-patch.ts';
import type { Topology } from '../model.ts';
import { clientNamespace } from '../plan/members.ts';
import { metadataClients } from '../plan/metadata.ts';
import { brokersOf } from '../plan/zones.ts';
import type { ExecOptions, ExecResult, RunningTopology, TopologyPatch } from '../running.ts';
import { validateTopology } from '../validate.ts';
import type { Engine } from './engine.ts';
import { clientEnvironment } from './environment.ts';
import { execToEnd } from './exec.ts';

/** A topology on its engine. */
export class TopologyAtWork implements RunningTopology {
  readonly #engine: Engine;
  readonly #written: Topology;
  readonly #end: () => Promise<void>;
  #now: Topology;
  /** Changes, one after the other. */
  #changes: Promise<void> = Promise.resolve();
  #closed: Promise<void> | undefined;

  /** @param end gives the engine back */
  constructor(engine: Engine, topology: Topology, end: () => Promise<void>) {
    this.#engine = engine;
    this.#written = topology;
    this.#now = topology;
    this.#end = end;
  }

  get topology(): Topology {
    return this.#now;
  }

  env(client: string, declare?: DeclareSection): Environment {
    this.#mustBe(client);
    return clientEnvironment(this.#now, this.#engine.started, client, declare);
  }

  wrap(client: string, command: readonly string[]): readonly string[] {
    this.#mustBe(client);
    return this.#engine.within(clientNamespace(client), command);
  }

  exec(client: string, command: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    const env = { ...this.env(client, options.declare), ...options.env };
    return execToEnd(this.wrap(client, command), env, options.signal);
  }

  patch(patch: TopologyPatch): Promise<void> {
    return this.#inTurn(() => this.#become(mergePatch(this.#now, patch)));
  }

  restore(): Promise<void> {
    return this.#inTurn(() => this.#become(this.#written));
  }

  addBroker(cluster: string, id: number): Promise<void> {
    return this.#inTurn(async () => {
      await this.#engine.tell({ do: 'addBroker', cluster, id });
      await this.#become(this.#withBrokers(cluster, (ids) => [...ids.filter((one) => one !== id), id]));
    });
  }

  stopBroker(cluster: string, id: number): Promise<void> {
    return this.#inTurn(async () => {
      await this.#engine.tell({ do: 'stopBroker', cluster, id });
      await this.#become(this.#withBrokers(cluster, (ids) => ids.filter((one) => one !== id)));
    });
  }

  replaceBroker(cluster: string, id: number, by: number): Promise<void> {
    return this.#inTurn(async () => {
      // The name of the new one is there before anybody hears of it.
      await this.#become(this.#withBrokers(cluster, (ids) => [...ids, by]));
      await this.#engine.tell({ do: 'replaceBroker', cluster, id, by });
      await this.#become(this.#withBrokers(cluster, (ids) => ids.filter((one) => one !== id)));
    });
  }

  setIam(section: IamSection): Promise<void> {
    return this.#inTurn(() => this.#become({ ...this.#now, iam: section }));
  }

  close(): Promise<void> {
    this.#closed ??= this.#changes.then(this.#end);
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** What instance metadata and STS say is brought in step; brokers and clients stay as they are. */
  async settle(): Promise<void> {
    await this.#engine.tell({ do: 'setMetadata', clients: metadataClients(this.#now) });
    const { region: _region, ...faults } = this.#now.sts ?? {};
    await this.#engine.tell({ do: 'setSts', faults });
  }

  async #become(value: unknown): Promise<void> {
    const { changes, faults } = this.#written;
    // What a patch takes away others may name; each of them is over the topology as it is written.
    const plain = mergePatch(value, { changes: null, faults: null });
    const next = {
      ...validateTopology(plain, this.#written.name),
      ...(changes && { changes }),
      ...(faults && { faults }),
    };
    const before = this.#now;
    mustKeepClusters(before, next);
    await this.#engine.bring(next);
    this.#now = next;
    await this.settle();
    if (JSON.stringify(before.iam) !== JSON.stringify(next.iam))
      await this.#engine.tell({ do: 'setIam', section: next.iam ?? {} });
  }

  #withBrokers(cluster: string, change: (ids: readonly number[]) => readonly number[]): Topology {
    const spec = this.#now.clusters[cluster];
    if (spec === undefined)
      throw new MskReachError('CONFIG_INVALID', `topology: there is no cluster ${cluster}`);
    const changed = { ...spec, brokers: change(brokersOf(spec)) };
    return { ...this.#now, clusters: { ...this.#now.clusters, [cluster]: changed } };
  }

  #mustBe(client: string): void {
    const { clients, name } = this.#now;
    if (clients[client] !== undefined) return;
    throw new MskReachError(
      'CONFIG_INVALID',
      `topology ${name} has no client ${client}; there are: ${Object.keys(clients).join(', ')}`,
    );
  }

  #inTurn(change: () => Promise<void>): Promise<void> {
    const done = this.#changes.then(change);
    // Whoever asked for the change gets its error; the next change does not depend on it.
    this.#changes = done.catch(() => undefined);
    return done;
  }
}

/** Brokers run on: what they are cannot be patched. */
function mustKeepClusters(before: Topology, after: Topology): void {
  const shape = ({ clusters, accounts }: Topology): string =>
    JSON.stringify(
      Object.entries(clusters).map(([name, { id, shard, region, account }]) => [
        name,
        id,
        shard,
        region,
        accounts[account]?.id,
      ]),
    );
  if (shape(before) === shape(after)) return;
  throw new MskReachError(
    'CONFIG_INVALID',
    'topology: /clusters: which clusters there are cannot change while it is up',
  );
}
