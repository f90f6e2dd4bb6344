import { expect, test } from 'vitest';
import { directory } from '../iam/directory.ts';
import type { IamModel, IamRole, Statement } from '../iam/model.ts';
import type { Caller } from './caller.ts';
import { decideAssumeRole } from './decide.ts';
import type { AssumeInput } from './parameters.ts';

const HOME = '111122223333';
const AWAY = '444455556666';
const USER = `arn:aws:iam::${HOME}:user/client`;
const MAY: Statement = { Effect: 'Allow', Action: 'sts:*', Resource: '*' };
const NO_ASSUME: Statement = { Effect: 'Deny', Action: 'sts:AssumeRole', Resource: '*' };

const role = (account: string, rest: Partial<IamRole> = {}): IamRole => ({
  account,
  trust: { principals: [USER], externalId: 'right' },
  statements: [],
  ...rest,
});

const caller = (rest: Partial<Caller> = {}): Caller => ({
  account: HOME,
  arn: USER,
  userId: 'AIDA',
  arns: [USER],
  principalArn: USER,
  statements: [MAY],
  serviceControl: [],
  sessionPolicy: undefined,
  session: false,
  tags: {},
  transitive: [],
  ...rest,
});

const input = (account: string, rest: Partial<AssumeInput> = {}): AssumeInput => ({
  roleArn: `arn:aws:iam::${account}:role/target`,
  sessionName: 'session',
  durationSeconds: undefined,
  policy: undefined,
  tags: {},
  transitive: [],
  externalId: 'right',
  packedPercent: undefined,
  ...rest,
});

const known = (target: IamRole): ReturnType<typeof directory> => {
  const model: IamModel = { users: {}, roles: { target } };
  return directory(model);
};

const text = (account: string, action = 'sts:AssumeRole', who = USER): string =>
  `User: ${who} is not authorized to perform: ${action} on resource: arn:aws:iam::${account}:role/target`;

test.each([
  ['a wrong external id', known(role(AWAY)), caller(), input(AWAY, { externalId: 'wrong' })],
  ['no external id', known(role(AWAY)), caller(), input(AWAY, { externalId: undefined })],
  ['a missing trust', known(role(AWAY, { trust: { principals: [] } })), caller(), input(AWAY)],
  ['a missing permission', known(role(AWAY)), caller({ statements: [] }), input(AWAY)],
  [
    'a wildcard trust and a missing permission',
    known(role(AWAY, { trust: { principals: ['*'] } })),
    caller({ statements: [] }),
    input(AWAY),
  ],
  ['a role that does not exist', directory({ users: {}, roles: {} }), caller(), input(AWAY)],
  [
    'an explicit denial of the caller',
    known(role(AWAY)),
    caller({ statements: [MAY, NO_ASSUME] }),
    input(AWAY),
  ],
])('across accounts %s reads the same', (_, where, who, what) => {
  expect(decideAssumeRole(where, who, what)).toMatchObject({
    status: 403,
    code: 'AccessDenied',
    message: text(AWAY),
  });
});

test.each([
  [
    'a wrong external id',
    role(HOME),
    caller(),
    input(HOME, { externalId: 'wrong' }),
    ' because no role trust policy allows the sts:AssumeRole action',
  ],
  [
    'a trust policy that denies',
    role(HOME, { trust: [{ Effect: 'Deny', Principal: '*', Action: 'sts:*' }] }),
    caller(),
    input(HOME),
    ' with an explicit deny in the role trust policy',
  ],
  [
    'a missing permission',
    role(HOME, { trust: { principals: [HOME] } }),
    caller({ statements: [] }),
    input(HOME),
    ' because no identity-based policy allows the sts:AssumeRole action',
  ],
  [
    'a denied permission',
    role(HOME),
    caller({ statements: [MAY, NO_ASSUME] }),
    input(HOME),
    ' with an explicit deny in an identity-based policy',
  ],
  [
    'a session policy without it',
    role(HOME),
    caller({ sessionPolicy: [] }),
    input(HOME),
    ' because no session policy allows the sts:AssumeRole action',
  ],
])('within one account %s is worded', (_, target, who, what, words) => {
  expect(decideAssumeRole(known(target), who, what)).toMatchObject({
    code: 'AccessDenied',
    message: text(HOME) + words,
  });
});

test('within one account a role that does not exist is not worded', () => {
  const nothing = directory({ users: {}, roles: {} });
  expect(decideAssumeRole(nothing, caller(), input(HOME))).toMatchObject({
    code: 'AccessDenied',
    message: text(HOME),
  });
});

test('a service control policy is named, also across accounts', () => {
  const denied = caller({ serviceControl: [NO_ASSUME] });
  expect(decideAssumeRole(known(role(AWAY)), denied, input(AWAY))).toMatchObject({
    message: `${text(AWAY)} with an explicit deny in a service control policy`,
  });
});

test('within one account a trust by name is enough, a trust of the account is not', () => {
  const nobody = caller({ statements: [] });
  expect(decideAssumeRole(known(role(HOME)), nobody, input(HOME))).toMatchObject({ seconds: 3600 });
  const trustsAccount = known(role(HOME, { trust: { principals: [HOME] } }));
  expect(decideAssumeRole(trustsAccount, nobody, input(HOME))).toMatchObject({ code: 'AccessDenied' });
  expect(decideAssumeRole(trustsAccount, caller(), input(HOME))).toMatchObject({ seconds: 3600 });
});

const SESSION = `arn:aws:sts::${HOME}:assumed-role/pod/one`;
const POD = `arn:aws:iam::${HOME}:role/pod`;
const session = (rest: Partial<Caller> = {}): Caller =>
  caller({ arn: SESSION, arns: [SESSION, POD], principalArn: POD, session: true, ...rest });
const trusting = (tagSession: boolean, rest: Partial<IamRole> = {}): ReturnType<typeof directory> =>
  known(role(AWAY, { trust: { principals: [POD], tagSession }, ...rest }));

test('transitive tags make the next hop need sts:TagSession, and are inherited', () => {
  const tagged = session({ tags: { a: '1', b: '2' }, transitive: ['A'] });
  expect(decideAssumeRole(trusting(false), tagged, input(AWAY))).toMatchObject({
    code: 'AccessDenied',
    message: text(AWAY, 'sts:TagSession', SESSION),
  });
  expect(decideAssumeRole(trusting(true), tagged, input(AWAY))).toMatchObject({
    tags: { a: '1' },
    transitive: ['A'],
    chained: true,
  });
  // Both sides must allow it.
  const unable = { ...tagged, statements: [{ ...MAY, Action: 'sts:AssumeRole' }] };
  expect(decideAssumeRole(trusting(true), unable, input(AWAY))).toMatchObject({
    message: text(AWAY, 'sts:TagSession', SESSION),
  });
});

test('passed tags need sts:TagSession too, and may not override inherited ones', () => {
  const passing = input(AWAY, { tags: { team: 'x' }, transitive: ['team'] });
  expect(decideAssumeRole(trusting(false), session(), passing)).toMatchObject({ code: 'AccessDenied' });
  expect(decideAssumeRole(trusting(true), session(), passing)).toMatchObject({
    tags: { team: 'x' },
    transitive: ['team'],
  });
  const inheriting = session({ tags: { Team: 'y' }, transitive: ['Team'] });
  expect(decideAssumeRole(trusting(true), inheriting, passing)).toMatchObject({
    status: 400,
    code: 'InvalidParameterValue',
    message: expect.stringContaining('conflicts with a transitive tag key from the calling session'),
  });
});

test('durations: the role first, then the hour of a chain', () => {
  const ask = (durationSeconds: number): AssumeInput => input(AWAY, { durationSeconds });
  const long = trusting(false, { maxSessionSeconds: 43_200 });
  const tooLong = 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.';
  expect(decideAssumeRole(known(role(AWAY)), caller(), ask(3601))).toMatchObject({
    status: 400,
    code: 'ValidationError',
    message: tooLong,
  });
  expect(decideAssumeRole(long, session(), ask(3600))).toMatchObject({ seconds: 3600, chained: true });
  expect(decideAssumeRole(long, session(), ask(3601))).toMatchObject({
    code: 'ValidationError',
    message:
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
  });
  expect(decideAssumeRole(trusting(false), session(), ask(3601))).toMatchObject({ message: tooLong });
  const lasting = known(role(AWAY, { maxSessionSeconds: 43_200 }));
  expect(decideAssumeRole(lasting, caller(), ask(43_200))).toMatchObject({ seconds: 43_200, chained: false });
  expect(decideAssumeRole(lasting, caller(), input(AWAY))).toMatchObject({ seconds: 3600 });
});

test('conditions see the caller: principal ARN, account and tags', () => {
  const Condition = {
    ArnEquals: { 'aws:PrincipalArn': POD },
    StringEquals: { 'aws:PrincipalAccount': HOME, 'aws:PrincipalTag/team': 'blue' },
  };
  const guarded = known(
    role(AWAY, {
      trust: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole', Condition }],
    }),
  );
  expect(decideAssumeRole(guarded, session({ tags: { Team: 'blue' } }), input(AWAY))).toMatchObject({
    chained: true,
  });
  expect(decideAssumeRole(guarded, session({ tags: { Team: 'red' } }), input(AWAY))).toMatchObject({
    code: 'AccessDenied',
  });
});
