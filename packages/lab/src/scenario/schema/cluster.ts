import type { JsonSchema } from '../../faults/kind.ts';

const brokers: JsonSchema = {
  description:
    'The ids of its brokers, or how many there are (then 1, 2, 3, ...). Real Kafka takes up to 9, the wire engine up to 5000.',
  anyOf: [
    {
      type: 'array',
      items: { type: 'integer', minimum: 0, maximum: 99_999 },
      minItems: 1,
      maxItems: 5000,
      uniqueItems: true,
    },
    { type: 'integer', minimum: 1, maximum: 5000 },
  ],
  default: [97, 98, 473],
  examples: [[97, 98, 473], 1],
};

const advertise: JsonSchema = {
  type: 'object',
  description:
    'What Metadata says of a broker instead of its own name and port, by broker id. The broker itself stays where it is.',
  propertyNames: { pattern: '^\\d{1,5}$' },
  additionalProperties: {
    type: 'object',
    description: 'What Metadata says of this broker.',
    properties: {
      host: {
        type: 'string',
        minLength: 1,
        description: 'The host. Its own name by default.',
        examples: ['broker.example.com', 'b98-zzzz9999.c1.kafka-serverless.us-east-1.amazonaws.com'],
      },
      port: {
        type: 'integer',
        minimum: 1,
        maximum: 65_535,
        description: 'The port. 9098 by default.',
        examples: [9099],
      },
    },
    additionalProperties: false,
    minProperties: 1,
    examples: [{ host: 'broker.example.com' }],
  },
  default: {},
  examples: [{ '98': { host: 'broker.example.com' } }],
};

/** One cluster. */
export const clusterSchema: JsonSchema = {
  type: 'object',
  description: 'One MSK Serverless cluster: its names and its brokers.',
  properties: {
    name: {
      type: 'string',
      pattern: '^[A-Za-z0-9][A-Za-z0-9-]{0,63}$',
      description: 'Its name, as in its ARN; other sections point at it by this name.',
      default: 'orders',
      examples: ['orders'],
    },
    id: {
      type: 'string',
      pattern: '^[a-z0-9]{8}$',
      description: 'The eight characters in its host names. Clusters of one scenario need different ones.',
      default: 'abcd1234',
      examples: ['abcd1234'],
    },
    shard: {
      type: 'string',
      pattern: '^c\\d{1,4}$',
      description: 'The label after them.',
      default: 'c1',
      examples: ['c2'],
    },
    region: {
      type: 'string',
      pattern: '^[a-z]{2,}(-[a-z]+)+-\\d$',
      description: 'Its Region.',
      default: 'us-east-1',
      examples: ['eu-central-1'],
    },
    account: {
      type: 'string',
      pattern: '^\\d{12}$',
      description: 'The account it belongs to.',
      default: '444455556666',
      examples: ['444455556666'],
    },
    uuid: {
      type: 'string',
      pattern: '^[0-9a-f-]{8,48}$',
      description: 'The last part of its ARN.',
      default: '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed-1',
      examples: ['1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed-1'],
    },
    brokers,
    processes: {
      type: 'boolean',
      description:
        'Whether each broker of real Kafka has a process of its own, so that one can be killed or halted alone (`startLab`). Needs a JVM; takes twice the memory.',
      default: false,
      examples: [true],
    },
    advertise,
    certificateNames: {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      minItems: 1,
      description:
        'The names on its certificate. By default one wildcard for its shard: `*.c1.kafka-serverless.REGION.amazonaws.com`.',
      examples: [['*.c1.kafka-serverless.us-east-1.amazonaws.com']],
    },
  },
  additionalProperties: false,
  examples: [{ brokers: [97] }, { name: 'payments', id: 'wxyz9876', region: 'eu-central-1' }],
};
