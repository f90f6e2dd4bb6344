import { MskReachError } from '../errors.ts';

/** The mechanism by which this project logs in. @public */
export const OAUTHBEARER = 'OAUTHBEARER';

/** RFC 6750, 2.1: what a bearer token is made of. Nothing in it can end the message early. */
const BEARER_TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/u;

/**
 * The client's first and only packet: no channel binding, no authorization identity, one key (RFC 7628, 3.1).
 *
 * @throws MskReachError `TOKEN_INVALID` for anything that is no bearer token; the token is not in the error
 */
export function oauthBearerPacket(token: string): Buffer {
  if (!BEARER_TOKEN.test(token)) {
    throw new MskReachError(
      'TOKEN_INVALID',
      'the token is no bearer token: letters, digits and -._~+/ are allowed, then =',
    );
  }
  return Buffer.from(`n,,\x01auth=Bearer ${token}\x01\x01`, 'latin1');
}

/** What in a signed token must never be shown: the token, and the secret parameters of the URL inside it. */
export function secretsOf(token: string): readonly string[] {
  const url = Buffer.from(token, 'base64url').toString('latin1');
  const values = Array.from(
    url.matchAll(/X-Amz-(?:Signature|Security-Token)=([^&]+)/gu),
    ([, value]) => value ?? '',
  );
  return [token, ...values];
}
