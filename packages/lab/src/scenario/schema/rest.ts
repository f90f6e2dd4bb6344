import type { JsonSchema } from '../../faults/kind.ts';
import { STS_FAULT_SCHEMAS } from '../../sts/faults/all.ts';

/** STS. */
export const stsSchema: JsonSchema = {
  type: 'object',
  description: 'STS, and what goes wrong there.',
  properties: {
    region: {
      type: 'string',
      minLength: 1,
      description:
        "The Region of its endpoint: requests signed for another are refused. The cluster's by default.",
      examples: ['us-east-1'],
    },
    ...STS_FAULT_SCHEMAS,
  },
  additionalProperties: false,
  examples: [{ refuse: true }],
};

/** Certificates. */
export const tlsSchema: JsonSchema = {
  type: 'object',
  description:
    'The certificate that clients see, and whom they trust. One host alone is given another by a fault of `network`.',
  properties: {
    certificate: {
      enum: ['valid', 'expired', 'not-yet-valid', 'wrong-name', 'unknown-ca'],
      description: 'What every host shows.',
      default: 'valid',
      examples: ['expired'],
    },
    trust: {
      enum: ['lab', 'other', 'system'],
      description:
        "What the client's CA file holds: the lab's authority, another one, or there is no file and the system decides.",
      default: 'lab',
      examples: ['other'],
    },
  },
  additionalProperties: false,
  examples: [{ certificate: 'expired' }],
};

/** How a version of Kafka is written. */
export const KAFKA_VERSION: RegExp = /^\d+\.\d+(\.\d+)?$/u;

/** Kafka. */
export const kafkaSchema: JsonSchema = {
  type: 'object',
  description: 'Kafka itself.',
  properties: {
    version: {
      type: 'string',
      pattern: KAFKA_VERSION.source,
      description:
        'Its version, `4.1` or `3.9` (or any full one). The variable MSK_LAB_KAFKA_VERSION by default, else 4.1.1.',
      examples: ['3.9'],
    },
    sessionMaxMs: {
      type: 'integer',
      minimum: 0,
      maximum: 999_999_999,
      description: 'The longest session a login gets, milliseconds; 0 for what is left of the token.',
      default: 0,
      examples: [60_000],
    },
    loginsPerSecond: {
      type: 'integer',
      minimum: 0,
      maximum: 100_000,
      description:
        'Logins beyond these in any second are refused with "Too many connects", re-authentications too; with `cluster.processes` each broker counts its own. No limit by default.',
      examples: [100],
    },
    properties: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description: "Broker properties over the lab's own.",
      default: {},
      examples: [{ 'auto.create.topics.enable': 'true' }],
    },
    topics: {
      type: 'array',
      items: {
        type: 'object',
        description: 'A topic.',
        properties: {
          name: {
            type: 'string',
            pattern: '^[A-Za-z0-9._-]{1,249}$',
            description: 'Its name.',
            examples: ['orders'],
          },
          partitions: {
            type: 'integer',
            minimum: 1,
            maximum: 100,
            description: 'Its partitions.',
            default: 1,
            examples: [3],
          },
        },
        required: ['name'],
        additionalProperties: false,
        examples: [{ name: 'orders', partitions: 3 }],
      },
      description: 'Topics of the first cluster that are there when the lab is ready.',
      default: [],
      examples: [[{ name: 'orders', partitions: 3 }]],
    },
  },
  additionalProperties: false,
  examples: [{ version: '3.9' }],
};
