/** Where the client runs: what was declared, else what its machine's or task's metadata says. */
import { liesIn } from '../addresses.ts';
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

/**
 * The block of its VPC that the client itself is in: a rule that lets another of them in helps nobody. Undefined where
 * there are several, and nothing says which.
 */
export function clientBlock(observation: Observation): string | undefined {
  const { placement, paths } = observation;
  const { vpcCidrs } = placementFact(observation);
  if (vpcCidrs.length <= 1) return vpcCidrs[0];
  const said = placement?.task?.said;
  const subnets = [
    placement?.vpc.outcome === 'ok' ? placement.vpc.value.subnetCidr : null,
    said?.outcome === 'ok' ? said.value.subnetCidr : null,
  ].flatMap((subnet) => subnet?.split('/')[0] ?? []);
  const local = paths.flatMap(({ tcp }) => (tcp.outcome === 'ok' ? [tcp.value.localAddress] : []));
  const own = [...subnets, ...local];
  return vpcCidrs.find((cidr) => own.some((address) => liesIn(address, [cidr])));
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
