import * as fc from 'fast-check';
import { expect, test, inject } from 'vitest';
import { apiName } from './api-keys.ts';
import { kafkaError } from './error-codes.ts';
import { oauthBearerPacket, secretsOf } from './oauth-bearer.ts';
import { printable, withoutSecrets } from './text.ts';

test('fuzz: text is bounded and printable, whatever it is', () => {
  const text = fc.string({ unit: 'binary', maxLength: 120 });
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 100 }), (given, max) => {
      const shown = printable(given, max);
      expect(Array.from(shown).length).toBeLessThanOrEqual(max);
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
    { numRuns: inject('fuzzRuns') },
  );
});

test('plain text stays as it is', () => {
  const text = '[0b1d7a6e-7f3c-4a53-8f5e-2f3a9c1d4e5f]: Access denied';
  expect(printable(text, 300)).toBe(text);
  expect(printable('abc', 3)).toBe('abc');
  expect(printable('abcd', 3)).toBe('ab…');
  expect(printable('a\u001b[2Jb', 300)).toBe('a\\u{1b}[2Jb');
});

test('an echoed token is taken out, whole or in part, also decoded', () => {
  const url = `https://kafka.us-east-1.amazonaws.com/?X-Amz-Security-Token=${'S'.repeat(40)}7xQ&X-Amz-Signature=${'0123456789abcdef'.repeat(4)}&User-Agent=x`;
  const token = Buffer.from(url).toString('base64url');
  const secrets = secretsOf(token);
  for (const echoed of [token, token.slice(30, 60), url, '0123456789abcdef0123', `x${'S'.repeat(20)}y`]) {
    const said = withoutSecrets(`refused: ${echoed} here`, secrets);
    expect(said).toMatch(/^refused: .*<redacted>.* here$/u);
    expect(said).not.toMatch(/S{12}|0123456789ab/u);
    expect(said).not.toContain(token.slice(40, 52));
  }
  const refusal = '[0b1d7a6e-7f3c-4a53-8f5e-2f3a9c1d4e5f]: Access denied';
  expect(withoutSecrets(refusal, secrets)).toBe(refusal);
});

test('a token that could end the packet early is refused and not repeated', () => {
  expect(oauthBearerPacket('abc-_~.+/09==').toString('latin1')).toBe(
    'n,,\u0001auth=Bearer abc-_~.+/09==\u0001\u0001',
  );
  for (const token of ['', 'a\u0001b', 'a b', 'a,b', 'a=b', 'secret\n']) {
    expect(() => oauthBearerPacket(token)).toThrow(
      expect.objectContaining({
        code: 'TOKEN_INVALID',
        message: expect.not.stringContaining('secret') as string,
      }),
    );
  }
});

test('error codes and API keys have the names that Kafka gives them', () => {
  expect(kafkaError(-1)).toEqual({ code: -1, name: 'UNKNOWN_SERVER_ERROR', retriable: false });
  expect(kafkaError(0).name).toBe('NONE');
  expect(kafkaError(3)).toEqual({ code: 3, name: 'UNKNOWN_TOPIC_OR_PARTITION', retriable: true });
  expect(kafkaError(58)).toEqual({ code: 58, name: 'SASL_AUTHENTICATION_FAILED', retriable: false });
  expect(kafkaError(133).name).toBe('SHARE_SESSION_LIMIT_REACHED');
  expect(kafkaError(9999)).toEqual({ code: 9999, name: 'UNKNOWN_9999', retriable: false });
  expect(kafkaError(-7).name).toBe('UNKNOWN_-7');
  expect([apiName(3), apiName(36), apiName(60), apiName(-1)]).toEqual([
    'Metadata',
    'SaslAuthenticate',
    'DescribeCluster',
    'Api-1',
  ]);
});
