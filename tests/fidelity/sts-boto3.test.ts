/** boto3, unmodified, against the lab's STS and its container credentials endpoint. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultAccessKeyId } from '../../packages/lab/src/iam/directory.ts';
import { DEFAULT_EXTERNAL_ID, defaultIam, type IamModel } from '../../packages/lab/src/iam/model.ts';
import { secretAccessKey } from '../../packages/lab/src/iam/secrets.ts';
import { startContainerCredentials } from '../../packages/lab/src/sts/container-credentials.ts';
import { startSts, type StsServer } from '../../packages/lab/src/sts/sts-server.ts';
import { createIssuer, writeTokenFile } from '../../packages/lab/src/sts/web-identity.ts';
import { isSkipped, missingForPython, run } from './prerequisites.ts';
import { pythonWithPackages } from './python-venv.ts';

const script = fileURLToPath(new URL('sts-boto3.py', import.meta.url));
const skipped = isSkipped('boto3 against STS', missingForPython());
let python = '';

const MASTER = '5a'.repeat(32);
const KEY = defaultAccessKeyId('111122223333', 'client');
const SECRET = secretAccessKey(MASTER, KEY);
const ROLE = 'arn:aws:iam::444455556666:role/msk-client';
const POD = 'arn:aws:iam::111122223333:role/pod';
const issuer = createIssuer('https://oidc.eks.us-east-1.amazonaws.com/id/LAB');
const provider = `arn:aws:iam::111122223333:oidc-provider/${issuer.url.slice('https://'.length)}`;
const model: IamModel = {
  ...defaultIam(),
  roles: {
    ...defaultIam().roles,
    pod: {
      account: '111122223333',
      trust: {
        principals: ['ecs-tasks.amazonaws.com', 'pods.eks.amazonaws.com', provider],
        tagSession: true,
      },
      statements: [],
    },
  },
  oidcProviders: { eks: { account: '111122223333', url: issuer.url } },
};

const config = `
[profile user]
aws_access_key_id = ${KEY}
aws_secret_access_key = ${SECRET}
[profile wrong-secret]
aws_access_key_id = ${KEY}
aws_secret_access_key = ${'x'.repeat(40)}
[profile role]
role_arn = ${ROLE}
source_profile = user
external_id = ${DEFAULT_EXTERNAL_ID}
role_session_name = boto
[profile wrong-external-id]
role_arn = ${ROLE}
source_profile = user
external_id = wrong
`;

let sts: StsServer;
let folder = '';

beforeAll(async () => {
  if (skipped) return;
  sts = await startSts({ model, master: MASTER, issuers: [issuer] });
  folder = await mkdtemp(join(tmpdir(), 'msk-lab-'));
  await writeFile(join(folder, 'config'), config, { mode: 0o600 });
  python = await pythonWithPackages();
});

afterAll(async () => {
  if (skipped) return;
  await sts.close();
  await rm(folder, { recursive: true });
});

interface Outcome {
  readonly case: string;
  readonly value?: unknown;
  readonly code?: string;
  readonly message?: string;
  readonly status?: number;
}

/** Runs cases of the script with nothing of this machine's AWS configuration. */
async function boto(
  cases: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome[]> {
  const { stdout } = await run(python, [script], {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL_STS: sts.endpoint,
      AWS_MAX_ATTEMPTS: '1',
      ROLE_ARN: ROLE,
      CASES: cases.join(','),
      ...env,
    },
    timeout: 50_000,
  });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Outcome);
}

test.skipIf(skipped)('profiles: a user, a role with an external id, a presigned request', async () => {
  expect(await boto(['user', 'role', 'presigned', 'expiry'])).toEqual([
    { case: 'user', value: 'arn:aws:iam::111122223333:user/client' },
    { case: 'role', value: 'arn:aws:sts::444455556666:assumed-role/msk-client/boto' },
    { case: 'presigned', value: true },
    { case: 'expiry', value: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/) },
  ]);
});

test.skipIf(skipped)('refusals reach the user with code, text and status', async () => {
  const refused = `User: arn:aws:iam::111122223333:user/client is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`;
  expect(await boto(['wrong external id', 'wrong secret', 'wrong region', 'session name'])).toMatchObject([
    { code: 'AccessDenied', message: refused, status: 403 },
    {
      code: 'SignatureDoesNotMatch',
      message: expect.stringContaining('Check your AWS Secret Access Key'),
      status: 403,
    },
    {
      code: 'SignatureDoesNotMatch',
      message: 'Credential should be scoped to a valid region. ',
      status: 403,
    },
    { code: 'ValidationError', message: expect.stringContaining("'a/b' at 'roleSessionName'"), status: 400 },
  ]);
});

test.skipIf(skipped)('a web identity token file', async () => {
  const file = join(folder, 'web-identity');
  const iat = Math.floor(Date.now() / 1000);
  await writeTokenFile(
    file,
    issuer.token({ sub: 'system:serviceaccount:default:client', iat, exp: iat + 600 }),
  );
  const env = { AWS_WEB_IDENTITY_TOKEN_FILE: file, AWS_ROLE_ARN: POD, AWS_ROLE_SESSION_NAME: 'pod-1' };
  expect(
    await boto(['environment'], { ...env, AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1' }),
  ).toEqual([{ case: 'environment', value: 'arn:aws:sts::111122223333:assumed-role/pod/pod-1' }]);
});

test.skipIf(skipped).each([
  ['ECS', { kind: 'ecs', authorizationToken: 'task-token' } as const],
  ['EKS Pod Identity', undefined],
])('container credentials of %s', async (_, ecs) => {
  const agent = ecs ?? ({ kind: 'eks-pod-identity', issuer, tokenFile: join(folder, 'pod-token') } as const);
  await using container = await startContainerCredentials({ model, master: MASTER, roleArn: POD, agent });
  expect(await boto(['environment'], container.env)).toEqual([
    { case: 'environment', value: expect.stringMatching(/^arn:aws:sts::111122223333:assumed-role\/pod\//) },
  ]);
});
