/** CRD05: STS cannot be reached, does not work, or is switched off in its Region. */
import type { HopObservation } from '../../observation.ts';
import type { Check } from '../check.ts';
import { firstFailure, meaningOf, saidBy } from './outcomes.ts';

const WORDS: Readonly<Record<string, string>> = {
  unreachable: 'main',
  disabled: 'disabled',
  failing: 'failing',
  misplaced: 'misplaced',
};

export const crd05: Check = {
  id: 'CRD05',
  layer: 'credentials',
  needs: ['identity'],
  run: ({ identity }) => {
    const { sts, hops, caller } = identity;
    const names = [sts.endpoint];
    const found = firstFailure(identity);
    const said = found === null ? undefined : WORDS[meaningOf(found.failure)];
    if (found !== null && said !== undefined) {
      const account = accountOf(found.hop);
      const before = said === 'disabled' && (account === null || account !== accountOf(hops.at(-1)));
      const words = before ? 'disabledBefore' : said;
      const values = { detail: found.failure.detail, account: account ?? 'its own' };
      return [{ status: 'fail', subject: null, names, words, values, evidence: [saidBy(found.failure)] }];
    }
    const answered = [...hops.map(({ result }) => result), caller].some(
      (step) =>
        step.outcome === 'ok' ||
        (step.outcome === 'error' && /refused|invalid|expired|rejected|clock/.test(meaningOf(step))),
    );
    if (answered) return [{ status: 'pass', subject: null, names }];
    if (hops.length === 0) {
      const evidence = caller.outcome === 'error' ? [saidBy(caller)] : [];
      return [
        {
          status: 'skip',
          subject: null,
          names,
          note: 'No role is assumed, so signing needs no STS.',
          evidence,
        },
      ];
    }
    return [{ status: 'blocked', subject: null, names, by: ['CRD01', 'CRD06'] }];
  },
};

/** The account of a hop's role: STS has to be on there. */
function accountOf(hop: HopObservation | null | undefined): string | null {
  return hop?.roleArn.split(':')[4] ?? null;
}
