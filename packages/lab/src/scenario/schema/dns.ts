import { dnsFaultRuleSchema } from '../../dns/fault-rules.ts';
import type { JsonSchema } from '../../faults/kind.ts';

const seconds = (description: string, standard: number): JsonSchema => ({
  type: 'integer',
  minimum: 0,
  maximum: 2_147_483_647,
  description: `${description} Seconds.`,
  default: standard,
  examples: [standard],
});

const soa: JsonSchema = {
  type: 'object',
  description: 'Start of authority. A negative answer may be cached for the smaller of `ttl` and `minimum`.',
  properties: {
    mname: {
      type: 'string',
      description: 'Primary name server.',
      default: 'ns-1536.awsdns-00.co.uk',
      examples: ['ns-1536.awsdns-00.co.uk'],
    },
    rname: {
      type: 'string',
      description: 'Mailbox of its keeper.',
      default: 'awsdns-hostmaster.amazon.com',
      examples: ['awsdns-hostmaster.amazon.com'],
    },
    serial: { type: 'integer', minimum: 0, description: 'Serial number.', default: 1, examples: [1] },
    refresh: seconds('Refresh.', 7200),
    retry: seconds('Retry.', 900),
    expire: seconds('Expire.', 1_209_600),
    minimum: seconds('Minimum.', 86_400),
    ttl: seconds('TTL of the record itself.', 900),
  },
  additionalProperties: false,
  examples: [{ ttl: 60, minimum: 60 }],
};

const longRecord: JsonSchema = {
  type: 'object',
  description: 'Records of one type.',
  properties: {
    type: {
      enum: ['A', 'AAAA', 'CNAME', 'NS', 'TXT'],
      description: 'A by default.',
      default: 'A',
      examples: ['CNAME'],
    },
    values: {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      minItems: 1,
      description: 'Addresses (also `@gateway`), names or texts.',
      examples: [['@gateway']],
    },
    ttl: seconds('TTL.', 60),
  },
  required: ['values'],
  additionalProperties: false,
  examples: [{ values: ['@gateway'], ttl: 300 }],
};

const record: JsonSchema = {
  description:
    "An address, or `@gateway` for every address of the first cluster's gateway, `@gateway/0` for its first one alone, `@gateway:payments` for another cluster's; a list of these; or records with a type and a TTL.",
  anyOf: [
    { type: 'string', minLength: 1 },
    { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1 },
    longRecord,
    { type: 'array', items: longRecord, minItems: 1 },
  ],
  examples: ['@gateway', ['127.0.0.9', '@gateway/0'], { type: 'CNAME', values: ['old.example.com'] }],
};

const zone: JsonSchema = {
  type: 'object',
  description: 'One zone. The most specific zone answers for a name, with no way back to a wider one.',
  properties: {
    apex: {
      type: 'string',
      minLength: 1,
      description:
        'Its name. `@apex` is `kafka-serverless.REGION.amazonaws.com` of the first cluster, `@shard` the `cN` below it; `@apex:payments` and `@shard:payments` those of another one.',
      default: '@apex',
      examples: ['@apex', '@shard', 'example.com'],
    },
    soa,
    records: {
      type: 'object',
      additionalProperties: record,
      description:
        'Records by name: relative to the apex (`*`, `b97-abcd1234.c1`), whole, or `@boot`, `@b97` (one broker), `@brokers` (each of them), with `:payments` behind for those of another cluster. A record below `cN` switches a `*` off for that `cN` (RFC 4592).',
      default: { '*': '@gateway' },
      examples: [{ '*': '@gateway' }, { '@boot': '@gateway', '@b97': '@gateway' }],
    },
  },
  additionalProperties: false,
  examples: [{ apex: '@shard', records: { '@boot': '@gateway', '@brokers': '@gateway' } }],
};

const faults: JsonSchema = {
  type: 'array',
  items: dnsFaultRuleSchema,
  description: 'Which questions are answered wrongly.',
  default: [],
  examples: [[{ name: 'b98-*', fault: { rcode: 'SERVFAIL' } }]],
};

const resolver: JsonSchema = {
  type: 'object',
  description: 'One more resolver.',
  properties: {
    zones: {
      type: 'array',
      items: zone,
      description: "Its zones. Those of the client's resolver by default.",
      examples: [[]],
    },
    faults,
  },
  additionalProperties: false,
  examples: [{ zones: [] }],
};

/** The client's resolver. */
export const dnsSchema: JsonSchema = {
  type: 'object',
  description: "What the client's resolver answers. A name in none of the zones does not exist.",
  properties: {
    zones: {
      type: 'array',
      items: zone,
      description:
        'Its zones; an empty list is a VPC with nothing associated. By default one private hosted zone with a wildcard.',
      default: [{ apex: '@apex', records: { '*': '@gateway' } }],
      examples: [[{ records: { '@boot': '@gateway', '@b97': '@gateway' } }], []],
    },
    faults,
    hosts: {
      type: 'object',
      additionalProperties: {
        description: 'An address, several, or `@gateway`.',
        anyOf: [
          { type: 'string', minLength: 1 },
          { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1 },
        ],
        examples: ['127.0.0.9', ['@gateway']],
      },
      description:
        "Lines of the client's hosts file, by name (`@boot`, `@b97`, `@brokers`, or whole). The client's own lookup (`system` in `dnsServer`) then reads it and asks this resolver. Needs Linux and root: elsewhere `run` says that it leaves the scenario out.",
      examples: [{ '@b98': '127.0.0.9' }],
    },
    resolvers: {
      type: 'object',
      additionalProperties: resolver,
      description:
        'Further resolvers by name. `declare` says whom the client asks: `${DNS_SERVER:corp}` is the one called `corp`, `${MSK_REACH_DNS_SERVER}` the one above.',
      default: {},
      examples: [{ corp: { zones: [] } }],
    },
  },
  additionalProperties: false,
  examples: [{ zones: [] }],
};
