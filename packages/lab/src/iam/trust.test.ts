import { expect, test } from 'vitest';
import { evaluateTrust, trustStatements, type Requester } from './trust.ts';

const ROLE = 'arn:aws:iam::111122223333:role/app';
const SESSION = 'arn:aws:sts::111122223333:assumed-role/app/one';
const session: Requester = { kind: 'aws', account: '111122223333', arns: [SESSION, ROLE] };
const assume = 'sts:AssumeRole';

test.each([
  [ROLE, 'allow', true],
  [SESSION, 'allow', true],
  ['*', 'allow', true],
  ['111122223333', 'allow', false],
  ['arn:aws:iam::111122223333:root', 'allow', false],
  ['arn:aws:iam::999999999999:root', 'implicitDeny', false],
  ['arn:aws:iam::111122223333:role/*', 'implicitDeny', false],
  ['arn:aws:iam::111122223333:role/App', 'implicitDeny', false],
])('principal %s: %s, by name %s', (principal, decision, direct) => {
  const trust = trustStatements({ principals: [principal] });
  expect(evaluateTrust(trust, assume, session, {})).toEqual({ decision, direct });
});

test('the short form demands its external id', () => {
  const trust = trustStatements({ principals: [ROLE], externalId: 'x-1' });
  expect(evaluateTrust(trust, assume, session, { 'sts:externalid': 'x-1' }).decision).toBe('allow');
  expect(evaluateTrust(trust, assume, session, { 'sts:externalid': 'X-1' }).decision).toBe('implicitDeny');
  expect(evaluateTrust(trust, assume, session, {}).decision).toBe('implicitDeny');
});

test('tags need sts:TagSession, without the external id', () => {
  const short = { principals: [ROLE], externalId: 'x-1' };
  expect(evaluateTrust(trustStatements(short), 'sts:TagSession', session, {}).decision).toBe('implicitDeny');
  const tagging = trustStatements({ ...short, tagSession: true });
  expect(evaluateTrust(tagging, 'sts:TagSession', session, {}).decision).toBe('allow');
});

test('services and OpenID Connect providers are told apart by their form', () => {
  const provider = 'arn:aws:iam::444455556666:oidc-provider/oidc.example.com/id/A';
  const trust = trustStatements({ principals: ['pods.eks.amazonaws.com', provider] });
  expect(evaluateTrust(trust, assume, { kind: 'service', name: 'pods.eks.amazonaws.com' }, {}).decision).toBe(
    'allow',
  );
  expect(
    evaluateTrust(trust, assume, { kind: 'service', name: 'ecs-tasks.amazonaws.com' }, {}).decision,
  ).toBe('implicitDeny');
  const web = 'sts:AssumeRoleWithWebIdentity';
  expect(evaluateTrust(trust, web, { kind: 'federated', arn: provider }, {}).decision).toBe('allow');
  expect(evaluateTrust(trust, assume, { kind: 'federated', arn: provider }, {}).decision).toBe(
    'implicitDeny',
  );
  expect(evaluateTrust(trust, assume, session, {}).decision).toBe('implicitDeny');
});

test("AWS's own form passes unchanged, and its Deny wins", () => {
  const trust = trustStatements([
    { Effect: 'Allow', Principal: '*', Action: 'sts:*' },
    {
      Effect: 'Deny',
      Principal: { AWS: ROLE },
      Action: assume,
      Condition: { Null: { 'sts:ExternalId': 'true' } },
    },
  ]);
  expect(evaluateTrust(trust, assume, session, {}).decision).toBe('explicitDeny');
  expect(evaluateTrust(trust, assume, session, { 'sts:externalid': 'any' }).decision).toBe('allow');
});
