import type { JsonSchema } from '../../faults/kind.ts';
import { wireFaultRuleSchema } from '../../wire/fault-rules.ts';

/** The wire engine. */
export const wireSchema: JsonSchema = {
  type: 'object',
  description: 'What the brokers of `"engine": "wire"` say, and how they are hostile.',
  properties: {
    faults: {
      type: 'array',
      items: wireFaultRuleSchema,
      description: 'Which answers are wrong.',
      default: [],
      examples: [[{ api: 'Metadata', fault: { announcedLength: 2_147_483_647 } }]],
    },
    ranges: {
      enum: ['msk', 'kafka-4.1', 'kafka-3.9'],
      description: 'The versions that ApiVersions offers: those of MSK Serverless, or of a Kafka.',
      default: 'msk',
      examples: ['kafka-4.1'],
    },
    mechanisms: {
      type: 'array',
      items: { type: 'string' },
      description: 'What SaslHandshake offers.',
      default: ['OAUTHBEARER', 'AWS_MSK_IAM'],
      examples: [['SCRAM-SHA-512']],
    },
    connectionsPerSecond: {
      type: 'integer',
      minimum: 1,
      description:
        'Logins on more connections than these in any second are refused with "Too many connects". No limit by default.',
      examples: [100],
    },
  },
  additionalProperties: false,
  examples: [{ faults: [{ fault: { correlationIdOff: 1 } }] }],
};
