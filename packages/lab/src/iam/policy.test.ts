import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Statement } from './model.ts';
import { conditionsHold, evaluate, wildcard } from './policy.ts';

const TOPIC = 'arn:aws:kafka:us-east-1:444455556666:topic/lab/uuid/Orders';

test.each([
  ['*', '', true],
  ['*', 'anything', true],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['kafka-cluster:*Topic', 'kafka-cluster:DescribeTopic', true],
  ['kafka-cluster:*Topic', 'kafka-cluster:DescribeTopics', false],
  ['a*b*c', 'aXbXbXc', true],
  ['a.c', 'abc', false],
  ['*', 'a*', true],
])('wildcard %s on %s is %s', (pattern, text, matches) => {
  expect(wildcard(pattern, text)).toBe(matches);
});

test('wildcards agree with a regular expression', () => {
  const piece = fc.constantFrom('a', 'b', '*', '?');
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 8 }),
      fc.array(fc.constantFrom('a', 'b'), { maxLength: 10 }),
      (p, t) => {
        const expected = new RegExp(`^${p.join('').replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(wildcard(p.join(''), t.join(''))).toBe(expected.test(t.join('')));
      },
    ),
  );
});

test('a pattern full of stars does not explode', () => {
  expect(wildcard('*a'.repeat(200), 'a'.repeat(5000) + 'b')).toBe(false);
});

test('actions ignore case, resources do not', () => {
  const statements: Statement[] = [{ Effect: 'Allow', Action: 'KAFKA-cluster:readdata', Resource: TOPIC }];
  expect(evaluate(statements, 'kafka-cluster:ReadData', TOPIC)).toBe('allow');
  expect(evaluate(statements, 'kafka-cluster:ReadData', TOPIC.toLowerCase())).toBe('implicitDeny');
});

test('an explicit Deny wins over any Allow, in any order', () => {
  const allow: Statement = { Effect: 'Allow', Action: '*', Resource: '*' };
  const deny: Statement = { Effect: 'Deny', Action: ['kafka-cluster:WriteData'], Resource: ['*/Orders'] };
  expect(evaluate([allow, deny], 'kafka-cluster:WriteData', TOPIC)).toBe('explicitDeny');
  expect(evaluate([deny, allow], 'kafka-cluster:WriteData', TOPIC)).toBe('explicitDeny');
  expect(evaluate([deny, allow], 'kafka-cluster:ReadData', TOPIC)).toBe('allow');
  expect(evaluate([], 'kafka-cluster:ReadData', TOPIC)).toBe('implicitDeny');
});

test.each([
  ['StringEquals', 'a', 'a', true],
  ['StringEquals', 'a*', 'abc', false],
  ['StringEquals', 'a', undefined, false],
  ['StringEqualsIfExists', 'a', undefined, true],
  ['StringEqualsIfExists', 'a', 'b', false],
  ['StringNotEquals', 'a', 'b', true],
  ['StringNotEquals', 'a', 'a', false],
  ['StringNotEquals', 'a', undefined, true],
  ['StringLike', 'a*', 'abc', true],
  ['StringNotLike', 'a*', 'abc', false],
  ['ArnLike', 'arn:aws:iam::*:role/x', 'arn:aws:iam::1:role/x', true],
  ['ArnNotLike', 'arn:aws:iam::*:role/x', 'arn:aws:iam::1:role/x', false],
  ['Null', 'true', undefined, true],
  ['Null', 'false', undefined, false],
  ['Null', 'false', 'a', true],
  ['NumericEquals', '1', '1', false],
])('%s %s on %s is %s', (operator, wanted, given, holds) => {
  const context = given === undefined ? {} : { 'sts:externalid': given };
  expect(conditionsHold({ [operator]: { 'sts:ExternalId': wanted } }, context)).toBe(holds);
});

test('every condition of a statement must hold, any of its values may', () => {
  const conditions = { StringEquals: { 'sts:ExternalId': ['a', 'b'], 'sts:RoleSessionName': 'x' } };
  expect(conditionsHold(conditions, { 'sts:externalid': 'b', 'sts:rolesessionname': 'x' })).toBe(true);
  expect(conditionsHold(conditions, { 'sts:externalid': 'b', 'sts:rolesessionname': 'y' })).toBe(false);
  expect(conditionsHold(undefined, {})).toBe(true);
});
