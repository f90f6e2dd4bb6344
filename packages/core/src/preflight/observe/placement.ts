/** Where the client runs, as the machine's own metadata says. Asked only where it can matter; nothing waits for it to dial. */
import { parseCidr } from '../../config/network-values.ts';
import { isRegion } from '../../config/region.ts';
import { metadataEndpoint, withMetadata, type ReadMetadata } from '../../net/instance-metadata.ts';
import { invalid } from '../../net/metadata-answers.ts';
import { readTask, taskEndpoint } from '../../net/task-metadata.ts';
import type { Ports } from '../../ports.ts';
import type { PlacementObservation } from '../observation.ts';
import { skipped, step, type Look } from './look.ts';

type View = Pick<Look, 'config' | 'ports' | 'signal'>;
type Values<K extends 'region' | 'vpc'> = Extract<PlacementObservation[K], { outcome: 'ok' }>['value'];

/**
 * Asks the instance metadata service, and that of the ECS task beside it. null: the cluster's names are not of MSK, so
 * no pattern leads to them.
 */
export async function observePlacement(look: View): Promise<PlacementObservation | null> {
  const { bootstraps } = look.config.endpoint;
  if (!bootstraps.some(({ name }) => name !== null && name.access !== 'public')) return null;
  const [instance, task] = await Promise.all([observeInstance(look), observeTask(look)]);
  const lambdaRegion = lambdaRegionOf(look.ports.env);
  return {
    ...instance,
    ...(task === null ? {} : { task }),
    ...(lambdaRegion === null ? {} : { lambdaRegion }),
  };
}

async function observeTask(look: View): Promise<NonNullable<PlacementObservation['task']> | null> {
  const endpoint = taskEndpoint(look.ports.env);
  return endpoint === null ? null : { endpoint, said: await readTask(endpoint, look) };
}

/** Lambda sets both by itself and lets nobody set them; without its own, the variable says what somebody set. */
function lambdaRegionOf(env: Ports['env']): string | null {
  const region = env['AWS_REGION'] ?? '';
  return (env['AWS_LAMBDA_FUNCTION_NAME'] ?? '') !== '' && isRegion(region) ? region : null;
}

async function observeInstance(look: View): Promise<PlacementObservation> {
  const endpoint = metadataEndpoint(look.ports.env);
  if (endpoint === null)
    return { endpoint: null, region: skipped('switched off'), vpc: skipped('switched off') };
  const seen = await withMetadata(
    endpoint,
    (read) =>
      Promise.all([step(look, () => regionFrom(endpoint, read)), step(look, () => vpcFrom(endpoint, read))]),
    look,
  );
  if (seen.outcome !== 'ok') return { endpoint, region: seen, vpc: seen };
  const [region, vpc] = seen.value;
  return { endpoint, region, vpc };
}

async function regionFrom(endpoint: string, read: ReadMetadata): Promise<Values<'region'>> {
  const [region, zone] = await Promise.all([read('placement/region'), read('placement/availability-zone')]);
  if (region === null || !isRegion(region)) throw invalid(endpoint, 'placement/region');
  const isZone = zone !== null && zone.startsWith(region) && /^[a-z\d-]{3,50}$/.test(zone);
  return { region, availabilityZone: isZone ? zone : null };
}

/** The VPC of the first interface: those of one machine lie in one VPC, but for rare ones that say so nowhere else either. */
async function vpcFrom(endpoint: string, read: ReadMetadata): Promise<Values<'vpc'>> {
  const mac = await read('mac');
  if (mac === null || !/^(?:[\da-f]{2}:){5}[\da-f]{2}$/.test(mac)) throw invalid(endpoint, 'mac');
  const [id, v4, v6, subnet] = await Promise.all(
    ['vpc-id', 'vpc-ipv4-cidr-blocks', 'vpc-ipv6-cidr-blocks', 'subnet-ipv4-cidr-block'].map((name) =>
      read(`network/interfaces/macs/${mac}/${name}`),
    ),
  );
  const cidrs = [...blocksIn(v4), ...blocksIn(v6)];
  if (cidrs.length === 0) throw invalid(endpoint, 'vpc-ipv4-cidr-blocks');
  return {
    id: id != null && /^vpc-[\da-f]{8,17}$/.test(id) ? id : null,
    cidrs,
    subnetCidr: blocksIn(subnet)[0] ?? null,
  };
}

function blocksIn(text: string | null | undefined): readonly string[] {
  return (text ?? '').split('\n').flatMap((line) => parseCidr(line.trim()) ?? []);
}
