import { expect, test } from 'vitest';
import { gunzipSync } from 'node:zlib';
import { rendering } from '../../test/renderings.ts';
import { packBundle } from './pack.ts';
import { redacted, secretsOf } from './redact.ts';

const TOKEN = `IQoJb3JpZ2luX2Vj${'A1b/'.repeat(40)}`;

test.each([
  ['https://sts.amazonaws.com/?X-Amz-Signature=0123abcd&Action=x', '0123abcd'],
  ['X-Amz-Security-Token: abcDEF123', 'abcDEF123'],
  ['X-Amz-Credential=AKIAIOSFODNN7EXAMPLE/20260101', 'AKIAIOSFODNN7EXAMPLE'],
  ['denied for ASIAIOSFODNN7EXAMPLE today', 'ASIAIOSFODNN7EXAMPLE'],
  [`token ${TOKEN} was refused`, TOKEN],
  ['http://user:hunter2@proxy.example:3128/', 'hunter2'],
  ['sts:ExternalId = "handshake-1"', 'handshake-1'],
  ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----', 'MIIE'],
  ['the planted-secret of the caller', 'planted-secret'],
])('%s', (text, secret) => {
  const value = redacted({ a: [{ b: text }], n: 1, z: null }, ['planted-secret', 'the']);
  expect(JSON.stringify(value)).not.toContain(secret);
  expect(value.a[0]?.b).toContain('[redacted]');
  expect([value.n, value.z]).toEqual([1, null]);
});

test('what is no secret stays', () => {
  const { observation, report } = rendering('one-broker-without-a-record');
  expect(redacted({ observation, report }, [])).toEqual({ observation, report });
});

test('no secret of the environment is in a bundle, wherever somebody put it', async () => {
  const env = {
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_SESSION_TOKEN: TOKEN,
    MSK_REACH_EXTERNAL_ID: 'first-handshake,second-handshake',
  };
  const { observation, report } = rendering('healthy');
  const { identity } = observation;
  const detail = `refused: ${Object.values(env).join(' ')}`;
  const tainted = {
    ...observation,
    identity: { ...identity, base: { outcome: 'error', code: 'STS_FAILED', detail, ms: 1 } as const },
  };
  const bytes = await packBundle({ observation: tainted, report, versions: {}, secrets: secretsOf(env) });
  const tar = gunzipSync(bytes).toString('utf8');
  expect(tar).toContain('refused: [redacted]');
  for (const secret of [...Object.values(env), 'first-handshake', 'second-handshake'])
    expect(tar).not.toContain(secret);
});
