/** CRD07: a refresh of the credentials makes another principal. */
import { ENDED } from '../../facts/names.ts';
import type { Case, Check } from '../check.ts';
import { sourceWords } from './source.ts';

const BELOW = ['CRD01', 'CRD03', 'CRD04', 'CRD05', 'CRD06', 'CRD08', 'CRD09'] as const;

export const crd07: Check = {
  id: 'CRD07',
  layer: 'credentials',
  needs: ['identity'],
  run: ({ identity: { base, hops, caller, callerAgain } }) => {
    const blocked: Case = { status: 'blocked', subject: null, by: BELOW };
    if (hops.length > 0) {
      // Our own AssumeRole: one session name, in the settings, for every refresh.
      if (!hops.every(({ result }) => result.outcome === 'ok')) return [blocked];
      const evidence = [`the session name of every refresh: ${hops.at(-1)?.sessionName}`];
      return [{ status: 'pass', subject: null, names: [], evidence }];
    }
    if (base.outcome !== 'ok') return [blocked];
    if (!base.value.temporary)
      return [
        { status: 'skip', subject: null, note: 'The credentials are not temporary: nothing refreshes them.' },
      ];
    if (caller.outcome === 'error' && !ENDED.has(caller.code))
      return [{ status: 'skip', subject: null, note: 'STS did not say who signs.' }];
    if (caller.outcome !== 'ok') return [blocked];
    if (callerAgain === undefined)
      return [{ status: 'skip', subject: null, note: 'The observation is older than this check.' }];
    if (callerAgain.outcome === 'skipped') {
      const ended = callerAgain.because === 'deadline' || callerAgain.because === 'interrupted';
      const note = `Not to be seen from here: ${callerAgain.because}.`;
      return ended ? [blocked] : [{ status: 'skip', subject: null, note }];
    }
    if (callerAgain.outcome === 'error') {
      const note = `The credentials could not be had a second time: ${callerAgain.detail}`;
      const settledBy = 'Another look: whoever hands out the credentials has to do so for every refresh.';
      return [{ status: 'unknown', subject: null, note, settledBy }];
    }
    return [compared(caller.value.arn, callerAgain.value.arn, base.value.source)];
  },
};

function compared(first: string, second: string, source: string): Case {
  const evidence = [
    `GetCallerIdentity: ${first}`,
    `after a refresh: ${second}`,
    `credentials from ${source}`,
  ];
  if (first === second) return { status: 'pass', subject: null, names: [first], evidence };
  const { words, values: ofSource } = sourceWords(source);
  const values = { first: sessionOf(first), second: sessionOf(second), ...ofSource };
  return { status: 'warn', subject: null, names: [first, second], words, values, evidence };
}

/** What tells two sessions of one role apart. */
function sessionOf(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}
