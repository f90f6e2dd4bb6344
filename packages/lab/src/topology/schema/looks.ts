/** What is looked at, and what has to come out. */
import type { JsonSchema } from '../../faults/kind.ts';
import { declareSchema } from '../../scenario/schema/declare.ts';
import { expectSchema } from '../../scenario/schema/expect.ts';
import { flag, named, object, reference, text, titled } from './parts.ts';

const CONFIDENCES = ['strong', 'weak', 'none'];

const ids = (description: string, example: readonly number[]): JsonSchema => ({
  type: 'array',
  items: { type: 'integer', minimum: 0, maximum: 99_999 },
  description,
  examples: [example],
});

const words = (description: string, example: readonly string[]): JsonSchema => ({
  type: 'array',
  items: { type: 'string', minLength: 1 },
  description,
  examples: [example],
});

const expect: JsonSchema = {
  ...expectSchema,
  properties: {
    ...(expectSchema['properties'] as JsonSchema),
    candidates: {
      type: 'array',
      items: {
        description: 'The id of a check, or several of which one is enough.',
        anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' }, minItems: 1 }],
        examples: ['DNS01'],
      },
      description: 'Among the candidates of the first root cause.',
      examples: [['DNS05', 'DNS06']],
    },
    owners: words('The owners of its commands, in this order; others may stand between them.', [
      'cluster-account',
      'client-account',
    ]),
    says: words("Words that the first root cause's finding holds.", ['not associated']),
    confidence: {
      description: 'How sure the pattern is, or several of which one is enough.',
      anyOf: [{ enum: CONFIDENCES }, { type: 'array', items: { enum: CONFIDENCES }, minItems: 1 }],
      examples: ['weak', ['strong', 'weak']],
    },
    brokers: ids('The brokers that were seen, all of them.', [97, 98]),
  },
};

const declare: JsonSchema = {
  ...declareSchema,
  patternProperties: {
    '^[A-Z][A-Z0-9_]*$': {
      type: ['string', 'null'],
      description: 'A variable of the client; null takes it away.',
    },
  },
};

const look: JsonSchema = object(
  'One look of one client, and what has to come out.',
  {
    client: reference('Who looks.', 'app'),
    declare,
    expect,
    traffic: flag(
      'Whether it then produces and consumes through the factory. True by default, but in a fault.',
      true,
    ),
  },
  { optional: ['declare', 'traffic'], example: { client: 'app', expect: { status: 'pass' } } },
);

const looks: JsonSchema = {
  type: 'array',
  items: look,
  description: 'What is seen then.',
  examples: [[{ client: 'app', expect: { rootCauses: ['DNS01'] } }]],
};

const brokerChange: JsonSchema = object(
  'What becomes of the brokers of a cluster.',
  {
    add: ids('These start.', [99]),
    stop: ids('These end.', [97]),
    replace: {
      type: 'object',
      description: 'Broker -> the one that takes its place, replicas and all.',
      additionalProperties: { type: 'integer', minimum: 0, maximum: 99_999 },
      examples: [{ '97': 104 }],
    },
  },
  { optional: ['add', 'stop', 'replace'], example: { add: [99] } },
);

const change: JsonSchema = object(
  'Something that is done to the topology while it runs.',
  {
    title: text('What it is, for a reader.', "The zone is not associated with the client's VPC"),
    patch: {
      type: 'object',
      description: 'A merge patch over the topology (RFC 7396): null takes a key away.',
      default: {},
      examples: [{ zones: { msk: { vpcs: { apps: null } } } }],
    },
    brokers: named('What is done to brokers instead, by cluster.', brokerChange, { orders: { add: [99] } }),
    looks,
    meanwhile: reference(
      'A client that produces and consumes before, meanwhile and after: nothing may get lost.',
      'app',
    ),
  },
  {
    optional: ['patch', 'brokers', 'meanwhile'],
    example: {
      title: 'Not associated',
      patch: { zones: { msk: { vpcs: { apps: null } } } },
      looks: [{ client: 'app', expect: { rootCauses: ['DNS01'] } }],
    },
  },
);

const example = {
  'not-associated': {
    title: 'Not associated',
    patch: { zones: { msk: { vpcs: { apps: null } } } },
    looks: [{ client: 'app', expect: { rootCauses: ['DNS01'] } }],
  },
};

/** Their sections. */
export const lookSections: Readonly<Record<string, JsonSchema>> = {
  declare: { ...declare, description: 'What every look declares; its own `declare` comes over it.' },
  works: { ...looks, description: 'What is right while nothing is broken.' },
  changes: titled('What changes and breaks nothing.', change, example),
  faults: titled('What breaks.', change, example),
};
