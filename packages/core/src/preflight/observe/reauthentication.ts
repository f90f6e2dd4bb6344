/**
 * What a broker says when a session is renewed with refreshed credentials (KIP-368): one connection more, one login,
 * and one more on the same connection. Only where a refresh can make another principal. Brokers take one such renewal
 * a second on each connection; the first is never too early.
 */
import { OAUTHBEARER } from '../../kafka/oauth-bearer.ts';
import type { PathObservation, ReauthenticationObservation } from '../observation.ts';
import { askAt } from './ask-at.ts';
import { skipped, step, type Look } from './look.ts';

/** How many conversations it takes. */
export const REAUTHENTICATION_DIALS = 1;

/** @param open a place that let us in; null: there is none */
export async function observeReauthentication(
  look: Look,
  open: PathObservation | null,
): Promise<ReauthenticationObservation> {
  const nowhere = (result: ReauthenticationObservation['result']): ReauthenticationObservation => ({
    host: null,
    result,
  });
  if (open === null || open.sasl.outcome !== 'ok') return nowhere(skipped('broker not reached'));
  // Such a broker refuses any second login on a connection.
  if (open.sasl.value.sessionLifetimeMs <= 0) return nowhere(skipped('sessions have no end here'));
  const token = await look.tokenAgain();
  if (token.outcome !== 'ok') return nowhere(token);
  const result = await askAt(look, open, (broker) =>
    step(look, async () => {
      await broker.handshake(OAUTHBEARER);
      return broker.authenticate(token.value);
    }),
  );
  return { host: open.host, result };
}
