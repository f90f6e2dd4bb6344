/** Accounts, VPCs, links, and what has addresses in VPCs. */
import type { JsonSchema } from '../../faults/kind.ts';
import {
  account,
  address,
  addresses,
  byZone,
  cidr,
  denial,
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

const accounts: JsonSchema = named(
  'The accounts of AWS.',
  object(
    'An account.',
    {
      id: text('Twelve digits.', '111122223333', { pattern: '^\\d{12}$' }),
      title: text('What people call it.', 'Client account'),
    },
    { example: { id: '111122223333', title: 'Client account' } },
  ),
  { clients: { id: '111122223333', title: 'Client account' } },
);

const FIREWALL_NAME = '^(\\*\\.)?([a-z0-9_-]+\\.)*[a-z0-9_-]+$';

const firewall: JsonSchema = named(
  'What its DNS Firewall blocks, before any zone or rule is looked at.',
  object(
    'A rule that blocks.',
    {
      domains: {
        type: 'array',
        items: { type: 'string', pattern: FIREWALL_NAME },
        minItems: 1,
        description: 'Names; `*.` and a name for everything below it.',
        examples: [['*.kafka-serverless.us-east-1.amazonaws.com']],
      },
      answer: word('What is answered in their place, without a SOA.', ['nxdomain', 'nodata'], 'nxdomain'),
      override: text('In place of that: the name of a CNAME.', 'blocked.example'),
    },
    { optional: ['answer', 'override'], example: { domains: ['*.amazonaws.com'] } },
  ),
  { all: { domains: ['*.kafka-serverless.us-east-1.amazonaws.com'], answer: 'nodata' } },
);

const vpcs: JsonSchema = named(
  'VPCs. Each is a router that drops what it has no route for, and a resolver at its CIDR and two.',
  object(
    'A VPC.',
    {
      account,
      region,
      cidr: cidr('Its block. VPCs that no link joins may overlap.', '10.0.0.0/16'),
      moreCidrs: {
        type: 'array',
        description: 'Blocks that were added to it; its resolver stays in the first.',
        items: cidr('Beside all others of this VPC.', '100.64.0.0/16'),
        default: [],
        examples: [['100.64.0.0/16']],
      },
      subnets: byZone(
        'A subnet in each availability zone.',
        object(
          'A subnet.',
          {
            cidr: cidr('Its block, within one of the VPC.', '10.0.1.0/24'),
            deny: named('What its network ACL drops; everything else passes.', denial, {
              replies: { direction: 'out', protocol: 'tcp', ports: [1024, 65_535] },
            }),
          },
          { optional: ['deny'], example: { cidr: '10.0.1.0/24' } },
        ),
        { a: { cidr: '10.0.1.0/24' }, b: { cidr: '10.0.2.0/24' } },
      ),
      dnsSupport: flag('Whether its resolver answers.', true),
      dnsHostnames: flag('Private zones answer only with it.', true),
      internet: flag('Whether its members reach what is public: STS, and DNS of the internet.', true),
      routes: {
        type: 'object',
        description: 'CIDR -> the name of a link, or `blackhole`.',
        additionalProperties: reference('A link, or `blackhole`.', 'peering'),
        default: {},
        examples: [{ '10.1.0.0/16': 'peering', '10.2.0.0/16': 'blackhole' }],
      },
      firewall,
    },
    {
      optional: ['moreCidrs', 'dnsSupport', 'dnsHostnames', 'internet', 'routes', 'firewall'],
      example: {
        account: 'platform',
        region: 'us-east-1',
        cidr: '10.0.0.0/16',
        subnets: { a: { cidr: '10.0.1.0/24' } },
      },
    },
  ),
  {
    core: {
      account: 'platform',
      region: 'us-east-1',
      cidr: '10.0.0.0/16',
      subnets: { a: { cidr: '10.0.1.0/24' } },
      routes: { '10.1.0.0/16': 'peering' },
    },
  },
);

const peering: JsonSchema = object(
  'VPC peering: only packets between these two VPCs pass.',
  {
    kind: { const: 'peering', description: 'What it is.', examples: ['peering'] },
    between: {
      type: 'array',
      items: reference('A VPC.', 'core'),
      minItems: 2,
      maxItems: 2,
      description: 'The two VPCs.',
      examples: [['core', 'apps']],
    },
  },
  { example: { kind: 'peering', between: ['core', 'apps'] } },
);

const table: JsonSchema = {
  type: 'object',
  description: 'CIDR -> the VPC it leads to, or `blackhole`.',
  additionalProperties: reference('A VPC, or `blackhole`.', 'core'),
  examples: [{ '10.0.0.0/16': 'core' }],
};

const transitGateway: JsonSchema = object(
  'A Transit Gateway.',
  {
    kind: { const: 'transit-gateway', description: 'What it is.', examples: ['transit-gateway'] },
    account,
    attachments: {
      type: 'object',
      description: 'VPC -> the route table that its packets are looked up in.',
      additionalProperties: reference('A table.', 'main'),
      examples: [{ core: 'main', apps: 'main' }],
    },
    tables: named('Its route tables.', table, { main: { '10.0.0.0/16': 'core' } }),
  },
  {
    example: {
      kind: 'transit-gateway',
      account: 'network',
      attachments: { core: 'main', apps: 'main' },
      tables: { main: { '10.0.0.0/16': 'core', '10.1.0.0/16': 'apps' } },
    },
  },
);

const links: JsonSchema = named(
  'What joins VPCs. Only what the routes of both say goes there.',
  {
    description: 'A peering or a Transit Gateway.',
    anyOf: [peering, transitGateway],
    examples: [{ kind: 'peering', between: ['core', 'apps'] }],
  },
  { peering: { kind: 'peering', between: ['core', 'apps'] } },
);

const loadBalancers: JsonSchema = named(
  'Network Load Balancers (TCP), each with an endpoint service. They hand on what comes, to dead targets too, and never from one availability zone to another.',
  object(
    'One.',
    {
      account,
      vpc,
      addresses,
      port: {
        type: 'integer',
        minimum: 1,
        maximum: 65_535,
        description: 'Where it listens.',
        default: 9098,
        examples: [9098],
      },
      targets: byZone(
        'Targets by address, in each availability zone.',
        {
          type: 'array',
          items: text('`ADDRESS` or `ADDRESS:PORT`; 9098 by default.', '10.0.1.10', {
            pattern: '^(\\d{1,3}\\.){3}\\d{1,3}(:\\d{1,5})?$',
          }),
          description: 'Its targets there.',
          examples: [['10.0.1.10']],
        },
        { a: ['10.0.1.10'], b: ['10.0.2.10:9098'] },
      ),
    },
    {
      optional: ['port'],
      example: {
        account: 'platform',
        vpc: 'core',
        addresses: { a: '10.0.1.30' },
        targets: { a: ['10.0.1.10'] },
      },
    },
  ),
  { msk: { account: 'platform', vpc: 'core', addresses: { a: '10.0.1.30' }, targets: { a: ['10.0.1.10'] } } },
);

const interfaceEndpoints: JsonSchema = named(
  'Interface endpoints of PrivateLink: each address leads to the load balancer in the same availability zone.',
  object(
    'One.',
    { account, vpc, addresses, service: reference('A load balancer.', 'msk'), securityGroup },
    {
      optional: ['securityGroup'],
      example: { account: 'clients', vpc: 'apps', addresses: { a: '10.1.1.50' }, service: 'msk' },
    },
  ),
  { msk: { account: 'clients', vpc: 'apps', addresses: { a: '10.1.1.50' }, service: 'msk' } },
);

const clients: JsonSchema = named(
  'Instances: where programs run.',
  object(
    'One.',
    {
      vpc,
      zone: text('Its availability zone.', 'a', { pattern: '^[a-f]$' }),
      address: address('Its address, in the subnet of that zone.', '10.1.1.20'),
      nameserver: text(
        'Whom it asks: an address, or `public` for DNS of the internet. The resolver of its VPC by default.',
        'public',
      ),
      metadata: flag('Whether instance metadata answers.', true),
      cluster: reference('Which cluster it wants. The first by default.', 'orders'),
    },
    {
      optional: ['nameserver', 'metadata', 'cluster'],
      example: { vpc: 'apps', zone: 'a', address: '10.1.1.20' },
    },
  ),
  { app: { vpc: 'apps', zone: 'a', address: '10.1.1.20' } },
);

const endpoint: JsonSchema = object(
  'The endpoint of a cluster in a VPC.',
  {
    addresses,
    securityGroup,
    dead: {
      type: 'array',
      items: text('An availability zone.', 'a', { pattern: '^[a-f]$' }),
      description: 'Availability zones where nothing answers.',
      default: [],
      examples: [['b']],
    },
    managedZone: word(
      'Which private zone MSK keeps for the cluster in that VPC; AWS does not say. `shard`: `cN.kafka-serverless...`, `apex`: `kafka-serverless...`, `names`: one for each name.',
      ['shard', 'apex', 'names', 'none'],
      'shard',
    ),
  },
  {
    optional: ['securityGroup', 'dead', 'managedZone'],
    example: { addresses: { a: '10.0.1.10', b: '10.0.2.10' } },
  },
);

const clusters: JsonSchema = {
  ...named(
    'Clusters of MSK Serverless: real Kafka.',
    object(
      'One.',
      {
        account,
        id: text('The eight characters in its host names.', 'k3x9m2ab', { pattern: '^[a-z0-9]{8}$' }),
        shard: text('The label after them.', 'c1', { pattern: '^c\\d{1,4}$' }),
        region,
        brokers: {
          type: 'array',
          items: { type: 'integer', minimum: 0, maximum: 99_999 },
          minItems: 1,
          maxItems: 9,
          uniqueItems: true,
          description: 'The ids of its brokers.',
          default: [97, 98, 103],
          examples: [[97, 98]],
        },
        endpoints: named('Its endpoints, by VPC.', endpoint, { core: { addresses: { a: '10.0.1.10' } } }),
      },
      {
        optional: ['brokers'],
        example: {
          account: 'platform',
          id: 'k3x9m2ab',
          shard: 'c1',
          region: 'us-east-1',
          endpoints: { core: { addresses: { a: '10.0.1.10' } } },
        },
      },
    ),
    {
      orders: {
        account: 'platform',
        id: 'k3x9m2ab',
        shard: 'c1',
        region: 'us-east-1',
        endpoints: { core: { addresses: { a: '10.0.1.10' } } },
      },
    },
  ),
  minProperties: 1,
  maxProperties: 3,
};

/** Their sections. */
export const networkSections: Readonly<Record<string, JsonSchema>> = {
  accounts,
  vpcs,
  links,
  clusters,
  loadBalancers,
  interfaceEndpoints,
  clients,
};
