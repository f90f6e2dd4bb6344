/** Tokens for any Kafka client: cached credentials, a fresh token for each authentication. */
import { requireSoundEndpoint } from '../config/assert.ts';
import type { Config, MskReachOptions } from '../config/config.ts';
import { resolveConfig } from '../config/resolve.ts';
import { identityOf, type Identity } from '../credentials/identity.ts';
import { publishing } from '../events.ts';
import { type Ports, realPorts } from '../ports.ts';
import { signToken, type Token } from './sign.ts';

/** Makes tokens. Close it when the client is closed. @public */
export interface TokenProvider {
  /**
   * A fresh token; credentials are fetched once a lifetime. Give each (re-)authentication its own.
   *
   * @throws MskReachError CREDENTIALS_UNAVAILABLE, CREDENTIALS_EXPIRED, one of the STS_ codes, TOKEN_INVALID,
   *   ABORTED, CLOSED; `retryable` says whether the next authentication may succeed
   */
  token(signal?: AbortSignal): Promise<Token>;
  close(): void;
  [Symbol.dispose](): void;
}

/** What the package exports as `createTokenProvider`. */
export async function createTokenProvider(options: MskReachOptions): Promise<TokenProvider> {
  const config = await resolveConfig(options);
  requireSoundEndpoint(config);
  return tokenProviderOf(config, identityOf(config, realPorts), realPorts);
}

/** The same over an identity that already exists; closing it closes the identity. */
export function tokenProviderOf(config: Config, identity: Identity, ports: Ports): TokenProvider {
  const close = (): void => identity.close();
  const { region } = config.endpoint;
  const telling = {
    about: { 'cloud.region': region },
    told: ({ lifetimeMs }: Token) => ({ lifetimeMs }),
  };
  return {
    token: (signal) =>
      publishing('msk-reach:token', ports, telling, async () =>
        signToken(await identity.credentials(signal), region, ports),
      ),
    close,
    [Symbol.dispose]: close,
  };
}
