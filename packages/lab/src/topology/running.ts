import type { Environment } from '../scenario/environment.ts';
import type { DeclareSection, IamSection } from '../scenario/scenario.ts';
import type { Topology } from './model.ts';

/** How a topology is started. @public */
export interface TopologyOptions {
  /** Words about progress. @default nobody hears them */
  readonly say?: (text: string) => void;
  /** Hears the brokers' own log. @default nobody does */
  readonly log?: (line: string) => void;
  /** Gives up the start. @default nobody does */
  readonly signal?: AbortSignal;
  /** Services to share with topologies that come before and after. @default its own, ended with it */
  readonly pool?: TopologyPool;
}

/**
 * AWS itself (brokers, STS, instance metadata) for topologies that come one after the other: one that wants the same
 * clusters finds them running. @public
 */
export interface TopologyPool extends AsyncDisposable {
  close(): Promise<void>;
}

/** A merge patch (RFC 7396) over a topology. @public */
export type TopologyPatch = Readonly<Record<string, unknown>>;

/** A topology that is up. @public */
export interface RunningTopology extends AsyncDisposable {
  /** As it is now, patches and brokers included. */
  readonly topology: Topology;
  /**
   * The environment of a program on a client, to be run by what `wrap` says: the lab's variables, nothing of this
   * process's `AWS_*` or `MSK_REACH_*`.
   *
   * @param declare options of `msk-reach check`, as in a scenario
   */
  env(client: string, declare?: DeclareSection): Environment;
  /** A command as it has to be started so that it runs on a client: in its network, with its resolver. */
  wrap(client: string, command: readonly string[]): readonly string[];
  /** Runs a command on a client, with `env`, to its end. */
  exec(client: string, command: readonly string[], options?: ExecOptions): Promise<ExecResult>;
  /**
   * Puts a change in force: routes, filters, names. Brokers and clients keep running; connections over a path that
   * changed do not, but for a security group: as in AWS, what it has let in goes on.
   *
   * @throws MskReachError `CONFIG_INVALID` when the result is no topology; all stays as it was
   */
  patch(patch: TopologyPatch): Promise<void>;
  /** Takes all patches back, and what `addBroker` and `stopBroker` did to names; the brokers stay as they are. */
  restore(): Promise<void>;
  /** Starts one more broker of a cluster; its managed zones know its name. */
  addBroker(cluster: string, id: number): Promise<void>;
  /** Stops a broker of a cluster; its managed zones forget its name. */
  stopBroker(cluster: string, id: number): Promise<void>;
  /** Puts a new broker in the place of one, replicas and all. */
  replaceBroker(cluster: string, id: number, by: number): Promise<void>;
  /** Replaces the identities, on STS and on the brokers. */
  setIam(section: IamSection): Promise<void>;
  /** Ends everything, and leaves nothing behind; idempotent. */
  close(): Promise<void>;
}

/** @public */
export interface ExecOptions {
  /** Over `env(client)`. */
  readonly declare?: DeclareSection;
  /** Further variables. */
  readonly env?: Environment;
  /** Ends the command. */
  readonly signal?: AbortSignal;
}

/** @public */
export interface ExecResult {
  /** null when it was ended by a signal. */
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}
