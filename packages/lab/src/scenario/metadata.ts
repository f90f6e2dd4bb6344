import { isIP } from 'node:net';
import { startMetadataService } from '../imds/metadata-service.ts';
import type { ClosingStack } from './closing.ts';
import type { LabCluster } from './cluster.ts';
import { cidrOf, type RunningCluster } from './cluster-parts.ts';
import type { Environment } from './environment.ts';
import { problem, type ScenarioProblem } from './problem.ts';
import type { MetadataPlace, MetadataSection, Scenario } from './scenario.ts';

const VPC_CIDRS: readonly string[] = ['10.1.0.0/16'];

/** The variables by which a client finds its metadata, by where it runs. */
export const METADATA_VARIABLES: Readonly<Record<MetadataPlace | 'none', readonly string[]>> = {
  none: ['AWS_EC2_METADATA_DISABLED'],
  instance: ['AWS_EC2_METADATA_DISABLED', 'AWS_EC2_METADATA_SERVICE_ENDPOINT'],
  'ecs-task': ['AWS_EC2_METADATA_DISABLED', 'ECS_CONTAINER_METADATA_URI_V4'],
  lambda: ['AWS_EC2_METADATA_DISABLED', 'AWS_LAMBDA_FUNCTION_NAME'],
};
/** Neither Fargate nor Lambda has instance metadata. */
const NO_INSTANCE = { AWS_EC2_METADATA_DISABLED: 'true' };

/** Starts the metadata service of a scenario that has one; what tells a client where it is. */
export async function startMetadata(
  section: MetadataSection | undefined,
  clusters: readonly RunningCluster[],
  closing: ClosingStack,
): Promise<Environment> {
  if (section === undefined) return NO_INSTANCE;
  const {
    in: place = 'instance',
    vpcCidrs = VPC_CIDRS,
    region = clusters[0]?.region ?? '',
    fault,
    ...more
  } = section;
  if (place === 'lambda') return { ...NO_INSTANCE, AWS_LAMBDA_FUNCTION_NAME: 'client', AWS_REGION: region };
  const blocks = vpcCidrs.flatMap((cidr) => {
    const cluster = clusters.find(({ name }) => name === gatewayOf(cidr, clusters));
    return cluster === undefined ? [cidr] : cidrOf(cluster).split(',');
  });
  const instance = { ...more, region, vpcCidrs: blocks };
  const { endpoint, taskUri } = closing.use(await startMetadataService({ instance, fault }));
  if (place === 'ecs-task') return { ...NO_INSTANCE, ECS_CONTAINER_METADATA_URI_V4: taskUri };
  return { AWS_EC2_METADATA_DISABLED: 'false', AWS_EC2_METADATA_SERVICE_ENDPOINT: endpoint };
}

/** Blocks that are none. */
export function metadataProblems(
  { metadata }: Scenario,
  clusters: readonly LabCluster[],
): readonly ScenarioProblem[] {
  const known = new Set(clusters.map(({ name }) => name));
  return (metadata?.vpcCidrs ?? []).flatMap((cidr, index) => {
    const gateway = gatewayOf(cidr, clusters);
    const [address = '', bits = ''] = cidr.split('/');
    const isBlock = isIP(address) !== 0 && /^\d{1,3}$/.test(bits);
    if (isBlock || (gateway !== null && known.has(gateway))) return [];
    return [
      problem(
        ['metadata', 'vpcCidrs', index],
        `a block such as 10.1.0.0/16, or @gateway (${[...known].join(', ')})`,
      ),
    ];
  });
}

/** The name of the cluster in `@gateway:payments` and `@gateway` (the first one); null: it is none. */
function gatewayOf(cidr: string, clusters: readonly { readonly name: string }[]): string | null {
  const [word, name = clusters[0]?.name ?? ''] = cidr.split(':');
  return word === '@gateway' ? name : null;
}
