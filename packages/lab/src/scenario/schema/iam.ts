import type { JsonSchema } from '../../faults/kind.ts';

const account: JsonSchema = {
  type: 'string',
  pattern: '^\\d{12}$',
  description: 'Twelve digits.',
  examples: ['111122223333'],
};

const oneOrMany = (description: string, example: string): JsonSchema => ({
  description,
  anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' }, minItems: 1 }],
  examples: [example, [example]],
});

const tags: JsonSchema = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'Tags of the identity (`aws:PrincipalTag`).',
  default: {},
  examples: [{ team: 'payments' }],
};

const sid: JsonSchema = { type: 'string', description: 'A name for the reader.', examples: ['Connect'] };

const statement = (effects: readonly string[]): JsonSchema => ({
  type: 'object',
  description: 'A policy statement as AWS writes it, without conditions.',
  properties: {
    Sid: sid,
    Effect: { enum: effects, description: 'An explicit Deny wins over every Allow.', examples: [effects[0]] },
    Action: oneOrMany('Actions; `*` and `?` stand for any characters.', 'kafka-cluster:*'),
    Resource: oneOrMany(
      'Resource ARNs; `*` and `?` stand for any characters. The default cluster is `arn:aws:kafka:us-east-1:444455556666:cluster/orders/1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed-1`.',
      'arn:aws:kafka:us-east-1:444455556666:cluster/orders/*',
    ),
  },
  required: ['Effect', 'Action', 'Resource'],
  additionalProperties: false,
  examples: [{ Effect: effects[0], Action: 'kafka-cluster:Connect', Resource: '*' }],
});

const statements = (what: string): JsonSchema => ({
  type: 'array',
  items: statement(['Allow', 'Deny']),
  description: what,
  examples: [[{ Effect: 'Allow', Action: 'kafka-cluster:*', Resource: '*' }]],
});

const shortTrust: JsonSchema = {
  type: 'object',
  description: 'A trust policy in short.',
  properties: {
    principals: {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      description:
        'Account numbers, ARNs of users or roles, services (`ecs-tasks.amazonaws.com`), providers of web identity (`arn:aws:iam::ACCOUNT:oidc-provider/HOST/PATH`) or `*`. By default who comes before this role: the client, or the role before it in `assume`.',
      examples: [['arn:aws:iam::111122223333:user/client']],
    },
    externalId: {
      type: ['string', 'null'],
      pattern: '^[\\w+=,.@:/-]{2,1224}$',
      description:
        'The external id that every caller has to give; null for none. `lab-external-id` by default for `msk-client`, none for others.',
      examples: ['other-id', null],
    },
    tagSession: {
      type: 'boolean',
      description: 'Whether the principals may pass tags (`sts:TagSession`).',
      default: false,
      examples: [true],
    },
  },
  additionalProperties: false,
  examples: [{ principals: ['111122223333'], externalId: 'other-id' }],
};

const trustStatement: JsonSchema = {
  type: 'object',
  description: 'A statement of a trust policy as AWS writes it.',
  properties: {
    Sid: sid,
    Effect: { enum: ['Allow', 'Deny'], description: 'An explicit Deny wins.', examples: ['Allow'] },
    Principal: {
      description: 'Whom it speaks of.',
      anyOf: [
        { const: '*' },
        {
          type: 'object',
          properties: {
            AWS: oneOrMany('Accounts, users, roles, sessions.', 'arn:aws:iam::111122223333:root'),
            Federated: oneOrMany(
              'Providers of web identity.',
              'arn:aws:iam::111122223333:oidc-provider/oidc.lab/id/1',
            ),
            Service: oneOrMany('Services.', 'pods.eks.amazonaws.com'),
          },
          additionalProperties: false,
        },
      ],
      examples: [{ AWS: 'arn:aws:iam::111122223333:root' }],
    },
    Action: oneOrMany(
      '`sts:AssumeRole`, `sts:AssumeRoleWithWebIdentity`, `sts:TagSession`.',
      'sts:AssumeRole',
    ),
    Condition: {
      type: 'object',
      description:
        'Operator, key, values. Operators: StringEquals, StringLike, ArnEquals, ArnLike, their Not forms, Null, and IfExists. Keys: sts:ExternalId, sts:RoleSessionName, aws:PrincipalArn, aws:PrincipalAccount, aws:PrincipalTag/KEY, aws:RequestTag/KEY, and HOST/PATH:aud and :sub for web identity.',
      additionalProperties: { type: 'object' },
      examples: [{ StringEquals: { 'sts:ExternalId': 'lab-external-id' } }],
    },
  },
  required: ['Effect', 'Principal', 'Action'],
  additionalProperties: false,
  examples: [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' }],
};

const user: JsonSchema = {
  type: ['object', 'null'],
  description: 'A user; null removes one. What is left out keeps its default.',
  properties: {
    account: { ...account, default: '111122223333' },
    accessKeyId: {
      type: 'string',
      pattern: '^AKIA[A-Z2-7]{16}$',
      description: 'Its access key id. Derived from account and name by default.',
      examples: ['AKIAABCDEFGHIJKLMNOP'],
    },
    statements: statements(
      'What the user may do. By default to assume any role, or everything in Kafka when `assume` is empty.',
    ),
    tags,
  },
  additionalProperties: false,
  examples: [{ statements: [] }, null],
};

const role: JsonSchema = {
  type: ['object', 'null'],
  description: 'A role; null removes one. What is left out keeps its default.',
  properties: {
    account: {
      ...account,
      description:
        "Twelve digits. By default the account of the cluster; for the client's own role 111122223333.",
      examples: ['444455556666'],
    },
    name: {
      type: 'string',
      minLength: 1,
      description: 'Its name, with a path before it when it has one. Its key by default.',
      examples: ['team/reader'],
    },
    trust: {
      description: 'Who may assume it: in short, or a list of statements as AWS writes them.',
      anyOf: [shortTrust, { type: 'array', items: trustStatement }],
      examples: [{ principals: ['111122223333'], externalId: 'other-id' }],
    },
    statements: statements(
      'What its sessions may do. By default everything in Kafka, or to assume any role when another one follows in `assume`.',
    ),
    maxSessionSeconds: {
      type: 'integer',
      minimum: 3600,
      maximum: 43_200,
      description: 'The longest session it gives, seconds.',
      default: 3600,
      examples: [43_200],
    },
    tags,
  },
  additionalProperties: false,
  examples: [{ trust: { principals: ['111122223333'], externalId: 'other-id' } }, { statements: [] }, null],
};

const base: JsonSchema = {
  type: 'object',
  description: 'Where the client finds its base credentials.',
  properties: {
    kind: {
      enum: ['user', 'none', 'session', 'ecs', 'eks-pod-identity', 'web-identity'],
      description:
        '`user`: the access key of a user, in the environment. `none`: nowhere. `session`: temporary credentials of a role, in the environment. `ecs`, `eks-pod-identity`: an HTTP endpoint as tasks and pods have it; the latter passes six transitive tags. `web-identity`: a token file as EKS service accounts have it.',
      default: 'user',
      examples: ['ecs'],
    },
    user: {
      type: 'string',
      minLength: 1,
      description: 'With `user`: which of `users`.',
      default: 'client',
      examples: ['client'],
    },
    role: {
      type: 'string',
      minLength: 1,
      description: 'With the other kinds: which of `roles`. It need not be described there.',
      default: 'app',
      examples: ['app'],
    },
    secret: {
      enum: ['right', 'wrong'],
      description: 'With `user`: whether the secret key belongs to the access key.',
      default: 'right',
      examples: ['wrong'],
    },
    seconds: {
      type: 'integer',
      minimum: -86_400,
      maximum: 43_200,
      description:
        'With `session`, `ecs`, `eks-pod-identity` and `web-identity`: how long the credentials (for web identity its token) still live. Negative, not for an endpoint: they ended that long ago.',
      default: 3600,
      examples: [120, -60],
    },
    tags: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description: 'With `session`: session tags, all of them transitive, as those of EKS Pod Identity are.',
      default: {},
      examples: [{ 'kubernetes-namespace': 'shop' }],
    },
  },
  additionalProperties: false,
  examples: [{ kind: 'ecs', role: 'app' }, { kind: 'none' }],
};

/** Identities. */
export const iamSchema: JsonSchema = {
  type: 'object',
  description:
    'Who may do what, and who the client is. By default user `client` of account 111122223333 assumes role `msk-client` of account 444455556666 with external id `lab-external-id`, and everything is allowed.',
  properties: {
    base,
    assume: {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      description:
        'The roles that the client is told to assume, first to last, by their keys in `roles`. Empty: none.',
      default: ['msk-client'],
      examples: [['hop', 'msk-client'], []],
    },
    users: {
      type: 'object',
      additionalProperties: user,
      description: 'Users by name, over the defaults.',
      default: { client: {} },
      examples: [{ client: { statements: [] } }],
    },
    roles: {
      type: 'object',
      additionalProperties: role,
      description: 'Roles by name, over the defaults.',
      default: { 'msk-client': {} },
      examples: [{ 'msk-client': { trust: { externalId: 'other-id' } } }],
    },
    serviceControlPolicies: {
      type: 'object',
      propertyNames: { pattern: '^\\d{12}$' },
      additionalProperties: { type: 'array', items: statement(['Deny']) },
      description: 'What the organization denies to every identity of an account, by account.',
      default: {},
      examples: [{ '444455556666': [{ Effect: 'Deny', Action: 'kafka-cluster:Connect', Resource: '*' }] }],
    },
    oidcProviders: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        description: 'A provider of web identity registered in an account.',
        properties: {
          account,
          url: {
            type: 'string',
            pattern: '^https://',
            description: 'Its issuer URL.',
            examples: ['https://oidc.lab/id/1'],
          },
          audiences: {
            type: 'array',
            items: { type: 'string' },
            description: 'Accepted audiences.',
            default: ['sts.amazonaws.com'],
            examples: [['sts.amazonaws.com']],
          },
        },
        required: ['account', 'url'],
        additionalProperties: false,
        examples: [{ account: '111122223333', url: 'https://oidc.lab/id/1' }],
      },
      description:
        "Providers of web identity by a name for the reader. With `base.kind` `web-identity` the client's own is there by default.",
      default: {},
      examples: [{ eks: { account: '111122223333', url: 'https://oidc.lab/id/1' } }],
    },
  },
  additionalProperties: false,
  examples: [{ roles: { 'msk-client': { statements: [] } } }],
};
