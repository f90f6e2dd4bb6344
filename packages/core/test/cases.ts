/** Observations with what a diagnosis has to say of them. */
import { parseMskName } from '../src/config/msk-name.ts';
import type { TopicMetadata } from '../src/kafka/types.ts';
import type {
  AdvertisedBroker,
  GroupObservation,
  NameObservation,
  Observation,
} from '../src/preflight/observation.ts';
import {
  ADDRESSES,
  APEX,
  BOOT,
  CALLER,
  ID,
  ROLE,
  SENTINEL,
  SERVER,
  broker,
  brokenName,
  danglingName,
  failed,
  healthy,
  hopOf,
  ipv6Name,
  look,
  missingName,
  negative,
  ok,
  pathOf,
  positive,
  refusedHop,
  renamedName,
  resolvedName,
  saslFailed,
  skipped,
  tcpFailed,
  tlsFailed,
  withAdvertised,
  withAgain,
  withEndpoint,
  withIdentity,
  withName,
  withPaths,
  withPlacement,
  withResolver,
  withoutBrokers,
  withoutToken,
  type Healthy,
} from './observations.ts';

export const ONE_TEXT = `User: ${CALLER} is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`;
export const bootAt = (path: { readonly host: string }): boolean => path.host === BOOT;
export const brokerAt =
  (id: number) =>
  (path: { readonly host: string }): boolean =>
    path.host === broker(id);
export const at =
  (address: string) =>
  (path: { readonly address: string }): boolean =>
    path.address === address;
export const everywhere = (): boolean => true;
export const foreign = (host: string, id = 7): AdvertisedBroker => ({
  id,
  host,
  port: 9098,
  rack: null,
  allowed: false,
  refusedBecause: "outside the cluster's own domain",
});

const MSK = ['10.0.0.0/16'];
const VPC = ['10.1.0.0/16'];
const OWN = ['10.1.7.7', '10.1.8.8'];
/** Everything in the cluster's shard is denied, in the name of `owner`. */
const shardDenied = (owner: string | null): readonly ReturnType<typeof withName>[] => [
  withName(missingName(BOOT, { role: 'bootstrap' }, owner)),
  withName(missingName(SENTINEL, { role: 'sentinel' }, owner)),
  withName(missingName(`boot-mskreach.c1.${APEX}`, { role: 'foreign-same-shard' }, owner)),
  withoutBrokers,
];
const managed = { wildcard: false, zone: `c1.${APEX}` };

const expired = tlsFailed('TLS_EXPIRED', {
  certificate: {
    subject: 'CN=x',
    validFrom: '2026-01-01T00:00:00.000Z',
    validTo: '2026-02-01T00:00:00.000Z',
  },
});

const expectAccount =
  (account: string) =>
  (seen: Observation): Observation => ({
    ...seen,
    expectation: { ...seen.expectation, expectAccount: account },
  });

/** The system is asked as well as its server; for these hosts its lookup comes to something else. */
const bySystem =
  (lookups: Readonly<Record<string, NameObservation['lookup']>>, server = SERVER) =>
  (seen: Observation): Observation => ({
    ...seen,
    resolvers: ['system'],
    names: seen.names.map((name) => ({
      ...name,
      resolver: 'system',
      lookup: lookups[name.host] ?? ok({ addresses: ADDRESSES }),
      answers: server === '' ? [] : name.answers,
    })),
  });
const GLOBAL_IPV6 = '2600:1f18::10';
/** Every name has an address of its VPC's IPv6 too, to which the client has no route. */
const alsoIpv6 = (seen: Observation): Observation => ({
  ...seen,
  names: seen.names.map((name) => ({
    ...name,
    answers: name.answers.map((answer) =>
      answer.type === 'AAAA' ? { ...answer, step: ok(positive(name.host, [GLOBAL_IPV6], 'AAAA')) } : answer,
    ),
  })),
  paths: [
    ...seen.paths,
    ...seen.paths
      .filter(at(ADDRESSES[0] ?? ''))
      .map((path) => ({ ...path, address: GLOBAL_IPV6, ...tcpFailed('TCP_UNREACHABLE') })),
  ],
});
const withFamilies =
  (families: readonly (4 | 6)[]) =>
  (seen: Observation): Observation => ({ ...seen, runtime: { ...seen.runtime, families } });

/** A group was asked about; by default all is allowed. */
const withGroup = (group: Partial<GroupObservation> = {}): ((seen: Observation) => Observation) => {
  const description = ok({ state: 'Dead', members: 0, authorizedOperations: 0x148 });
  const coordinator = ok({ id: 98, host: broker(98), port: 9098 });
  return (seen) => ({
    ...seen,
    expectation: { ...seen.expectation, group: 'billing' },
    group: { coordinator, description, ...group },
  });
};
const denied = failed('KAFKA_ERROR', 'GROUP_AUTHORIZATION_FAILED (30)', { errorCode: 30 });

/** What a broker says of who the brokers are. */
export const naming = (ids: readonly number[]): Partial<Observation['paths'][number]> => ({
  metadata: ok({
    clusterId: 'kafka-uuid',
    controllerId: 97,
    brokers: ids.map((id) => ({ id, host: broker(id), port: 9098, rack: null })),
    topics: [],
    clusterAuthorizedOperations: null,
  }),
});

const session = (sessionLifetimeMs: number): Partial<Observation['paths'][number]> => ({
  sasl: ok({ mechanisms: ['OAUTHBEARER'], sessionLifetimeMs }),
});

/** One topic was asked about; by default it can be read and nothing else. */
const withTopic = (topic: Partial<TopicMetadata>): Observation =>
  look(
    healthy(),
    (seen) => ({ ...seen, expectation: { ...seen.expectation, topics: ['orders'] } }),
    (seen) => ({
      ...seen,
      paths: seen.paths.map((path) =>
        path.metadata.outcome === 'ok' && path.host === BOOT
          ? {
              ...path,
              metadata: ok({
                ...path.metadata.value,
                topics: [
                  { name: 'orders', errorCode: 0, partitions: 3, authorizedOperations: 0x108, ...topic },
                ],
              }),
            }
          : path,
      ),
    }),
  );

const tooLong = (limit: string) =>
  failed('STS_INVALID_REQUEST', `The requested DurationSeconds exceeds ${limit}.`, {
    awsCode: 'ValidationError',
    awsMessage: `The requested DurationSeconds exceeds ${limit}.`,
    roleArn: ROLE,
  });

const withClient = (
  settings: Readonly<Record<string, string>>,
  kind: 'properties' | 'kafkajs' = 'properties',
) =>
  look(healthy(), (seen) => ({
    ...seen,
    expectation: { ...seen.expectation, clientConfig: { file: 'client.properties', kind, settings } },
  }));
const IAM_CLIENT = {
  'security.protocol': 'SASL_SSL',
  'sasl.mechanism': 'AWS_MSK_IAM',
  'sasl.jaas.config': 'software.amazon.msk.auth.iam.IAMLoginModule',
  'sasl.client.callback.handler.class': 'software.amazon.msk.auth.iam.IAMClientCallbackHandler',
};
const BEARER_CLIENT = {
  'security.protocol': 'SASL_SSL',
  'sasl.mechanism': 'OAUTHBEARER',
  'sasl.login.callback.handler.class': 'software.amazon.msk.auth.iam.IAMOAuthBearerLoginCallbackHandler',
};

const CLUSTER_ARN =
  'arn:aws:kafka:us-east-1:222222222222:cluster/orders/1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed-1';
/** The cluster's ARN was given, and AWS's API answered this. */
const withArn =
  (bootstrapBrokers: NonNullable<Observation['controlPlane']>['bootstrapBrokers']) =>
  (seen: Observation): Observation => ({
    ...seen,
    expectation: { ...seen.expectation, clusterArn: CLUSTER_ARN },
    controlPlane: { endpoint: 'https://kafka.us-east-1.amazonaws.com', bootstrapBrokers },
  });
const iamString = (host: string) => ok({ bootstrapBrokerStringSaslIam: `${host}:9098` });

/** No bootstrap was given, and AWS's API answered this in its place. */
const byArn = (answer: Parameters<typeof withArn>[0]) =>
  look(
    healthy(),
    withArn(answer),
    withEndpoint({
      given: [],
      bootstraps: [],
      kind: 'invalid',
      clusterId: null,
      shard: null,
      nameRegion: null,
      apex: null,
    }),
    withoutBrokers,
    (seen) => ({ ...seen, names: [], paths: [] }),
  );

const slowly = (ms: number) => ({ tcp: ok({ localAddress: '10.1.0.5' }, ms) });

/** No role is assumed, and a second fetch of the credentials gave this session. */
const refreshed = (session: string, source = 'container'): Partial<Observation['identity']> => {
  const principal = (name: string) =>
    ok({ arn: `arn:aws:sts::222222222222:assumed-role/app/${name}`, account: '222222222222' });
  return {
    base: ok({ source, expiresAt: '2026-03-01T18:00:00.000Z', temporary: true }),
    hops: [],
    caller: principal('eks-lab-client-0-1'),
    callerAgain: principal(session),
  };
};

/** What a broker said when the session was renewed with credentials of a second fetch. */
const renewed =
  (result: NonNullable<Observation['reauthentication']>['result']): ((seen: Observation) => Observation) =>
  (seen) => ({ ...seen, reauthentication: { host: BOOT, result } });
const another = failed('SASL_REFUSED', 'the broker refused the login', {
  errorCode: 58,
  message:
    'Cannot change principals during re-authentication from IAM.arn:aws:sts::222222222222:assumed-role/app/1: IAM.arn:aws:sts::222222222222:assumed-role/app/2',
});
/** STS says of nobody who they are: a role whose session is renewed shows only at the broker. */
const unnamed = (source: string): Partial<Observation['identity']> => ({
  ...refreshed('2', source),
  caller: failed('STS_UNREACHABLE', 'connect ECONNREFUSED'),
  callerAgain: skipped('caller'),
});

/** Everything works, in every shape that is healthy. */
export const healthyCases: readonly (readonly [string, Observation])[] = [
  ['any', healthy()],
  ['one broker', healthy({ brokers: [97] })],
  ['100 brokers', healthy({ brokers: Array.from({ length: 100 }, (_, index) => index + 1) })],
  ['any, fixed records', healthy({ wildcard: false })],
  ['phz', healthy({ pattern: 'phz' })],
  ['phz in its block', healthy({ pattern: 'phz', cidrs: MSK, vpcCidrs: VPC })],
  [
    'phz with *.cN.Z alone',
    look(
      healthy({ pattern: 'phz' }),
      withName(missingName(`boot-mskreach.c2.${APEX}`, { role: 'foreign-other-shard' })),
    ),
  ],
  ['privatelink', healthy({ pattern: 'phz-privatelink', cidrs: VPC, vpcCidrs: VPC, addresses: OWN })],
  ['privatelink, no blocks', healthy({ pattern: 'phz-privatelink' })],
  ['privatelink in a shared VPC', healthy({ pattern: 'phz-privatelink', cidrs: MSK, vpcCidrs: VPC })],
  ['local', healthy({ pattern: 'local', vpcCidrs: VPC, addresses: OWN, ...managed })],
  ['local, no blocks', healthy({ pattern: 'local', ...managed })],
  ['local, zone at Z', healthy({ pattern: 'local', wildcard: false })],
  ['rule', healthy({ pattern: 'resolver-rule', cidrs: MSK, vpcCidrs: VPC, ...managed })],
  [
    'rule, by metadata, from a second Region',
    look(healthy({ pattern: 'resolver-rule', ...managed }), withPlacement('eu-west-1')),
  ],
  [
    'privatelink, by metadata',
    look(healthy({ pattern: 'phz-privatelink', addresses: OWN }), withPlacement('us-east-1', VPC)),
  ],
  ['rule, zone at Z', healthy({ pattern: 'resolver-rule', wildcard: false })],
  ['rule, no SOA', healthy({ pattern: 'resolver-rule', wildcard: false, zone: null })],
  ['the bootstrap of the ARN', look(healthy(), withArn(iamString(BOOT)))],
  ['an ARN that may not be asked about', look(healthy(), withArn(failed('AWS_REFUSED', 'not authorized')))],
  ['an API that is not reached', look(healthy(), withArn(failed('AWS_UNREACHABLE', 'no answer')))],
  ['one slow address of two', look(healthy(), withPaths(at(ADDRESSES[1] ?? ''), slowly(3_000)))],
  [
    'a process that was held up',
    look(healthy(), withPaths(everywhere, slowly(1_500)), (seen) => ({
      ...seen,
      runtime: { ...seen.runtime, lagMs: 1_450 },
    })),
  ],
  ['a Java client with IAM', withClient(IAM_CLIENT)],
  ['a Java client with a bearer', withClient(BEARER_CLIENT)],
  ['a client of kafkajs', withClient({ ssl: 'true', 'sasl.mechanism': 'oauthbearer' }, 'kafkajs')],
  ['a topic that can be read', withTopic({})],
  ['a group that can be joined', look(healthy(), withGroup())],
  ['of the right account', look(healthy(), expectAccount('222222222222'))],
  ['a VPC of shared address space', healthy({ addresses: ['100.64.0.7'] })],
  [
    "MSK's floors above kafkajs's versions",
    look(
      healthy(),
      withPaths(everywhere, { apiVersions: ok({ ranges: [{ apiKey: 3, minVersion: 7, maxVersion: 11 }] }) }),
    ),
  ],
  [
    'a broker that came while we looked',
    look(healthy(), withPaths(brokerAt(473), naming([97, 98, 473, 474]))),
  ],
  ['sessions of eleven seconds', look(healthy(), withPaths(everywhere, session(11_000)))],
  ['sessions without end', look(healthy(), withPaths(everywhere, session(0)))],
  [
    'turned away at one address for the quota, let in at another',
    look(healthy(), withPaths(at(ADDRESSES[0] ?? ''), saslFailed('[0b5c]: Too many connects'))),
  ],
  ['no roles', look(healthy(), withIdentity({ hops: [], expiresAt: null }))],
  [
    'no roles and no STS',
    look(
      healthy(),
      withIdentity({ hops: [], expiresAt: null, caller: failed('STS_UNREACHABLE'), clock: skipped() }),
    ),
  ],
  [
    'instance credentials about to be renewed',
    look(
      healthy(),
      withIdentity({
        base: ok({ source: 'instance metadata', expiresAt: '2026-03-01T12:05:00.000Z', temporary: true }),
      }),
    ),
  ],
  ['IPv6 beside IPv4, a block for IPv4 alone', healthy({ addresses: ['10.0.1.10', 'fd00::10'], cidrs: MSK })],
  ['two resolvers that agree', look(healthy(), withResolver('10.1.0.9:53'))],
  [
    'a second resolver that is dead',
    look(
      healthy(),
      withResolver('10.1.0.9:53', ({ host }, options) =>
        brokenName(host, options, failed('DNS_FAILED', 'read ECONNREFUSED')),
      ),
    ),
  ],
  [
    'a second resolver that fails',
    look(
      healthy(),
      withResolver('10.1.0.9:53', ({ host }, options) => brokenName(host, options)),
    ),
  ],
  [
    'two resolvers that rotate',
    look(
      healthy(),
      withResolver('10.1.0.9:53', ({ host }, options) => resolvedName(host, options, ADDRESSES.toReversed())),
    ),
  ],
  [
    'two resolvers that give one of the addresses at a time',
    look(
      healthy(),
      ...healthy().names.map(({ host, role, brokerId }, index) =>
        withName(resolvedName(host, { role, brokerId }, [ADDRESSES[index % 2] ?? '']), true),
      ),
      withResolver('10.1.0.9:53', ({ host, role }, options) =>
        resolvedName(host, options, [ADDRESSES[role === 'bootstrap' ? 1 : 0] ?? '']),
      ),
    ),
  ],
  [
    'two places within the declared block',
    look(
      healthy({ cidrs: MSK }),
      withResolver('10.1.0.9:53', ({ host }, options) => resolvedName(host, options, ['10.0.9.9'])),
    ),
  ],
  ['the system beside its server', look(healthy(), bySystem({}), withResolver('10.1.0.9:53'))],
  [
    'a system that has no answer, beside a server that has',
    look(
      healthy(),
      withResolver('system', ({ host }, options) => ({
        ...brokenName(host, options),
        lookup: failed('DNS_SERVER_FAILURE'),
      })),
    ),
  ],
  [
    'a lookup that gives one address at a time',
    look(
      healthy(),
      bySystem({
        [BOOT]: ok({ addresses: [ADDRESSES[1] ?? ''] }),
        [broker(98)]: ok({ addresses: [ADDRESSES[0] ?? ''] }),
      }),
      withResolver('10.1.0.9:53'),
    ),
  ],
  [
    'answers in another order',
    look(healthy(), withAgain(BOOT, positive(BOOT, ADDRESSES), positive(BOOT, ADDRESSES.toReversed()))),
  ],
  [
    'one address of three at a time',
    look(
      healthy({ addresses: ['10.0.1.10'] }),
      withAgain(BOOT, positive(BOOT, ['10.0.2.10']), positive(BOOT, ['10.0.3.10'])),
    ),
  ],
  [
    'a resolver that fails once in between',
    look(healthy(), withAgain(BOOT, positive(BOOT, ADDRESSES), negative('SERVFAIL', null))),
  ],
  ['an IPv4 client', look(healthy(), withFamilies([4]))],
  ['addresses of both families, and a client of IPv4 alone', look(healthy(), withFamilies([4]), alsoIpv6)],
  ['an IPv6 client of IPv4 alone, by NAT64', look(healthy(), withFamilies([6]))],
  [
    'IPv6 alone',
    look(
      healthy({ addresses: ['fd00::10'] }),
      withFamilies([6]),
      ...healthy().names.map(({ host, role, brokerId }) =>
        withName(ipv6Name(host, { role, brokerId }), true),
      ),
    ),
  ],
  ['a refresh under the same session', look(healthy(), withIdentity(refreshed('eks-lab-client-0-1')))],
  [
    'a refresh that changes nothing',
    look(healthy(), withIdentity({ ...refreshed(''), callerAgain: skipped('the same credentials') })),
  ],
  [
    'a session renewed with refreshed credentials',
    look(
      healthy(),
      withIdentity(refreshed('eks-lab-client-0-1')),
      renewed(ok({ sessionLifetimeMs: 900_000 })),
    ),
  ],
  ['two minutes off', look(healthy(), withIdentity({ clock: ok({ skewMs: 120_000 }) }))],
];

/** One fault each: name, root causes, observation. */
export const singleCases: readonly (readonly [string, readonly string[], Observation])[] = [
  [
    'another principal on re-authentication',
    ['SAS05'],
    look(healthy(), withIdentity(unnamed('profile prod (credential process)')), renewed(another)),
  ],
  [
    'another principal of a container',
    ['SAS05'],
    look(healthy(), withIdentity(unnamed('container')), renewed(another)),
  ],
  [
    'CFG01 nothing parsed',
    ['CFG01'],
    look(
      healthy(),
      withEndpoint({
        bootstraps: [],
        kind: 'invalid',
        clusterId: null,
        shard: null,
        region: null,
        nameRegion: null,
        apex: null,
        problems: [
          {
            check: 'CFG01',
            path: 'bootstrap[0]',
            problem: "'localhost' is not a name of MSK",
            expected: 'boot-...',
          },
        ],
      }),
      withIdentity({
        base: skipped(),
        hops: [],
        caller: skipped(),
        clock: skipped(),
        token: skipped(),
        expiresAt: null,
      }),
      withoutBrokers,
      (seen) => ({ ...seen, names: [], paths: [] }),
    ),
  ],
  [
    'CFG03 refused token',
    ['CFG03'],
    look(
      healthy(),
      withEndpoint({
        region: 'eu-west-1',
        problems: [
          {
            check: 'CFG03',
            path: 'region',
            problem: "the Region given is 'eu-west-1'",
            expected: 'us-east-1',
          },
        ],
      }),
      withIdentity({ token: ok({ region: 'eu-west-1', lifetimeMs: 900_000 }) }),
      withPaths(bootAt, saslFailed()),
      withoutBrokers,
    ),
  ],
  [
    'CFG03 from the token alone',
    ['CFG03'],
    look(
      healthy(),
      withIdentity({ token: ok({ region: 'eu-west-1', lifetimeMs: 900_000 }) }),
      withPaths(bootAt, saslFailed()),
      withoutBrokers,
    ),
  ],
  [
    'CFG01 and CFG03, each by itself',
    ['CFG01', 'CFG03'],
    look(
      healthy(),
      withEndpoint({
        bootstraps: [],
        kind: 'invalid',
        region: 'eu-west-1',
        problems: [
          { check: 'CFG01', path: 'bootstrap[0]', problem: 'port 9096 is', expected: 'port 9098' },
          {
            check: 'CFG03',
            path: 'region',
            problem: "the Region given is 'eu-west-1'",
            expected: 'us-east-1',
          },
        ],
      }),
      withoutBrokers,
      (seen) => ({ ...seen, names: [], paths: [] }),
    ),
  ],
  ['CFG01 not to be asked for', ['CFG01'], byArn(failed('AWS_REFUSED', 'not authorized'))],
  ['CFG01 without IAM', ['CFG01'], byArn(ok({}))],
  ['CFG02 gone, and no bootstrap given', ['CFG02'], byArn(failed('AWS_NOT_FOUND', 'no such cluster'))],
  [
    'CRD03 and no bootstrap given',
    ['CRD03'],
    look(byArn(skipped('credentials')), withoutToken([refusedHop(ONE_TEXT)])),
  ],
  ['CFG02', ['CFG02'], look(healthy(), withArn(iamString(`boot-wxyz9876.c1.${APEX}`)))],
  [
    'CFG02 whose names are gone',
    ['CFG02'],
    look(
      healthy({ wildcard: false }),
      withArn(iamString(`boot-wxyz9876.c1.${APEX}`)),
      withoutBrokers,
      withName(missingName(BOOT, { role: 'bootstrap' })),
    ),
  ],
  ['CFG02 gone', ['CFG02'], look(healthy(), withArn(failed('AWS_NOT_FOUND', 'The cluster does not exist.')))],
  [
    'CRD03 and nobody to ask about the ARN',
    ['CRD03'],
    look(healthy(), withoutToken([refusedHop(ONE_TEXT)]), withArn(skipped('credentials'))),
  ],
  ['CFG04 nothing set', ['CFG04'], withClient({})],
  ['CFG04 no TLS', ['CFG04'], withClient({ ...IAM_CLIENT, 'security.protocol': 'SASL_PLAINTEXT' })],
  ['CFG04 SCRAM', ['CFG04'], withClient({ ...IAM_CLIENT, 'sasl.mechanism': 'SCRAM-SHA-512' })],
  [
    'CFG04 a bearer that nobody signs',
    ['CFG04'],
    withClient({ ...BEARER_CLIENT, 'sasl.login.callback.handler.class': '' }),
  ],
  [
    'CFG04 the login module of another',
    ['CFG04'],
    withClient({
      ...IAM_CLIENT,
      'sasl.jaas.config': 'org.apache.kafka.common.security.plain.PlainLoginModule',
    }),
  ],
  ['CFG04 kafkajs without TLS', ['CFG04'], withClient({ 'sasl.mechanism': 'oauthbearer' }, 'kafkajs')],
  [
    'CFG04 kafkajs with AWS of its own',
    ['CFG04'],
    withClient({ ssl: 'true', 'sasl.mechanism': 'aws' }, 'kafkajs'),
  ],
  [
    'CRD01',
    ['CRD01'],
    look(
      healthy(),
      withoutToken([hopOf(skipped())], {
        base: failed('CREDENTIALS_UNAVAILABLE', 'Could not load credentials from any providers'),
        clock: skipped(),
      }),
    ),
  ],
  [
    'CRD01 refused where the credentials come from',
    ['CRD01'],
    look(
      healthy(),
      withoutToken([hopOf(skipped())], {
        base: failed('STS_REFUSED', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', {
          awsCode: 'AccessDenied',
          awsMessage: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
        }),
        clock: skipped(),
      }),
    ),
  ],
  [
    'CRD01 unknown key',
    ['CRD01'],
    look(
      healthy(),
      withoutToken([
        refusedHop('The security token included in the request is invalid.', 'InvalidClientTokenId'),
      ]),
    ),
  ],
  [
    'CRD01 unknown key without roles',
    ['CRD01'],
    look(
      healthy(),
      withIdentity({
        hops: [],
        caller: failed('STS_REFUSED', 'x', {
          awsCode: 'InvalidClientTokenId',
          awsMessage: 'The security token included in the request is invalid.',
        }),
      }),
      withPaths(bootAt, saslFailed()),
      withoutBrokers,
    ),
  ],
  ['CRD02', ['CRD02'], look(healthy(), expectAccount('333333333333'))],
  [
    'CRD02 and not let in',
    ['CRD02'],
    look(healthy(), expectAccount('333333333333'), withPaths(bootAt, saslFailed()), withoutBrokers),
  ],
  ['CRD03 one text', ['CRD03'], look(healthy(), withoutToken([refusedHop(ONE_TEXT)]))],
  [
    'CRD03 trust policy words',
    ['CRD03'],
    look(
      healthy(),
      withoutToken([refusedHop(`${ONE_TEXT} because no role trust policy allows the sts:AssumeRole action`)]),
    ),
  ],
  [
    'CRD03 tags',
    ['CRD03'],
    look(healthy(), withoutToken([refusedHop(ONE_TEXT.replace('sts:AssumeRole', 'sts:TagSession'))])),
  ],
  [
    'CRD03 second hop',
    ['CRD03'],
    look(
      healthy(),
      withoutToken([
        hopOf(ok({ arn: 'x', expiresAt: '2026-03-01T13:00:00.000Z' }), 'arn:aws:iam::111111111111:role/base'),
        refusedHop(ONE_TEXT),
      ]),
    ),
  ],
  [
    'CRD04 identity policy words',
    ['CRD04'],
    look(
      healthy(),
      withoutToken([
        refusedHop(`${ONE_TEXT} because no identity-based policy allows the sts:AssumeRole action`),
      ]),
    ),
  ],
  [
    'CRD04 service control policy',
    ['CRD04'],
    look(
      healthy(),
      withoutToken([refusedHop(`${ONE_TEXT} with an explicit deny in a service control policy`)]),
    ),
  ],
  [
    'CRD05 unreachable',
    ['CRD05'],
    look(
      healthy(),
      withoutToken([hopOf(failed('STS_UNREACHABLE', 'connect ETIMEDOUT'))], { clock: skipped() }),
    ),
  ],
  [
    'CRD05 disabled',
    ['CRD05'],
    look(
      healthy(),
      withoutToken([
        hopOf(failed('STS_REGION_DISABLED', 'STS is not activated', { awsCode: 'RegionDisabledException' })),
      ]),
    ),
  ],
  [
    'CRD06 expired base',
    ['CRD06'],
    look(
      healthy(),
      withoutToken([hopOf(skipped())], {
        base: failed('CREDENTIALS_EXPIRED', 'ended an hour ago'),
        clock: skipped(),
      }),
    ),
  ],
  [
    'CRD06 ExpiredToken',
    ['CRD06'],
    look(
      healthy(),
      withoutToken([
        refusedHop('The security token included in the request is expired', 'ExpiredTokenException'),
      ]),
    ),
  ],
  [
    'CRD06 expired and refused',
    ['CRD06'],
    look(
      healthy(),
      withIdentity({ hops: [], expiresAt: '2026-03-01T11:00:00.000Z' }),
      withPaths(bootAt, saslFailed()),
      withoutBrokers,
    ),
  ],
  [
    'CRD08 and a refused token',
    ['CRD08'],
    look(
      healthy(),
      withIdentity({ clock: ok({ skewMs: 1_200_000 }) }),
      withPaths(bootAt, saslFailed()),
      withoutBrokers,
    ),
  ],
  [
    'CRD08 seen by STS',
    ['CRD08'],
    look(
      healthy(),
      withoutToken([
        refusedHop('Signature expired: 20260301T110000Z is now earlier than', 'SignatureDoesNotMatch'),
      ]),
    ),
  ],
  [
    'CRD09',
    ['CRD09'],
    look(healthy(), withoutToken([hopOf(tooLong('the MaxSessionDuration set for this role'))])),
  ],
  [
    'CRD09 by a role of a profile',
    ['CRD09'],
    look(
      healthy(),
      withoutToken([], { base: tooLong('the MaxSessionDuration set for this role'), clock: skipped() }),
    ),
  ],
  [
    'DNS01',
    ['DNS01'],
    look(
      healthy(),
      withoutBrokers,
      ...[BOOT].map((host) => withName(missingName(host, { role: 'bootstrap' }, 'amazonaws.com'))),
      withName(missingName(SENTINEL, { role: 'sentinel' }, 'amazonaws.com')),
      withName(missingName(`boot-mskreach.c2.${APEX}`, { role: 'foreign-other-shard' }, 'amazonaws.com')),
    ),
  ],
  [
    'DNS02',
    ['DNS02'],
    look(
      healthy({ wildcard: false, pattern: 'phz' }),
      ...[97, 98, 473].map((id) => withName(missingName(broker(id), { role: 'broker', brokerId: id }))),
    ),
  ],
  [
    'DNS02 the only broker',
    ['DNS02'],
    look(
      healthy({ wildcard: false, brokers: [97] }),
      withName(missingName(broker(97), { role: 'broker', brokerId: 97 })),
    ),
  ],
  [
    'DNS03 one stale',
    ['DNS03'],
    look(
      healthy({ wildcard: false, pattern: 'phz' }),
      withName(missingName(broker(98), { role: 'broker', brokerId: 98 })),
    ),
  ],
  [
    'DNS03 NODATA',
    ['DNS03'],
    look(healthy(), withName(missingName(broker(98), { role: 'broker', brokerId: 98 }, APEX, 'NOERROR'))),
  ],
  [
    'DNS03 left-over record of a broker',
    ['DNS03'],
    look(
      healthy(),
      withoutBrokers,
      withName(missingName(BOOT, { role: 'bootstrap' })),
      withName(missingName(SENTINEL, { role: 'sentinel' })),
      withName(missingName(`boot-mskreach.c1.${APEX}`, { role: 'foreign-same-shard' })),
    ),
  ],
  [
    'DNS03 left-over record of the bootstrap',
    ['DNS03'],
    look(
      healthy({ pattern: 'phz' }),
      ...[97, 98, 473].map((id) => withName(missingName(broker(id), { role: 'broker', brokerId: id }))),
      withName(missingName(SENTINEL, { role: 'sentinel' })),
      withName(missingName(`boot-mskreach.c1.${APEX}`, { role: 'foreign-same-shard' })),
    ),
  ],
  [
    'DNS05 SERVFAIL',
    ['DNS05'],
    look(healthy(), withoutBrokers, withName(brokenName(BOOT, { role: 'bootstrap' }))),
  ],
  [
    'DNS05 one broker',
    ['DNS05'],
    look(
      healthy(),
      withName(brokenName(broker(98), { role: 'broker', brokerId: 98 }, failed('DNS_TIMEOUT'))),
    ),
  ],
  ['PAT01 rule declared, wildcard answers', ['PAT01'], healthy({ pattern: 'resolver-rule' })],
  ['PAT01 local declared, wildcard answers', ['PAT01'], healthy({ pattern: 'local' })],
  ['PAT01 phz declared, managed zone answers', ['PAT01'], healthy({ pattern: 'phz', ...managed })],
  [
    'PAT01 phz declared, own VPC answers',
    ['PAT01'],
    healthy({ pattern: 'phz', cidrs: [], vpcCidrs: VPC, addresses: OWN }),
  ],
  [
    'PAT01 one broker by another path',
    ['PAT01'],
    look(
      healthy({ pattern: 'phz', vpcCidrs: VPC }),
      withName(resolvedName(broker(98), { role: 'broker', brokerId: 98 }, OWN), true),
    ),
  ],
  ['DNS08 outside the declared block', ['DNS08'], healthy({ pattern: 'phz', cidrs: ['10.9.0.0/16'] })],
  [
    'DNS08 outside the block and dead',
    ['DNS08'],
    look(
      healthy({ cidrs: ['10.9.0.0/16'] }),
      withPaths(everywhere, tcpFailed('TCP_TIMEOUT')),
      withoutBrokers,
    ),
  ],
  [
    'DNS08 outside the block, where another shard leads elsewhere',
    ['DNS08'],
    look(
      healthy({ pattern: 'phz', cidrs: ['10.9.0.0/16'] }),
      withName(resolvedName(`boot-mskreach.c2.${APEX}`, { role: 'foreign-other-shard' }, ['10.9.0.1'])),
    ),
  ],
  ['DNS09 loopback', ['DNS09'], healthy({ addresses: ['127.0.0.1'] })],
  [
    'DNS09 shared space that takes no connections',
    ['DNS09'],
    look(
      healthy({ addresses: ['100.64.0.7'] }),
      withPaths(everywhere, tcpFailed('TCP_TIMEOUT')),
      withoutBrokers,
    ),
  ],
  ['TCP01', ['TCP01'], look(healthy(), withPaths(bootAt, tcpFailed('TCP_TIMEOUT')), withoutBrokers)],
  ['TCP01 one broker', ['TCP01'], look(healthy(), withPaths(brokerAt(98), tcpFailed('TCP_TIMEOUT')))],
  ...(['phz', 'phz-privatelink'] as const).map(
    (pattern): readonly [string, readonly string[], Observation] => [
      `TCP01, ${pattern}`,
      ['TCP01'],
      look(healthy({ pattern }), withPaths(bootAt, tcpFailed('TCP_TIMEOUT')), withoutBrokers),
    ],
  ),
  ['TCP02 refused', ['TCP02'], look(healthy(), withPaths(bootAt, tcpFailed('TCP_REFUSED')), withoutBrokers)],
  [
    'TCP02 reset in the handshake',
    ['TCP02'],
    look(healthy(), withPaths(brokerAt(98), tlsFailed('TCP_RESET'))),
  ],
  [
    'TCP02 reset at the one address where a broker was spoken to',
    ['TCP02'],
    look(
      healthy(),
      withPaths(brokerAt(98), {
        tls: skipped(),
        apiVersions: skipped(),
        sasl: skipped(),
        metadata: skipped(),
      }),
      withPaths((path) => brokerAt(98)(path) && at(ADDRESSES[0] ?? '')(path), tlsFailed('TCP_RESET')),
    ),
  ],
  [
    'TCP02 closed at every address that a wildcard leads to',
    ['TCP02'],
    look(healthy(), withPaths(everywhere, tlsFailed('TCP_RESET')), withoutBrokers),
  ],
  ['TCP05', ['TCP05'], look(healthy(), withPaths(bootAt, tlsFailed('TLS_TIMEOUT')), withoutBrokers)],
  [
    'BRK01 a broker that hangs where others do not',
    ['BRK01'],
    look(healthy(), withPaths(brokerAt(98), tlsFailed('TLS_TIMEOUT'))),
  ],
  [
    'TLS01',
    ['TLS01'],
    look(
      healthy(),
      withPaths(
        bootAt,
        tlsFailed('TLS_NAME_MISMATCH', {
          certificate: { subject: 'CN=proxy', issuer: 'CN=proxy', names: ['proxy.corp'] },
        }),
      ),
      withoutBrokers,
    ),
  ],
  [
    'TLS02',
    ['TLS02'],
    look(
      healthy(),
      withPaths(
        bootAt,
        tlsFailed('TLS_UNTRUSTED', {
          certificate: { subject: 'CN=x', issuer: 'CN=Corp Proxy CA', names: [] },
        }),
      ),
      withoutBrokers,
    ),
  ],
  ['TCP04', ['TCP04'], look(healthy(), withPaths(bootAt, tcpFailed('TCP_UNREACHABLE')), withoutBrokers)],
  ['TLS03 expired', ['TLS03'], look(healthy(), withPaths(bootAt, expired), withoutBrokers)],
  ['TLS03 one broker', ['TLS03'], look(healthy(), withPaths(brokerAt(98), expired))],
  [
    'TLS03 by a clock a month ahead',
    ['CRD08'],
    look(
      healthy(),
      withIdentity({ clock: ok({ skewMs: -40 * 86_400_000 }) }),
      withPaths(bootAt, expired),
      withoutBrokers,
    ),
  ],
  [
    'TLS04',
    ['TLS04'],
    look(
      healthy(),
      withPaths(
        bootAt,
        tlsFailed('TLS_PROTOCOL', { reason: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', certificate: null }),
      ),
      withoutBrokers,
    ),
  ],
  [
    'SAS02',
    ['SAS02'],
    look(
      healthy(),
      withPaths(bootAt, {
        sasl: failed('SASL_MECHANISM_UNSUPPORTED', 'not offered', { offered: ['SCRAM-SHA-512'] }),
        metadata: skipped('sasl'),
      }),
      withoutBrokers,
    ),
  ],
  [
    'SAS04',
    ['SAS04'],
    look(healthy(), withPaths(bootAt, saslFailed('[0b5c]: Too many connects')), withoutBrokers),
  ],
  [
    'SAS04 one broker, and another that only hangs up',
    ['SAS04'],
    look(
      healthy(),
      withPaths(brokerAt(98), saslFailed('[0b5c]: Too many connects')),
      withPaths(brokerAt(473), tlsFailed('TLS_CLOSED')),
    ),
  ],
  ['KAF02', ['KAF02'], withTopic({ errorCode: 3, partitions: 0 })],
  ['KAF03', ['KAF03'], withTopic({ errorCode: 29, partitions: 0, authorizedOperations: null })],
  [
    'KAF04',
    ['KAF04'],
    look(healthy(), withGroup({ coordinator: denied, description: skipped('coordinator') })),
  ],
  ['KAF04 denied by the coordinator alone', ['KAF04'], look(healthy(), withGroup({ description: denied }))],
  [
    'KAF05',
    ['KAF05'],
    look(
      healthy(),
      withPaths(bootAt, {
        sasl: failed('KAFKA_ERROR', 'UNSUPPORTED_VERSION (35)', { api: 'SaslHandshake', errorCode: 35 }),
        metadata: skipped('sasl'),
      }),
      withoutBrokers,
    ),
  ],
  [
    'KAF05 one broker',
    ['KAF05'],
    look(
      healthy(),
      withPaths(brokerAt(98), {
        apiVersions: failed('KAFKA_ERROR', 'answers 35', { api: 'ApiVersions', errorCode: 35 }),
        sasl: skipped('apiVersions'),
        metadata: skipped('apiVersions'),
      }),
    ),
  ],
  ['SAS01', ['SAS01'], look(healthy(), withPaths(bootAt, saslFailed()), withoutBrokers)],
  [
    'SAS03 credentials not confirmed',
    ['SAS03'],
    look(
      healthy(),
      withIdentity({ caller: failed('STS_UNREACHABLE'), clock: skipped(), hops: [] }),
      withPaths(bootAt, saslFailed()),
      withoutBrokers,
    ),
  ],
  ['KAF01 empty', ['KAF01'], look(healthy(), withAdvertised([]))],
  [
    'KAF01 timeout',
    ['KAF01'],
    look(healthy(), withPaths(bootAt, { metadata: failed('KAFKA_TIMEOUT') }), withoutBrokers),
  ],
  [
    'KAF01 hostile frame',
    ['KAF01'],
    look(
      healthy(),
      withPaths(bootAt, {
        apiVersions: failed('KAFKA_FRAME_INVALID', 'length -1'),
        sasl: skipped(),
        metadata: skipped(),
      }),
      withoutBrokers,
    ),
  ],
  [
    'PAT02 all brokers of another cluster',
    ['PAT02'],
    look(
      healthy(),
      withAdvertised([foreign(`b97-zzzz9999.c1.${APEX}`), foreign(`b98-zzzz9999.c1.${APEX}`, 98)]),
    ),
  ],
  [
    'PAT02 the certificate of another cluster',
    ['PAT02'],
    look(
      healthy(),
      withPaths(
        bootAt,
        tlsFailed('TLS_NAME_MISMATCH', { certificate: { names: [`boot-zzzz9999.c1.${APEX}`] } }),
      ),
      withoutBrokers,
    ),
  ],
  [
    'KAF06 one broker',
    ['KAF06'],
    look(
      healthy(),
      withAdvertised([
        { ...foreign(broker(97), 97), allowed: true, refusedBecause: null },
        foreign(`b98-zzzz9999.c1.${APEX}`, 98),
      ]),
      (seen) => ({
        ...seen,
        names: healthy({ brokers: [97] }).names,
        paths: healthy({ brokers: [97] }).paths,
      }),
    ),
  ],
  [
    'KAF06 cluster id of one broker',
    ['KAF06'],
    look(healthy(), (seen) => ({
      ...seen,
      paths: seen.paths.map((path) =>
        path.host === broker(98) ? pathOf(path.host, path.address, 'broker', 98, 'other-uuid') : path,
      ),
    })),
  ],
  [
    'BRK01 behind a load balancer',
    ['BRK01'],
    look(
      healthy({ pattern: 'phz-privatelink', cidrs: VPC, vpcCidrs: VPC, addresses: OWN }),
      withPaths(brokerAt(98), tlsFailed('TLS_TIMEOUT')),
    ),
  ],
  [
    'BRK01 alone',
    ['BRK01'],
    look(
      healthy({ pattern: 'phz' }),
      withPaths(brokerAt(98), { apiVersions: failed('KAFKA_CLOSED'), sasl: skipped(), metadata: skipped() }),
    ),
  ],
  ['BRK03', ['BRK03'], look(healthy(), withAdvertised([foreign('evil.example.com')]))],
  [
    'BRK03 look-alike',
    ['BRK03'],
    look(healthy(), withAdvertised([foreign(`b97-${ID}.c1.${APEX}.evil.example`)])),
  ],
];

const gone = (zone: string | null, options: Healthy = {}): Observation =>
  look(
    healthy({ wildcard: false, zone, ...options }),
    withoutBrokers,
    withName(missingName(BOOT, { role: 'bootstrap' }, zone)),
  );
const silentServer = (step: Observation['names'][number]['answers'][number]['step']): Observation =>
  look(
    healthy(),
    ...healthy().names.map(({ host, role, brokerId }) =>
      withName(brokenName(host, { role, brokerId }, step)),
    ),
    withoutBrokers,
  );

/** Broker 98 has an IPv6 address and no other. */
const oneOfIpv6: readonly ((seen: Observation) => Observation)[] = [
  withName(ipv6Name(broker(98), { role: 'broker', brokerId: 98 })),
  (seen) => ({ ...seen, paths: [...seen.paths, pathOf(broker(98), 'fd00::10', 'broker', 98)] }),
];
const OTHER = '10.1.0.9:53';
const OWN_RESOLVER = '169.254.169.253:53';
/** Every name is asked of this resolver instead. */
const askedOf =
  (resolver: string) =>
  (seen: Observation): Observation => ({
    ...seen,
    resolvers: [resolver],
    names: seen.names.map((name) => ({
      ...name,
      resolver,
      answers: name.answers.map((answer) => ({ ...answer, server: resolver })),
    })),
  });

/** AWS's own domain is asked for too. */
const withControl =
  (step: Observation['names'][number]['answers'][number]['step'], resolver = OWN_RESOLVER) =>
  (seen: Observation): Observation => ({
    ...seen,
    names: [
      ...seen.names,
      {
        host: 'amazonaws.com',
        role: 'control',
        brokerId: null,
        resolver,
        lookup: null,
        answers: [{ type: 'SOA', server: resolver, step }],
      },
    ],
  });
const answered = ok(negative('NOERROR', 'amazonaws.com'));

/** The same causes, said in the other words that the catalogue has for them. */
export const wordingCases: typeof singleCases = [
  [
    'KAF05 nothing in common',
    ['KAF05'],
    look(
      healthy(),
      withPaths(bootAt, { metadata: failed('KAFKA_VERSION_UNSUPPORTED', '14 to 20', { api: 'Metadata' }) }),
      withoutBrokers,
    ),
  ],
  [
    'KAF05 closed on Metadata',
    ['KAF05'],
    look(
      healthy(),
      withPaths(bootAt, { metadata: failed('KAFKA_CLOSED', 'closed', { api: 'Metadata' }) }),
      withoutBrokers,
    ),
  ],
  [
    'KAF04 that may be seen and not joined',
    ['KAF04'],
    look(
      healthy(),
      withGroup({ description: ok({ state: 'Stable', members: 2, authorizedOperations: 0x100 }) }),
    ),
  ],
  [
    'KAF01 closed at once',
    ['KAF01'],
    look(healthy(), withPaths(bootAt, tlsFailed('TLS_CLOSED')), withoutBrokers),
  ],
  [
    'DNS13 a zone of the bootstrap alone',
    ['DNS13'],
    look(healthy(), withName(missingName(BOOT, { role: 'bootstrap' }, BOOT)), withoutBrokers),
  ],
  [
    'PAT03',
    ['PAT03'],
    look(
      healthy(),
      withName(missingName(BOOT, { role: 'bootstrap' }, `c1.${APEX}`)),
      withName(missingName(SENTINEL, { role: 'sentinel' }, `c1.${APEX}`)),
      withoutBrokers,
    ),
  ],
  [
    'SAS03 where only the caller is not confirmed',
    ['SAS03'],
    look(
      healthy(),
      withIdentity({ caller: failed('STS_UNREACHABLE') }),
      withPaths(bootAt, saslFailed()),
      withoutBrokers,
    ),
  ],
  [
    'SAS03 where only the clock is not compared',
    ['SAS03'],
    look(healthy(), withIdentity({ clock: skipped() }), withPaths(bootAt, saslFailed()), withoutBrokers),
  ],
  [
    'CFG03 and so no Region for STS',
    ['CFG03'],
    look(
      healthy(),
      withEndpoint({
        region: null,
        problems: [
          {
            check: 'CFG03',
            path: 'region',
            problem: "'nowhere' is not a Region",
            expected: "'us-east-1', or no Region at all",
          },
        ],
      }),
      withoutToken([hopOf(skipped())], {
        base: failed('CONFIG_INVALID', 'No Region is known for STS'),
        clock: skipped(),
      }),
    ),
  ],
  [
    'CRD03 resource control policy',
    ['CRD03'],
    look(
      healthy(),
      withoutToken([refusedHop(`${ONE_TEXT} with an explicit deny in a resource control policy`)]),
    ),
  ],
  [
    'CRD03 not an ARN',
    ['CRD03'],
    look(
      healthy(),
      withEndpoint({
        problems: [
          {
            check: 'CRD03',
            path: 'roles[0].arn',
            problem: "'nonsense' is not the ARN of a role",
            expected: 'arn:aws:iam::<12 digits>:role/<name>',
          },
        ],
      }),
      withoutToken([hopOf(skipped('roles'), 'nonsense')], {
        base: skipped('roles'),
        clock: skipped('roles'),
      }),
    ),
  ],
  [
    'CRD03 something else',
    ['CRD03'],
    look(healthy(), withoutToken([hopOf(failed('INTERNAL', 'An unforeseen error.'))])),
  ],
  [
    'CRD03 invalid request',
    ['CRD03'],
    look(
      healthy(),
      withoutToken([
        hopOf(
          failed('STS_INVALID_REQUEST', 'Packed size of session tags consumes 140% of allotted space.', {
            awsCode: 'PackedPolicyTooLarge',
          }),
        ),
      ]),
    ),
  ],
  [
    'CRD03 by a role of a profile',
    ['CRD03'],
    look(
      healthy(),
      withoutToken([], {
        base: failed('CREDENTIALS_UNAVAILABLE', 'No base credentials', {
          awsCode: 'AccessDenied',
          awsMessage: ONE_TEXT,
        }),
        clock: skipped(),
      }),
    ),
  ],
  [
    'CRD09 chained',
    ['CRD09'],
    look(
      healthy(),
      withoutToken([hopOf(tooLong('the 1 hour session limit for roles assumed by role chaining'))]),
    ),
  ],
  [
    'CRD04 endpoint policy',
    ['CRD04'],
    look(
      healthy(),
      withoutToken([
        refusedHop(`${ONE_TEXT} because no VPC endpoint policy allows the sts:AssumeRole action`),
      ]),
    ),
  ],
  [
    'CRD05 disabled for the first role of a chain',
    ['CRD05'],
    look(
      healthy(),
      withoutToken([
        hopOf(
          failed('STS_REGION_DISABLED', 'STS is not activated', { awsCode: 'RegionDisabledException' }),
          'arn:aws:iam::111111111111:role/first',
        ),
        hopOf(skipped()),
      ]),
    ),
  ],
  [
    'CRD05 throttled',
    ['CRD05'],
    look(healthy(), withoutToken([hopOf(failed('STS_THROTTLED', 'Rate exceeded'))])),
  ],
  [
    'CRD05 of another Region',
    ['CRD05'],
    look(
      healthy(),
      withoutToken([refusedHop('Credential should be scoped to a valid region.', 'SignatureDoesNotMatch')]),
    ),
  ],
  [
    'TCP04 IPv6 alone',
    ['TCP04'],
    look(
      healthy({ addresses: ['fd00::10'] }),
      withPaths(bootAt, tcpFailed('TCP_UNREACHABLE')),
      withoutBrokers,
    ),
  ],
  [
    'TLS03 not yet',
    ['TLS03'],
    look(
      healthy(),
      withPaths(
        bootAt,
        tlsFailed('TLS_NOT_YET_VALID', {
          certificate: {
            subject: 'CN=x',
            validFrom: '2026-06-01T00:00:00.000Z',
            validTo: '2027-02-01T00:00:00.000Z',
          },
        }),
      ),
      withoutBrokers,
    ),
  ],
  [
    'TLS04 not TLS',
    ['TLS04'],
    look(
      healthy(),
      withPaths(brokerAt(98), tlsFailed('TLS_PROTOCOL', { reason: 'ERR_SSL_WRONG_VERSION_NUMBER' })),
    ),
  ],
  ['KAF03 seen and no more', ['KAF03'], withTopic({ authorizedOperations: 0x100 })],
  [
    'DNS12 one broker has no IPv4 address',
    ['DNS12'],
    look(healthy(), ...oneOfIpv6, withPaths(brokerAt(98), tcpFailed('TCP_UNREACHABLE'))),
  ],
  [
    'DNS12 nothing has an IPv6 address',
    ['DNS12'],
    look(healthy(), withFamilies([6]), withPaths(everywhere, tcpFailed('TCP_UNREACHABLE')), withoutBrokers),
  ],
  [
    'DNS12 IPv6 alone, to which a machine of both families has no route',
    ['DNS12'],
    look(
      healthy({ addresses: ['fd00::10'] }),
      withFamilies([4, 6]),
      ...healthy().names.map(({ host, role, brokerId }) =>
        withName(ipv6Name(host, { role, brokerId }), true),
      ),
      withPaths(everywhere, tcpFailed('TCP_UNREACHABLE')),
      withoutBrokers,
    ),
  ],
  [
    'TCP04 with both families on the machine',
    ['TCP04'],
    look(
      healthy(),
      withFamilies([4, 6]),
      withPaths(everywhere, tcpFailed('TCP_UNREACHABLE')),
      withoutBrokers,
    ),
  ],
  [
    'DNS10 a line of the hosts file',
    ['DNS10'],
    look(
      healthy(),
      bySystem({ [broker(98)]: ok({ addresses: ['127.0.0.1'] }) }),
      withPaths(brokerAt(98), tcpFailed('TCP_REFUSED')),
      withResolver(OTHER),
    ),
  ],
  [
    'DNS10 a lookup that does not find what DNS has',
    ['DNS10'],
    look(
      healthy(),
      bySystem({ [broker(98)]: failed('DNS_NOT_FOUND') }),
      (seen) => ({ ...seen, paths: seen.paths.filter(({ host }) => host !== broker(98)) }),
      withResolver(OTHER),
    ),
  ],
  [
    'DNS10 by what another resolver says',
    ['DNS10'],
    look(
      healthy(),
      bySystem({ [broker(98)]: ok({ addresses: ['10.9.9.9'] }) }, ''),
      withPaths(brokerAt(98), tcpFailed('TCP_TIMEOUT')),
      withResolver(OTHER),
    ),
  ],
  [
    'DNS11 a name that comes and goes, and one that was not asked for again',
    ['DNS11'],
    look(
      healthy(),
      withName(missingName(broker(98), { role: 'broker', brokerId: 98 })),
      withName(missingName(broker(473), { role: 'broker', brokerId: 473 })),
      withAgain(broker(98), negative('NXDOMAIN', APEX), positive(broker(98), ADDRESSES)),
    ),
  ],
  [
    'DNS11 a name that turns to where nothing listens',
    ['DNS11'],
    look(
      healthy(),
      withName(resolvedName(broker(98), { role: 'broker', brokerId: 98 }, ['10.9.0.1']), true),
      (seen) => ({
        ...seen,
        paths: [
          ...seen.paths.filter(({ host }) => host !== broker(98)),
          { ...pathOf(broker(98), '10.9.0.1', 'broker', 98), ...tcpFailed('TCP_TIMEOUT') },
        ],
      }),
      withAgain(broker(98), positive(broker(98), ADDRESSES)),
    ),
  ],
  [
    'DNS11 where nothing listens at what is dialled',
    ['DNS11'],
    look(
      healthy(),
      withPaths(everywhere, tcpFailed('TCP_TIMEOUT')),
      withoutBrokers,
      withResolver(OTHER, ({ host }, options) => resolvedName(host, options, ['10.9.0.1'])),
    ),
  ],
  [
    'DNS08 where another resolver has the new address',
    ['DNS08'],
    look(
      healthy({ cidrs: ['10.9.0.0/16'] }),
      withPaths(everywhere, tcpFailed('TCP_TIMEOUT')),
      withoutBrokers,
      withResolver(OTHER, ({ host }, options) => resolvedName(host, options, ['10.9.0.1'])),
    ),
  ],
  [
    'DNS06',
    ['DNS06'],
    look(
      silentServer(ok(negative('SERVFAIL', null))),
      withResolver(OTHER, ({ host }, options) => brokenName(host, options)),
    ),
  ],
  [
    'DNS06 where the first resolver is silent',
    ['DNS06'],
    look(
      silentServer(failed('DNS_TIMEOUT')),
      withResolver(OTHER, ({ host }, options) => brokenName(host, options)),
    ),
  ],
  [
    "DNS05 where the VPC's own resolver fails as the system's does",
    ['DNS05'],
    look(
      silentServer(ok(negative('SERVFAIL', null))),
      withResolver(OWN_RESOLVER, ({ host }, options) => brokenName(host, options)),
    ),
  ],
  [
    'DNS05 of one name at both resolvers',
    ['DNS05'],
    look(
      healthy(),
      withName(brokenName(broker(98), { role: 'broker', brokerId: 98 })),
      withResolver(OTHER, ({ host }, options) =>
        host === broker(98) ? brokenName(host, options) : resolvedName(host, options),
      ),
    ),
  ],
  [
    'DNS05 where the other resolver answers for one of two bootstraps',
    ['DNS05'],
    look(
      silentServer(ok(negative('SERVFAIL', null))),
      withEndpoint({
        bootstraps: [BOOT, broker(97)].map((host) => ({ host, port: 9098, name: parseMskName(host) })),
      }),
      (seen) => ({ ...seen, names: [...seen.names, brokenName(broker(97), { role: 'bootstrap' })] }),
      withResolver(OTHER, ({ host }, options) =>
        host === BOOT ? brokenName(host, options) : resolvedName(host, options),
      ),
    ),
  ],
  ['DNS04', ['DNS04'], look(gone('amazonaws.com'), withResolver(OTHER))],
  ['DNS04 silent', ['DNS04'], look(silentServer(failed('DNS_TIMEOUT')), withResolver(OTHER))],
  [
    'DNS04 DNS support off',
    ['DNS04'],
    look(
      silentServer(failed('DNS_TIMEOUT')),
      askedOf(OWN_RESOLVER),
      withResolver(OTHER, ({ host }, options) => missingName(host, options, '.')),
    ),
  ],
  [
    "DNS04 nobody else asked, and the VPC's own resolver says nothing of anything",
    ['DNS04'],
    look(silentServer(failed('DNS_TIMEOUT')), askedOf(OWN_RESOLVER), withControl(failed('DNS_TIMEOUT'))),
  ],
  [
    'DNS05 silent about the names alone',
    ['DNS05'],
    look(silentServer(failed('DNS_TIMEOUT')), askedOf(OWN_RESOLVER), withControl(answered)),
  ],
  [
    "DNS05 a resolver that is not known to be the VPC's says nothing of anything",
    ['DNS05'],
    look(silentServer(failed('DNS_TIMEOUT')), askedOf(OTHER), withControl(failed('DNS_TIMEOUT'), OTHER)),
  ],
  [
    'DNS13 nobody of this VPC denies, while another shard resolves',
    ['DNS13'],
    look(
      healthy(),
      withName(missingName(BOOT, { role: 'bootstrap' }, 'amazonaws.com')),
      withName(missingName(SENTINEL, { role: 'sentinel' }, 'amazonaws.com')),
      withoutBrokers,
    ),
  ],
  [
    "DNS13 denied in nobody's name, while another shard resolves",
    ['DNS13'],
    look(healthy({ pattern: 'phz' }), ...shardDenied(null)),
  ],
  [
    'DNS13 denied in the name of a zone elsewhere, while another shard resolves',
    ['DNS13'],
    look(healthy({ pattern: 'phz' }), ...shardDenied('corp.example')),
  ],
  [
    "DNS13 the bootstrap alone is denied, in nobody's name",
    ['DNS13'],
    look(
      healthy({ pattern: 'phz' }),
      withName(missingName(BOOT, { role: 'bootstrap' }, null)),
      withoutBrokers,
    ),
  ],
  [
    'DNS03 one broker denied, while a wildcard answers',
    ['DNS03'],
    look(healthy(), withName(missingName(broker(98), { role: 'broker', brokerId: 98 }, null))),
  ],
  [
    'DNS13 a zone at the name of one broker',
    ['DNS13'],
    look(healthy(), withName(missingName(broker(98), { role: 'broker', brokerId: 98 }, broker(98)))),
  ],
  ['DNS01 where the rule leads', ['DNS01'], gone(`c1.${APEX}`, { pattern: 'resolver-rule' })],
  [
    "DNS01 of a server that is not the VPC's own",
    ['DNS01'],
    look(gone('amazonaws.com'), withPlacement('us-east-1', ['10.9.0.0/16'])),
  ],
  [
    "DNS01 with the VPC's own resolver, which another one knows better",
    ['DNS01'],
    look(gone('amazonaws.com'), askedOf(OWN_RESOLVER), withResolver(OTHER)),
  ],
  [
    'DNS08 a CNAME to an endpoint that is gone',
    ['DNS08'],
    look(
      healthy({ pattern: 'phz' }),
      ...healthy().names.map(({ host, role, brokerId }) =>
        withName(danglingName(host, { role, brokerId }, 'vpce-0abc.vpce-svc-1.us-east-1.vpce.amazonaws.com')),
      ),
      withoutBrokers,
    ),
  ],
  [
    'DNS08 of a CNAME out of AWS',
    ['DNS08'],
    look(
      healthy({ pattern: 'phz' }),
      ...healthy().names.map(({ host, role, brokerId }) =>
        withName(renamedName(host, { role, brokerId }, 'blocked.example', ['10.1.1.99']), true),
      ),
      withPaths(() => true, tcpFailed('TCP_TIMEOUT')),
      withoutBrokers,
    ),
  ],
  ['DNS01 with PrivateLink', ['DNS01'], gone('amazonaws.com', { pattern: 'phz-privatelink' })],
  ['DNS01 with a rule', ['DNS01'], gone('amazonaws.com', { pattern: 'resolver-rule' })],
  [
    'PAT04 with a rule',
    ['PAT04'],
    look(gone('amazonaws.com', { pattern: 'resolver-rule' }), withPlacement('eu-west-1')),
  ],
  ['PAT04 undeclared', ['PAT04'], look(gone('amazonaws.com'), withPlacement('eu-west-1'))],
  [
    'DNS01 in another Region, where a zone may be associated too',
    ['DNS01'],
    look(gone('amazonaws.com', { pattern: 'phz' }), withPlacement('eu-west-1')),
  ],
  [
    'DNS01 with a rule of this Region',
    ['DNS01'],
    look(gone('amazonaws.com', { pattern: 'resolver-rule' }), withPlacement('us-east-1')),
  ],
  [
    'DNS01 in another Region, where an empty zone answers',
    ['DNS01'],
    look(gone(APEX, { pattern: 'resolver-rule' }), withPlacement('eu-west-1')),
  ],
  [
    "DNS05 with a rule: the VPC's resolver is silent, and the inbound endpoint answers whoever asks it",
    ['DNS05'],
    look(
      silentServer(failed('DNS_TIMEOUT')),
      withPlacement('us-east-1'),
      withControl(answered, SERVER),
      withResolver('10.0.0.20:53'),
      (seen) => ({ ...seen, expectation: { ...seen.expectation, pattern: 'resolver-rule' } }),
    ),
  ],
  [
    'DNS08 with PrivateLink, the alias left at the MSK endpoint',
    ['DNS08'],
    look(
      healthy({ pattern: 'phz-privatelink' }),
      withPlacement('us-east-1'),
      withPaths(everywhere, tcpFailed('TCP_TIMEOUT')),
      withoutBrokers,
    ),
  ],
  ['DNS01 with a local cluster', ['DNS01'], gone(null, { pattern: 'local' })],
  ['DNS01 empty zone', ['DNS01'], gone(APEX)],
  ['DNS01 shadowed', ['DNS01'], gone(`c1.${APEX}`)],
  ['DNS05 silent', ['DNS05'], silentServer(failed('DNS_TIMEOUT'))],
  ['DNS07', ['DNS07'], silentServer(failed('DNS_TIMEOUT', 'no answer', { via: 'tcp', truncated: true }))],
];

/** It works, but not for long: name, warnings, observation. */
export const warningCases: typeof singleCases = [
  ['SAS06 by the brokers', ['SAS06'], look(healthy(), withPaths(everywhere, session(9_000)))],
  [
    'SAS06 by the credentials',
    ['SAS06'],
    look(
      healthy(),
      withIdentity({ token: ok({ region: 'us-east-1', lifetimeMs: 9_800 }) }),
      withPaths(brokerAt(98), session(9_000)),
    ),
  ],
  [
    'CRD06 and so short sessions',
    ['CRD06'],
    look(
      healthy(),
      withIdentity({
        base: ok({ source: 'environment variables', expiresAt: '2026-03-01T12:00:09.000Z', temporary: true }),
        token: ok({ region: 'us-east-1', lifetimeMs: 9_000 }),
        hops: [],
      }),
      withPaths(everywhere, session(8_900)),
    ),
  ],
  [
    'CRD06 soon',
    ['CRD06'],
    look(
      healthy(),
      withIdentity({
        base: ok({ source: 'environment variables', expiresAt: '2026-03-01T12:05:00.000Z', temporary: true }),
      }),
    ),
  ],
  [
    'DNS10 a line of the hosts file for what DNS does not have',
    ['DNS10'],
    look(
      healthy(),
      withName(missingName(broker(98), { role: 'broker', brokerId: 98 }), true),
      bySystem({}),
      withResolver(OTHER),
    ),
  ],
  [
    'DNS10 where the system is the second',
    ['DNS10'],
    look(
      healthy(),
      withResolver('system', ({ host }, options) => ({
        ...resolvedName(host, options),
        lookup: ok({ addresses: [host === broker(98) ? '10.9.9.9' : (ADDRESSES[0] ?? '')] }),
      })),
    ),
  ],
  [
    'DNS10 where the system is the second and does not find a name',
    ['DNS10'],
    look(
      healthy(),
      withResolver('system', ({ host }, options) => ({
        ...resolvedName(host, options),
        lookup: host === broker(98) ? failed('DNS_NOT_FOUND') : ok({ addresses: ADDRESSES }),
      })),
    ),
  ],
  [
    'DNS11 a name that comes and goes, and was there when it was dialled',
    ['DNS11'],
    look(healthy(), withAgain(broker(98), negative('NXDOMAIN', APEX))),
  ],
  [
    'DNS11 two places, both reached or not known to be dead',
    ['DNS11'],
    look(
      healthy(),
      withResolver(OTHER, ({ host }, options) => resolvedName(host, options, ['10.9.0.1'])),
    ),
  ],
  [
    'DNS11 a resolver that does not know the names',
    ['DNS11'],
    look(
      healthy(),
      withResolver(OTHER, ({ host }, options) => missingName(host, options, '.')),
    ),
  ],
  ['DNS12 some names of one family, some of the other', ['DNS12'], look(healthy(), ...oneOfIpv6)],
  [
    'CFG04 host names unchecked',
    ['CFG04'],
    withClient({ ...IAM_CLIENT, 'ssl.endpoint.identification.algorithm': '' }),
  ],
  [
    'CFG04 certificates unchecked',
    ['CFG04'],
    withClient(
      { ssl: 'an object', 'ssl.rejectUnauthorized': 'false', 'sasl.mechanism': 'oauthbearer' },
      'kafkajs',
    ),
  ],
  ['TCP06 a lost first packet', ['TCP06'], look(healthy(), withPaths(brokerAt(98), slowly(1_021)))],
  [
    'CRD07 another session, and the broker said so',
    ['CRD07'],
    look(healthy(), withIdentity(refreshed('eks-lab-client-0-2')), renewed(another)),
  ],
  ['CRD07 another session', ['CRD07'], look(healthy(), withIdentity(refreshed('eks-lab-client-0-2')))],
  [
    'CRD07 another session of a profile',
    ['CRD07'],
    look(healthy(), withIdentity(refreshed('2', 'profile prod (credential process)'))),
  ],
  ['DNS02 fixed records', ['DNS02'], healthy({ pattern: 'phz', wildcard: false })],
  [
    'TCP03 one zone that stalls in TLS',
    ['TCP03'],
    look(healthy(), withPaths(at(ADDRESSES[1] ?? ''), tlsFailed('TLS_TIMEOUT'))),
  ],
  [
    'TLS03 soon',
    ['TLS03'],
    (({ takenAt, ...rest }) => ({ ...rest, takenAt: takenAt.replace('2026-03-01', '2026-12-20') }))(
      look(healthy(), withIdentity({ expiresAt: null })),
    ),
  ],
  [
    'TCP03 one zone that takes some connections',
    ['TCP03'],
    look(
      healthy(),
      withPaths(
        ({ host, address }) => host === broker(98) && address === ADDRESSES[1],
        tcpFailed('TCP_TIMEOUT'),
      ),
    ),
  ],
  ['TCP03 one zone', ['TCP03'], look(healthy(), withPaths(at(ADDRESSES[1] ?? ''), tcpFailed('TCP_TIMEOUT')))],
  ...(['phz', 'phz-privatelink'] as const).map((pattern): (typeof singleCases)[number] => [
    `TCP03 one zone, ${pattern}`,
    ['TCP03'],
    look(healthy({ pattern }), withPaths(at(ADDRESSES[1] ?? ''), tcpFailed('TCP_TIMEOUT'))),
  ]),
];

/** Two faults at once. */
export const pairCases: readonly (readonly [string, readonly string[], Observation])[] = [
  [
    'stale record and a filtered address',
    ['DNS03', 'TCP01'],
    look(
      healthy({ wildcard: false }),
      withName(missingName(broker(98), { role: 'broker', brokerId: 98 })),
      withPaths(brokerAt(473), tcpFailed('TCP_TIMEOUT')),
    ),
  ],
  [
    'stale record and SERVFAIL',
    ['DNS03', 'DNS05'],
    look(
      healthy({ wildcard: false }),
      withName(missingName(broker(98), { role: 'broker', brokerId: 98 })),
      withName(brokenName(broker(473), { role: 'broker', brokerId: 473 })),
    ),
  ],
  [
    'filtered and refused',
    ['TCP01', 'TCP02'],
    look(
      healthy(),
      withPaths(brokerAt(98), tcpFailed('TCP_TIMEOUT')),
      withPaths(brokerAt(97), tcpFailed('TCP_REFUSED')),
    ),
  ],
  [
    'filtered and intercepted',
    ['TCP01', 'TLS02'],
    look(
      healthy(),
      withPaths(brokerAt(98), tcpFailed('TCP_TIMEOUT')),
      withPaths(brokerAt(97), tlsFailed('TLS_UNTRUSTED')),
    ),
  ],
  [
    'no role and no name',
    ['CRD03', 'DNS01'],
    look(
      healthy(),
      withoutToken([refusedHop(ONE_TEXT)]),
      withName(missingName(BOOT, { role: 'bootstrap' }, 'amazonaws.com')),
      withName(missingName(`boot-mskreach.c2.${APEX}`, { role: 'foreign-other-shard' }, 'amazonaws.com')),
    ),
  ],
  [
    'no role and filtered',
    ['CRD04', 'TCP01'],
    look(
      healthy(),
      withoutToken([refusedHop(`${ONE_TEXT} because no identity-based policy allows it`)]),
      withPaths(bootAt, tcpFailed('TCP_TIMEOUT')),
    ),
  ],
  [
    'Region and clock',
    ['CFG03', 'CRD08'],
    look(
      healthy(),
      withIdentity({
        token: ok({ region: 'eu-west-1', lifetimeMs: 900_000 }),
        clock: ok({ skewMs: -1_200_000 }),
      }),
      withPaths(bootAt, saslFailed()),
      withoutBrokers,
    ),
  ],
  [
    'foreign broker and a stranger',
    ['KAF06', 'BRK03'],
    look(healthy(), withAdvertised([foreign(`b97-zzzz9999.c1.${APEX}`), foreign('evil.example.com', 8)])),
  ],
  [
    'wrong pattern and filtered',
    ['PAT01', 'TCP01'],
    look(healthy({ pattern: 'resolver-rule' }), withPaths(brokerAt(98), tcpFailed('TCP_TIMEOUT'))),
  ],
  [
    'Region and stale zone',
    ['CFG03'],
    look(
      healthy({ wildcard: false }),
      withIdentity({ token: ok({ region: 'eu-west-1', lifetimeMs: 900_000 }) }),
      withPaths(bootAt, saslFailed()),
      withoutBrokers,
    ),
  ],
];
