/** Zones, rules and the endpoints of Route 53 Resolver. */
import type { JsonSchema } from '../../faults/kind.ts';
import {
  account,
  addresses,
  flag,
  named,
  object,
  reference,
  region,
  securityGroup,
  text,
  vpc,
  word,
} from './parts.ts';

const apex = text('The name that it is for.', 'kafka-serverless.us-east-1.amazonaws.com', {
  pattern: '^(\\.|([a-z0-9_-]+\\.)*[a-z0-9_-]+)$',
});

const record: JsonSchema = {
  description: '`alias:cluster/NAME/VPC`, `alias:endpoint/NAME`, an address, or several.',
  anyOf: [
    {
      type: 'string',
      pattern: '^(alias:(cluster/[a-z0-9-]+|endpoint)/[a-z0-9-]+|(\\d{1,3}\\.){3}\\d{1,3})$',
    },
    { type: 'array', items: { type: 'string', pattern: '^(\\d{1,3}\\.){3}\\d{1,3}$' }, minItems: 1 },
  ],
  examples: ['alias:cluster/orders/core', ['10.0.1.10', '10.0.2.10']],
};

const zones: JsonSchema = named(
  'Private hosted zones.',
  object(
    'One.',
    {
      account,
      apex,
      records: {
        type: 'object',
        description: 'By name relative to the apex: `*`, `boot-k3x9m2ab.c1`, `@` for the apex itself.',
        propertyNames: { pattern: '^(@|\\*|(\\*\\.)?([a-z0-9_-]+\\.)*[a-z0-9_-]+)$' },
        additionalProperties: record,
        examples: [{ '*': 'alias:cluster/orders/core' }],
      },
      vpcs: {
        type: 'object',
        description: 'VPC -> how far its association got; only `associated` answers.',
        additionalProperties: word('How far.', ['associated', 'authorised']),
        examples: [{ apps: 'associated' }],
      },
      negativeTtl: {
        type: 'integer',
        minimum: 0,
        maximum: 86_400,
        description: 'How long "no such name" stays, seconds.',
        default: 900,
        examples: [60],
      },
    },
    {
      optional: ['negativeTtl'],
      example: {
        account: 'platform',
        apex: 'kafka-serverless.us-east-1.amazonaws.com',
        records: { '*': 'alias:cluster/orders/core' },
        vpcs: { apps: 'associated' },
      },
    },
  ),
  {
    msk: {
      account: 'platform',
      apex: 'kafka-serverless.us-east-1.amazonaws.com',
      records: { '*': 'alias:cluster/orders/core' },
      vpcs: { apps: 'associated' },
    },
  },
);

const resolverEndpoints: JsonSchema = named(
  'Endpoints of Route 53 Resolver.',
  object(
    'One.',
    {
      account,
      vpc,
      direction: word(
        'Inbound: answers what the resolver of its VPC says. Outbound: asks the targets of rules.',
        ['inbound', 'outbound'],
      ),
      addresses,
      securityGroup,
      dead: flag('Whether nothing answers there.', false),
    },
    {
      optional: ['securityGroup', 'dead'],
      example: {
        account: 'platform',
        vpc: 'core',
        direction: 'inbound',
        addresses: { a: '10.0.1.53', b: '10.0.2.53' },
      },
    },
  ),
  { inbound: { account: 'platform', vpc: 'core', direction: 'inbound', addresses: { a: '10.0.1.53' } } },
);

const rules: JsonSchema = named(
  'Forwarding rules. One takes the queries of a VPC that is associated, of its Region, and whose account owns it or has accepted its share.',
  object(
    'One.',
    {
      account,
      region,
      apex,
      via: reference('An outbound endpoint.', 'outbound'),
      targets: {
        type: 'array',
        items: text('An inbound endpoint, or an address.', 'inbound'),
        minItems: 1,
        description: 'Whom it asks.',
        examples: [['inbound'], ['10.0.1.53', '10.0.2.53']],
      },
      shared: {
        type: 'object',
        description: 'Account -> how far its share got.',
        additionalProperties: word('How far.', ['accepted', 'pending']),
        default: {},
        examples: [{ clients: 'accepted' }],
      },
      vpcs: {
        type: 'object',
        description: 'VPCs whose queries it takes.',
        additionalProperties: { const: 'associated', description: 'That it is.', examples: ['associated'] },
        examples: [{ apps: 'associated' }],
      },
    },
    {
      optional: ['shared'],
      example: {
        account: 'platform',
        region: 'us-east-1',
        apex: 'kafka-serverless.us-east-1.amazonaws.com',
        via: 'outbound',
        targets: ['inbound'],
        shared: { clients: 'accepted' },
        vpcs: { apps: 'associated' },
      },
    },
  ),
  {
    msk: {
      account: 'platform',
      region: 'us-east-1',
      apex: 'kafka-serverless.us-east-1.amazonaws.com',
      via: 'outbound',
      targets: ['inbound'],
      vpcs: { apps: 'associated' },
    },
  },
);

/** Their sections. */
export const nameSections: Readonly<Record<string, JsonSchema>> = { zones, resolverEndpoints, rules };
