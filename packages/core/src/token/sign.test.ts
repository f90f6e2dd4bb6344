import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import type { SigningCredentials } from '../credentials/signing-credentials.ts';
import { readToken } from './read-token.ts';
import { signToken } from './sign.ts';

const REGION = 'us-east-1';
const keys = {
  accessKeyId: 'AKIATOKEN',
  secretAccessKey: 'secret-that-signs',
  sessionToken: 'session/token+that=signs',
};

const endingIn = (ms: number): SigningCredentials => ({ ...keys, expiration: new Date(Date.now() + ms) });
const queryOf = (token: string): URLSearchParams =>
  new URL(Buffer.from(token, 'base64url').toString()).searchParams;

test('a token is a presigned kafka-cluster:Connect whose signature anybody with the secret can recompute', async () => {
  const { value, lifetimeMs, expiresAt } = await signToken(keys, REGION);
  expect(lifetimeMs).toBe(900_000);
  expect(Math.abs(expiresAt - Date.now() - 900_000)).toBeLessThan(5_000);
  const url = new URL(Buffer.from(value, 'base64url').toString());
  expect(url.host).toBe('kafka.us-east-1.amazonaws.com');
  expect(url.searchParams.get('X-Amz-Security-Token')).toBe(keys.sessionToken);
  expect(url.searchParams.get('X-Amz-Signature')).toBe(recompute(url));
});

/** Signature Version 4 of a presigned GET, done by hand. */
function recompute(url: URL): string {
  const encode = (text: string): string =>
    encodeURIComponent(text).replaceAll(
      /[!'()*]/g,
      (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  const pairs = [...url.searchParams].filter(([key]) => key !== 'X-Amz-Signature' && key !== 'User-Agent');
  const query = pairs
    .map(([key, value]) => `${encode(key)}=${encode(value)}`)
    .sort()
    .join('&');
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
  const canonical = ['GET', '/', query, `host:${url.host}`, '', 'host', hash('')].join('\n');
  const date = url.searchParams.get('X-Amz-Date') ?? '';
  const scope = [date.slice(0, 8), REGION, 'kafka-cluster', 'aws4_request'];
  const toSign = ['AWS4-HMAC-SHA256', date, scope.join('/'), hash(canonical)].join('\n');
  const key = scope.reduce<Buffer | string>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${keys.secretAccessKey}`,
  );
  return createHmac('sha256', key).update(toSign).digest('hex');
}

test.each([345_678, 899_999, 60_001, 16_500])(
  'credentials that end in %i ms give a whole number of seconds, not beyond their end',
  async (ms) => {
    const credentials = endingIn(ms);
    const { value, lifetimeMs, expiresAt } = await signToken(credentials, REGION);
    const expires = queryOf(value).get('X-Amz-Expires') ?? '';
    expect(expires).toMatch(/^\d+$/);
    expect(lifetimeMs).toBe(Number(expires) * 1000);
    expect(lifetimeMs).toBeLessThanOrEqual(ms);
    expect(lifetimeMs).toBeGreaterThan(ms - 3_000);
    expect(expiresAt).toBeLessThanOrEqual(credentials.expiration?.getTime() ?? 0);
  },
);

test('a thousand tokens of short lives are all sound', async () => {
  for (let count = 0; count < 1000; count += 1) {
    const { lifetimeMs } = await signToken(endingIn(20_000 + count * 777.77), REGION);
    expect(lifetimeMs % 1000).toBe(0);
  }
});

test.each([0, -5_000, 1, 1_999, -1e15])(
  'credentials that end in %i ms are an error, not a token',
  async (ms) => {
    await expect(signToken(endingIn(ms), REGION)).rejects.toMatchObject({
      code: 'CREDENTIALS_EXPIRED',
      retryable: false,
    });
  },
);

test('five hundred tokens at once are all sound, though each waits for the others', async () => {
  const credentials = endingIn(600_000);
  const tokens = await Promise.all(Array.from({ length: 500 }, () => signToken(credentials, REGION)));
  for (const { value, lifetimeMs } of tokens) {
    expect(queryOf(value).get('X-Amz-Expires')).toBe(String(lifetimeMs / 1000));
    expect(lifetimeMs).toBeLessThanOrEqual(600_000);
  }
});

test('an expiration that is no date is an error, not a token', async () => {
  await expect(signToken({ ...keys, expiration: new Date('never') }, REGION)).rejects.toMatchObject({
    code: 'CREDENTIALS_EXPIRED',
  });
});

test.each([null, '', 'us-east-1.evil.example', 'US-EAST-1', 'us-east-1/'])(
  'there is no token for the Region %j',
  async (region) => {
    await expect(signToken(keys, region)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
  },
);

test('each token is fresh', async () => {
  const clocks = new Set<string | null>();
  const first = await signToken(keys, REGION);
  clocks.add(queryOf(first.value).get('X-Amz-Date'));
  await expect
    .poll(async () => clocks.add(queryOf((await signToken(keys, REGION)).value).get('X-Amz-Date')).size, {
      timeout: 5_000,
    })
    .toBeGreaterThan(1);
});

const tamper = async (change: (url: URL) => void): Promise<string> => {
  const url = new URL(Buffer.from((await signToken(keys, REGION)).value, 'base64url').toString());
  change(url);
  return Buffer.from(url.href).toString('base64url');
};

test.each<[string, (url: URL) => void]>([
  ['a fraction', (url) => url.searchParams.set('X-Amz-Expires', '345.678')],
  ['a negative life', (url) => url.searchParams.set('X-Amz-Expires', '-5')],
  ['no life', (url) => url.searchParams.set('X-Amz-Expires', '0')],
  ['over 900 s', (url) => url.searchParams.set('X-Amz-Expires', '901')],
  ['an exponent', (url) => url.searchParams.set('X-Amz-Expires', '9e2')],
  ['nothing', (url) => url.searchParams.delete('X-Amz-Expires')],
  [
    'another Region',
    (url) =>
      url.searchParams.set('X-Amz-Credential', 'AKIATOKEN/20260101/eu-west-1/kafka-cluster/aws4_request'),
  ],
  [
    'another key',
    (url) =>
      url.searchParams.set('X-Amz-Credential', 'AKIAOTHER/20260101/us-east-1/kafka-cluster/aws4_request'),
  ],
  [
    'another service',
    (url) => url.searchParams.set('X-Amz-Credential', 'AKIATOKEN/20260101/us-east-1/sts/aws4_request'),
  ],
  ['another action', (url) => url.searchParams.set('Action', 'kafka-cluster:Delete')],
  ['another host', (url) => void (url.host = 'kafka.us-east-1.amazonaws.com.evil.example')],
  ['a lifetime given twice', (url) => url.searchParams.append('X-Amz-Expires', '1')],
  ['no date', (url) => url.searchParams.set('X-Amz-Date', 'today')],
])('a token with %s is not taken', async (_name, change) => {
  const token = await tamper(change);
  expect(() => readToken(token, REGION, keys.accessKeyId)).toThrow(
    expect.objectContaining({ code: 'TOKEN_INVALID' }),
  );
});

test.each<[string, (token: string) => string]>([
  ['with a sign of plain base64', (token) => token.replace('a', '+')],
  ['with the other sign of plain base64', (token) => token.replace('a', '/')],
  ['with a blank', (token) => `${token} `],
  ['with padding', (token) => `${token}=`],
  ['with a letter whose low byte is of the alphabet', (token) => token.replace('a', '\u0161')],
  ['with a sign too many', (token) => `${token}${'A'.repeat(1 + ((4 - (token.length % 4)) % 4))}`],
])('a sound token %s is not taken', async (_name, change) => {
  const { value } = await signToken(keys, REGION);
  expect(() => readToken(value, REGION, keys.accessKeyId)).not.toThrow();
  expect(() => readToken(change(value), REGION, keys.accessKeyId)).toThrow(
    expect.objectContaining({ code: 'TOKEN_INVALID' }),
  );
});

test.each(['', 'not base64!', Buffer.from('not a url').toString('base64url'), 'a'.repeat(20_000)])(
  'what is no token is not taken',
  (token) => {
    expect(() => readToken(token, REGION, keys.accessKeyId)).toThrow(
      expect.objectContaining({ code: 'TOKEN_INVALID' }),
    );
  },
);
