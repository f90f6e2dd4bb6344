import type { GatewayAddress } from './addresses.ts';
import type { GatewayCertificates } from './fault-kind.ts';
import type { GatewayFault, GatewayFaultRule } from './fault-rules.ts';
import type { GatewayTarget } from './routes.ts';
import type { GatewayStats } from './statistics.ts';

/** How many connections are let in. @public */
export interface GatewayQuota {
  /** In any sliding second; MSK Serverless has 100. A connection beyond it is closed as soon as it is accepted. */
  readonly connectionsPerSecond: number;
}

/** How the gateway is started. @public */
export interface GatewayOptions {
  /** Availability zones: each gets an address of its own. @default 3 */
  readonly zones?: number;
  /** @default 9098, as MSK has it */
  readonly port?: number;
  /** Where each name leads; a name with `*` is a pattern. @default {} */
  readonly routes?: Readonly<Record<string, GatewayTarget>>;
  /** @default [] */
  readonly faults?: readonly GatewayFaultRule[];
  /** What the fault `certificate` can name. @default {} */
  readonly certificates?: GatewayCertificates;
  /** @default none */
  readonly quota?: GatewayQuota;
  /** How long a client may take for its ClientHello, and a broker to accept, in milliseconds. @default 30000 */
  readonly timeoutMs?: number;
  /** `one`: use 127.0.0.1 alone, as macOS does. @default found out by trying */
  readonly loopback?: 'one' | 'many';
  /** A number in [0, 1). @default Math.random */
  readonly random?: () => number;
}

/** A running gateway. @public */
export interface Gateway extends AsyncDisposable {
  /** One for each zone. The ports are all the wanted one, unless the system has 127.0.0.1 alone. */
  readonly addresses: readonly GatewayAddress[];
  /** Lets a name, or a pattern with `*`, lead to a broker from now on. */
  setRoute(name: string, target: GatewayTarget): void;
  /** Closes connections to that name from now on; open ones stay. */
  removeRoute(name: string): void;
  /**
   * Replaces all faults, their counts included; settles when every address behaves as told. Open connections stay
   * as they are.
   *
   * @throws MskReachError `CONFIG_INVALID`; the old ones then stay
   */
  setFaults(rules: readonly GatewayFaultRule[]): Promise<void>;
  /** Changes the quota; none lifts it. */
  setQuota(quota: GatewayQuota | undefined): void;
  /**
   * Opens one more address, which routes like the others unless `fault` says otherwise. A name gets a fault that
   * comes before its ClientHello (`refuse`, `blackhole`, `slowConnectMs`) by pointing its DNS record there.
   */
  extraAddress(options?: { readonly fault?: GatewayFault }): Promise<GatewayAddress>;
  /** Gives up an address that `extraAddress` opened; another one is ignored. */
  releaseAddress(address: GatewayAddress): Promise<void>;
  /** Resets every connection that is open, as a path that was lost does; returns how many. */
  cut(): number;
  stats(): GatewayStats;
  /** Ends every connection, listener and child; idempotent. */
  close(): Promise<void>;
}
