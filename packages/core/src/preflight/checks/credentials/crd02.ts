/** CRD02: the principal belongs to another account than the one that it must belong to. */
import type { Check } from '../check.ts';

export const crd02: Check = {
  id: 'CRD02',
  layer: 'credentials',
  needs: ['expectation', 'identity'],
  run: ({ expectation: { expectAccount }, identity: { base, caller } }) => {
    if (expectAccount === null)
      return [
        { status: 'skip', subject: null, note: 'No account was given to compare with (--expect-account).' },
      ];
    if (caller.outcome !== 'ok')
      return [
        {
          status: 'blocked',
          subject: null,
          by: ['CRD01', 'CRD03', 'CRD04', 'CRD05', 'CRD06', 'CRD08', 'CRD09'],
        },
      ];
    const { arn, account } = caller.value;
    const source = base.outcome === 'ok' ? base.value.source : 'unknown';
    const evidence = [`GetCallerIdentity: ${arn}`, `base credentials from ${source}`];
    if (account === expectAccount) return [{ status: 'pass', subject: null, names: [arn], evidence }];
    const values = { account, expectAccount, source };
    return [{ status: 'fail', subject: null, names: [arn], values, evidence }];
  },
};
