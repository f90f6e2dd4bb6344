import { expect, test } from 'vitest';
import { brokerIam } from './broker-iam.ts';
import { defaultAccessKeyId, directory } from './directory.ts';
import { defaultIam, type IamModel } from './model.ts';

const MASTER = '11'.repeat(32);
const CLUSTER = {
  region: 'us-east-1',
  arnPrefix: 'arn:aws:kafka:us-east-1:444455556666',
  name: 'lab',
  uuid: 'u-1',
};
const DENY = { Effect: 'Deny', Action: ['kafka-cluster:WriteData'], Resource: '*' } as const;

test('the JSON for the brokers: lists only, by access key id and role ARN', () => {
  expect(brokerIam(defaultIam(), CLUSTER, MASTER)).toEqual({
    master: MASTER,
    clockSkewMs: 0,
    cluster: CLUSTER,
    users: {
      [defaultAccessKeyId('111122223333', 'client')]: {
        arn: 'arn:aws:iam::111122223333:user/client',
        statements: [{ Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: ['*'] }],
      },
    },
    roles: {
      'arn:aws:iam::444455556666:role/msk-client': {
        statements: [
          { Effect: 'Allow', Action: ['kafka-cluster:*', 'kafka:GetBootstrapBrokers'], Resource: ['*'] },
        ],
      },
    },
  });
});

test("service control policies deny to their account's identities, and the skew is passed on", () => {
  const model: IamModel = { ...defaultIam(), serviceControlPolicies: { 444455556666: [DENY] } };
  const json = brokerIam(model, CLUSTER, MASTER, -5000);
  expect(json.clockSkewMs).toBe(-5000);
  expect(json.roles['arn:aws:iam::444455556666:role/msk-client']?.statements).toContainEqual({
    ...DENY,
    Resource: ['*'],
  });
  expect(Object.values(json.users)[0]?.statements).toHaveLength(1);
});

test('access key ids are stable and of AWS form', () => {
  expect(defaultAccessKeyId('111122223333', 'client')).toMatch(/^AKIA[A-Z2-7]{16}$/);
  expect(defaultAccessKeyId('111122223333', 'client')).toBe(defaultAccessKeyId('111122223333', 'client'));
  expect(defaultAccessKeyId('111122223333', 'other')).not.toBe(defaultAccessKeyId('111122223333', 'client'));
});

test('a role has its path in its ARN and not in its short name', () => {
  const role = { account: '444455556666', name: 'team/reader', trust: { principals: ['*'] }, statements: [] };
  const known = directory({ users: {}, roles: { reader: role } }).roles[0];
  expect(known).toMatchObject({ arn: 'arn:aws:iam::444455556666:role/team/reader', shortName: 'reader' });
  expect(known?.uniqueId).toMatch(/^AROA[A-Z2-7]{17}$/);
});

const user = (account: string, accessKeyId?: string): IamModel['users'][string] => ({
  account,
  statements: [],
  ...(accessKeyId === undefined ? {} : { accessKeyId }),
});

test.each([
  ['an account that is no number', { a: user('1234') }, 'twelve digits'],
  ['a malformed access key id', { a: user('111122223333', 'AKIA1') }, 'AKIA and 16'],
  [
    'one access key id twice',
    { a: user('111122223333', 'AKIAABCDEFGHIJKLMNOP'), b: user('111122223333', 'AKIAABCDEFGHIJKLMNOP') },
    'two users',
  ],
])('%s is refused', (_, users, words) => {
  expect(() => directory({ users, roles: {} })).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining(words) }),
  );
});
