import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { base, BASE_SECRET, identityOf, ROLE } from '../../test/identity.ts';
import { refused, startSts, succeed } from '../../test/sts-server.ts';
import { signToken } from '../token/sign.ts';
import { plainCause, printable } from './printable.ts';

const TOKEN = 'IQoJb3JpZ2luX2VjEPlantedSessionToken';

test('one line, bounded, without control, format and bidirectional characters', () => {
  expect(printable('a\u001b[31mb\r\nc\u0000\u202Ed\u2028e\tf')).toBe('a [31mb c d e f');
  expect(printable('x '.repeat(5_000))).toHaveLength(603);
  expect(printable('x'.repeat(90), [], 10)).toBe(`${'x'.repeat(10)}...`);
});

test.each([
  `The Canonical String for this request should have been 'POST / x-amz-security-token:${TOKEN}'`,
  `<SessionToken>${TOKEN}</SessionToken>`,
  `{"SecretAccessKey": "${TOKEN}"}`,
  `https://kafka.example?X-Amz-Security-Token=${TOKEN}&a=b`,
  `X-Amz-Signature=${'0123456789abcdef'.repeat(4)}`,
  `token ${TOKEN.repeat(4)} was refused`,
])('%s is cut out', (text) => {
  const safe = printable(`before ${text}`);
  expect(safe).toContain('before');
  expect(safe).not.toContain(TOKEN);
  expect(safe).not.toContain('0123456789abcdef');
});

test("AWS's own words stay as they are", () => {
  const words =
    'User: arn:aws:sts::111111111111:assumed-role/app/i-0123456789abcdef0 is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::222222222222:role/msk-client';
  expect(printable(words)).toBe(words);
});

test('a cause keeps the words, and nothing hidden', () => {
  const error = Object.assign(new Error(`failed with ${BASE_SECRET}`), {
    $response: { body: TOKEN },
    secret: BASE_SECRET,
  });
  const shown = inspect(plainCause(error, [BASE_SECRET]), { showHidden: true, depth: 9 });
  expect(shown).toContain('failed with [redacted]');
  expect(shown).not.toContain(BASE_SECRET);
  expect(shown).not.toContain(TOKEN);
});

test('no secret is in any error, trace or step, whatever STS quotes back', async () => {
  const quoting = refused(
    403,
    'SignatureDoesNotMatch',
    `The request signature we calculated does not match: secret assumed-secret-1, token assumed-session-token-1\nThe Canonical String for this request should have been\n'x-amz-security-token:assumed-session-token-1'`,
  );
  await using sts = await startSts((request) => (request.number === 1 ? succeed(request) : quoting));
  const roles = [{ arn: ROLE, externalId: 'ext' }, { arn: ROLE.replace('client', 'second') }];
  const identity = await identityOf({ credentials: base, stsEndpoint: sts.url, roles });
  const error: unknown = await identity.credentials().catch((reason: unknown) => reason);
  const caller = await identity.caller();
  const expired = await signToken(
    {
      accessKeyId: 'AKIA',
      secretAccessKey: BASE_SECRET,
      sessionToken: 'assumed-session-token-1',
      expiration: new Date(0),
    },
    'us-east-1',
  ).catch((reason: unknown) => reason);
  sts.answer(() => refused(403, 'AccessDenied', `the secret ${BASE_SECRET} is not liked`));
  const first = await identityOf({ credentials: base, stsEndpoint: sts.url, roles });
  const early: unknown = await first.credentials().catch((reason: unknown) => reason);
  const everything = inspect([early, first.trace(), error, identity.trace(), caller, expired], {
    showHidden: true,
    depth: 20,
  });
  expect(everything).toContain('SignatureDoesNotMatch');
  for (const secret of [BASE_SECRET, 'assumed-secret-1', 'assumed-session-token-1'])
    expect(everything).not.toContain(secret);
});
