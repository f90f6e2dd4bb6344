import type { JsonSchema } from '../../faults/kind.ts';
import { clusterSchema } from './cluster.ts';
import { declareSchema } from './declare.ts';
import { dnsSchema } from './dns.ts';
import { expectSchema, patternSchema } from './expect.ts';
import { filesSchema } from './files.ts';
import { iamSchema } from './iam.ts';
import { metadataSchema } from './metadata.ts';
import { networkSchema } from './network.ts';
import { kafkaSchema, stsSchema, tlsSchema } from './rest.ts';
import { wireSchema } from './wire.ts';

/**
 * The JSON Schema of a scenario, put together from the sections here and the faults of each part of the lab.
 * `scenario.schema.json` is this, written down; a test keeps the two in step.
 */
export const scenarioSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://msk-reach.dev/msk-lab/scenario/1',
  title: 'A scenario of msk-lab',
  description:
    'One file says all about a lab and what `msk-reach check` has to say there. What is left out is healthy.',
  type: 'object',
  properties: {
    $schema: {
      type: 'string',
      description: 'For editors: where this schema is.',
      examples: ['../scenario.schema.json'],
    },
    schema: { const: 'msk-lab/scenario/1', description: 'The format.', examples: ['msk-lab/scenario/1'] },
    name: {
      type: 'string',
      pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
      maxLength: 80,
      description: 'Its name, by cause, in lower case with hyphens.',
      examples: ['one-broker-without-a-record'],
    },
    description: {
      type: 'string',
      description: 'What happened, for a reader.',
      examples: ['A broker came after the records were made.'],
    },
    tier: {
      enum: ['core', 'full'],
      description: '`core` runs in npm test, `full` in npm run test:all.',
      default: 'full',
      examples: ['core'],
    },
    engine: {
      enum: ['kafka', 'wire'],
      description:
        '`kafka`: Apache Kafka itself. `wire`: brokers that speak only the handshake, Metadata and where a group is, by the thousand, or hostile.',
      default: 'kafka',
      examples: ['wire'],
    },
    cluster: clusterSchema,
    clusters: {
      type: 'array',
      items: clusterSchema,
      minItems: 1,
      maxItems: 3,
      description: 'Several clusters instead of one; the client wants the first.',
      examples: [[{ name: 'orders' }, { name: 'payments', id: 'wxyz9876', brokers: [1] }]],
    },
    iam: iamSchema,
    sts: stsSchema,
    dns: dnsSchema,
    metadata: metadataSchema,
    network: networkSchema,
    tls: tlsSchema,
    kafka: kafkaSchema,
    wire: wireSchema,
    files: filesSchema,
    declare: declareSchema,
    expect: expectSchema,
  },
  required: ['schema', 'name'],
  additionalProperties: false,
  examples: [{ schema: 'msk-lab/scenario/1', name: 'healthy', expect: { status: 'pass' } }],
  $defs: { pattern: patternSchema },
};
