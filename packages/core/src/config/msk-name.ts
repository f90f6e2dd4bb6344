/**
 * The grammar of MSK's host names, Serverless and provisioned.
 *
 * Anchored at both ends: the Region is read from the DNS suffix and nowhere else, so that a cluster called
 * `eu-west-1` misleads nobody (aws-msk-iam-auth #245). Sources: Amazon MSK Developer Guide, "Get the bootstrap
 * brokers" and "Port information"; the broker ids without padding are from users' reports.
 */
import type { MskName } from './config.ts';
import { isRegion, partitionOf } from './region.ts';

const MAX_NAME_LENGTH = 253;
const ASCII_HOST = /^[A-Za-z0-9.-]+$/;
const TAIL =
  /^(?<head>.+)\.(?<shard>c[1-9]\d{0,3})\.(?<service>kafka|kafka-serverless)\.(?<region>[a-z0-9-]{1,63})\.(?<suffix>.+)$/;
const SERVERLESS_HEAD = /^(?:boot|b(?<id>\d{1,5}))-(?<cluster>[a-z0-9]{8})$/;
const LABEL = '[a-z0-9][a-z0-9-]{0,62}';
const PROVISIONED_HEAD = new RegExp(
  `^(?:b-(?<id>\\d{1,5})(?<open>-public)?|boot(?:-[a-z0-9]{1,58})?)\\.(?:(?<auth>iam|scram|tls)\\.)?(?<cluster>${LABEL}\\.[a-z0-9]{1,63})$`,
);

/**
 * Lower case and without the root's dot, the form in which names are compared; null where the text cannot be a
 * host name. ASCII only: `toLowerCase` turns the Kelvin sign into a `k`.
 */
export function canonicalHost(host: string): string | null {
  if (host.length > MAX_NAME_LENGTH + 1 || !ASCII_HOST.test(host)) return null;
  const name = (host.endsWith('.') ? host.slice(0, -1) : host).toLowerCase();
  const labels = name.split('.');
  const sound = labels.every((label) => label !== '' && label.length <= 63);
  return sound && name.length <= MAX_NAME_LENGTH ? name : null;
}

/** Reads a host name of MSK; null where it is anything else. Case and a trailing dot do not matter. @public */
export function parseMskName(host: string): MskName | null {
  const name = canonicalHost(host);
  const tail = name === null ? undefined : TAIL.exec(name)?.groups;
  if (tail === undefined) return null;
  const { head = '', shard = '', service = '', region = '', suffix = '' } = tail;
  if (!isRegion(region)) return null;
  const partition = partitionOf(region);
  if (suffix !== partition.suffix) return null;
  const groups = (service === 'kafka' ? PROVISIONED_HEAD : SERVERLESS_HEAD).exec(head)?.groups;
  if (groups === undefined) return null;
  const { id, open, auth, cluster = '' } = groups;
  return {
    kind: service === 'kafka' ? 'provisioned' : 'serverless',
    role: id === undefined ? 'bootstrap' : 'broker',
    brokerId: id === undefined ? null : Number(id),
    ...(open === undefined ? {} : { access: 'public' as const }),
    ...(auth === undefined ? {} : { access: 'multi-vpc' as const, auth }),
    clusterId: cluster,
    shard,
    region,
    partition: partition.partition,
    apex: `${service}.${region}.${suffix}`,
  };
}

/**
 * The host name of a broker of the same cluster, ids written without padding.
 *
 * @param id 0 to 99,999
 * @public
 */
export function formatBroker(name: MskName, id: number): string {
  if (!Number.isInteger(id) || id < 0 || id > 99_999)
    throw new RangeError(`broker id ${id} is not in 0..99999`);
  const zone = `${name.shard}.${name.apex}`;
  if (name.kind === 'serverless') return `b${id}-${name.clusterId}.${zone}`;
  const open = name.access === 'public' ? '-public' : '';
  const auth = name.auth === undefined ? '' : `${name.auth}.`;
  return `b-${id}${open}.${auth}${name.clusterId}.${zone}`;
}

/** Names whose answers tell which kind of zone or rule is in force. @public */
export interface ProbeNames {
  /** A broker of this cluster that was never assigned. */
  readonly sentinel: string;
  /** The bootstrap of a cluster that is not this one, in the same `cN`. */
  readonly foreignSameShard: string;
  /** The same in another `cN`. */
  readonly foreignOtherShard: string;
  /** Zone apex Z. */
  readonly apex: string;
  /** `cN.Z`. */
  readonly shardApex: string;
  /** AWS's own domain, which every resolver knows: whoever says nothing of it says nothing of anything. */
  readonly control: string;
}

/** Labels in front of AWS's own domain in Z. */
const SERVICE_AND_REGION = 2;

/** The names to ask for besides the cluster's own. @public */
export function sentinelNames(name: MskName): ProbeNames {
  const foreign =
    name.kind === 'serverless'
      ? `boot-${foreignId(name.clusterId, 'mskreach', 'mskreac0')}`
      : `b-1.${foreignId(name.clusterId, 'msk-reach-probe.000000', 'msk-reach-probe.000001')}`;
  const otherShard = name.shard === 'c1' ? 'c2' : 'c1';
  return {
    sentinel: formatBroker(name, 99_999),
    foreignSameShard: `${foreign}.${name.shard}.${name.apex}`,
    foreignOtherShard: `${foreign}.${otherShard}.${name.apex}`,
    apex: name.apex,
    shardApex: `${name.shard}.${name.apex}`,
    control: name.apex.split('.').slice(SERVICE_AND_REGION).join('.'),
  };
}

function foreignId(own: string, usual: string, otherwise: string): string {
  return own === usual ? otherwise : usual;
}
