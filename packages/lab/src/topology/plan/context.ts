import type { Topology } from '../model.ts';
import type { Fabric } from './fabric.ts';
import type { Member } from './members.ts';
import type { DnsZone } from './zones.ts';

/** Where the service really listens; known once it runs. */
export interface ServiceFacts {
  /** Cluster -> its gateway's addresses, in the order of the cluster's zones. */
  readonly gateways: Readonly<Record<string, readonly string[]>>;
  /** `IP:PORT`. */
  readonly sts: string;
  /** Credentials of containers, `IP:PORT`; null where nobody has them from there. */
  readonly credentials: string | null;
}

/** What every part of the plan is made from. */
export interface PlanContext {
  readonly topology: Topology;
  readonly members: readonly Member[];
  /** Every zone of names that is served. */
  readonly zones: readonly DnsZone[];
  readonly fabric: Fabric;
  /** undefined before the service runs: nothing leads there yet. */
  readonly service: ServiceFacts | undefined;
}
