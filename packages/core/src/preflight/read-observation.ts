/**
 * An observation that somebody else wrote, read back. Loaded on first use, with zod.
 *
 * Fields may be added to the format: what is not known here passes as it is.
 */
import * as z from 'zod/mini';
import type { Step } from '../step.ts';
import type { Observation } from './observation.ts';

const text = z.string();
const maybe = z.nullable(text);
const texts = z.array(text);
const whole = z.int();

function step<T>(value: z.ZodMiniType<T>): z.ZodMiniType<Step<T>> {
  return z.discriminatedUnion('outcome', [
    z.looseObject({ outcome: z.literal('ok'), value, ms: z.number() }),
    z.looseObject({
      outcome: z.literal('error'),
      code: text,
      detail: text,
      ms: z.number(),
      facts: z.optional(z.record(text, z.unknown())),
    }),
    z.looseObject({ outcome: z.literal('skipped'), because: text }),
  ]) as unknown as z.ZodMiniType<Step<T>>;
}

const mskName = z.looseObject({
  kind: z.enum(['serverless', 'provisioned']),
  role: z.enum(['bootstrap', 'broker']),
  brokerId: z.nullable(whole),
  clusterId: text,
  shard: text,
  region: text,
  partition: text,
  apex: text,
  access: z.optional(z.enum(['public', 'multi-vpc'])),
  auth: z.optional(text),
});

const endpoint = z.looseObject({
  given: texts,
  bootstraps: z.array(z.looseObject({ host: text, port: whole, name: z.nullable(mskName) })),
  kind: z.enum(['serverless', 'provisioned', 'self-managed', 'invalid']),
  clusterId: maybe,
  shard: maybe,
  region: maybe,
  nameRegion: maybe,
  apex: maybe,
  problems: z.array(z.looseObject({ check: text, path: text, problem: text, expected: text })),
});

const expectation = z.looseObject({
  pattern: z.enum(['phz', 'phz-privatelink', 'resolver-rule', 'local', 'any']),
  cidrs: texts,
  vpcCidrs: texts,
  expectAccount: maybe,
  clusterArn: maybe,
  topics: texts,
  group: maybe,
});

const number = z.nullable(z.number());
const said = z.optional(
  z.looseObject({
    profile: maybe,
    stsEndpoint: maybe,
    stsRegion: maybe,
    caFile: maybe,
    rate: number,
    timeoutMs: number,
    deadlineMs: number,
  }),
);

const identity = z.looseObject({
  base: step(z.looseObject({ source: text, expiresAt: maybe, temporary: z.boolean() })),
  hops: z.array(
    z.looseObject({
      roleArn: text,
      sessionName: text,
      externalIdGiven: z.boolean(),
      durationSeconds: z.number(),
      result: step(z.looseObject({ arn: text, expiresAt: text })),
    }),
  ),
  expiresAt: maybe,
  clock: step(z.looseObject({ skewMs: z.number() })),
  sts: z.looseObject({ endpoint: text, region: text }),
  caller: step(z.looseObject({ arn: text, account: text })),
  token: step(z.looseObject({ region: text, lifetimeMs: z.number() })),
});

const kind = z.enum(['A', 'AAAA', 'SOA']);
const answer = z.looseObject({
  type: kind,
  rcode: text,
  flags: z.looseObject({ aa: z.boolean(), tc: z.boolean(), ra: z.boolean(), ad: z.boolean() }),
  via: z.enum(['udp', 'tcp']),
  records: z.array(z.looseObject({ name: text, type: text, ttl: z.number(), data: text })),
  soa: z.nullable(
    z.looseObject({ owner: text, ttl: z.number(), minimum: z.number(), negativeTtl: z.number() }),
  ),
});

const name = z.looseObject({
  host: text,
  role: z.enum([
    'bootstrap',
    'broker',
    'sentinel',
    'foreign-same-shard',
    'foreign-other-shard',
    'apex',
    'shard-apex',
    'control',
  ]),
  brokerId: z.nullable(whole),
  resolver: text,
  lookup: z.nullable(step(z.looseObject({ addresses: texts }))),
  answers: z.array(z.looseObject({ type: kind, server: text, step: step(answer) })),
});

const broker = z.looseObject({ id: whole, host: text, port: whole, rack: maybe });
const certificate = z.looseObject({
  subject: text,
  issuer: text,
  names: texts,
  validFrom: text,
  validTo: text,
  fingerprint256: text,
});
const clusterMetadata = z.looseObject({
  clusterId: maybe,
  controllerId: z.nullable(whole),
  brokers: z.array(broker),
  topics: z.array(
    z.looseObject({
      name: text,
      errorCode: whole,
      partitions: whole,
      authorizedOperations: z.nullable(whole),
    }),
  ),
  clusterAuthorizedOperations: z.nullable(whole),
});

const path = z.looseObject({
  host: text,
  port: whole,
  address: text,
  role: z.enum(['bootstrap', 'broker']),
  brokerId: z.nullable(whole),
  tcp: step(z.looseObject({ localAddress: text })),
  tls: step(z.looseObject({ protocol: text, cipher: text, certificate: z.nullable(certificate) })),
  apiVersions: step(
    z.looseObject({
      ranges: z.array(z.looseObject({ apiKey: whole, minVersion: whole, maxVersion: whole })),
    }),
  ),
  sasl: step(z.looseObject({ mechanisms: texts, sessionLifetimeMs: z.number() })),
  metadata: step(clusterMetadata),
});

const placement = z.looseObject({
  endpoint: maybe,
  region: step(z.looseObject({ region: text, availabilityZone: maybe })),
  vpc: step(z.looseObject({ id: maybe, cidrs: texts, subnetCidr: maybe })),
  task: z.optional(
    z.looseObject({
      endpoint: text,
      said: step(z.looseObject({ region: text, availabilityZone: maybe, vpcId: maybe, subnetCidr: maybe })),
    }),
  ),
  lambdaRegion: z.optional(text),
});

const reauthentication = z.looseObject({
  host: maybe,
  result: step(z.looseObject({ sessionLifetimeMs: z.number() })),
});

const observation = z.looseObject({
  schema: z.literal('msk-reach/observation/1'),
  takenAt: text.check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/)),
  durationMs: z.number().check(z.minimum(0)),
  ended: z.enum(['complete', 'deadline', 'interrupted']),
  runtime: z.looseObject({ node: text, platform: text, version: text }),
  endpoint,
  expectation,
  said,
  identity,
  placement: z.optional(z.nullable(placement)),
  reauthentication: z.optional(reauthentication),
  resolvers: texts,
  names: z.array(name),
  paths: z.array(path),
  redials: z.optional(
    z.array(z.looseObject({ address: text, port: whole, steps: z.array(path.def.shape.tcp) })),
  ),
  metadata: step(
    z.looseObject({
      clusterId: maybe,
      from: text,
      brokers: z.array(z.looseObject({ ...broker.def.shape, allowed: z.boolean(), refusedBecause: maybe })),
    }),
  ),
}) as unknown as z.ZodMiniType<Observation>;

/** The observation in a value, or what is wrong with it. */
export function readObservation(
  json: unknown,
): { readonly observation: Observation } | { readonly problem: string } {
  const read = observation.safeParse(json);
  if (read.success) return { observation: read.data };
  const [first] = read.error.issues;
  const at = first?.path.map(String).join('.') ?? '';
  return {
    problem: `it is no observation of msk-reach (${at === '' ? 'at the top' : `at ${at.slice(0, 200)}`})`,
  };
}
