import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { AssumeRoleWithWebIdentityCommandOutput } from '@aws-sdk/client-sts';
import { fromTokenFile } from '@aws-sdk/credential-providers';
import { expect, test } from 'vitest';
import type { IamModel, TrustStatement } from '../iam/model.ts';
import { openSession } from '../iam/secrets.ts';
import { startSts, type StsOptions, type StsServer } from './sts-server.ts';
import { createIssuer, writeTokenFile, type TokenClaims } from './web-identity.ts';

const MASTER = '0f'.repeat(32);
const URL_ = 'https://oidc.eks.us-east-1.amazonaws.com/id/LAB';
const PROVIDER = 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/LAB';
const ROLE = 'arn:aws:iam::111122223333:role/pod';
const SUBJECT = 'system:serviceaccount:default:client';
const issuer = createIssuer(URL_);

const trust: TrustStatement = {
  Effect: 'Allow',
  Principal: { Federated: PROVIDER },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: {
    StringEquals: { 'oidc.eks.us-east-1.amazonaws.com/id/LAB:aud': 'sts.amazonaws.com' },
    StringLike: { 'oidc.eks.us-east-1.amazonaws.com/id/LAB:sub': 'system:serviceaccount:default:*' },
  },
};
const model = (statements: readonly TrustStatement[] = [trust]): IamModel => ({
  users: {},
  roles: { pod: { account: '111122223333', trust: statements, statements: [] } },
  oidcProviders: { eks: { account: '111122223333', url: URL_ } },
});

const claims = (more: Partial<TokenClaims> = {}): TokenClaims => {
  const iat = Math.floor(Date.now() / 1000);
  return { sub: SUBJECT, iat, exp: iat + 3600, ...more };
};

const start = (options: Partial<StsOptions> = {}): Promise<StsServer> =>
  startSts({ model: model(), master: MASTER, issuers: [issuer], ...options });

const exchange = (sts: StsServer, token: string): Promise<AssumeRoleWithWebIdentityCommandOutput> =>
  new STSClient({ endpoint: sts.endpoint, region: 'us-east-1', maxAttempts: 1 }).send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: ROLE,
      RoleSessionName: 'pod-1',
      WebIdentityToken: token,
    }),
  );

test('the AWS SDK exchanges a token file for a session', async () => {
  await using sts = await start();
  const folder = await mkdtemp(join(tmpdir(), 'msk-lab-'));
  try {
    const webIdentityTokenFile = join(folder, 'token');
    await writeTokenFile(webIdentityTokenFile, issuer.token(claims()));
    const provider = fromTokenFile({
      webIdentityTokenFile,
      roleArn: ROLE,
      roleSessionName: 'pod-1',
      clientConfig: { endpoint: sts.endpoint, region: 'us-east-1' },
    });
    const client = new STSClient({ endpoint: sts.endpoint, region: 'us-east-1', credentials: provider });
    expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: 'arn:aws:sts::111122223333:assumed-role/pod/pod-1',
    });
    expect(sts.calls()[0]).toMatchObject({ action: 'AssumeRoleWithWebIdentity', outcome: 'ok' });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the answer names subject, audience and provider; ES256 works too', async () => {
  const elliptic = createIssuer(URL_, 'ES256');
  await using sts = await start({ issuers: [elliptic, issuer] });
  expect(await exchange(sts, elliptic.token(claims()))).toMatchObject({
    SubjectFromWebIdentityToken: SUBJECT,
    Audience: 'sts.amazonaws.com',
    Provider: PROVIDER,
  });
});

test('tags in the token need sts:TagSession and reach the session', async () => {
  const tagged = claims({
    'https://aws.amazon.com/tags': { principal_tags: { team: ['blue'] }, transitive_tag_keys: ['team'] },
  });
  await using sts = await start();
  await expect(exchange(sts, issuer.token(tagged))).rejects.toMatchObject({
    name: 'AccessDenied',
    message: 'Not authorized to perform sts:TagSession',
  });
  sts.setModel(model([{ ...trust, Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'] }]));
  const { Credentials } = await exchange(sts, issuer.token(tagged));
  expect(openSession(MASTER, Credentials?.SessionToken ?? '')).toMatchObject({
    tags: { team: 'blue' },
    transitive: ['team'],
  });
});

const tampered = (): string => {
  const [header, , signature] = issuer.token(claims()).split('.');
  const body = Buffer.from(
    JSON.stringify({ iss: URL_, aud: 'sts.amazonaws.com', ...claims({ sub: `${SUBJECT}-root` }) }),
  );
  return `${header}.${body.toString('base64url')}.${signature}`;
};
/** The algorithm of the header changed to one without a key. */
const unsigned = (): string => {
  const [header = '', body] = issuer.token(claims()).split('.');
  const changed = { ...(JSON.parse(Buffer.from(header, 'base64url').toString()) as object), alg: 'none' };
  return `${Buffer.from(JSON.stringify(changed)).toString('base64url')}.${body}.`;
};
const stranger = createIssuer(URL_);
const elsewhere = createIssuer('https://oidc.example.com');
const past = Math.floor(Date.now() / 1000) - 60;

test.each([
  [
    'no JWT',
    () => 'an-access-token',
    'InvalidIdentityToken',
    'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
  ],
  [
    'an unknown issuer',
    () => elsewhere.token(claims()),
    'InvalidIdentityToken',
    'No OpenIDConnect provider found in your account for https://oidc.example.com',
  ],
  [
    'a key that cannot be fetched',
    () => stranger.token(claims()),
    'InvalidIdentityToken',
    expect.stringContaining("Couldn't retrieve verification key from your identity provider,  please"),
  ],
  ['a changed claim', tampered, 'InvalidIdentityToken', expect.stringContaining('could not be validated')],
  ['no signature', unsigned, 'InvalidIdentityToken', expect.stringContaining('could not be validated')],
  [
    'another audience',
    () => issuer.token(claims({ aud: 'sts.amazon.com' })),
    'InvalidIdentityToken',
    'Incorrect token audience',
  ],
  [
    'an expired token',
    () => issuer.token(claims({ exp: past })),
    'ExpiredTokenException',
    expect.stringMatching(
      new RegExp(`^Token expired: current date/time \\d+ must be before the expiration date/time ${past}$`),
    ),
  ],
  [
    'another subject',
    () => issuer.token(claims({ sub: 'system:serviceaccount:other:client' })),
    'AccessDenied',
    'Not authorized to perform sts:AssumeRoleWithWebIdentity',
  ],
])('%s is refused', async (_, token, code, message) => {
  await using sts = await start();
  await expect(exchange(sts, token())).rejects.toMatchObject({
    message,
    $metadata: { httpStatusCode: code === 'AccessDenied' ? 403 : 400 },
  });
  expect(sts.calls()).toMatchObject([{ outcome: code }]);
});

test('a role that does not exist, and no token at all', async () => {
  await using sts = await start({ model: { ...model(), roles: {} } });
  await expect(exchange(sts, issuer.token(claims()))).rejects.toMatchObject({
    message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
  });
  const query = `Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=${ROLE}&RoleSessionName=x1`;
  const response = await fetch(`${sts.endpoint}/?${query}`);
  expect([response.status, await response.text()]).toEqual([
    400,
    expect.stringContaining("null at 'webIdentityToken'"),
  ]);
});
