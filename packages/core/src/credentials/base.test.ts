import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { identityOf } from '../../test/identity.ts';
import { assumed, refused, startSts, type StsRequest } from '../../test/sts-server.ts';
import { realPorts } from '../ports.ts';

let folder = '';

/** The SDK reads the process's own environment: nothing of the machine's AWS configuration may be seen. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'msk-reach-'));
  for (const name of Object.keys(process.env)) if (/^AWS_(?!SDK_JS)/.test(name)) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const machine = { ports: realPorts };

test('the default chain takes the environment, and says so', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAENV');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret-of-the-environment');
  vi.stubEnv('AWS_SESSION_TOKEN', 'token-of-the-environment');
  const identity = await identityOf({}, machine);
  expect(await identity.credentials()).toEqual({
    accessKeyId: 'AKIAENV',
    secretAccessKey: 'secret-of-the-environment',
    sessionToken: 'token-of-the-environment',
  });
  expect(identity.trace()).toMatchObject({
    base: { outcome: 'ok', value: { source: 'environment variables', temporary: true, expiresAt: null } },
    expiresAt: null,
  });
});

test('with nothing configured every link of the chain says why', async () => {
  const identity = await identityOf({}, machine);
  const error: unknown = await identity.credentials().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'CREDENTIALS_UNAVAILABLE', retryable: false });
  const { message } = error as Error;
  for (const words of ['Env', 'Ini', 'Process', 'TokenFile', 'EC2 Instance Metadata Service access disabled'])
    expect(message).toContain(words);
  expect(identity.trace().base).toMatchObject({
    outcome: 'error',
    code: 'CREDENTIALS_UNAVAILABLE',
    facts: { base: 'default' },
  });
});

test('a profile is taken from the shared files, its Region for STS too', async () => {
  await writeFile(
    join(folder, 'credentials'),
    '[work]\naws_access_key_id = AKIAWORK\naws_secret_access_key = secret-of-work\n',
  );
  await writeFile(join(folder, 'config'), '[profile work]\nregion = eu-central-1\n');
  await using sts = await startSts();
  const identity = await identityOf(
    { profile: 'work', stsEndpoint: sts.url, roles: [{ arn: 'arn:aws:iam::222222222222:role/r' }] },
    machine,
  );
  await identity.credentials();
  expect(identity.trace()).toMatchObject({
    base: { value: { source: 'profile work (shared credentials file)' } },
    sts: { region: 'eu-central-1' },
  });
  expect(sts.requests[0]).toMatchObject({ accessKeyId: 'AKIAWORK', region: 'eu-central-1' });
});

test('a profile that does not exist is named, and nothing else is tried', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAENV');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret-of-the-environment');
  const identity = await identityOf({ profile: 'absent' }, machine);
  await expect(identity.credentials()).rejects.toMatchObject({
    code: 'CREDENTIALS_UNAVAILABLE',
    message: expect.stringContaining("profile 'absent'"),
  });
});

test('a role of a profile without a session name gets one that does not change', async () => {
  await writeFile(
    join(folder, 'config'),
    '[profile work]\nrole_arn = arn:aws:iam::222222222222:role/of-profile\nsource_profile = source\n[profile source]\naws_access_key_id = AKIASOURCE\naws_secret_access_key = secret\n',
  );
  await using sts = await startSts();
  const identity = await identityOf({ profile: 'work', stsEndpoint: sts.url }, machine);
  expect((await identity.credentials()).accessKeyId).toBe('ASIA1');
  expect(sts.requests[0]?.params.get('RoleSessionName')).toBe('msk-reach');
  expect(identity.trace().base).toMatchObject({
    value: { source: 'profile work (role of a profile)', temporary: true },
  });
});

test('a role of a profile that is refused says so in the words of STS', async () => {
  await writeFile(
    join(folder, 'config'),
    '[profile work]\nrole_arn = arn:aws:iam::222222222222:role/of-profile\nsource_profile = source\n[profile source]\naws_access_key_id = AKIASOURCE\naws_secret_access_key = secret\n',
  );
  await using sts = await startSts(() =>
    refused(403, 'AccessDenied', 'not authorized to perform: sts:AssumeRole'),
  );
  const identity = await identityOf({ profile: 'work', stsEndpoint: sts.url }, machine);
  await expect(identity.credentials()).rejects.toMatchObject({
    code: 'STS_REFUSED',
    retryable: false,
    details: { awsCode: 'AccessDenied', httpStatus: 403 },
  });
});

test.each([
  [undefined, 'msk-reach'],
  ['from-eks', 'from-eks'],
])('web identity with the session name %s asks for %s each time', async (given, expected) => {
  await writeFile(join(folder, 'token'), 'web-identity-token');
  vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', join(folder, 'token'));
  vi.stubEnv('AWS_ROLE_ARN', 'arn:aws:iam::222222222222:role/pod');
  vi.stubEnv('AWS_ROLE_SESSION_NAME', given);
  const answer = (request: StsRequest) => {
    const reply = assumed(request);
    return typeof reply === 'string'
      ? reply
      : { ...reply, body: reply.body.replaceAll('AssumeRole', 'AssumeRoleWithWebIdentity') };
  };
  await using sts = await startSts(answer);
  vi.stubEnv('AWS_ENDPOINT_URL_STS', sts.url);
  const identity = await identityOf({}, machine);
  await identity.credentials();
  expect(sts.requests[0]).toMatchObject({ action: 'AssumeRoleWithWebIdentity' });
  expect(sts.requests[0]?.params.get('RoleSessionName')).toBe(expected);
  expect(identity.trace().base).toMatchObject({ value: { source: 'web identity', temporary: true } });
});

test('container credentials are fetched anew for a renewal, not taken from the memory of the SDK', async () => {
  let asked = 0;
  let now = Date.now();
  const server = createServer((_request, response) => {
    asked += 1;
    const Expiration = new Date(now + 3600_000).toISOString();
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        AccessKeyId: `ASIACONTAINER${asked}`,
        SecretAccessKey: 'secret',
        Token: 'token',
        Expiration,
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    vi.stubEnv(
      'AWS_CONTAINER_CREDENTIALS_FULL_URI',
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    );
    const identity = await identityOf({}, { ports: { ...realPorts, now: () => now } });
    expect((await identity.credentials()).accessKeyId).toBe('ASIACONTAINER1');
    expect(identity.trace().base).toMatchObject({ value: { source: 'container' } });
    now += 59.5 * 60_000;
    expect((await identity.credentials()).accessKeyId).toBe('ASIACONTAINER2');
    expect(asked).toBe(2);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test.each([
  ['nothing', undefined],
  ['no keys', {}],
  ['an empty secret', { accessKeyId: 'AKIA', secretAccessKey: '' }],
  [
    'an expiration that is no date',
    { accessKeyId: 'AKIA', secretAccessKey: 's', expiration: new Date('never') },
  ],
])('a provider that gives %s is an error', async (_name, given) => {
  const identity = await identityOf({ credentials: (async () => given) as never });
  await expect(identity.credentials()).rejects.toMatchObject({ code: 'CREDENTIALS_UNAVAILABLE' });
});

test('a provider that never answers is given up at the deadline', async () => {
  const identity = await identityOf({ credentials: () => new Promise(() => undefined) }, { timeoutMs: 100 });
  await expect(identity.credentials()).rejects.toMatchObject({
    code: 'CREDENTIALS_UNAVAILABLE',
    retryable: true,
    message: expect.stringContaining('no answer within 100 ms'),
  });
});

test('a provider that throws at once is an error with its words', async () => {
  const identity = await identityOf({
    credentials: () => {
      throw new TypeError('no such vault');
    },
  });
  await expect(identity.credentials()).rejects.toMatchObject({
    code: 'CREDENTIALS_UNAVAILABLE',
    message: expect.stringContaining('no such vault'),
  });
});
