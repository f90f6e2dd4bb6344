import { signToken } from '@msk-reach/core';
import { expect, test } from 'vitest';
import { type BrokerIam, brokerIam } from '../iam/broker-iam.ts';
import { defaultAccessKeyId } from '../iam/directory.ts';
import { CLIENT_ACCOUNT, defaultIam, type IamModel } from '../iam/model.ts';
import { sealSession, secretAccessKey, type SessionPayload } from '../iam/secrets.ts';
import { iamTokenCheck } from './iam-token.ts';
import { bearerToken, isAccepted } from './token-check.ts';

const MASTER = '5a'.repeat(32);
const REGION = 'us-east-1';
const CLUSTER = {
  region: REGION,
  arnPrefix: `arn:aws:kafka:${REGION}:444455556666`,
  name: 'orders',
  uuid: 'u-1',
};
const ROLE = 'arn:aws:iam::444455556666:role/msk-client';
const SESSION_ARN = 'arn:aws:sts::444455556666:assumed-role/msk-client/app';
const KEY = 'ASIAABCDEFGHIJKLMNOP';
const USER_KEY = defaultAccessKeyId(CLIENT_ACCOUNT, 'client');

const iam = (change: (model: IamModel) => IamModel = (model) => model, skewMs = 0): BrokerIam =>
  brokerIam(change(defaultIam()), CLUSTER, MASTER, skewMs);

function sessionToken(change: Partial<SessionPayload> = {}, master = MASTER): string {
  const exp = Math.floor(Date.now() / 1000) + 3600;
  return sealSession(master, { k: KEY, arn: SESSION_ARN, role: ROLE, exp, ...change });
}

/** As AWS's own signer makes it. */
async function signed(
  credentials: Partial<{ accessKeyId: string; secretAccessKey: string; sessionToken: string }> = {},
  region = REGION,
): Promise<string> {
  const { accessKeyId = KEY } = credentials;
  const secret = secretAccessKey(MASTER, accessKeyId);
  const token = await signToken(
    { accessKeyId, secretAccessKey: secret, sessionToken: sessionToken(), ...credentials },
    region,
  );
  return token.value;
}

const outcome = (token: string, document = iam(), now = Date.now): string => {
  const verdict = iamTokenCheck(document, now)(token);
  return isAccepted(verdict) ? verdict.principal : verdict.reason;
};

/** The token with its URL changed, the signature as it was. */
const changed = (token: string, change: (url: string) => string): string =>
  Buffer.from(change(Buffer.from(token, 'base64url').toString())).toString('base64url');

test("a token of AWS's signer is accepted, for its session and for what is left of it", async () => {
  const verdict = iamTokenCheck(iam(), Date.now)(await signed());
  expect(verdict).toMatchObject({ principal: SESSION_ARN });
  const { lifetimeMs } = verdict as { lifetimeMs: number };
  expect(lifetimeMs).toBeGreaterThan(880_000);
  expect(lifetimeMs).toBeLessThanOrEqual(900_000);
  const shorter = await signed({ sessionToken: sessionToken({ exp: Math.floor(Date.now() / 1000) + 60 }) });
  expect((iamTokenCheck(iam(), Date.now)(shorter) as { lifetimeMs: number }).lifetimeMs).toBeLessThanOrEqual(
    60_000,
  );
});

test('a user may sign too, when allowed', async () => {
  const secret = secretAccessKey(MASTER, USER_KEY);
  const { value } = await signToken({ accessKeyId: USER_KEY, secretAccessKey: secret }, REGION);
  expect(outcome(value)).toBe('connect_denied');
  const allowed = iam((model) => {
    const statements = [{ Effect: 'Allow', Action: 'kafka-cluster:Connect', Resource: '*' } as const];
    return { ...model, users: { client: { account: CLIENT_ACCOUNT, statements } } };
  });
  expect(outcome(value, allowed)).toBe(`arn:aws:iam::${CLIENT_ACCOUNT}:user/client`);
  expect(outcome(await signed({ accessKeyId: USER_KEY }), allowed)).toBe('session_token');
});

test('what is wrong with the credentials is found', async () => {
  expect(outcome(await signed({ secretAccessKey: 'wrong' }))).toBe('signature');
  expect(outcome(await signed({ accessKeyId: 'AKIAAAAAAAAAAAAAAAAA' }))).toBe('unknown_key');
  expect(outcome(await signed({ sessionToken: sessionToken({}, '00'.repeat(32)) }))).toBe('session_token');
  expect(outcome(await signed({ sessionToken: sessionToken({ k: 'ASIAOTHEROTHEROTHERO' }) }))).toBe(
    'session_token',
  );
  expect(outcome(await signed({ sessionToken: sessionToken({ exp: 1 }) }))).toBe('session_expired');
  expect(
    outcome(await signed({ sessionToken: sessionToken({ role: 'arn:aws:iam::444455556666:role/gone' }) })),
  ).toBe('unknown_role');
  const { value } = await signToken(
    { accessKeyId: KEY, secretAccessKey: secretAccessKey(MASTER, KEY) },
    REGION,
  );
  expect(outcome(value)).toBe('session_token_missing');
});

test('Region, clock and policies decide', async () => {
  expect(outcome(await signed({}, 'eu-central-1'))).toBe('region');
  const token = await signed();
  expect(outcome(token, iam(), () => Date.now() + 901_000)).toBe('expired');
  expect(
    outcome(
      token,
      iam((model) => model, 901_000),
    ),
  ).toBe('expired');
  expect(outcome(token, iam(), () => Date.now() - 310_000)).toBe('future');
  const trust = { principals: ['*'] };
  const none = iam((model) => ({
    ...model,
    roles: { 'msk-client': { account: '444455556666', trust, statements: [] } },
  }));
  expect(outcome(token, none)).toBe('connect_denied');
  const narrowed = {
    Statement: [{ Effect: 'Allow', Action: 'kafka-cluster:ReadData', Resource: '*' }],
  } as const;
  expect(outcome(await signed({ sessionToken: sessionToken({ policy: narrowed }) }))).toBe('connect_denied');
});

test.each([
  ['a byte of the signature', /X-Amz-Signature=./u, 'X-Amz-Signature=x', 'signature'],
  ['a longer life', 'X-Amz-Expires=900', 'X-Amz-Expires=899', 'signature'],
  ['a life over 900 s', 'X-Amz-Expires=900', 'X-Amz-Expires=901', 'expires'],
  ['a life that is no whole number', 'X-Amz-Expires=900', 'X-Amz-Expires=345.678', 'expires'],
  ['no life', 'X-Amz-Expires=900', 'X-Amz-Expires=-5', 'expires'],
  ['another action', 'kafka-cluster%3AConnect', 'kafka-cluster%3AReadData', 'action'],
  ['another service', '%2Fkafka-cluster%2F', '%2Fkafka%2F', 'scope'],
  ['another host', 'kafka.us-east-1.amazonaws.com', 'kafka.example.com', 'host'],
  ['another path', '.com/?', '.com/x?', 'path'],
  ['plain HTTP', 'https://', 'http://', 'scheme'],
  ['other signed headers', 'X-Amz-SignedHeaders=host', 'X-Amz-SignedHeaders=host%3Bdate', 'signed_headers'],
  ['a parameter twice', '?', '?X-Amz-Expires=900&', 'duplicate_parameter'],
  ['no signature', /&?X-Amz-Signature=[0-9a-f]+/u, '', 'signature'],
])('a token with %s is refused', async (_what, from, to, reason) => {
  const token = await signed();
  const other = changed(token, (url) => url.replace(from, to));
  expect(other).not.toBe(token);
  expect(outcome(other)).toBe(reason);
});

test('what is no token is refused, and no secret is in the reason', async () => {
  for (const token of [
    '',
    'a b',
    'aGVsbG8',
    'x'.repeat(20_000),
    Buffer.from('https://\u0001').toString('base64url'),
  ]) {
    expect(outcome(token)).toBe('malformed');
  }
  const bad = changed(await signed(), (url) => url.replace('X-Amz-Expires=900', 'X-Amz-Expires=899'));
  const signature = /X-Amz-Signature=([0-9a-f]+)/u.exec(Buffer.from(bad, 'base64url').toString())?.[1] ?? '';
  const said = JSON.stringify(iamTokenCheck(iam(), Date.now)(bad));
  expect(signature).toHaveLength(64);
  expect(said).not.toContain(signature);
  expect(said).not.toContain(MASTER);
});

test('the token is taken out of an OAUTHBEARER packet, and nothing else is one', () => {
  const packet = (text: string): string | undefined => bearerToken(Buffer.from(text, 'latin1'));
  expect(packet('n,,\u0001auth=Bearer abc\u0001\u0001')).toBe('abc');
  expect(packet('n,a=me,\u0001auth=bearer abc=\u0001host=x\u0001\u0001')).toBe('abc=');
  for (const text of [
    '',
    'n,,',
    'n,,\u0001\u0001',
    'n,,\u0001auth=Bearer abc\u0001',
    'y,,\u0001auth=Bearer abc\u0001\u0001',
    'n,,\u0001auth=Basic abc\u0001\u0001',
    'n,,\u0001auth=Bearer a b\u0001\u0001',
  ]) {
    expect(packet(text)).toBeUndefined();
  }
});
