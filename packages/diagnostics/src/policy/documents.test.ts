import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { noUses } from '../../test/no-uses.ts';
import { policiesAsJson } from '../render/policies.ts';
import { grantsFor, parseClusterArn, type Grant, type Uses } from './documents.ts';

const ARN = 'arn:aws:kafka:us-east-1:222222222222:cluster/orders/1b2c3d4e-s1';
const CALLER = 'arn:aws:iam::111111111111:role/app';
const HUB = 'arn:aws:iam::333333333333:role/hub';
const ROLE = 'arn:aws:iam::222222222222:role/msk';
const cluster = parseClusterArn(ARN);
const isPolicy = new Ajv().compile(
  JSON.parse(readFileSync(new URL('../../schemas/policy.schema.json', import.meta.url), 'utf8')) as object,
);

function grants(uses: Partial<Uses>, ...chain: Parameters<typeof grantsFor>[3]): readonly Grant[] {
  if (cluster === null) throw new Error('no cluster');
  const made = grantsFor(cluster, { ...noUses, ...uses }, chain.length > 0 ? CALLER : null, chain);
  const json: unknown = JSON.parse(policiesAsJson(made));
  expect([isPolicy(json), isPolicy.errors]).toEqual([true, null]);
  return made;
}

/** What the last document allows, as `Action resource`, without what all have in common. */
function allowed(uses: Partial<Uses>): readonly string[] {
  const statements = grants(uses).at(-1)?.document.Statement ?? [];
  return statements.flatMap(({ Action, Resource = [] }) =>
    Action.flatMap((action) =>
      Resource.map((resource) =>
        `${action} ${resource}`
          .replace('kafka-cluster:', '')
          .replace('arn:aws:kafka:us-east-1:222222222222:', '')
          .replace('/orders/1b2c3d4e-s1', ''),
      ),
    ),
  );
}

test.each([
  [{ check: true }, ['Connect cluster']],
  [{ produce: ['a'] }, ['Connect cluster', 'DescribeTopic topic/a', 'WriteData topic/a']],
  [
    { produce: ['a'], idempotent: true },
    ['Connect cluster', 'WriteDataIdempotently cluster', 'DescribeTopic topic/a', 'WriteData topic/a'],
  ],
  [
    { produce: ['a'], transactionalIds: ['t'] },
    [
      'Connect cluster',
      'WriteDataIdempotently cluster',
      'DescribeTopic topic/a',
      'WriteData topic/a',
      'DescribeTransactionalId transactional-id/t',
      'AlterTransactionalId transactional-id/t',
    ],
  ],
  [
    { consume: ['a', 'b-*'], groups: ['g'] },
    [
      'Connect cluster',
      'DescribeTopic topic/a',
      'DescribeTopic topic/b-*',
      'ReadData topic/a',
      'ReadData topic/b-*',
      'DescribeGroup group/g',
      'AlterGroup group/g',
    ],
  ],
  [
    { admin: true },
    [
      'Connect cluster',
      'DescribeCluster cluster',
      'CreateTopic topic/*',
      'DescribeTopic topic/*',
      'AlterTopic topic/*',
      'DeleteTopic topic/*',
      'DescribeTopicDynamicConfiguration topic/*',
      'AlterTopicDynamicConfiguration topic/*',
      'DescribeGroup group/*',
      'DeleteGroup group/*',
    ],
  ],
] satisfies [Partial<Uses>, string[]][])('%j needs this and no more', (uses, expected) => {
  expect(allowed(uses)).toEqual(expected);
});

test('a dollar begins no variable', () => {
  // oxlint-disable-next-line no-template-curly-in-string -- that is how IAM writes a dollar
  expect(allowed({ consume: ['a'], groups: ['pay$${x}'] })).toContain('AlterGroup group/pay${$}${$}{x}');
});

test('over a chain each may become the next, and only the last touches the cluster', () => {
  const made = grants({ check: true }, { arn: HUB }, { arn: ROLE, externalId: 'my-id' });
  const said = made.map(({ kind, principal, document }) => {
    const [first] = document.Statement;
    return [kind, principal, first?.Principal?.AWS ?? first?.Resource?.[0], first?.Condition?.StringEquals];
  });
  expect(said).toEqual([
    ['permissions', CALLER, HUB, undefined],
    ['trust', HUB, CALLER, undefined],
    ['permissions', HUB, ROLE, undefined],
    ['trust', ROLE, HUB, { 'sts:ExternalId': 'my-id' }],
    ['permissions', ROLE, ARN, undefined],
  ]);
});

test.each([
  '',
  'arn:aws:kafka:us-east-1:222222222222:cluster/orders',
  'arn:aws:kafka:us-east-1:2222:cluster/a/b',
  `${ARN}/x`,
  `${ARN}"`,
  'arn:aws:s3:us-east-1:222222222222:cluster/a/b',
])('%s is no cluster', (arn) => {
  expect(parseClusterArn(arn)).toBeNull();
});
