/**
 * How kafkajs logs in: its own OAUTHBEARER mechanism takes every failure for final, a connection that broke under way
 * included, and leaves a consumer dead. This one says which failures may be tried again.
 */
import type { AuthenticationProviderArgs, Mechanism } from 'kafkajs';
import type { Identity } from '../credentials/identity.ts';
import { isMskReachError, MskReachError, withoutCause } from '../errors.ts';
import { ErrorCodes } from '../kafka/error-codes.ts';
import { OAUTHBEARER, oauthBearerPacket, secretsOf } from '../kafka/oauth-bearer.ts';
import { loginRefused } from '../kafka/refusals.ts';
import type { TokenProvider } from '../token/token-provider.ts';
import type { Logins } from './logins.ts';
import type { Sessions } from './sessions.ts';

interface Parts {
  readonly provider: Pick<TokenProvider, 'token'>;
  readonly identity: Pick<Identity, 'failing'>;
  readonly logins: Logins;
  readonly sessions: Pick<Sessions, 'granted' | 'breakOff'>;
}

/** Brokers take one re-authentication a second (KIP-368), which comes after 0.6 of a session: {@link createSessions}. */
const LEAST_SESSION_MS = 1_750;

/** A session cannot outlive its token, so a token of less says nothing about what the broker grants. */
const CREDENTIALS_END_MS = LEAST_SESSION_MS + 2_000;

/** The mechanism for kafkajs's `sasl`. */
export function createMechanism(parts: Parts): Mechanism {
  return {
    mechanism: OAUTHBEARER.toLowerCase(),
    authenticationProvider: (args) => ({ authenticate: () => logIn(args, parts) }),
  };
}

async function logIn(args: AuthenticationProviderArgs, parts: Parts): Promise<void> {
  const { host, port, saslAuthenticate } = args;
  const { provider, logins, sessions } = parts;
  const broker = `${host}:${port}`;
  const attempt = logins.begin();
  const token = await provider.token().catch((error: unknown) => {
    const failure = forKafkajs(logins.failed(error));
    sessions.breakOff(host, port, failure);
    throw failure;
  });
  try {
    await saslAuthenticate({ request: { encode: () => sized(oauthBearerPacket(token.value)) } });
  } catch (error) {
    const refusal = refusalIn(error, token.value);
    // A connection that broke: kafkajs knows what to do.
    if (refusal === null) throw error;
    throw forKafkajs(await logins.refused(at(broker, refusal), attempt));
  }
  const session = sessions.granted(host, port);
  if (session !== null && session > 0 && session < LEAST_SESSION_MS) {
    const failing = parts.identity.failing();
    // This machine's clock may be behind: credentials that cannot be renewed are near their end, whatever it says.
    const isTheirEnd = failing !== null || token.lifetimeMs < CREDENTIALS_END_MS;
    throw forKafkajs(
      logins.failed(
        isTheirEnd ? endOfCredentials(broker, session, failing?.error) : tooShort(broker, session),
      ),
    );
  }
  logins.accepted(attempt);
}

/** The broker's own refusal; null for any other failure. */
function refusalIn(error: unknown, token: string): MskReachError | null {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (code !== ErrorCodes.SASL_AUTHENTICATION_FAILED) return null;
  return loginRefused(code, typeof message === 'string' ? message : null, secretsOf(token));
}

function at(broker: string, { code, message, retryable, details }: MskReachError): MskReachError {
  return new MskReachError(code, `${broker}: ${message}`, { retryable, details: { ...details, broker } });
}

function tooShort(broker: string, sessionMs: number): MskReachError {
  return new MskReachError(
    'SASL_SESSION_TOO_SHORT',
    `${broker} grants sessions of ${sessionMs} ms; a client needs ${LEAST_SESSION_MS} ms, for brokers take one re-authentication a second. See connections.max.reauth.ms on the brokers, or give credentials that live longer`,
    { details: { broker, sessionMs, leastMs: LEAST_SESSION_MS } },
  );
}

/** @param failure why there are no fresh ones yet */
function endOfCredentials(broker: string, sessionMs: number, failure: unknown): MskReachError {
  const [code, why, retryable] = isMskReachError(failure)
    ? [failure.code, failure.message, failure.retryable]
    : (['CREDENTIALS_EXPIRED', 'Fresh ones are under way', true] as const);
  return new MskReachError(
    code,
    `${broker}: the credentials at hand are about to end, and are good for a session of ${sessionMs} ms. ${why}`,
    { retryable, details: { broker, sessionMs, leastMs: LEAST_SESSION_MS } },
  );
}

/** kafkajs sends it as it is: the size is part of the bytes. */
function sized(packet: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeInt32BE(packet.length);
  return Buffer.concat([size, packet]);
}

/**
 * kafkajs goes by `retriable`, on the innermost cause: so it gets an error without one. What it throws in the end has
 * this as its cause, `code` included.
 */
function forKafkajs(error: MskReachError): MskReachError {
  return Object.assign(withoutCause(error), { retriable: error.retryable });
}
