/** Small builders of observations for tests: a healthy look, and one fault at a time. */
import type { DeclaredPattern } from '../src/config/config.ts';
import { parseMskName } from '../src/config/msk-name.ts';
import type {
  AdvertisedBroker,
  DnsAnswer,
  HopObservation,
  NameObservation,
  NameRole,
  Observation,
  PathObservation,
} from '../src/preflight/observation.ts';
import type { Step } from '../src/step.ts';

export const ID = 'abcd1234';
export const APEX = 'kafka-serverless.us-east-1.amazonaws.com';
export const BOOT = `boot-${ID}.c1.${APEX}`;
export const SENTINEL = `b99999-${ID}.c1.${APEX}`;
export const ROLE = 'arn:aws:iam::222222222222:role/msk-client';
export const CALLER = 'arn:aws:sts::111111111111:assumed-role/app/i-0abc';
export const SERVER = '10.1.0.2:53';
export const ADDRESSES = ['10.0.1.10', '10.0.2.10'];

/** Name of a broker of the cluster. */
export const broker = (id: number): string => `b${id}-${ID}.c1.${APEX}`;

/** A mutable copy: tests change what they need. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] extends object ? Mutable<T[K]> : T[K] };

export const ok = <T>(value: T, ms = 5): Step<T> => ({ outcome: 'ok', value, ms });
export const failed = (
  code: string,
  detail = code,
  facts?: Readonly<Record<string, unknown>>,
): Extract<Step<never>, { outcome: 'error' }> => ({
  outcome: 'error',
  code,
  detail,
  ms: 5,
  ...(facts === undefined ? {} : { facts }),
});
export const skipped = (
  because = 'a step before it failed',
): Extract<Step<never>, { outcome: 'skipped' }> => ({ outcome: 'skipped', because });

const FLAGS = { aa: false, tc: false, ra: true, ad: false };

export function positive(host: string, addresses: readonly string[], type: 'A' | 'AAAA' = 'A'): DnsAnswer {
  const records = addresses.map((data) => ({ name: host, type, ttl: 60, data }));
  return { type, rcode: 'NOERROR', flags: FLAGS, via: 'udp', records, soa: null };
}

export function negative(rcode: string, owner: string | null, type: 'A' | 'AAAA' = 'A'): DnsAnswer {
  const soa = owner === null ? null : { owner, ttl: 900, minimum: 300, negativeTtl: 300 };
  return { type, rcode, flags: FLAGS, via: 'udp', records: [], soa };
}

export interface NameOptions {
  readonly role: NameRole;
  readonly brokerId?: number | null;
  readonly resolver?: string;
}

/** A name with the same kind of answer for both types. */
export function nameOf(
  host: string,
  options: NameOptions,
  step: (type: 'A' | 'AAAA') => Step<DnsAnswer>,
): NameObservation {
  const { role, brokerId = null, resolver = SERVER } = options;
  const server = resolver === 'system' ? '10.1.0.2:53' : resolver;
  const answers = (['A', 'AAAA'] as const).map((type) => ({ type, server, step: step(type) }));
  return { host, role, brokerId, resolver, lookup: null, answers };
}

export const resolvedName = (
  host: string,
  options: NameOptions,
  addresses: readonly string[] = ADDRESSES,
): NameObservation =>
  nameOf(host, options, (type) =>
    ok(type === 'A' ? positive(host, addresses) : negative('NOERROR', APEX, 'AAAA')),
  );

export const missingName = (
  host: string,
  options: NameOptions,
  owner: string | null = APEX,
  rcode = 'NXDOMAIN',
): NameObservation => nameOf(host, options, (type) => ok(negative(rcode, owner, type)));

/** Addresses of IPv6, and none of IPv4. */
export const ipv6Name = (
  host: string,
  options: NameOptions,
  addresses: readonly string[] = ['fd00::10'],
): NameObservation =>
  nameOf(host, options, (type) =>
    ok(type === 'AAAA' ? positive(host, addresses, 'AAAA') : negative('NOERROR', APEX, 'A')),
  );

/** A CNAME to a name that does not exist. */
export const danglingName = (host: string, options: NameOptions, target: string): NameObservation =>
  nameOf(host, options, (type) =>
    ok({
      ...negative('NXDOMAIN', '.', type),
      records: [{ name: host, type: 'CNAME', ttl: 60, data: target }],
    }),
  );

/** A name that a CNAME leads to another name, with these addresses. */
export const renamedName = (
  host: string,
  options: NameOptions,
  target: string,
  addresses: readonly string[] = ADDRESSES,
): NameObservation =>
  nameOf(host, options, (type) =>
    ok({
      ...positive(target, type === 'A' ? addresses : [], type),
      records: [
        { name: host, type: 'CNAME', ttl: 60, data: target },
        ...(type === 'A' ? positive(target, addresses).records : []),
      ],
    }),
  );

export const brokenName = (
  host: string,
  options: NameOptions,
  step: Step<DnsAnswer> = ok(negative('SERVFAIL', null)),
): NameObservation => nameOf(host, options, () => step);

/** A name was asked for again: what came of the A question each time. */
export const withAgain =
  (host: string, ...answers: readonly DnsAnswer[]): Change =>
  (seen) => ({
    ...seen,
    again: [{ host, type: 'A', server: SERVER, steps: answers.map((answer) => ok(answer)) }],
  });

/** One more resolver beside the first: what it says of each name that the first was asked. */
export const withResolver =
  (
    resolver: string,
    say: (name: NameObservation, options: NameOptions) => NameObservation = ({ host }, options) =>
      resolvedName(host, options),
  ): Change =>
  (seen) => ({
    ...seen,
    resolvers: [...seen.resolvers, resolver],
    names: [
      ...seen.names,
      ...seen.names
        .filter((name) => name.resolver === seen.resolvers[0])
        .map((name) => say(name, { role: name.role, brokerId: name.brokerId, resolver })),
    ],
  });

export function pathOf(
  host: string,
  address: string,
  role: 'bootstrap' | 'broker',
  brokerId: number | null,
  clusterId = 'kafka-uuid',
): PathObservation {
  return {
    host,
    port: 9098,
    address,
    role,
    brokerId,
    tcp: ok({ localAddress: '10.1.0.5' }),
    tls: ok({
      protocol: 'TLSv1.3',
      cipher: 'TLS_AES_128_GCM_SHA256',
      certificate: {
        subject: `CN=*.c1.${APEX}`,
        issuer: 'CN=Amazon RSA 2048 M01',
        names: [`*.c1.${APEX}`],
        validFrom: '2026-01-01T00:00:00.000Z',
        validTo: '2027-01-01T00:00:00.000Z',
        fingerprint256: 'AA',
      },
    }),
    apiVersions: ok({ ranges: [{ apiKey: 3, minVersion: 7, maxVersion: 11 }] }),
    sasl: ok({ mechanisms: ['OAUTHBEARER', 'AWS_MSK_IAM'], sessionLifetimeMs: 898_000 }),
    metadata: ok({
      clusterId,
      controllerId: 97,
      brokers: [],
      topics: [],
      clusterAuthorizedOperations: null,
    }),
  };
}

export function hopOf(result: HopObservation['result'], roleArn = ROLE): HopObservation {
  return { roleArn, sessionName: 'msk-reach', externalIdGiven: true, durationSeconds: 3600, result };
}

export interface Healthy {
  readonly brokers?: readonly number[];
  readonly pattern?: DeclaredPattern;
  readonly cidrs?: readonly string[];
  readonly vpcCidrs?: readonly string[];
  readonly addresses?: readonly string[];
  /** Whether never assigned names resolve too. */
  readonly wildcard?: boolean;
  /** Owner of negative answers where there is no wildcard. */
  readonly zone?: string | null;
}

/** Everything works. */
export function healthy(options: Healthy = {}): Observation {
  const {
    brokers = [97, 98, 473],
    pattern = 'any',
    cidrs = [],
    vpcCidrs = [],
    addresses = ADDRESSES,
  } = options;
  const { wildcard = true, zone = APEX } = options;
  const advertised = brokers.map((id): AdvertisedBroker => ({
    id,
    host: broker(id),
    port: 9098,
    rack: null,
    allowed: true,
    refusedBecause: null,
  }));
  const probe = (host: string, role: NameRole): NameObservation =>
    wildcard ? resolvedName(host, { role }, addresses) : missingName(host, { role }, zone);
  return {
    schema: 'msk-reach/observation/1',
    takenAt: '2026-03-01T12:00:00.000Z',
    durationMs: 812,
    ended: 'complete',
    runtime: { node: '20.20.2', platform: 'linux', version: '0.1.0' },
    endpoint: {
      given: [`${BOOT}:9098`],
      bootstraps: [{ host: BOOT, port: 9098, name: parseMskName(BOOT) }],
      kind: 'serverless',
      clusterId: ID,
      shard: 'c1',
      region: 'us-east-1',
      nameRegion: 'us-east-1',
      apex: APEX,
      problems: [],
    },
    expectation: { pattern, cidrs, vpcCidrs, expectAccount: null, clusterArn: null, topics: [], group: null },
    identity: {
      base: ok({ source: 'env', expiresAt: null, temporary: false }),
      hops: [
        hopOf(
          ok({
            arn: 'arn:aws:sts::222222222222:assumed-role/msk-client/msk-reach',
            expiresAt: '2026-03-01T13:00:00.000Z',
          }),
        ),
      ],
      caller: ok({
        arn: 'arn:aws:sts::222222222222:assumed-role/msk-client/msk-reach',
        account: '222222222222',
      }),
      expiresAt: '2026-03-01T13:00:00.000Z',
      clock: ok({ skewMs: 300 }),
      token: ok({ region: 'us-east-1', lifetimeMs: 900_000 }),
      sts: { endpoint: 'https://sts.us-east-1.amazonaws.com', region: 'us-east-1' },
    },
    resolvers: [SERVER],
    names: [
      resolvedName(BOOT, { role: 'bootstrap' }, addresses),
      ...brokers.map((id) => resolvedName(broker(id), { role: 'broker', brokerId: id }, addresses)),
      probe(SENTINEL, 'sentinel'),
      probe(`boot-mskreach.c1.${APEX}`, 'foreign-same-shard'),
      probe(`boot-mskreach.c2.${APEX}`, 'foreign-other-shard'),
    ],
    paths: [
      ...addresses.map((address) => pathOf(BOOT, address, 'bootstrap', null)),
      ...brokers.flatMap((id) => addresses.map((address) => pathOf(broker(id), address, 'broker', id))),
    ],
    metadata: ok({ clusterId: 'kafka-uuid', from: BOOT, brokers: advertised }),
  };
}

type Change = (observation: Observation) => Observation;

/** Applies changes one after the other. */
export const look = (observation: Observation, ...changes: readonly Change[]): Observation =>
  changes.reduce((seen, change) => change(seen), observation);

/** The client's metadata says where it runs. */
export const withPlacement =
  (region: string, cidrs: readonly string[] = ['10.1.0.0/16']): Change =>
  (seen) => ({
    ...seen,
    placement: {
      endpoint: 'http://169.254.169.254',
      region: ok({ region, availabilityZone: `${region}a` }),
      vpc: ok({ id: 'vpc-0123456789abcdef0', cidrs, subnetCidr: null }),
    },
  });

/** Puts other answers in place of a name's. A cluster name that no longer resolves loses its paths. */
export const withName =
  (name: NameObservation, keepPaths = false): Change =>
  (seen) => ({
    ...seen,
    names: seen.names.map((one) => (one.host === name.host ? name : one)),
    paths: keepPaths ? seen.paths : seen.paths.filter(({ host }) => host !== name.host),
  });

/** Changes every path that matches. */
export const withPaths =
  (matches: (path: PathObservation) => boolean, change: Partial<PathObservation>): Change =>
  (seen) => ({
    ...seen,
    paths: seen.paths.map((path) => (matches(path) ? { ...path, ...change } : path)),
  });

/** Changes parts of the identity. */
export const withIdentity =
  (change: Partial<Observation['identity']>): Change =>
  (seen) => ({
    ...seen,
    identity: { ...seen.identity, ...change },
  });

/** Changes parts of the endpoint. */
export const withEndpoint =
  (change: Partial<Observation['endpoint']>): Change =>
  (seen) => ({
    ...seen,
    endpoint: { ...seen.endpoint, ...change },
  });

/** Metadata as brokers at other hosts advertise it. */
export const withAdvertised =
  (brokers: readonly AdvertisedBroker[]): Change =>
  (seen) => ({
    ...seen,
    metadata: ok({ clusterId: 'kafka-uuid', from: BOOT, brokers }),
    names: seen.names.filter(({ role }) => role !== 'broker'),
    paths: seen.paths.filter(({ role }) => role !== 'broker'),
  });

/** No broker is known: only the bootstrap was looked at. */
export const withoutBrokers: Change = (seen) => ({
  ...seen,
  metadata: skipped('no bootstrap got as far as Metadata'),
  names: seen.names.filter(({ role }) => role !== 'broker'),
  paths: seen.paths.filter(({ role }) => role !== 'broker'),
});

export const NO_TCP: Partial<PathObservation> = {
  tls: skipped(),
  apiVersions: skipped(),
  sasl: skipped(),
  metadata: skipped(),
};
export const tcpFailed = (code: string): Partial<PathObservation> => ({ ...NO_TCP, tcp: failed(code) });
export const tlsFailed = (
  code: string,
  facts?: Readonly<Record<string, unknown>>,
): Partial<PathObservation> => ({
  ...NO_TCP,
  tls: failed(code, code, facts),
});
export const saslFailed = (message = '[0b5c]: Access denied'): Partial<PathObservation> => ({
  sasl: failed('SASL_REFUSED', message, { errorCode: 58, message }),
  metadata: skipped(),
});
export const noLogin: Partial<PathObservation> = { sasl: skipped('no token'), metadata: skipped() };

/** The credentials did not get as far as a token. */
export const withoutToken =
  (hops: Observation['identity']['hops'], change: Partial<Observation['identity']> = {}): Change =>
  (seen) =>
    look(
      seen,
      withIdentity({ hops, caller: skipped(), expiresAt: null, token: skipped(), ...change }),
      withPaths(() => true, noLogin),
      withoutBrokers,
    );

export const refusedHop = (awsMessage: string, awsCode = 'AccessDenied'): HopObservation =>
  hopOf(failed('STS_REFUSED', awsMessage, { awsCode, awsMessage, httpStatus: 403 }));
