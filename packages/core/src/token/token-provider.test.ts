import { expect, test } from 'vitest';
import { base, BOOTSTRAP, ROLE } from '../../test/identity.ts';
import { refused, startSts } from '../../test/sts-server.ts';
import { createTokenProvider } from './token-provider.ts';

test('many tokens are one call to STS, and every token is signed by the role', async () => {
  await using sts = await startSts();
  using provider = await createTokenProvider({
    bootstrap: BOOTSTRAP,
    credentials: base,
    stsEndpoint: sts.url,
    roles: [{ arn: ROLE }],
  });
  const tokens = await Promise.all(Array.from({ length: 100 }, () => provider.token()));
  expect(sts.requests).toHaveLength(1);
  for (const { value } of tokens) {
    const url = new URL(Buffer.from(value, 'base64url').toString());
    expect(url.searchParams.get('X-Amz-Credential')).toMatch(
      /^ASIA1\/\d{8}\/us-east-1\/kafka-cluster\/aws4_request$/,
    );
  }
});

test('the explicit Region signs only where it is the one of the name', async () => {
  await expect(createTokenProvider({ bootstrap: BOOTSTRAP, region: 'eu-west-1' })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    details: { issues: [{ path: 'region' }] },
  });
});

test.each([
  [refused(403, 'AccessDenied', 'no'), 'STS_REFUSED', false],
  [refused(400, 'Throttling', 'slow'), 'STS_THROTTLED', true],
])('whether a failure may pass is told', async (reply, code, retryable) => {
  await using sts = await startSts(() => reply);
  using provider = await createTokenProvider({
    bootstrap: BOOTSTRAP,
    credentials: base,
    stsEndpoint: sts.url,
    roles: [{ arn: ROLE }],
  });
  await expect(provider.token()).rejects.toMatchObject({ code, retryable });
});

test('after close there are no tokens', async () => {
  const provider = await createTokenProvider({ bootstrap: BOOTSTRAP, credentials: base });
  await provider.token();
  provider.close();
  await expect(provider.token()).rejects.toMatchObject({ code: 'CLOSED' });
});
