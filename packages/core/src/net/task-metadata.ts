/**
 * The metadata of an ECS task, version 4: one JSON text about the task and its containers. On Fargate there is no other.
 *
 * Source: Amazon ECS Developer Guide, "Amazon ECS task metadata endpoint version 4 for tasks on Fargate"; the agent
 * itself, aws/amazon-ecs-agent (ecs-agent/tmds/handlers/v4/state).
 */
import { parseCidr } from '../config/network-values.ts';
import { isRegion } from '../config/region.ts';
import { fieldsOf, jsonFields } from '../credentials/json-fields.ts';
import type { Ports } from '../ports.ts';
import type { Step } from '../step.ts';
import { invalid, refusal, withAnswers } from './metadata-answers.ts';

/** Where a task runs. */
export interface TaskPlacement {
  readonly region: string;
  readonly availabilityZone: string | null;
  /** Told on EC2 alone. */
  readonly vpcId: string | null;
  /** Not all of the VPC: its blocks are not told. */
  readonly subnetCidr: string | null;
}

/** Ten containers with many labels; the text also has their limits and times. */
const MOST_BYTES = 262_144;
/** Where the agent of ECS answers. */
const AGENT = '169.254.170.2';

/** Where a task's metadata is, as the agent of ECS tells its containers; null: this is none, or it is told another host. */
export function taskEndpoint(env: Ports['env']): string | null {
  const text = env['ECS_CONTAINER_METADATA_URI_V4'] ?? '';
  if (text.length > 512 || !URL.canParse(text)) return null;
  const { protocol, hostname, username, password, origin, pathname } = new URL(text);
  const isOwn = hostname === AGENT || /^127(?:\.\d{1,3}){3}$/.test(hostname);
  if (protocol !== 'http:' || !isOwn || username !== '' || password !== '') return null;
  return `${origin}${pathname.replace(/\/$/, '')}`;
}

/** Asks it once. */
export function readTask(
  endpoint: string,
  { ports, signal }: { readonly ports: Ports; readonly signal?: AbortSignal | undefined },
): Promise<Step<TaskPlacement>> {
  return withAnswers(endpoint, { ports, signal, mostBytes: MOST_BYTES }, async (ask) => {
    const text = await ask({ method: 'GET', path: '/task', headers: {} });
    if (text === null) throw refusal(endpoint, 404);
    return placementIn(endpoint, jsonFields(text) ?? {});
  });
}

type Fields = Readonly<Record<string, unknown>>;

function placementIn(endpoint: string, task: Fields): TaskPlacement {
  const region = textOf(task['TaskARN']).split(':')[3] ?? '';
  if (!isRegion(region)) throw invalid(endpoint, 'TaskARN');
  const zone = textOf(task['AvailabilityZone']);
  const isZone = zone.startsWith(region) && /^[a-z\d-]{3,50}$/.test(zone);
  const id = textOf(task['VPCID']);
  const subnets = listOf(task['Containers'])
    .flatMap((container) => listOf(container['Networks']))
    .flatMap((network) => parseCidr(textOf(network['IPv4SubnetCIDRBlock'])) ?? []);
  return {
    region,
    availabilityZone: isZone ? zone : null,
    vpcId: /^vpc-[\da-f]{8,17}$/.test(id) ? id : null,
    subnetCidr: subnets[0] ?? null,
  };
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map((one) => fieldsOf(one) ?? {}) : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
