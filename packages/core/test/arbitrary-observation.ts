/** Any valid observation, however odd: hostile names, steps that end anywhere, hosts that appear in one list only. */
import * as fc from 'fast-check';
import type {
  GroupObservation,
  NameObservation,
  Observation,
  PathObservation,
} from '../src/preflight/observation.ts';
import type { Step } from '../src/step.ts';
import {
  ADDRESSES,
  APEX,
  BOOT,
  ROLE,
  SENTINEL,
  SERVER,
  broker,
  healthy,
  hopOf,
  negative,
  pathOf,
  positive,
} from './observations.ts';

const CODES = [
  'CREDENTIALS_UNAVAILABLE',
  'CREDENTIALS_EXPIRED',
  'STS_REFUSED',
  'STS_INVALID_REQUEST',
  'STS_UNREACHABLE',
  'STS_THROTTLED',
  'STS_REGION_DISABLED',
  'STS_FAILED',
  'DNS_NOT_FOUND',
  'DNS_NO_DATA',
  'DNS_SERVER_FAILURE',
  'DNS_TIMEOUT',
  'DNS_MALFORMED',
  'TCP_TIMEOUT',
  'TCP_REFUSED',
  'TCP_RESET',
  'TCP_UNREACHABLE',
  'TLS_NAME_MISMATCH',
  'TLS_UNTRUSTED',
  'TLS_EXPIRED',
  'TLS_CLOSED',
  'SASL_REFUSED',
  'SASL_MECHANISM_UNSUPPORTED',
  'KAFKA_TIMEOUT',
  'KAFKA_CLOSED',
  'DEADLINE_EXCEEDED',
  'ABORTED',
  'SOMETHING_NEW',
];

const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.constantFrom('', '\u001b[2J', ROLE, 'sts:TagSession', 'no identity-based policy', 'Access denied'),
);
const facts = fc.record(
  {
    awsCode: text,
    awsMessage: text,
    message: fc.oneof(text, fc.constant(null)),
    errorCode: fc.integer(),
    certificate: fc.oneof(fc.constant(null), fc.record({ issuer: fc.anything(), names: fc.anything() })),
    reason: text,
    truncated: fc.boolean(),
  },
  { requiredKeys: [] },
);

function step<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Step<T>> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ outcome: fc.constant('ok' as const), value, ms: fc.nat(20_000) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        outcome: fc.constant('error' as const),
        code: fc.constantFrom(...CODES),
        detail: text,
        ms: fc.nat(20_000),
        facts,
      }),
    },
    { weight: 1, arbitrary: fc.record({ outcome: fc.constant('skipped' as const), because: text }) },
  );
}

const hosts = [
  BOOT,
  broker(97),
  broker(98),
  `b7-zzzz9999.c1.${APEX}`,
  'evil.example.com',
  `B98-ABCD1234.C1.${APEX}.`,
  '',
  'x'.repeat(300),
  '\u0000',
];
const host = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...hosts) },
  { weight: 1, arbitrary: fc.string({ maxLength: 60 }) },
);
const address = fc.constantFrom(...ADDRESSES, '127.0.0.1', '0.0.0.0', '::1', 'fd00::1', 'not an address', '');
const cidrs = fc.array(fc.constantFrom('10.0.0.0/16', '10.1.0.0/16', '127.0.0.0/8', 'fd00::/8', 'nonsense'), {
  maxLength: 2,
});
const date = fc.constantFrom(
  '2026-03-01T11:00:00.000Z',
  '2026-03-01T12:05:00.000Z',
  '2026-03-01T13:00:00.000Z',
  'never',
);

const answer = fc.oneof(
  fc.tuple(host, fc.array(address, { maxLength: 3 })).map(([name, found]) => positive(name, found)),
  fc
    .tuple(
      fc.constantFrom('NXDOMAIN', 'NOERROR', 'SERVFAIL', 'REFUSED', 'NOTIMP'),
      fc.constantFrom(null, APEX, `c1.${APEX}`, 'amazonaws.com', '.', ''),
    )
    .map(([rcode, owner]) => negative(rcode, owner)),
);
const answers = fc.array(
  fc.record({ type: fc.constantFrom('A', 'AAAA', 'SOA'), server: fc.constant(SERVER), step: step(answer) }),
  { maxLength: 3 },
);
const name: fc.Arbitrary<NameObservation> = fc.record({
  host: fc.oneof(host, fc.constant(SENTINEL)),
  role: fc.constantFrom(
    'bootstrap',
    'broker',
    'sentinel',
    'foreign-same-shard',
    'foreign-other-shard',
    'apex',
    'shard-apex',
    'control',
  ),
  brokerId: fc.oneof(fc.constant(null), fc.nat(500)),
  resolver: fc.constantFrom(SERVER, 'system'),
  lookup: fc.oneof(fc.constant(null), step(fc.record({ addresses: fc.array(address, { maxLength: 3 }) }))),
  answers,
});

const advertised = fc.array(
  fc.record({
    id: fc.integer({ min: -1, max: 500 }),
    host,
    port: fc.constantFrom(9098, 0, 65_536),
    rack: fc.constant(null),
    allowed: fc.boolean(),
    refusedBecause: fc.oneof(fc.constant(null), text),
  }),
  { maxLength: 4 },
);
const path: fc.Arbitrary<PathObservation> = fc
  .record({
    host,
    address,
    role: fc.constantFrom('bootstrap' as const, 'broker' as const),
    brokerId: fc.oneof(fc.constant(null), fc.nat(500)),
    clusterId: text,
  })
  .chain(({ host, address, role, brokerId, clusterId }) => {
    const fine = pathOf(host, address, role, brokerId, clusterId);
    const maybe = <T>(one: Step<T>): fc.Arbitrary<Step<T>> =>
      fc.oneof(
        fc.constant(one),
        step(fc.constant(null as T)).filter(({ outcome }) => outcome !== 'ok'),
      );
    return fc
      .record({
        tcp: maybe(fine.tcp),
        tls: maybe(fine.tls),
        apiVersions: maybe(fine.apiVersions),
        sasl: maybe(fine.sasl),
        metadata: maybe(fine.metadata),
      })
      .map((steps) => ({ ...fine, ...steps }));
  });

const identity: fc.Arbitrary<Observation['identity']> = fc.record({
  base: step(
    fc.record({
      source: fc.constantFrom('environment variables', 'instance metadata'),
      expiresAt: fc.oneof(fc.constant(null), date),
      temporary: fc.boolean(),
    }),
  ),
  hops: fc.array(
    step(fc.record({ arn: text, expiresAt: date })).map((result) => hopOf(result)),
    { maxLength: 2 },
  ),
  caller: step(fc.record({ arn: text, account: text })),
  callerAgain: step(fc.record({ arn: text, account: text })),
  expiresAt: fc.oneof(fc.constant(null), date),
  clock: step(fc.record({ skewMs: fc.integer({ min: -2_000_000, max: 2_000_000 }) })),
  token: step(fc.record({ region: fc.constantFrom('us-east-1', 'eu-west-1', ''), lifetimeMs: fc.integer() })),
  sts: fc.record({ endpoint: text, region: text }),
});

const problems = fc.array(
  fc.record({
    check: fc.constantFrom('CFG01' as const, 'CFG03' as const, 'CRD03' as const),
    path: text,
    problem: text,
    expected: text,
  }),
  { maxLength: 2 },
);

const group: fc.Arbitrary<GroupObservation> = fc.record({
  coordinator: step(fc.record({ id: fc.integer(), host, port: fc.integer() })),
  description: step(
    fc.record({
      state: text,
      members: fc.nat(),
      authorizedOperations: fc.oneof(fc.constant(null), fc.integer()),
    }),
  ),
});

const placement: fc.Arbitrary<NonNullable<Observation['placement']>> = fc.record({
  endpoint: fc.oneof(fc.constant(null), text),
  region: step(
    fc.record({ region: fc.constantFrom('us-east-1', 'eu-west-1', ''), availabilityZone: fc.constant(null) }),
  ),
  vpc: step(fc.record({ id: fc.oneof(fc.constant(null), text), cidrs, subnetCidr: fc.constant(null) })),
  task: fc.record({
    endpoint: text,
    said: step(
      fc.record({
        region: fc.constantFrom('us-east-1', 'eu-west-1', ''),
        availabilityZone: fc.constant(null),
        vpcId: fc.oneof(fc.constant(null), text),
        subnetCidr: fc.constant(null),
      }),
    ),
  }),
});

/** The arbitrary. */
export const anyObservation: fc.Arbitrary<Observation> = fc
  .record({
    identity,
    problems,
    bootstraps: fc.boolean(),
    known: fc.boolean(),
    names: fc.array(name, { maxLength: 8 }),
    again: fc.array(
      fc.record({
        host,
        type: fc.constantFrom('A', 'AAAA'),
        server: fc.constant(SERVER),
        steps: fc.array(step(answer), { maxLength: 3 }),
      }),
      { maxLength: 3 },
    ),
    paths: fc.array(path, { maxLength: 8 }),
    controlPlane: fc.oneof(
      fc.constant(null),
      fc.record({ endpoint: text, bootstrapBrokers: step(fc.dictionary(text, fc.oneof(text, host))) }),
    ),
    metadata: step(
      fc.record({ clusterId: fc.oneof(fc.constant(null), text), from: host, brokers: advertised }),
    ),
    placement: fc.oneof(fc.constant(null), placement),
    group: fc.oneof(fc.constant(null), group),
    reauthentication: fc.record({
      host: fc.oneof(fc.constant(null), host),
      result: step(fc.record({ sessionLifetimeMs: fc.integer() })),
    }),
    ended: fc.constantFrom('complete' as const, 'deadline' as const, 'interrupted' as const),
    pattern: fc.constantFrom(
      'phz' as const,
      'phz-privatelink' as const,
      'resolver-rule' as const,
      'local' as const,
      'any' as const,
    ),
    cidrs,
    vpcCidrs: cidrs,
    families: fc.subarray([4 as const, 6 as const]),
    resolvers: fc.constantFrom([SERVER], ['system'], [], [SERVER, 'system']),
  })
  .map(({ problems, bootstraps, known, pattern, cidrs, vpcCidrs, families, group, ...rest }) => {
    const base = healthy({ pattern, cidrs, vpcCidrs });
    const asked = group === null ? {} : { group };
    const expectation = { ...base.expectation, group: group === null ? null : 'billing' };
    const nothing = { clusterId: null, shard: null, region: null, nameRegion: null, apex: null };
    const endpoint = {
      ...base.endpoint,
      ...(known ? {} : nothing),
      bootstraps: bootstraps ? base.endpoint.bootstraps : [],
      problems,
    };
    return { ...base, ...rest, ...asked, expectation, endpoint, runtime: { ...base.runtime, families } };
  });
