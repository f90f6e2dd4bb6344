/** What stands in the way of a client's traffic right now, whatever the last look said: for its health. */
import type { Failing } from '../credentials/renewing.ts';
import { isMskReachError } from '../errors.ts';
import type { Trouble } from '../health/health.ts';
import type { ClientParts } from './kafka-config.ts';

/** The gravest trouble; null: none. */
export function troubleOf({
  logins,
  identity,
  denials,
}: Pick<ClientParts, 'logins' | 'identity' | 'denials'>): Trouble | null {
  const failing = identity.failing();
  const credentials = failing === null ? null : troubleWith(failing);
  const final = logins.trouble() ?? (credentials?.status === 'fail' ? credentials : null);
  return final ?? denials.trouble() ?? credentials;
}

function troubleWith({ error, leftMs, isUrgent }: Failing): Trouble {
  const [code, why] = isMskReachError(error) ? [error.code, error.message] : ['INTERNAL', String(error)];
  const left = Math.floor(leftMs / 1_000);
  const rest = leftMs > 0 ? `those at hand work for another ${left} s` : 'none that work are at hand';
  return {
    code,
    message: `The credentials cannot be renewed, ${rest}. ${why}`,
    status: isUrgent ? 'fail' : 'warn',
  };
}
