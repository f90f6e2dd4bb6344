import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromHttp } from '@aws-sdk/credential-providers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLUSTER_ACCOUNT, type IamModel } from '../iam/model.ts';
import { openSession } from '../iam/secrets.ts';
import { startContainerCredentials } from './container-credentials.ts';
import type { ContainerCredentials, ContainerCredentialsOptions } from './container-credentials.ts';
import { startSts } from './sts-server.ts';
import { createIssuer } from './web-identity.ts';

const MASTER = '0f'.repeat(32);
const ROLE = 'arn:aws:iam::111122223333:role/container';
const TARGET = `arn:aws:iam::${CLUSTER_ACCOUNT}:role/msk-client`;
const issuer = createIssuer('https://oidc.eks.us-east-1.amazonaws.com/id/LAB');

const model = (tagSession = true): IamModel => ({
  users: {},
  roles: {
    container: {
      account: '111122223333',
      trust: { principals: ['ecs-tasks.amazonaws.com', 'pods.eks.amazonaws.com'], tagSession },
      statements: [{ Effect: 'Allow', Action: 'sts:*', Resource: '*' }],
    },
    'msk-client': { account: CLUSTER_ACCOUNT, trust: { principals: [ROLE] }, statements: [] },
  },
});

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'msk-lab-'));
});
afterAll(() => rm(folder, { recursive: true }));

const start = (options: Partial<ContainerCredentialsOptions>): Promise<ContainerCredentials> =>
  startContainerCredentials({
    model: model(),
    master: MASTER,
    roleArn: ROLE,
    agent: { kind: 'ecs' },
    ...options,
  });
const pod = (): ContainerCredentialsOptions['agent'] => ({
  kind: 'eks-pod-identity',
  issuer,
  tokenFile: join(folder, 'pod-token'),
});

test('an ECS task gets its role through the AWS SDK, and it is a link of a chain', async () => {
  await using agent = await start({ agent: { kind: 'ecs', authorizationToken: 'task-secret' } });
  await using sts = await startSts({ model: model(), master: MASTER });
  const credentials = fromHttp({
    awsContainerCredentialsFullUri: agent.uri,
    awsContainerAuthorizationToken: agent.env['AWS_CONTAINER_AUTHORIZATION_TOKEN'] ?? '',
  });
  const client = new STSClient({ endpoint: sts.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Arn: `arn:aws:sts::111122223333:assumed-role/container/${'0'.repeat(32)}`,
  });
  const { Credentials } = await client.send(
    new AssumeRoleCommand({ RoleArn: TARGET, RoleSessionName: 'two' }),
  );
  expect(openSession(MASTER, Credentials?.SessionToken ?? '')).toMatchObject({ chained: true });
  expect(agent.calls()).toMatchObject([{ outcome: 'ok' }]);
});

test('the ECS agent’s JSON, and its errors', async () => {
  await using agent = await start({ sessionSeconds: 60, clock: () => Date.parse('2026-01-01T00:00:00Z') });
  expect(agent.env).toEqual({ AWS_CONTAINER_CREDENTIALS_FULL_URI: agent.uri });
  expect(await (await fetch(agent.uri)).json()).toEqual({
    RoleArn: ROLE,
    AccessKeyId: expect.stringMatching(/^ASIA/),
    SecretAccessKey: expect.any(String),
    Token: expect.any(String),
    Expiration: '2026-01-01T00:01:00Z',
  });
  const other = await fetch(`${agent.uri}x`);
  expect([other.status, await other.json()]).toEqual([
    400,
    {
      code: 'InvalidIdInRequest',
      message: 'CredentialsV2Request: Credentials not found',
      HTTPErrorCode: 400,
    },
  ]);
  expect((await fetch(new URL('/v2/credentials', agent.uri))).status).toBe(400);
  expect((await fetch(new URL('/latest', agent.uri))).status).toBe(404);
});

test('a wrong authorization token is 401', async () => {
  await using agent = await start({ agent: { kind: 'ecs', authorizationToken: 'task-secret' } });
  for (const headers of [{}, { Authorization: 'guess' }]) {
    const response = await fetch(agent.uri, { headers });
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain('task-secret');
  }
});

test('Pod Identity: transitive tags make the next hop need sts:TagSession', async () => {
  await using agent = await start({ agent: pod() });
  await using sts = await startSts({ model: model(), master: MASTER });
  const credentials = fromHttp({
    awsContainerCredentialsFullUri: agent.uri,
    awsContainerAuthorizationTokenFile: agent.env['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'] ?? '',
  });
  const { sessionToken = '' } = await credentials();
  const payload = openSession(MASTER, sessionToken);
  expect(payload?.arn).toMatch(/assumed-role\/container\/eks-lab-client-0-/);
  expect(payload?.transitive).toEqual(Object.keys(payload?.tags ?? {}));
  expect(payload?.tags).toMatchObject({ 'eks-cluster-name': 'lab', 'kubernetes-namespace': 'default' });
  const client = new STSClient({ endpoint: sts.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  await expect(
    client.send(new AssumeRoleCommand({ RoleArn: TARGET, RoleSessionName: 'two' })),
  ).rejects.toThrow(
    /is not authorized to perform: sts:TagSession on resource: arn:aws:iam::444455556666:role\/msk-client$/,
  );
});

const ask = async (agent: ContainerCredentials, token: string): Promise<[number, string]> => {
  const response = await fetch(agent.uri, { headers: token === '' ? {} : { Authorization: token } });
  return [response.status, (await response.text()).trimEnd()];
};
const claims = (sub: string, exp: number): { sub: string; aud: string; iat: number; exp: number } => ({
  sub,
  aud: 'pods.eks.amazonaws.com',
  iat: 0,
  exp,
});

test('the Pod Identity agent’s errors', async () => {
  await using agent = await start({ agent: pod() });
  const later = Math.floor(Date.now() / 1000) + 60;
  const mine = 'system:serviceaccount:default:msk-client';
  expect(await ask(agent, '')).toEqual([400, 'Service account token cannot be empty']);
  expect(await ask(agent, 'nonsense')).toEqual([
    400,
    expect.stringContaining('Service account token cannot be parsed:'),
  ]);
  expect(await ask(agent, issuer.token(claims(mine, 1)))).toEqual([
    400,
    expect.stringContaining('token is expired'),
  ]);
  const forged = createIssuer(issuer.url);
  expect(await ask(agent, forged.token(claims(mine, later)))).toEqual([
    400,
    expect.stringMatching(/^\[[0-9a-f-]{36}\]: \(InvalidTokenException\): .*, fault: client$/),
  ]);
  expect(await ask(agent, issuer.token({ ...claims(mine, later), aud: 'sts.amazonaws.com' }))).toEqual([
    400,
    expect.stringContaining('(InvalidTokenException)'),
  ]);
  expect(await ask(agent, issuer.token(claims('system:serviceaccount:default:other', later)))).toEqual([
    404,
    expect.stringContaining('(ResourceNotFoundException)'),
  ]);
  expect((await fetch(new URL('/', agent.uri))).status).toBe(404);
});

test('a trust policy without sts:TagSession gives a pod nothing', async () => {
  await using agent = await start({ agent: pod(), model: model(false) });
  const token = await readFile(join(folder, 'pod-token'), 'utf8');
  expect(await ask(agent, token)).toEqual([
    400,
    expect.stringMatching(
      /^\[.+\]: \(AccessDeniedException\): Unauthorized Exception! EKS does not have permissions to assume the associated role\., fault: client$/,
    ),
  ]);
});

test('a scripted answer, and back', async () => {
  await using agent = await start({});
  agent.setFault({ status: 429, body: 'Too Many Requests. ' });
  expect(await ask(agent, '')).toEqual([429, 'Too Many Requests.']);
  agent.setFault();
  expect((await ask(agent, ''))[0]).toBe(200);
});

test('what cannot start says why and leaves nothing open', async () => {
  await expect(start({ address: '0.0.0.0' })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  const file = join(folder, 'file');
  await writeFile(file, '');
  const agent = { kind: 'eks-pod-identity', issuer, tokenFile: join(file, 'token') } as const;
  await expect(start({ agent })).rejects.toMatchObject({ code: 'ENOTDIR' });
});
