import { isIPv4, isIPv6 } from 'node:net';
import type { SoaAnswer } from 'dns-packet';
import { MskReachError } from '@msk-reach/core';
import type { ResourceRecord } from './answer.ts';

/** Start of authority: a zone's timers, in seconds. @public */
export interface ZoneSoa {
  /** @default 'ns-1536.awsdns-00.co.uk' */
  readonly mname?: string;
  /** @default 'awsdns-hostmaster.amazon.com' */
  readonly rname?: string;
  /** @default 1 */
  readonly serial?: number;
  /** @default 7200 */
  readonly refresh?: number;
  /** @default 900 */
  readonly retry?: number;
  /** @default 1209600 */
  readonly expire?: number;
  /** A negative answer is cached for the smaller of this and `ttl` (RFC 2308). @default 86400 */
  readonly minimum?: number;
  /** TTL of the record itself. @default 900, as in a Route 53 zone */
  readonly ttl?: number;
}

/** Records of one name and type. @public */
export interface ZoneRecord {
  /** `@` or '' for the apex, relative to it (`*`, `b97-abcd1234.c1`), or the whole name. */
  readonly name: string;
  readonly type: 'A' | 'AAAA' | 'CNAME' | 'NS' | 'TXT';
  /** Addresses, names or texts. */
  readonly values: readonly string[];
  /** Seconds. @default 60, as an alias record has */
  readonly ttl?: number;
}

/** One zone. @public */
export interface Zone {
  /** `kafka-serverless.us-east-1.amazonaws.com`; '' or '.' is the root. */
  readonly apex: string;
  readonly soa?: ZoneSoa;
  readonly records: readonly ZoneRecord[];
}

/** What exists at one name, by type; empty for a name that exists only because something lies below it. */
export type ZoneNode = Map<string, ResourceRecord[]>;

/** A zone made ready for look-ups; names in lower case without a trailing dot. */
export interface ZoneData {
  readonly apex: string;
  readonly soa: SoaAnswer;
  readonly nodes: ReadonlyMap<string, ZoneNode>;
}

const SOA_DEFAULTS: Required<ZoneSoa> = {
  mname: 'ns-1536.awsdns-00.co.uk',
  rname: 'awsdns-hostmaster.amazon.com',
  serial: 1,
  refresh: 7200,
  retry: 900,
  expire: 1_209_600,
  minimum: 86_400,
  ttl: 900,
};

/** Lower case, no trailing dot: how names are compared. */
export function canonicalName(name: string): string {
  return name.toLowerCase().replace(/\.$/u, '');
}

/** The name without its first label; the root has none. */
export function parentName(name: string): string | undefined {
  if (name === '') return undefined;
  const dot = name.indexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1);
}

/** Whether a canonical name is the apex or lies below it. */
export function isWithin(name: string, apex: string): boolean {
  return apex === '' || name === apex || name.endsWith(`.${apex}`);
}

/**
 * Makes one zone ready for look-ups: owners spelled out, the names between an owner and the apex brought
 * into existence (RFC 4592, 2.2.2).
 *
 * @throws MskReachError `CONFIG_INVALID` for a name, TTL or value that cannot be a record
 */
export function zoneData(zone: Zone): ZoneData {
  const apex = checkedName(zone.apex, `zone ${zone.apex}`);
  const { ttl, ...data } = { ...SOA_DEFAULTS, ...zone.soa };
  const soa: SoaAnswer = {
    type: 'SOA',
    name: apex,
    ttl: checkedTtl(ttl, `zone ${zone.apex}: soa.ttl`),
    data,
  };
  for (const key of ['serial', 'refresh', 'retry', 'expire', 'minimum'] as const) {
    checkedTtl(data[key], `zone ${zone.apex}: soa.${key}`);
  }
  const nodes = new Map<string, ZoneNode>([[apex, new Map<string, ResourceRecord[]>([['SOA', [soa]]])]]);
  for (const record of zone.records) addRecord(nodes, apex, record);
  const top = nodes.get(apex);
  if (top?.has('NS') === false) top.set('NS', [{ type: 'NS', name: apex, ttl: 172_800, data: data.mname }]);
  return { apex, soa, nodes };
}

function addRecord(nodes: Map<string, ZoneNode>, apex: string, record: ZoneRecord): void {
  const where = `zone ${apex || '.'}: record ${record.name} ${record.type}`;
  const owner = checkedName(ownerName(record.name, apex), where);
  const node = nodeAt(nodes, owner, apex);
  const set = node.get(record.type) ?? [];
  const ttl = checkedTtl(record.ttl ?? 60, `${where}: ttl`);
  if (record.values.length === 0) throw invalid(where, 'needs at least one value');
  for (const value of record.values) set.push(resourceRecord(record.type, owner, ttl, value, where));
  node.set(record.type, set);
  if (node.has('CNAME') && (node.size > 1 || node.get('CNAME')?.length !== 1)) {
    throw invalid(where, 'a CNAME stands alone at its name (RFC 1034, 3.6.2)');
  }
}

function nodeAt(nodes: Map<string, ZoneNode>, owner: string, apex: string): ZoneNode {
  for (
    let name: string | undefined = owner;
    name !== undefined && isWithin(name, apex);
    name = parentName(name)
  ) {
    if (!nodes.has(name)) nodes.set(name, new Map());
  }
  return nodes.get(owner) ?? new Map();
}

function ownerName(name: string, apex: string): string {
  const given = canonicalName(name);
  if (given === '' || given === '@') return apex;
  return apex === '' || isWithin(given, apex) ? given : `${given}.${apex}`;
}

function resourceRecord(
  type: ZoneRecord['type'],
  name: string,
  ttl: number,
  value: string,
  where: string,
): ResourceRecord {
  if (type === 'A' && !isIPv4(value)) throw invalid(where, `'${value}' is not an IPv4 address`);
  if (type === 'AAAA' && !isIPv6(value)) throw invalid(where, `'${value}' is not an IPv6 address`);
  if (type === 'CNAME' || type === 'NS') checkedName(canonicalName(value), where);
  if (type === 'TXT') {
    if (Buffer.byteLength(value) > 255) throw invalid(where, 'a text has at most 255 bytes');
    return { type, name, ttl, data: [value] };
  }
  return {
    type,
    name,
    ttl,
    data: type === 'CNAME' || type === 'NS' ? value.replace(/\.$/u, '') || '.' : value,
  };
}

function checkedName(name: string, where: string): string {
  const canonical = canonicalName(name);
  const labels = canonical === '' ? [] : canonical.split('.');
  // 253 characters and the two bytes around them make the 255 of RFC 1035.
  const fits = labels.every((label) => /^[!-~]{1,63}$/u.test(label)) && canonical.length <= 253;
  if (!fits) throw invalid(where, `'${name}' is not a name: labels of 1 to 63 ASCII characters, 253 in all`);
  return canonical;
}

function checkedTtl(seconds: number, where: string): number {
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > 0x7fffffff) {
    throw invalid(where, `${seconds} is not a whole number from 0 to 2147483647`);
  }
  return seconds;
}

function invalid(where: string, what: string): MskReachError {
  return new MskReachError('CONFIG_INVALID', `${where}: ${what}`, { details: { where } });
}
