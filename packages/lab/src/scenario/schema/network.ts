import type { JsonSchema } from '../../faults/kind.ts';
import { gatewayFaultSchema } from '../../gateway/fault-rules.ts';

const rule: JsonSchema = {
  type: 'object',
  description:
    'Which connections go wrong, and how. The first rule that matches decides. `refuse`, `blackhole` and `slowConnectMs` happen before a name is known: with `name`, each host that matches gets an address of its own that behaves so.',
  properties: {
    name: {
      type: 'string',
      minLength: 1,
      description: 'The host; `*` stands for any run of characters. Any by default.',
      examples: ['b98-*'],
    },
    address: {
      type: 'integer',
      minimum: 0,
      description: "One of the gateway's addresses, counted from 0. Any by default.",
      examples: [1],
    },
    cluster: {
      type: 'string',
      minLength: 1,
      description: 'The name of the cluster whose gateway it is. The first one by default.',
      examples: ['payments'],
    },
    times: {
      type: 'integer',
      minimum: 1,
      description:
        'How many connections it happens to. Without limit by default; not for `refuse`, `blackhole` and `slowConnectMs`.',
      examples: [3],
    },
    fault: gatewayFaultSchema,
  },
  required: ['fault'],
  additionalProperties: false,
  examples: [{ name: 'b98-*', fault: { blackhole: true } }, { fault: { latencyMs: 100 } }],
};

/** The way from the client to the brokers. */
export const networkSchema: JsonSchema = {
  type: 'object',
  description:
    'The way from the client to the brokers: each cluster has a gateway that routes by the name in the TLS handshake.',
  properties: {
    zones: {
      type: 'integer',
      minimum: 1,
      maximum: 6,
      description: 'How many addresses each gateway has, one for each availability zone.',
      default: 2,
      examples: [3],
    },
    connectionsPerSecond: {
      type: 'integer',
      minimum: 1,
      description:
        'A quota: connections beyond it in any second are closed at once. None by default; MSK Serverless has 100.',
      examples: [100],
    },
    unknownNames: {
      enum: ['close', 'carry'],
      description:
        "What becomes of a connection for a host that is none of the cluster's: closed, or carried to one of its brokers.",
      default: 'close',
      examples: ['carry'],
    },
    faults: {
      type: 'array',
      items: rule,
      description: 'What goes wrong on the way.',
      default: [],
      examples: [[{ name: 'b98-*', fault: { refuse: true } }]],
    },
  },
  additionalProperties: false,
  examples: [{ zones: 3, faults: [{ address: 1, fault: { blackhole: true } }] }],
};
