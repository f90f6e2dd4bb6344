import { expect, test } from 'vitest';
import { directory } from '../iam/directory.ts';
import { defaultIam } from '../iam/model.ts';
import { resolveIam } from './iam.ts';
import type { IamSection } from './scenario.ts';

const CLUSTER = '444455556666';
const resolved = (section: IamSection = {}) => resolveIam(section, CLUSTER).iam;

test('nothing said is the default model, in effect', () => {
  const { model, assume, baseRoleArn } = resolved();
  const standard = defaultIam();
  expect(model.roles['msk-client']?.trust).toMatchObject(standard.roles['msk-client']?.trust ?? {});
  expect(model.roles['msk-client']?.statements).toEqual(standard.roles['msk-client']?.statements);
  expect(assume).toEqual([{ arn: `arn:aws:iam::${CLUSTER}:role/msk-client`, externalId: 'lab-external-id' }]);
  expect(baseRoleArn).toBeNull();
  expect(() => directory(model)).not.toThrow();
});

test('one field changes, the others stay', () => {
  const { model, assume } = resolved({ roles: { 'msk-client': { trust: { externalId: 'other' } } } });
  expect(model.roles['msk-client']).toMatchObject({
    account: CLUSTER,
    trust: { principals: ['arn:aws:iam::111122223333:user/client'], externalId: 'other' },
  });
  expect(assume[0]?.externalId).toBe('other');
  expect(
    resolved({ roles: { 'msk-client': { trust: { externalId: null } } } }).assume[0]?.externalId,
  ).toBeNull();
});

test('a role that is null is not there, and the client is still told to assume it', () => {
  const { model, assume } = resolved({ roles: { 'msk-client': null } });
  expect(model.roles).toEqual({});
  expect(assume[0]).toEqual({
    arn: `arn:aws:iam::${CLUSTER}:role/msk-client`,
    externalId: 'lab-external-id',
  });
});

test('each role of a chain trusts the one before it, and the last may use Kafka', () => {
  const { model } = resolved({ assume: ['hop', 'msk-client'], roles: { hop: { account: '111122223333' } } });
  expect(model.roles['hop']).toMatchObject({
    trust: { principals: ['arn:aws:iam::111122223333:user/client'] },
    statements: [{ Action: ['sts:AssumeRole', 'sts:TagSession'] }],
  });
  expect(model.roles['msk-client']).toMatchObject({
    trust: { principals: ['arn:aws:iam::111122223333:role/hop'] },
    statements: [{ Action: ['kafka-cluster:*', 'kafka:GetBootstrapBrokers'] }],
  });
});

test('without roles the user itself may use Kafka', () => {
  const { model, assume } = resolved({ assume: [], users: { client: { account: CLUSTER } } });
  expect(assume).toEqual([]);
  expect(model.users['client']).toMatchObject({
    account: CLUSTER,
    statements: [{ Action: ['kafka-cluster:*', 'kafka:GetBootstrapBrokers'] }],
  });
});

test.each([
  ['ecs', 'ecs-tasks.amazonaws.com', false],
  ['eks-pod-identity', 'pods.eks.amazonaws.com', true],
  ['web-identity', 'arn:aws:iam::111122223333:oidc-provider/oidc.lab/id/1', false],
] as const)('%s starts with a role that trusts its service', (kind, principal, tagged) => {
  const { model, baseRoleArn } = resolved({ base: { kind } });
  expect(baseRoleArn).toBe('arn:aws:iam::111122223333:role/app');
  expect(model.roles['app']?.trust).toMatchObject({ principals: [principal] });
  expect(model.roles['msk-client']?.trust).toMatchObject({ principals: [baseRoleArn], tagSession: tagged });
});

test("the external id is found in AWS's own form of a trust policy", () => {
  const trust = [
    {
      Effect: 'Allow' as const,
      Principal: { AWS: '111122223333' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': ['one', 'two'] } },
    },
  ];
  expect(resolved({ roles: { 'msk-client': { trust } } }).assume[0]?.externalId).toBe('one');
});
