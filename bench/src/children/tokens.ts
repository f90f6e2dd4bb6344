/** A source of tokens that is cold: nothing of an earlier one is kept. */
import { side } from './serve.ts';

/** Tokens by either side. */
export interface TokenSource {
  readonly token: () => Promise<unknown>;
  readonly close: () => void;
}

/** Ours: the token provider. The peer's: the signer's `generateAuthTokenFromRole`. */
export async function coldTokens(): Promise<TokenSource> {
  if (side === 'peer') {
    const { tokenFromRole } = await import('./peer.ts');
    return { token: tokenFromRole, close: () => undefined };
  }
  const { createTokenProvider } = await import('@msk-reach/core');
  const { optionsOfLab } = await import('./ours.ts');
  const provider = await createTokenProvider(optionsOfLab());
  return { token: () => provider.token(), close: () => provider.close() };
}
