import { expect, test } from 'vitest';
import { steppedPorts } from '../../test/clock.ts';
import { base, identityOf, ROLE } from '../../test/identity.ts';
import { assumed, refused, startSts, succeed } from '../../test/sts-server.ts';
import { realPorts } from '../ports.ts';
import { callerIdentity } from './identity.ts';

const SECOND_ROLE = 'arn:aws:iam::333333333333:role/second';
const MINUTE = 60_000;

test('a thousand concurrent calls are one call to STS, with everything that the role asks for', async () => {
  await using sts = await startSts();
  const identity = await identityOf({
    credentials: base,
    stsEndpoint: sts.url,
    stsRegion: 'eu-west-1',
    roles: [
      {
        arn: ROLE,
        externalId: 'ext/1',
        durationSeconds: 900,
        tags: { team: 'a', env: 'b' },
        transitiveTagKeys: ['team'],
        policy: '{"Version":"2012-10-17"}',
      },
    ],
  });
  const all = await Promise.all(Array.from({ length: 1000 }, () => identity.credentials()));
  expect(new Set(all.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(['ASIA1']));
  expect(sts.requests).toHaveLength(1);
  expect(sts.requests[0]).toMatchObject({ accessKeyId: 'AKIABASE', region: 'eu-west-1', sessionToken: null });
  expect(Object.fromEntries(sts.requests[0]?.params ?? [])).toEqual({
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: ROLE,
    RoleSessionName: 'msk-reach',
    ExternalId: 'ext/1',
    DurationSeconds: '900',
    Policy: '{"Version":"2012-10-17"}',
    'Tags.member.1.Key': 'team',
    'Tags.member.1.Value': 'a',
    'Tags.member.2.Key': 'env',
    'Tags.member.2.Value': 'b',
    'TransitiveTagKeys.member.1': 'team',
  });
});

test('a chain of two: the second role is assumed by the first, and every hop is on record', async () => {
  await using sts = await startSts();
  const identity = await identityOf({
    credentials: base,
    stsEndpoint: sts.url,
    roles: [
      { arn: ROLE, externalId: 'ext' },
      { arn: SECOND_ROLE, sessionName: 'own-name' },
    ],
  });
  expect(identity.trace().hops.map(({ result }) => result.outcome)).toEqual(['skipped', 'skipped']);
  const credentials = await identity.credentials();
  expect(credentials).toMatchObject({ accessKeyId: 'ASIA2', sessionToken: 'assumed-session-token-2' });
  expect(sts.requests.map(({ accessKeyId, sessionToken }) => [accessKeyId, sessionToken])).toEqual([
    ['AKIABASE', null],
    ['ASIA1', 'assumed-session-token-1'],
  ]);
  const trace = identity.trace();
  expect(trace.base).toMatchObject({
    outcome: 'ok',
    value: { source: 'provider', expiresAt: null, temporary: false },
  });
  expect(trace.hops).toMatchObject([
    {
      roleArn: ROLE,
      sessionName: 'msk-reach',
      externalIdGiven: true,
      durationSeconds: 3600,
      result: {
        outcome: 'ok',
        value: { arn: 'arn:aws:sts::222222222222:assumed-role/msk-client/msk-reach' },
      },
    },
    { roleArn: SECOND_ROLE, sessionName: 'own-name', externalIdGiven: false, result: { outcome: 'ok' } },
  ]);
  expect(trace.expiresAt).toBe(credentials.expiration?.toISOString());
  expect(trace.sts).toEqual({ endpoint: sts.url, region: 'us-east-1' });
});

test('the session name is the same across refreshes and processes', async () => {
  await using sts = await startSts();
  for (let process = 0; process < 2; process += 1) {
    const { ports, advance } = steppedPorts();
    const identity = await identityOf(
      { credentials: base, stsEndpoint: sts.url, roles: [{ arn: ROLE }] },
      { ports },
    );
    await identity.credentials();
    advance(61 * MINUTE);
    sts.answer((request) => assumed(request, { at: ports.now() }));
    await identity.credentials();
    sts.answer(succeed);
  }
  expect(sts.requests.map(({ params }) => params.get('RoleSessionName'))).toEqual(
    Array.from({ length: 4 }, () => 'msk-reach'),
  );
});

test.each([
  [403, 'AccessDenied', 'STS_REFUSED'],
  [403, 'InvalidClientTokenId', 'STS_REFUSED'],
  [403, 'SignatureDoesNotMatch', 'STS_REFUSED'],
  [400, 'ValidationError', 'STS_INVALID_REQUEST'],
  [400, 'MalformedPolicyDocument', 'STS_INVALID_REQUEST'],
  [400, 'PackedPolicyTooLarge', 'STS_INVALID_REQUEST'],
  [403, 'RegionDisabledException', 'STS_REGION_DISABLED'],
  [400, 'ExpiredTokenException', 'CREDENTIALS_EXPIRED'],
  [403, 'ExpiredToken', 'CREDENTIALS_EXPIRED'],
])('%i %s is %s, asked once', async (status, awsCode, code) => {
  const awsMessage = 'User: arn:aws:iam::1:user/a is not authorized to perform: sts:AssumeRole';
  await using sts = await startSts(() => refused(status, awsCode, awsMessage));
  const identity = await identityOf({
    credentials: base,
    stsEndpoint: sts.url,
    roles: [{ arn: ROLE }, { arn: SECOND_ROLE }],
  });
  await expect(identity.credentials()).rejects.toMatchObject({ code, retryable: false });
  expect(sts.requests).toHaveLength(1);
  expect(identity.trace().hops).toMatchObject([
    { result: { outcome: 'error', code, facts: { awsCode, awsMessage, httpStatus: status, roleArn: ROLE } } },
    { result: { outcome: 'skipped' } },
  ]);
});

test.each([
  ['', ['trust-policy', 'external-id', 'caller-policy', 'no-such-role']],
  [' because no identity-based policy allows the sts:AssumeRole action', ['caller-policy']],
  [' because no role trust policy allows the sts:AssumeRole action', ['trust-policy', 'external-id']],
  [' with an explicit deny in a service control policy', ['service-control-policy']],
  [' with an explicit deny in a VPC endpoint policy', ['vpc-endpoint-policy']],
])('a refusal with the words "%s" leaves the candidates %j', async (words, candidates) => {
  const text = `User: arn:aws:iam::1:user/a is not authorized to perform: sts:AssumeRole on resource: ${ROLE}${words}`;
  await using sts = await startSts(() => refused(403, 'AccessDenied', text));
  const identity = await identityOf({ credentials: base, stsEndpoint: sts.url, roles: [{ arn: ROLE }] });
  await expect(identity.credentials()).rejects.toMatchObject({
    code: 'STS_REFUSED',
    details: { candidates },
  });
});

test.each([
  ['throttling', refused(400, 'Throttling', 'Rate exceeded')],
  ['too many requests', refused(429, 'TooManyRequestsException', 'slow down')],
  ['an error of the server', refused(503, 'ServiceUnavailable', 'later')],
  ['a closed connection', 'reset' as const],
])('%s is tried again', async (_name, trouble) => {
  await using sts = await startSts((request) => (request.number < 3 ? trouble : succeed(request)));
  const identity = await identityOf({ credentials: base, stsEndpoint: sts.url, roles: [{ arn: ROLE }] });
  expect((await identity.credentials()).accessKeyId).toBe('ASIA3');
  expect(sts.requests).toHaveLength(3);
});

test('throttling that does not end is an error that may pass later', async () => {
  await using sts = await startSts(() => refused(400, 'Throttling', 'Rate exceeded'));
  const identity = await identityOf({ credentials: base, stsEndpoint: sts.url, roles: [{ arn: ROLE }] });
  await expect(identity.credentials()).rejects.toMatchObject({ code: 'STS_THROTTLED', retryable: true });
  expect(sts.requests).toHaveLength(4);
});

test('an STS that never answers is given up at the deadline, unreachable', async () => {
  await using sts = await startSts(() => 'hang');
  const identity = await identityOf(
    { credentials: base, stsEndpoint: sts.url, roles: [{ arn: ROLE }] },
    { timeoutMs: 300 },
  );
  await expect(identity.credentials()).rejects.toMatchObject({
    code: 'STS_UNREACHABLE',
    retryable: true,
    message: expect.stringContaining('no answer within 300 ms'),
  });
});

test('a deadline in a pause between attempts tells what the last attempt heard', async () => {
  await using sts = await startSts(() => refused(400, 'Throttling', 'Rate exceeded'));
  const identity = await identityOf(
    { credentials: base, stsEndpoint: sts.url, roles: [{ arn: ROLE }] },
    { timeoutMs: 400, retryPauseMs: 60_000 },
  );
  await expect(identity.credentials()).rejects.toMatchObject({ code: 'STS_THROTTLED' });
  expect(sts.requests).toHaveLength(1);
});

test('a port where nobody listens is unreachable, with its errno', async () => {
  const sts = await startSts();
  await sts[Symbol.asyncDispose]();
  const identity = await identityOf(
    { credentials: base, stsEndpoint: sts.url, roles: [{ arn: ROLE }] },
    { timeoutMs: 3000 },
  );
  await expect(identity.credentials()).rejects.toMatchObject({
    code: 'STS_UNREACHABLE',
    details: { errno: 'ECONNREFUSED', endpoint: sts.url },
  });
});

test.each([
  ['a page of HTML', { status: 200, body: '<html>sign in</html>' }],
  ['no XML', { status: 200, body: 'hello' }],
  [
    'no credentials',
    {
      status: 200,
      body: '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult></AssumeRoleResult></AssumeRoleResponse>',
    },
  ],
  ['a megabyte', { status: 200, body: `<A>${'a'.repeat(1_000_000)}</A>` }],
  ['a page not found', { status: 404, body: '<html>not found</html>' }],
])('an answer that is %s fails, once and without a word of it that is long', async (_name, reply) => {
  await using sts = await startSts(() => reply);
  const identity = await identityOf({ credentials: base, stsEndpoint: sts.url, roles: [{ arn: ROLE }] });
  const error: unknown = await identity.credentials().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'STS_FAILED', retryable: false });
  expect((error as Error).message.length).toBeLessThan(1000);
  expect(sts.requests).toHaveLength(1);
});

test('a good answer that goes on for a megabyte is not read to its end', async () => {
  await using sts = await startSts((request) => {
    const reply = assumed(request);
    return typeof reply === 'string' ? reply : { ...reply, body: `${reply.body}${' '.repeat(1_000_000)}` };
  });
  const identity = await identityOf({ credentials: base, stsEndpoint: sts.url, roles: [{ arn: ROLE }] });
  await expect(identity.credentials()).rejects.toMatchObject({
    code: 'STS_FAILED',
    message: expect.stringContaining('longer than'),
  });
});

test('a role whose ARN is malformed is not sent to STS', async () => {
  await using sts = await startSts();
  const identity = await identityOf({
    credentials: base,
    stsEndpoint: sts.url,
    roles: [{ arn: 'arn:aws:iam::1:role/x' }],
  });
  await expect(identity.credentials()).rejects.toMatchObject({ code: 'STS_INVALID_REQUEST' });
  expect(sts.requests).toHaveLength(0);
});

test('a failed refresh keeps credentials that work, and is on record', async () => {
  await using sts = await startSts();
  const { ports, advance } = steppedPorts();
  const identity = await identityOf(
    { credentials: base, stsEndpoint: sts.url, roles: [{ arn: ROLE }] },
    { ports },
  );
  await identity.credentials();
  sts.answer(() => refused(403, 'AccessDenied', 'not any more'));
  advance(59.5 * MINUTE);
  for (let call = 0; call < 10; call += 1) expect((await identity.credentials()).accessKeyId).toBe('ASIA1');
  expect(sts.requests).toHaveLength(2);
  expect(identity.trace().hops[0]?.result).toMatchObject({ outcome: 'error', code: 'STS_REFUSED' });
  advance(MINUTE);
  await expect(identity.credentials()).rejects.toMatchObject({ code: 'STS_REFUSED' });
});

test('skew is read from the Date of answers, of refusals too', async () => {
  const ahead = { ...realPorts, now: () => Date.now() + 7 * MINUTE, env: {} };
  await using sts = await startSts((request) => assumed(request));
  const identity = await identityOf(
    { credentials: base, stsEndpoint: sts.url, roles: [{ arn: ROLE }] },
    { ports: ahead },
  );
  const { expiration } = await identity.credentials();
  const { clock, expiresAt } = identity.trace();
  if (clock.outcome !== 'ok') throw new Error('the clock was not compared');
  expect(Math.abs(clock.value.skewMs + 7 * MINUTE)).toBeLessThan(3_000);
  expect(Math.abs((expiration?.getTime() ?? 0) - ahead.now() - 60 * MINUTE), 'by this clock').toBeLessThan(
    5_000,
  );
  expect(
    Math.abs(Date.parse(expiresAt ?? '') - Date.now() - 60 * MINUTE),
    'by the clock of AWS',
  ).toBeLessThan(5_000);

  await using strict = await startSts(() =>
    refused(403, 'AccessDenied', 'no', { date: new Date(Date.now() - 3600_000).toUTCString() }),
  );
  const refusedOne = await identityOf({ credentials: base, stsEndpoint: strict.url, roles: [{ arn: ROLE }] });
  await expect(refusedOne.credentials()).rejects.toMatchObject({ code: 'STS_REFUSED' });
  expect(refusedOne.trace().clock).toMatchObject({ outcome: 'ok' });
});

test('a request refused for its date is signed again by the clock of STS', async () => {
  const behind = 3600_000;
  await using sts = await startSts((request) => {
    const date = new Date(Date.now() - behind).toUTCString();
    if (request.number === 1)
      return refused(403, 'SignatureDoesNotMatch', 'Signature not yet current', { date });
    return assumed(request, { at: Date.now() - behind });
  });
  const identity = await identityOf({ credentials: base, stsEndpoint: sts.url, roles: [{ arn: ROLE }] });
  const { expiration } = await identity.credentials();
  expect(sts.requests).toHaveLength(2);
  expect(Math.abs((expiration?.getTime() ?? 0) - Date.now() - 60 * MINUTE)).toBeLessThan(5_000);
});

test('GetCallerIdentity speaks as whoever signs; a failure is a step', async () => {
  await using sts = await startSts();
  const identity = await identityOf({ credentials: base, stsEndpoint: sts.url, roles: [{ arn: ROLE }] });
  expect(await callerIdentity(identity)).toMatchObject({
    outcome: 'ok',
    value: { arn: 'arn:aws:sts::222222222222:assumed-role/client/msk-reach', account: '222222222222' },
  });
  expect(sts.requests.map(({ action, accessKeyId }) => [action, accessKeyId])).toEqual([
    ['AssumeRole', 'AKIABASE'],
    ['GetCallerIdentity', 'ASIA1'],
  ]);
  sts.answer(() =>
    refused(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.'),
  );
  expect(await callerIdentity(identity)).toMatchObject({
    outcome: 'error',
    code: 'STS_REFUSED',
    facts: { awsCode: 'InvalidClientTokenId' },
  });
});

test("STS's Region is where the client runs, and only without that the cluster's", async () => {
  await using sts = await startSts();
  const regions: string[] = [];
  for (const env of [
    { AWS_REGION: 'eu-north-1', AWS_DEFAULT_REGION: 'eu-south-1' },
    { AWS_DEFAULT_REGION: 'eu-south-1' },
    {},
  ]) {
    const identity = await identityOf(
      { credentials: base, stsEndpoint: sts.url, roles: [{ arn: ROLE }] },
      { ports: { ...realPorts, env } },
    );
    await identity.credentials();
    regions.push(identity.trace().sts.region);
  }
  expect(regions).toEqual(['eu-north-1', 'eu-south-1', 'us-east-1']);
  expect(sts.requests.map(({ region }) => region)).toEqual(regions);
});

test.each([
  [{ stsRegion: 'eu-west-1' }, 'https://sts.eu-west-1.amazonaws.com'],
  [{ stsRegion: 'cn-north-1' }, 'https://sts.cn-north-1.amazonaws.com.cn'],
  [{ stsRegion: 'us-east-2', stsFips: true }, 'https://sts-fips.us-east-2.amazonaws.com'],
])('the endpoint of %j is %s', async (options, endpoint) => {
  // A provider that fails: the endpoint is known, and nothing is sent to it.
  const identity = await identityOf(
    { ...options, credentials: base, roles: [{ arn: ROLE }] },
    { ports: { ...realPorts, env: { HTTPS_PROXY: 'http://127.0.0.1:1' } }, timeoutMs: 400 },
  );
  await expect(identity.credentials()).rejects.toMatchObject({ code: 'STS_UNREACHABLE' });
  expect(identity.trace().sts.endpoint).toBe(endpoint);
});

test('closing ends a call under way', async () => {
  await using sts = await startSts(() => 'hang');
  const identity = await identityOf({ credentials: base, stsEndpoint: sts.url, roles: [{ arn: ROLE }] });
  const waiting = identity.credentials();
  await expect.poll(() => sts.requests.length).toBe(1);
  identity.close();
  await expect(waiting).rejects.toMatchObject({ code: 'CLOSED' });
  await expect(identity.credentials()).rejects.toMatchObject({ code: 'CLOSED' });
});

test('a caller may give up while others go on', async () => {
  let answer = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await using sts = await startSts(async (request) => {
    await asked;
    return succeed(request);
  });
  const identity = await identityOf({ credentials: base, stsEndpoint: sts.url, roles: [{ arn: ROLE }] });
  const impatient = new AbortController();
  const first = identity.credentials(impatient.signal);
  const second = identity.credentials();
  impatient.abort();
  await expect(first).rejects.toMatchObject({ code: 'ABORTED' });
  answer();
  expect((await second).accessKeyId).toBe('ASIA1');
  expect(sts.requests).toHaveLength(1);
});
