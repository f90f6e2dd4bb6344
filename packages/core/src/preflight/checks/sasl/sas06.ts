/** SAS06: a session is so short that kafkajs by itself logs in again before every request. */
import type { Facts } from '../../facts.ts';
import type { Case, Check } from '../check.ts';
import { endsSoon } from '../credentials/expiry.ts';
import { otherwiseCase } from './login.ts';

/** kafkajs's `reauthenticationThreshold`: so long before the end of a session it logs in again. */
const THRESHOLD_MS = 10_000;
/** A token that lives no longer than this is what makes a session short; the usual ones live fifteen minutes. */
const SHORT_TOKEN_MS = 60_000;

export const sas06: Check = {
  id: 'SAS06',
  layer: 'sasl',
  needs: ['hosts', 'identity', 'takenAt'],
  run: ({ hosts, identity, takenAt }) => {
    if (hosts.length === 0) return [{ status: 'blocked', subject: null }];
    const { token } = identity;
    const byToken = token.outcome === 'ok' && token.value.lifetimeMs <= SHORT_TOKEN_MS;
    const named = byToken && endsSoon(identity, takenAt);
    return hosts.map((host) => sessionCase(host, byToken ? 'credentials' : 'main', named));
  },
};

/** @param named whether CRD06 has said already that the credentials end */
function sessionCase(host: Facts['hosts'][number], words: string, named: boolean): Case {
  const { host: subject, paths } = host;
  // 0 is a session without end.
  const sessions = paths.flatMap(({ sasl }) =>
    sasl.outcome === 'ok' && sasl.value.sessionLifetimeMs > 0 ? [sasl.value.sessionLifetimeMs] : [],
  );
  const shortest = Math.min(...sessions);
  if (shortest > THRESHOLD_MS) return otherwiseCase(host);
  if (named) return { status: 'skip', subject, note: 'The credentials are about to end: CRD06 says so.' };
  const values = { seconds: (shortest / 1000).toFixed(1) };
  return { status: 'warn', subject, words, values, evidence: [`${subject}: a session of ${shortest} ms`] };
}
