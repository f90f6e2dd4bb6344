/** SAS05: the broker refuses to renew a session with refreshed credentials, for they make another principal (KIP-368). */
import type { Facts } from '../../facts.ts';
import { residual, type Case, type Check } from '../check.ts';
import { sourceWords } from '../credentials/source.ts';

const BELOW = ['SAS01', 'SAS02', 'SAS03', 'SAS04', ...residual] as const;
/** Kafka's words, with both names after them. */
const PRINCIPAL_CHANGED = /cannot change principals/i;
const BLOCKED: Case = { status: 'blocked', subject: null, by: BELOW };
/** Why nobody was asked, where something else is the matter. */
const MISSED: ReadonlySet<string> = new Set(['deadline', 'interrupted', 'broker not reached', 'credentials']);

export const sas05: Check = {
  id: 'SAS05',
  layer: 'sasl',
  needs: ['identity', 'reauthentication'],
  run: ({ identity, reauthentication }) => {
    const { base, hops } = identity;
    if (hops.length > 0) return [skip('The session name of a role is the same for every refresh.')];
    if (base.outcome !== 'ok') return [BLOCKED];
    if (!base.value.temporary) return [skip('The credentials are not temporary: nothing refreshes them.')];
    if (reauthentication === null) return [skip('The observation is older than this check.')];
    const { host, result } = reauthentication;
    if (result.outcome === 'ok') {
      const evidence = [`${host}: a session was renewed with credentials of a second fetch`];
      return [{ status: 'pass', subject: null, names: [], evidence }];
    }
    if (result.outcome === 'skipped')
      return [MISSED.has(result.because) ? BLOCKED : skip(`Not to be seen from here: ${result.because}.`)];
    return [refusedCase(identity, host, result)];
  },
};

type Failed = Extract<NonNullable<Facts['reauthentication']>['result'], { outcome: 'error' }>;

function refusedCase(
  { base, caller, callerAgain }: Facts['identity'],
  host: string | null,
  { code, detail, facts }: Failed,
): Case {
  if (host === null) {
    if (callerAgain?.outcome === 'error') return skip('No second credentials: CRD07 says so.');
    const note = `The credentials could not be had a second time: ${detail}`;
    return { status: 'unknown', subject: null, note, settledBy: 'Another look.' };
  }
  if (code !== 'SASL_REFUSED') return BLOCKED;
  const message = facts?.['message'];
  const said = typeof message === 'string' ? message : detail;
  const evidence = [`${host}, a second login on one connection: ${said}`];
  if (!PRINCIPAL_CHANGED.test(said)) {
    const note = 'The broker let the first credentials in and refuses those of a refresh.';
    const settledBy = 'Another look: where it refuses again, the refreshed credentials are not allowed in.';
    return { status: 'unknown', subject: null, note, settledBy, evidence };
  }
  const bothKnown = caller.outcome === 'ok' && callerAgain?.outcome === 'ok';
  if (bothKnown && caller.value.arn !== callerAgain.value.arn)
    return { ...skip('The broker refuses a second login as another principal: CRD07 names both.'), evidence };
  const source = base.outcome === 'ok' ? base.value.source : '';
  return { status: 'fail', subject: null, names: [host], ...sourceWords(source), evidence };
}

function skip(note: string): Case {
  return { status: 'skip', subject: null, note };
}
