/**
 * The token room: how we prove who we are. A signed token for MSK from credentials at hand.
 *
 * AWS's signer makes the token; what it does badly is kept from it and its result is checked: it takes a fraction of
 * a second or a negative number as lifetime when credentials are about to end (measured with 1.0.3).
 */
import { generateAuthTokenFromCredentialsProvider } from 'aws-msk-iam-sasl-signer-js';
import { isRegion } from '../config/region.ts';
import { plainCause } from '../credentials/printable.ts';
import { secretsOf, type SigningCredentials } from '../credentials/signing-credentials.ts';
import { MskReachError } from '../errors.ts';
import { type Ports, realPorts } from '../ports.ts';
import { readToken } from './read-token.ts';

/** A signed token. Treat `value` as a secret. @public */
export interface Token {
  /** What OAUTHBEARER presents. */
  readonly value: string;
  /** Milliseconds since the epoch, by this machine's clock. */
  readonly expiresAt: number;
  /** Life at the time of signing, at most 900,000 ms. */
  readonly lifetimeMs: number;
}

/** Below this a token is not worth presenting: brokers take at most one re-authentication a second (KIP-368). */
const LEAST_LIFETIME_MS = 2_000;
const MOST_LIFETIME_MS = 900_000;

/** What the package exports as `signToken`. */
export async function signToken(
  credentials: SigningCredentials,
  region: string | null,
  ports: Pick<Ports, 'now'> = realPorts,
): Promise<Token> {
  if (region === null || !isRegion(region))
    throw new MskReachError('TOKEN_INVALID', 'There is no Region to sign the token for.');
  const endsAt = credentials.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
  const leftMs = endsAt - ports.now();
  // The negation also catches an expiration that is no date.
  if (!(leftMs >= LEAST_LIFETIME_MS)) throw expired(leftMs);
  const lifetimeMs = Math.min(Math.floor(leftMs / 1000) * 1000, MOST_LIFETIME_MS);
  const { value, facts } = await signChecked(credentials, region, lifetimeMs);
  if (facts.lifetimeMs > lifetimeMs) {
    throw new MskReachError(
      'TOKEN_INVALID',
      `The signer made a token that lives ${facts.lifetimeMs} ms instead of ${lifetimeMs} ms.`,
    );
  }
  return { value, expiresAt: facts.signedAt + facts.lifetimeMs, lifetimeMs: facts.lifetimeMs };
}

/** A millisecond that begins between two readings of the clock gives a fraction, and another attempt. */
const ATTEMPTS = 10;

async function signChecked(credentials: SigningCredentials, region: string, lifetimeMs: number) {
  for (let attempt = 1; ; attempt += 1) {
    const value = await sign(credentials, region, lifetimeMs);
    try {
      return { value, facts: readToken(value, region, credentials.accessKeyId) };
    } catch (error) {
      if (lifetimeMs >= MOST_LIFETIME_MS || attempt >= ATTEMPTS) throw error;
    }
  }
}

async function sign(credentials: SigningCredentials, region: string, lifetimeMs: number): Promise<string> {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const keys = { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
  // Without an expiration the signer takes 900 s.
  const awsCredentialsProvider = async () =>
    lifetimeMs >= MOST_LIFETIME_MS ? keys : { ...keys, expiration: alwaysIn(lifetimeMs) };
  try {
    return (await generateAuthTokenFromCredentialsProvider({ region, awsCredentialsProvider })).token;
  } catch (error) {
    throw new MskReachError('TOKEN_INVALID', 'The signer failed.', {
      cause: plainCause(error, secretsOf(credentials)),
    });
  }
}

/**
 * An end that stays as far away as it is: the signer subtracts its own clock from it, and on a busy machine that comes
 * long after the credentials were handed over.
 */
function alwaysIn(ms: number): Date {
  return Object.assign(new Date(0), { getTime: () => Date.now() + ms });
}

function expired(leftMs: number): MskReachError {
  const when =
    leftMs > 0
      ? `end in ${Math.floor(leftMs / 1000)} s`
      : Number.isNaN(leftMs)
        ? 'end at a time that is no date'
        : `ended ${Math.floor(-leftMs / 1000)} s ago`;
  const details = { leftMs: Number.isFinite(leftMs) ? Math.floor(leftMs) : null };
  return new MskReachError(
    'CREDENTIALS_EXPIRED',
    `The credentials ${when}; a token needs at least ${LEAST_LIFETIME_MS / 1000} s.`,
    { details },
  );
}
