/**
 * The documents against IAM's grammar (User Guide, "Grammar of the IAM JSON policy language") and the actions against
 * what MSK publishes of them (Developer Guide, "Semantics of IAM authorization policy actions and resources").
 */
import { expect, test } from 'vitest';
import { noUses } from '../../test/no-uses.ts';
import { policiesAsJson } from '../render/policies.ts';
import { grantsFor, parseClusterArn, type Uses } from './documents.ts';

/** By action: the type of its resource, and what has to be allowed with it. */
const ACTIONS: Readonly<Record<string, readonly [resource: string, ...needs: string[]]>> = {
  Connect: ['cluster'],
  DescribeCluster: ['cluster', 'Connect'],
  WriteDataIdempotently: ['cluster', 'Connect', 'WriteData'],
  CreateTopic: ['topic', 'Connect'],
  DescribeTopic: ['topic', 'Connect'],
  AlterTopic: ['topic', 'Connect', 'DescribeTopic'],
  DeleteTopic: ['topic', 'Connect', 'DescribeTopic'],
  DescribeTopicDynamicConfiguration: ['topic', 'Connect'],
  AlterTopicDynamicConfiguration: ['topic', 'Connect', 'DescribeTopicDynamicConfiguration'],
  ReadData: ['topic', 'Connect', 'DescribeTopic', 'AlterGroup'],
  WriteData: ['topic', 'Connect', 'DescribeTopic'],
  DescribeGroup: ['group', 'Connect'],
  AlterGroup: ['group', 'Connect', 'DescribeGroup'],
  DeleteGroup: ['group', 'Connect', 'DescribeGroup'],
  DescribeTransactionalId: ['transactional-id', 'Connect'],
  AlterTransactionalId: ['transactional-id', 'Connect', 'DescribeTransactionalId', 'WriteData'],
};

const everything: Uses = {
  produce: ['a', 'b-*'],
  consume: ['a'],
  groups: ['g $1'],
  transactionalIds: ['t'],
  idempotent: true,
  admin: true,
  check: true,
};
const USES: readonly Partial<Uses>[] = [
  { check: true },
  { produce: ['a'] },
  { produce: ['a'], idempotent: true },
  { produce: ['a'], transactionalIds: ['t'] },
  { consume: ['a'], groups: ['g'] },
  { admin: true },
  everything,
];
const CASES = ['aws', 'aws-cn', 'aws-us-gov'].flatMap((partition) =>
  USES.map((uses) => [partition, JSON.stringify(uses), uses] as const),
);

type Json = Readonly<Record<string, unknown>>;

function documents(partition: string, uses: Partial<Uses>): readonly Json[] {
  const cluster = parseClusterArn(
    `arn:${partition}:kafka:cn-north-1:222222222222:cluster/orders/1b2c3d4e-s1`,
  );
  if (cluster === null) throw new Error('no cluster');
  const role = { arn: `arn:${partition}:iam::222222222222:role/team/msk`, externalId: 'my-id' };
  const caller = `arn:${partition}:iam::111111111111:role/app`;
  const made = policiesAsJson(grantsFor(cluster, { ...noUses, ...uses }, caller, [role]));
  return (JSON.parse(made) as { readonly policies: readonly { readonly document: Json }[] }).policies.map(
    ({ document }) => document,
  );
}

/** What the grammar has against a document, told from the outside in. */
function mistakes(document: Json): readonly string[] {
  const statements = Array.isArray(document['Statement']) ? (document['Statement'] as Json[]) : [];
  const sids = statements.map((statement) => statement['Sid']);
  return [
    ...unknownKeys(document, ['Version', 'Id', 'Statement']),
    ...(document['Version'] === '2012-10-17' ? [] : ['Version']),
    ...(statements.length > 0 ? [] : ['Statement']),
    ...(new Set(sids).size === sids.length ? [] : ['a Sid twice']),
    ...statements.flatMap(statementMistakes),
  ];
}

function statementMistakes(statement: Json): readonly string[] {
  const isTrust = 'Principal' in statement;
  const { Sid, Effect, Action, Resource, Principal, Condition } = statement;
  return [
    ...unknownKeys(statement, ['Sid', 'Effect', 'Action', 'Condition', isTrust ? 'Principal' : 'Resource']),
    ...(/^[A-Za-z0-9]+$/u.test(String(Sid)) ? [] : ['Sid']),
    ...(Effect === 'Allow' ? [] : ['Effect']),
    ...(strings(Action).every((action) => /^[a-z0-9-]+:[A-Za-z*?]+$/u.test(action)) ? [] : ['Action']),
    ...(isTrust || strings(Resource).every(isArn) ? [] : ['Resource']),
    ...(!isTrust || strings((Principal as Json)['AWS']).every(isArn) ? [] : ['Principal']),
    ...(Condition === undefined || isCondition(Condition) ? [] : ['Condition']),
  ];
}

const unknownKeys = (object: Json, known: readonly string[]): readonly string[] =>
  Object.keys(object).filter((key) => !known.includes(key));

/** A string or a list of some: neither an empty list nor a list of lists. */
function strings(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.length > 0 && list.every((item) => typeof item === 'string') ? list : ['no strings'];
}

/** Six parts; in the last a dollar is written as the variable that stands for it. */
const isArn = (arn: string): boolean =>
  /^arn:aws(?:-[a-z]+)*:[a-z-]+:[a-z0-9-]*:\d{12}:[ -~]+$/u.test(arn) &&
  !arn.replaceAll('${$}', '').includes('$');

const isCondition = (condition: unknown): boolean =>
  Object.entries(condition as Record<string, Json>).every(
    ([operator, keys]) =>
      /^[A-Z][A-Za-z]+$/u.test(operator) &&
      Object.entries(keys).every(([key, value]) => /^\w+:\w+$/u.test(key) && strings(value).length > 0),
  );

test.each(CASES)('in %s the three documents of %s are sentences of the grammar', (partition, _, uses) => {
  const made = documents(partition, uses);
  expect(made).toHaveLength(3);
  expect(made.map(mistakes)).toEqual([[], [], []]);
});

test.each(CASES)(
  "in %s the actions of %s are MSK's, on their resources, with what each needs",
  (partition, _, uses) => {
    const [, , own = {}] = documents(partition, uses);
    const pairs = (own['Statement'] as { readonly Action: string[]; readonly Resource: string[] }[]).flatMap(
      ({ Action, Resource }) =>
        Action.flatMap((action) =>
          Resource.map(
            (arn) => [action.replace('kafka-cluster:', ''), arn.split(':')[5]?.split('/')[0]] as const,
          ),
        ),
    );
    const allowed = new Set(pairs.map(([action]) => action));
    for (const [action, resource] of pairs) {
      const [of, ...needs] = ACTIONS[action] ?? ['no such action'];
      expect({ action, resource }).toEqual({ action, resource: of });
      expect(needs.filter((needed) => !allowed.has(needed))).toEqual([]);
    }
  },
);

test('the checker finds what is wrong', () => {
  const sound = { Sid: 'A', Effect: 'Allow', Action: ['a:B'], Resource: ['arn:aws:iam::111111111111:x'] };
  const of = (statement: Json): Json => ({ Version: '2012-10-17', Statement: [{ ...sound, ...statement }] });
  expect(mistakes(of({}))).toEqual([]);
  expect(mistakes(of({ Sid: 'a b' }))).toEqual(['Sid']);
  expect(mistakes(of({ Action: [] }))).toEqual(['Action']);
  expect(mistakes(of({ Resource: ['arn:aws:iam::111111111111:$x'] }))).toEqual(['Resource']);
  expect(mistakes(of({ Principal: { AWS: '*' } }))).toEqual(['Resource', 'Principal']);
  expect(mistakes({ Version: '2008-10-17', Statement: [sound, sound] })).toEqual(['Version', 'a Sid twice']);
});
