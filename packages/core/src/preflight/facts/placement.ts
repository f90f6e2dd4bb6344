/** Where the client runs: what was declared, else what its machine's metadata says. */
import type { Observation } from '../observation.ts';

/** The client's place. */
export interface PlacementFact {
  /** By metadata alone: a variable says what somebody set. null: not known. */
  readonly region: string | null;
  readonly vpcId: string | null;
  /** Blocks of the client's VPC; empty where nobody says. */
  readonly vpcCidrs: readonly string[];
  /** Who says so. */
  readonly by: 'declared' | 'metadata' | null;
}

/** What was declared wins. */
export function placementFact({
  placement,
  expectation,
}: Pick<Observation, 'placement' | 'expectation'>): PlacementFact {
  const region = placement?.region.outcome === 'ok' ? placement.region.value.region : null;
  const vpc = placement?.vpc.outcome === 'ok' ? placement.vpc.value : null;
  const declared = expectation.vpcCidrs.length > 0;
  const vpcCidrs = declared ? expectation.vpcCidrs : (vpc?.cidrs ?? []);
  const by = declared ? 'declared' : vpcCidrs.length > 0 ? 'metadata' : null;
  return { region, vpcId: vpc?.id ?? null, vpcCidrs, by };
}
