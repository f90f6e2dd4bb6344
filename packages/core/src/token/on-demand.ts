/** The token room for whoever imports the package: loaded, with AWS's signer, when the first token is asked for. */
import type { MskReachOptions } from '../config/config.ts';
import type { SigningCredentials } from '../credentials/signing-credentials.ts';
import type { Ports } from '../ports.ts';
import type { Token } from './sign.ts';
import type { TokenProvider } from './token-provider.ts';

/**
 * Signs a fresh token.
 *
 * @throws MskReachError CREDENTIALS_EXPIRED where the credentials end within 2 seconds or have ended,
 *   TOKEN_INVALID where there is no Region to sign for or the signer's result is not what MSK accepts
 * @public
 */
export async function signToken(
  credentials: SigningCredentials,
  region: string | null,
  ports?: Pick<Ports, 'now'>,
): Promise<Token> {
  const room = await import('./sign.ts');
  return room.signToken(credentials, region, ports);
}

/**
 * A token provider for any Kafka client with SASL/OAUTHBEARER.
 *
 * Present a token only to a TLS-verified broker of the cluster: whoever sees it is let in until it expires.
 *
 * @throws MskReachError CONFIG_INVALID, also for a bootstrap, Region or role that is wrong
 * @public
 */
export async function createTokenProvider(options: MskReachOptions): Promise<TokenProvider> {
  const room = await import('./token-provider.ts');
  return room.createTokenProvider(options);
}
