import { once } from 'node:events';
import { connect } from 'node:net';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { AssumeRoleCommandInput, Credentials, STSClientConfig } from '@aws-sdk/client-sts';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { expect, test } from 'vitest';
import { defaultAccessKeyId } from '../iam/directory.ts';
import { defaultIam, DEFAULT_EXTERNAL_ID, type IamModel } from '../iam/model.ts';
import { openSession, sealSession, secretAccessKey, type SessionPayload } from '../iam/secrets.ts';
import { startSts, type StsCall, type StsOptions, type StsServer } from './sts-server.ts';

const MASTER = '0f'.repeat(32);
const ROLE = 'arn:aws:iam::444455556666:role/msk-client';
const SESSION = 'arn:aws:sts::444455556666:assumed-role/msk-client/lab';
const USER = 'arn:aws:iam::111122223333:user/client';
const KEY = defaultAccessKeyId('111122223333', 'client');
const credentials = { accessKeyId: KEY, secretAccessKey: secretAccessKey(MASTER, KEY) };
const asked = {
  RoleArn: ROLE,
  RoleSessionName: 'lab',
  ExternalId: DEFAULT_EXTERNAL_ID,
};

const start = (options: Partial<StsOptions> = {}): Promise<StsServer> =>
  startSts({ model: defaultIam(), master: MASTER, ...options });

const client = (sts: StsServer, config: STSClientConfig = {}): STSClient =>
  new STSClient({ endpoint: sts.endpoint, region: 'us-east-1', credentials, maxAttempts: 1, ...config });

async function assume(sts: StsServer, more: Partial<AssumeRoleCommandInput> = {}): Promise<Credentials> {
  const { Credentials } = await client(sts).send(new AssumeRoleCommand({ ...asked, ...more }));
  if (Credentials === undefined) throw new Error('no credentials');
  return Credentials;
}

const keys = (of: Credentials): { accessKeyId: string; secretAccessKey: string; sessionToken: string } => ({
  accessKeyId: of.AccessKeyId ?? '',
  secretAccessKey: of.SecretAccessKey ?? '',
  sessionToken: of.SessionToken ?? '',
});

const whoAmI = (sts: StsServer, config: STSClientConfig): Promise<{ Arn?: string | undefined }> =>
  client(sts, config).send(new GetCallerIdentityCommand({}));

const httpError = (name: string, message: unknown, httpStatusCode: number): unknown =>
  expect.objectContaining({ name, message, $metadata: expect.objectContaining({ httpStatusCode }) });

test('the AWS SDK assumes a role of another account with an external id', async () => {
  await using sts = await start();
  const clientConfig = { endpoint: sts.endpoint, region: 'us-east-1' };
  const provider = fromTemporaryCredentials({
    masterCredentials: credentials,
    clientConfig,
    params: asked,
  });
  expect(await whoAmI(sts, { credentials: provider })).toMatchObject({
    Arn: SESSION,
    Account: '444455556666',
  });
  expect(sts.calls()).toMatchObject([
    { action: 'AssumeRole', outcome: 'ok', caller: USER, sessionName: 'lab' },
    { action: 'GetCallerIdentity', outcome: 'ok', caller: SESSION },
  ]);
});

test('each call is told as it comes, refused ones with the name they asked for too', async () => {
  const heard: StsCall[] = [];
  await using sts = await start({
    onCall: (call) => heard.push(call),
    error: { code: 'Throttling', times: 1 },
  });
  await expect(assume(sts)).rejects.toThrow('Rate exceeded');
  await assume(sts, { RoleSessionName: 'other' });
  expect(heard).toMatchObject([
    { action: 'AssumeRole', outcome: 'Throttling', sessionName: 'lab' },
    { action: 'AssumeRole', outcome: 'ok', sessionName: 'other' },
  ]);
});

test('a chain of two roles, the second within its hour', async () => {
  const model: IamModel = {
    ...defaultIam(),
    roles: {
      first: {
        account: '111122223333',
        trust: { principals: [USER] },
        statements: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }],
      },
      second: {
        account: '444455556666',
        trust: { principals: ['arn:aws:iam::111122223333:role/first'] },
        statements: [],
        maxSessionSeconds: 43_200,
      },
    },
  };
  await using sts = await start({ model });
  const clientConfig = { endpoint: sts.endpoint, region: 'us-east-1' };
  const hop = (name: string, account: string): { RoleArn: string; RoleSessionName: string } => ({
    RoleArn: `arn:aws:iam::${account}:role/${name}`,
    RoleSessionName: name,
  });
  const first = fromTemporaryCredentials({
    masterCredentials: credentials,
    clientConfig,
    params: hop('first', '111122223333'),
  });
  const second = (DurationSeconds: number): ReturnType<typeof fromTemporaryCredentials> =>
    fromTemporaryCredentials({
      masterCredentials: first,
      clientConfig,
      params: { ...hop('second', '444455556666'), DurationSeconds },
    });
  const chained = await second(3600)();
  expect(openSession(MASTER, chained.sessionToken ?? '')).toMatchObject({
    chained: true,
    k: chained.accessKeyId,
  });
  await expect(second(3601)()).rejects.toEqual(
    httpError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
      400,
    ),
  );
});

test('what a session says of itself: policy, tags, expiry', async () => {
  const now = Date.parse('2026-01-01T00:00:00.500Z');
  const model: IamModel = {
    users: {
      client: { account: '111122223333', statements: [{ Effect: 'Allow', Action: 'sts:*', Resource: '*' }] },
    },
    roles: {
      'msk-client': {
        account: '444455556666',
        trust: { principals: [USER], externalId: DEFAULT_EXTERNAL_ID, tagSession: true },
        statements: [],
      },
    },
  };
  await using sts = await start({ clock: () => now, model });
  const policy = { Statement: [{ Effect: 'Allow', Action: 'kafka-cluster:Connect', Resource: '*' }] };
  const command = new AssumeRoleCommand({
    ...asked,
    DurationSeconds: 900,
    Policy: JSON.stringify(policy),
    Tags: [{ Key: 'team', Value: 'blue' }],
    TransitiveTagKeys: ['team'],
  });
  const answer = await client(sts, { systemClockOffset: now - Date.now() }).send(command);
  expect(answer.PackedPolicySize).toBeGreaterThan(0);
  expect(answer.AssumedRoleUser?.AssumedRoleId).toMatch(/^AROA[A-Z2-7]{17}:lab$/);
  expect(answer.Credentials?.Expiration).toEqual(new Date('2026-01-01T00:15:00Z'));
  expect(openSession(MASTER, answer.Credentials?.SessionToken ?? '')).toEqual({
    k: answer.Credentials?.AccessKeyId,
    arn: SESSION,
    role: ROLE,
    exp: Date.parse('2026-01-01T00:15:00Z') / 1000,
    policy: { Statement: [{ Effect: 'Allow', Action: ['kafka-cluster:Connect'], Resource: ['*'] }] },
    tags: { team: 'blue' },
    transitive: ['team'],
  });
});

test('a refusal is the XML of AWS', async () => {
  await using sts = await start();
  const error: unknown = await assume(sts, { ExternalId: 'wrong' }).catch((cause: unknown) => cause);
  expect(error).toEqual(
    httpError(
      'AccessDenied',
      `User: ${USER} is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`,
      403,
    ),
  );
  expect(sts.calls()).toMatchObject([{ action: 'AssumeRole', outcome: 'AccessDenied', caller: USER }]);
  const unsigned = await fetch(`${sts.endpoint}/?Action=GetCallerIdentity&Version=2011-06-15`);
  const id = unsigned.headers.get('x-amzn-requestid');
  expect([unsigned.status, unsigned.headers.get('content-type')]).toEqual([403, 'text/xml']);
  expect(await unsigned.text()).toBe(
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <Error>
    <Type>Sender</Type>
    <Code>MissingAuthenticationToken</Code>
    <Message>Request is missing Authentication Token</Message>
  </Error>
  <RequestId>${id}</RequestId>
</ErrorResponse>
`,
  );
});

test.each([
  [
    'another action',
    '/?Action=GetFederationToken&Version=2011-06-15',
    400,
    'Could not find operation GetFederationToken for version 2011-06-15',
  ],
  [
    'no version',
    '/?Action=GetCallerIdentity',
    400,
    'Could not find operation GetCallerIdentity for version NO_VERSION_SPECIFIED',
  ],
  [
    'markup in an action',
    `/?Action=${encodeURIComponent('<a>&\u0001')}&Version=2011-06-15`,
    400,
    '&lt;a&gt;&amp; for',
  ],
  ['no action', '/?Version=2011-06-15', 302, ''],
  ['another path', '/latest/meta-data', 404, '<UnknownOperationException/>'],
])('the dispatcher answers %s', async (_, path, status, body) => {
  await using sts = await start();
  const response = await fetch(sts.endpoint + path, { redirect: 'manual' });
  expect(response.status).toBe(status);
  expect(await response.text()).toContain(body);
});

test('credentials that are not: secret, key, Region, token', async () => {
  await using sts = await start();
  const session = keys(await assume(sts));
  const invalid = httpError(
    'InvalidClientTokenId',
    'The security token included in the request is invalid.',
    403,
  );
  const mismatch = httpError(
    'SignatureDoesNotMatch',
    expect.stringContaining('The request signature we calculated'),
    403,
  );
  const refused = async (config: STSClientConfig, expected: unknown): Promise<void> => {
    await expect(whoAmI(sts, config)).rejects.toEqual(expected);
  };
  await refused({ credentials: { ...credentials, secretAccessKey: 'x'.repeat(40) } }, mismatch);
  await refused({ credentials: { ...credentials, accessKeyId: 'AKIAAAAAAAAAAAAAAAAA' } }, invalid);
  await refused({ credentials: { ...credentials, sessionToken: session.sessionToken } }, invalid);
  await refused({ credentials: { ...session, secretAccessKey: 'x'.repeat(40) } }, mismatch);
  await refused(
    { credentials: { accessKeyId: session.accessKeyId, secretAccessKey: session.secretAccessKey } },
    invalid,
  );
  await refused(
    { region: 'eu-west-1' },
    httpError('SignatureDoesNotMatch', 'Credential should be scoped to a valid region. ', 403),
  );
  await using abroad = await start({ region: 'eu-west-1' });
  expect(await whoAmI(abroad, { region: 'eu-west-1' })).toMatchObject({ Arn: USER });
});

test('forged session tokens, a stranger’s token, and a role that is gone', async () => {
  await using sts = await start();
  const one = keys(await assume(sts));
  const two = keys(await assume(sts));
  const payload = openSession(MASTER, one.sessionToken) as SessionPayload;
  const invalid = httpError(
    'InvalidClientTokenId',
    'The security token included in the request is invalid.',
    403,
  );
  const forged = sealSession('ff'.repeat(32), { ...payload, exp: payload.exp + 3600 });
  const swapped = `${forged.split('.')[0]}.${one.sessionToken.split('.')[1]}`;
  for (const sessionToken of [forged, swapped, two.sessionToken, 'nonsense', `${one.sessionToken}A`]) {
    await expect(whoAmI(sts, { credentials: { ...one, sessionToken } })).rejects.toEqual(invalid);
  }
  expect(await whoAmI(sts, { credentials: one })).toMatchObject({ Arn: SESSION });
  sts.setModel({ ...defaultIam(), roles: {} });
  await expect(whoAmI(sts, { credentials: one })).rejects.toEqual(invalid);
});

test('sessions expire, and a scenario may shorten them', async () => {
  let now = Date.now();
  await using sts = await start({ clock: () => now, sessionSeconds: 5 });
  const session = keys(await assume(sts));
  expect(await whoAmI(sts, { credentials: session })).toMatchObject({ Arn: SESSION });
  now += 6000;
  await expect(whoAmI(sts, { credentials: session })).rejects.toEqual(
    httpError('ExpiredToken', 'The security token included in the request is expired', 403),
  );
});

test('a replayed request is refused once its date is 15 minutes old', async () => {
  let now = Date.now();
  await using sts = await start({ clock: () => now });
  const recorded = client(sts);
  let sent: { headers: Record<string, string>; body: string } | undefined;
  recorded.middlewareStack.add(
    (next) => (args) => {
      sent = args.request as { headers: Record<string, string>; body: string };
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  await recorded.send(new GetCallerIdentityCommand({}));
  const replay = (): Promise<Response> => {
    const { host: _, 'content-length': __, ...headers } = sent?.headers ?? {};
    return fetch(sts.endpoint, { method: 'POST', headers, body: sent?.body ?? '' });
  };
  expect((await replay()).status).toBe(200);
  now += 16 * 60_000;
  const late = await replay();
  expect(late.status).toBe(403);
  expect(await late.text()).toMatch(
    /<Code>SignatureDoesNotMatch<\/Code>\s+<Message>Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 15 min\.\)</,
  );
});

test('clock skew shifts the Date header, expiry and window; the SDK corrects itself', async () => {
  const skew = 20 * 60_000;
  await using sts = await start({ clockSkewMs: skew });
  const response = await fetch(sts.endpoint, { redirect: 'manual' });
  const date = Date.parse(response.headers.get('date') ?? '');
  expect(Math.abs(date - skew - Date.now())).toBeLessThan(60_000);
  await expect(assume(sts)).rejects.toEqual(
    httpError('SignatureDoesNotMatch', expect.stringContaining('Signature expired:'), 403),
  );
  const { Credentials } = await client(sts, { maxAttempts: 3 }).send(new AssumeRoleCommand(asked));
  expect(Credentials?.Expiration?.getTime()).toBeGreaterThan(Date.now() + skew + 3_000_000);
  await sts.setFaults({ clockSkewMs: -skew });
  await expect(assume(sts)).rejects.toEqual(
    httpError('SignatureDoesNotMatch', expect.stringContaining('Signature not yet current:'), 403),
  );
});

test.each([
  ['Throttling', 400, 'Rate exceeded'],
  [
    'RegionDisabledException',
    403,
    'STS is not activated in this region for account:111122223333. Your account administrator can activate STS in this region using the IAM Console.',
  ],
  ['ServiceUnavailable', 503, expect.any(String)],
  ['InternalFailure', 500, expect.any(String)],
])('scripted %s, once, then the true answer', async (code, status, message) => {
  await using sts = await start({ error: { code, times: 1 } });
  await expect(assume(sts)).rejects.toEqual(httpError(code, message, status));
  expect(await assume(sts)).toMatchObject({ AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/) });
});

test('the SDK rides out throttling; errors are used up in order and by action', async () => {
  await using sts = await start({
    error: [
      { code: 'Throttling', times: 1, action: 'AssumeRole' },
      { code: 'Custom', message: 'mine', status: 418, action: 'AssumeRole', times: 1 },
    ],
  });
  expect(await whoAmI(sts, {})).toMatchObject({ Arn: USER });
  await expect(assume(sts)).rejects.toEqual(httpError('Throttling', 'Rate exceeded', 400));
  await expect(assume(sts)).rejects.toEqual(httpError('Custom', 'mine', 418));
  await sts.setFaults({ error: { code: 'Throttling', times: 2 } });
  await client(sts, { maxAttempts: 3 }).send(new AssumeRoleCommand(asked));
  expect(
    sts
      .calls()
      .slice(-3)
      .map((call) => call.outcome),
  ).toEqual(['Throttling', 'Throttling', 'ok']);
});

test('silence accepts and never answers, until it is switched off', async () => {
  await using sts = await start({ silence: true });
  const port = Number(new URL(sts.endpoint).port);
  const socket = connect(port, '127.0.0.1');
  let answered = '';
  socket.on('data', (data) => (answered += data.toString()));
  socket.write('GET /?Action=GetCallerIdentity&Version=2011-06-15 HTTP/1.1\r\nHost: x\r\n\r\n');
  await expect.poll(() => sts.calls()).toMatchObject([{ action: 'GetCallerIdentity', outcome: 'silence' }]);
  await sts.setFaults({});
  expect(await whoAmI(sts, {})).toMatchObject({ Arn: USER });
  expect(answered).toBe('');
  const closed = once(socket, 'close');
  await sts.close();
  await closed;
});

test('refuse closes the port and opens the same one again', async () => {
  await using sts = await start({ refuse: true });
  const before = sts.endpoint;
  const refused = expect.objectContaining({ cause: expect.objectContaining({ code: 'ECONNREFUSED' }) });
  await expect(fetch(before)).rejects.toEqual(refused);
  await sts.setFaults({});
  expect(sts.endpoint).toBe(before);
  expect(await whoAmI(sts, {})).toMatchObject({ Arn: USER });
  await sts.setFaults({ refuse: true });
  await expect(fetch(before)).rejects.toEqual(refused);
});

test('a delay holds every answer back, and closing does not wait for it', async () => {
  await using sts = await start({ delayMs: 600_000 });
  const pending = fetch(sts.endpoint).then(
    () => 'answered',
    () => 'cut off',
  );
  const late = await start({ delayMs: 1 });
  expect(await whoAmI(late, {})).toMatchObject({ Arn: USER });
  await late.close();
  await sts.close();
  expect(await pending).toBe('cut off');
});

test('garbage is answered as told', async () => {
  await using sts = await start({ garbage: { body: '<html>proxy</html>', status: 502 } });
  const response = await fetch(sts.endpoint);
  expect([response.status, await response.text()]).toEqual([502, '<html>proxy</html>']);
  await expect(assume(sts)).rejects.toThrow(Error);
  expect(sts.calls().map((call) => call.outcome)).toEqual(['garbage', 'garbage']);
});

test('a body beyond AWS’s limit is 413', async () => {
  await using sts = await start();
  const response = await fetch(sts.endpoint, { method: 'POST', body: 'x'.repeat(10_000_001) }).catch(
    () => undefined,
  );
  // The server may hang up while the client still sends.
  expect([413, undefined]).toContain(response?.status);
  await expect.poll(() => sts.calls()).toMatchObject([{ outcome: 'tooLarge' }]);
});

test('the log holds no secret', async () => {
  await using sts = await start();
  const session = keys(await assume(sts));
  await whoAmI(sts, { credentials: session });
  const log = JSON.stringify(sts.calls());
  for (const secret of [MASTER, credentials.secretAccessKey, session.secretAccessKey, session.sessionToken]) {
    expect(log).not.toContain(secret);
  }
});

test('two servers side by side, each with its own master', async () => {
  await using one = await start();
  await using two = await start({ master: 'aa'.repeat(32) });
  expect(one.endpoint).not.toBe(two.endpoint);
  await expect(whoAmI(two, {})).rejects.toThrow('The request signature we calculated');
});

test('an address off loopback and a taken port are refused', async () => {
  await expect(start({ address: '0.0.0.0' })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  await using sts = await start();
  const port = Number(new URL(sts.endpoint).port);
  await expect(start({ port })).rejects.toMatchObject({ code: 'INTERNAL', cause: { code: 'EADDRINUSE' } });
  await sts.close();
  await expect(sts.setFaults({})).rejects.toMatchObject({ code: 'CLOSED' });
});
