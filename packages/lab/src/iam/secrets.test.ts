import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  openSession,
  sealSession,
  secretAccessKey,
  temporaryAccessKeyId,
  type SessionPayload,
} from './secrets.ts';

const MASTER = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';
const PAYLOAD: SessionPayload = {
  k: 'ASIAABCDEFGHIJKLMNOP',
  arn: 'arn:aws:sts::444455556666:assumed-role/msk-client/session',
  role: 'arn:aws:iam::444455556666:role/msk-client',
  exp: 1_767_225_600,
  tags: { team: 'Zürich' },
  transitive: ['team'],
  chained: true,
};
// Computed by an independent implementation (Python's hmac): the brokers' validator must find the same.
const TOKEN =
  'eyJrIjoiQVNJQUFCQ0RFRkdISUpLTE1OT1AiLCJhcm4iOiJhcm46YXdzOnN0czo6NDQ0NDU1NTU2NjY2OmFzc3VtZWQtcm9sZS9tc2stY2xpZW50L3Nlc3Npb24iLCJyb2xlIjoiYXJuOmF3czppYW06OjQ0NDQ1NTU1NjY2Njpyb2xlL21zay1jbGllbnQiLCJleHAiOjE3NjcyMjU2MDAsInRhZ3MiOnsidGVhbSI6IlrDvHJpY2gifSwidHJhbnNpdGl2ZSI6WyJ0ZWFtIl0sImNoYWluZWQiOnRydWV9.YZ8Rtlh62Yege3tyFt5oKuVQdog3GT3nniBtqPKfx1U';

test('the formats that the brokers share', () => {
  expect(secretAccessKey(MASTER, 'AKIAABCDEFGHIJKLMNOP')).toBe('WjO2rmIMPEb1cKouXTBh6CzKThPwQpjWSYvXmvLz');
  expect(sealSession(MASTER, PAYLOAD)).toBe(TOKEN);
  expect(openSession(MASTER, TOKEN)).toEqual(PAYLOAD);
});

test('another master opens nothing', () => {
  expect(openSession('ff'.repeat(32), TOKEN)).toBeUndefined();
  expect(secretAccessKey('ff'.repeat(32), PAYLOAD.k)).not.toBe(secretAccessKey(MASTER, PAYLOAD.k));
});

test('a token changed anywhere opens nothing', () => {
  fc.assert(
    fc.property(fc.nat(TOKEN.length - 1), fc.constantFrom('A', 'B', '.', '=', '-'), (at, letter) => {
      const changed = TOKEN.slice(0, at) + letter + TOKEN.slice(at + 1);
      expect(openSession(MASTER, changed)).toEqual(changed === TOKEN ? PAYLOAD : undefined);
    }),
  );
});

test.each(['', '.', 'a.b', 'a.b.c', TOKEN.split('.')[0] ?? '', `${TOKEN}.x`, 'x'.repeat(100_000)])(
  'no token: %.20s',
  (token) => {
    expect(openSession(MASTER, token)).toBeUndefined();
  },
);

test('temporary access key ids have the form of AWS', () => {
  const ids = Array.from({ length: 50 }, () => temporaryAccessKeyId(randomBytes));
  for (const id of ids) expect(id).toMatch(/^ASIA[A-Z2-7]{16}$/);
  expect(new Set(ids).size).toBe(50);
});
