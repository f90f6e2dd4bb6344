import type { AuthenticationProviderArgs } from 'kafkajs';
import { expect, test } from 'vitest';
import { MskReachError } from '../errors.ts';
import type { Token } from '../token/sign.ts';
import { createMechanism } from './authenticator.ts';

const away = new MskReachError('STS_UNREACHABLE', 'STS does not answer', { retryable: true });
const gone = new MskReachError('STS_REFUSED', 'not authorized to perform: sts:AssumeRole');

/** How a login ends that the broker accepts for so many milliseconds. */
async function loginFor(sessionMs: number, lifetimeMs: number, failure?: unknown): Promise<unknown> {
  const { authenticationProvider } = createMechanism({
    provider: { token: async () => ({ value: 'dG9rZW4', lifetimeMs }) as Token },
    identity: {
      failing: () => (failure === undefined ? null : { error: failure, leftMs: lifetimeMs, isUrgent: true }),
    },
    logins: {
      begin: () => ({ generation: 0, clockAheadMs: 0 }),
      accepted: () => undefined,
      refused: async (refusal) => refusal,
      failed: (error) => error as MskReachError,
      trouble: () => null,
    },
    sessions: { granted: () => sessionMs, breakOff: () => undefined },
  });
  const args = { host: 'b1', port: 9098, saslAuthenticate: async () => undefined };
  return authenticationProvider(args as unknown as AuthenticationProviderArgs)
    .authenticate()
    .catch((error: unknown) => error);
}

test.each([
  [
    'a broker that grants less than a client needs is final',
    1_000,
    900_000,
    undefined,
    'SASL_SESSION_TOO_SHORT',
    false,
  ],
  [
    'credentials about to end while STS is away may be tried again',
    1_500,
    2_000,
    away,
    'STS_UNREACHABLE',
    true,
  ],
  ['a clock that is behind changes nothing about that', 1_500, 8_000, away, 'STS_UNREACHABLE', true],
  [
    'credentials about to end while others come may be tried again',
    900,
    1_000,
    undefined,
    'CREDENTIALS_EXPIRED',
    true,
  ],
  ['credentials about to end whose role is gone are final', 900, 1_000, gone, 'STS_REFUSED', false],
])('%s', async (_, sessionMs, lifetimeMs, failure, code, retriable) => {
  expect(await loginFor(sessionMs, lifetimeMs, failure)).toMatchObject({
    code,
    retriable,
    details: { broker: 'b1:9098', sessionMs },
  });
});

test.each([0, 1_750, 900_000])('a session of %i ms is a login', async (sessionMs) => {
  expect(await loginFor(sessionMs, 900_000)).toBeUndefined();
});
