/** Where the client runs: what was declared, else what its machine's or task's metadata says. */
import type { Observation, PlacementObservation } from '../observation.ts';

/** The client's place. @public */
export interface PlacementFact {
  /** By metadata alone, or by Lambda: a variable says what somebody set. null: not known. */
  readonly region: string | null;
  /** Who says so, in words; empty where nobody does. */
  readonly regionBy: string;
  readonly vpcId: string | null;
  /** Blocks of the client's VPC; empty where nobody says. */
  readonly vpcCidrs: readonly string[];
  /** Who says so. */
  readonly by: 'declared' | 'metadata' | null;
}

/** Where an observation says that the client runs; of the VPC's blocks, what was declared wins. @public */
export function placementFact({
  placement,
  expectation,
}: Pick<Observation, 'placement' | 'expectation'>): PlacementFact {
  const where = whereabouts(placement ?? null);
  const vpc = placement?.vpc.outcome === 'ok' ? placement.vpc.value : null;
  const declared = expectation.vpcCidrs.length > 0;
  const vpcCidrs = declared ? expectation.vpcCidrs : (vpc?.cidrs ?? []);
  const by = declared ? 'declared' : vpcCidrs.length > 0 ? 'metadata' : null;
  const task = placement?.task?.said;
  const vpcId = vpc?.id ?? (task?.outcome === 'ok' ? task.value.vpcId : null);
  return { ...where, vpcId, vpcCidrs, by };
}

type Whereabouts = Pick<PlacementFact, 'region' | 'regionBy'>;

function whereabouts(placement: PlacementObservation | null): Whereabouts {
  const { region, task, lambdaRegion } = placement ?? {};
  if (region?.outcome === 'ok') return { region: region.value.region, regionBy: 'instance metadata' };
  if (task?.said.outcome === 'ok')
    return { region: task.said.value.region, regionBy: "the ECS task's metadata" };
  if (lambdaRegion !== undefined) return { region: lambdaRegion, regionBy: 'AWS_REGION, set by Lambda' };
  return { region: null, regionBy: '' };
}
