/** The policies that `msk-reach policy` prints, judged by the lab's own reading of IAM. */
import { expect, test } from 'vitest';
import { grantsFor, parseClusterArn, type Uses } from '../../packages/diagnostics/src/policy/documents.ts';
import { noUses } from '../../packages/diagnostics/test/no-uses.ts';
import { evaluate } from '../../packages/lab/src/iam/policy.ts';

const PREFIX = 'arn:aws:kafka:us-east-1:222222222222';
const PATH = 'orders/1b2c3d4e-s1';

function asked(uses: Partial<Uses>): (action: string, resource: string) => boolean {
  const cluster = parseClusterArn(`${PREFIX}:cluster/${PATH}`);
  if (cluster === null) throw new Error('no cluster');
  const statements = grantsFor(cluster, { ...noUses, ...uses }, null, []).at(-1)?.document.Statement ?? [];
  const readable = statements.map(({ Effect, Action, Resource = [] }) => ({ Effect, Action, Resource }));
  return (action, resource) =>
    evaluate(readable, `kafka-cluster:${action}`, `${PREFIX}:${resource}`) === 'allow';
}

test('a producer may write to its topic, and to no other', () => {
  const may = asked({ produce: ['a'] });
  expect(may('Connect', `cluster/${PATH}`)).toBe(true);
  for (const action of ['DescribeTopic', 'WriteData']) {
    expect(may(action, `topic/${PATH}/a`)).toBe(true);
    expect(may(action, `topic/${PATH}/ab`)).toBe(false);
    expect(may(action, 'topic/orders/another-uuid/a')).toBe(false);
  }
  for (const action of ['ReadData', 'AlterTopic', 'CreateTopic', 'DeleteTopic'])
    expect(may(action, `topic/${PATH}/a`)).toBe(false);
  expect(may('WriteDataIdempotently', `cluster/${PATH}`)).toBe(false);
});

test('a consumer may read its topics in its group, by * too', () => {
  const may = asked({ consume: ['pay-*'], groups: ['g'] });
  expect([may('ReadData', `topic/${PATH}/pay-1`), may('ReadData', `topic/${PATH}/other`)]).toEqual([
    true,
    false,
  ]);
  expect([may('AlterGroup', `group/${PATH}/g`), may('AlterGroup', `group/${PATH}/h`)]).toEqual([true, false]);
  expect([may('WriteData', `topic/${PATH}/pay-1`), may('DeleteGroup', `group/${PATH}/g`)]).toEqual([
    false,
    false,
  ]);
});

test('an administrator reads and writes no data', () => {
  const may = asked({ admin: true });
  expect([may('CreateTopic', `topic/${PATH}/new`), may('DeleteGroup', `group/${PATH}/g`)]).toEqual([
    true,
    true,
  ]);
  expect([may('ReadData', `topic/${PATH}/new`), may('WriteData', `topic/${PATH}/new`)]).toEqual([
    false,
    false,
  ]);
});
