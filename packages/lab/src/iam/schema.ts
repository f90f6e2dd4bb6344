/** The JSON Schema of a scenario's `iam` section. */
import type { JsonSchema } from '../faults/kind.ts';
import { CONDITION_OPERATORS } from './policy.ts';

const oneOrMany = (description: string, ...examples: readonly unknown[]): JsonSchema => ({
  description,
  examples,
  oneOf: [
    { type: 'string', minLength: 1 },
    { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1 },
  ],
});
const account = {
  description: 'Account number.',
  examples: ['444455556666'],
  type: 'string',
  pattern: '^\\d{12}$',
};
const Sid = { description: 'A name for the reader.', examples: ['AllowConnect'], type: 'string' };
const Effect = { description: 'A Deny wins over every Allow.', examples: ['Allow'], enum: ['Allow', 'Deny'] };
const tags = {
  description: 'Tags, seen by conditions as aws:PrincipalTag/KEY.',
  examples: [{ team: 'orders' }],
  type: 'object',
  additionalProperties: { type: 'string' },
};

const object = (
  description: string,
  example: unknown,
  properties: JsonSchema,
  required: readonly string[],
): JsonSchema => ({
  description,
  examples: [example],
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});
const list = (description: string, items: JsonSchema, example: unknown): JsonSchema => ({
  description,
  examples: [example],
  type: 'array',
  items,
});
const byName = (description: string, items: JsonSchema, example: unknown, names = '.'): JsonSchema => ({
  description,
  examples: [example],
  type: 'object',
  propertyNames: { pattern: names },
  additionalProperties: items,
});

const ALLOW = { Effect: 'Allow', Action: 'kafka-cluster:*', Resource: '*' };
const DENY = { Effect: 'Deny', Action: 'kafka-cluster:WriteData', Resource: '*' };
const PRINCIPAL = 'arn:aws:iam::111122223333:user/client';

const statement = (effect: JsonSchema): JsonSchema =>
  object(
    'A policy statement.',
    effect === Effect ? ALLOW : DENY,
    {
      Sid,
      Effect: effect,
      Action: oneOrMany('Actions, without regard to case; * and ? are wildcards.', 'kafka-cluster:*'),
      Resource: oneOrMany('Resource ARNs, with regard to case; * and ? are wildcards.', '*'),
    },
    ['Effect', 'Action', 'Resource'],
  );
const statements = list('What the identity may do.', statement(Effect), [ALLOW]);

const operators = CONDITION_OPERATORS.flatMap((name) =>
  name === 'Null' ? [name] : [name, `${name}IfExists`],
);
const conditions = {
  ...byName(
    'Conditions: operator, then key, then the values of which one must match.',
    byName('Values by condition key.', oneOrMany('Values.', 'lab-external-id'), {
      'sts:ExternalId': 'lab-external-id',
    }),
    { StringEquals: { 'sts:ExternalId': 'lab-external-id' } },
  ),
  propertyNames: { enum: operators },
};
const trustStatement = object(
  "A statement of a trust policy, in AWS's form.",
  { Effect: 'Allow', Principal: { AWS: PRINCIPAL }, Action: 'sts:AssumeRole' },
  {
    Sid,
    Effect,
    Principal: {
      description: 'Who the statement speaks of.',
      examples: [{ AWS: PRINCIPAL }, '*'],
      oneOf: [
        { const: '*' },
        object(
          'Principals by kind.',
          { AWS: PRINCIPAL },
          {
            AWS: oneOrMany('Accounts, users, roles, sessions or *.', PRINCIPAL),
            Federated: oneOrMany(
              'OpenID Connect providers.',
              'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/LAB',
            ),
            Service: oneOrMany('Services.', 'pods.eks.amazonaws.com'),
          },
          [],
        ),
      ],
    },
    Action: oneOrMany('sts:AssumeRole, sts:AssumeRoleWithWebIdentity, sts:TagSession.', 'sts:AssumeRole'),
    Condition: conditions,
  },
  ['Effect', 'Principal', 'Action'],
);
const shortTrust = object(
  'A trust policy in short.',
  { principals: [PRINCIPAL], externalId: 'lab-external-id' },
  {
    principals: list(
      'Accounts, ARNs, *, services or OpenID Connect provider ARNs.',
      { type: 'string', minLength: 1 },
      [PRINCIPAL],
    ),
    externalId: { description: 'Demanded of every caller.', examples: ['lab-external-id'], type: 'string' },
    tagSession: {
      description: 'Whether tags may be passed.',
      examples: [true],
      type: 'boolean',
      default: false,
    },
  },
  ['principals'],
);

const user = object(
  'A user with an access key.',
  { account: '111122223333', statements: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }] },
  {
    account,
    accessKeyId: {
      description: 'The access key id; derived from account and name when left out.',
      examples: ['AKIAABCDEFGHIJKLMNOP'],
      type: 'string',
      pattern: '^AKIA[A-Z2-7]{16}$',
    },
    statements,
    tags,
  },
  ['account', 'statements'],
);
const role = object(
  'A role that others assume.',
  { account: '444455556666', trust: { principals: [PRINCIPAL] }, statements: [ALLOW] },
  {
    account,
    name: {
      description: 'Its name, with a path before it when it has one; the key when left out.',
      examples: ['team/reader'],
      type: 'string',
      pattern: '^[\\w+=,.@/-]{1,576}$',
    },
    trust: {
      description: 'Who may assume it.',
      examples: [{ principals: [PRINCIPAL], externalId: 'lab-external-id' }],
      oneOf: [shortTrust, { type: 'array', items: trustStatement }],
    },
    statements,
    maxSessionSeconds: {
      description: 'MaxSessionDuration.',
      examples: [43_200],
      type: 'integer',
      minimum: 1,
      maximum: 43_200,
      default: 3600,
    },
    tags,
  },
  ['account', 'trust', 'statements'],
);
const provider = object(
  'An OpenID Connect provider registered in an account.',
  { account: '111122223333', url: 'https://oidc.eks.us-east-1.amazonaws.com/id/LAB' },
  {
    account,
    url: {
      description: "The issuer's URL.",
      examples: ['https://oidc.eks.us-east-1.amazonaws.com/id/LAB'],
      type: 'string',
      pattern: '^https://',
    },
    audiences: list('Accepted audiences.', { type: 'string' }, ['sts.amazonaws.com']),
  },
  ['account', 'url'],
);

const NAME = '^[\\w+=,.@/-]{1,576}$';

/** The schema of an {@link IamModel}, with a description and an example for every field. @public */
export const IAM_SCHEMA: JsonSchema = object(
  'Accounts, users, roles and their policies.',
  { users: {}, roles: {} },
  {
    users: byName('Users by name.', user, {}, NAME),
    roles: byName('Roles by name.', role, {}, NAME),
    serviceControlPolicies: byName(
      'Denials for every identity of an account, by account.',
      list(
        'Denials.',
        statement({ ...Effect, description: 'Deny alone.', examples: ['Deny'], enum: ['Deny'] }),
        [DENY],
      ),
      { 444455556666: [DENY] },
      '^\\d{12}$',
    ),
    oidcProviders: byName('OpenID Connect providers by name.', provider, {}),
  },
  ['users', 'roles'],
);
