import type { LabFaults } from '@msk-reach/lab';
import { oneOf } from '../random.ts';
import { type Phase, seconds } from './phase.ts';

type Way = readonly [what: string, faults: NonNullable<LabFaults['sts']>];

const WAYS: readonly [Way, ...Way[]] = [
  ['STS refuses connections', { refuse: true }],
  ['STS accepts and stays silent', { silence: true }],
  ['STS answers ServiceUnavailable', { error: { code: 'ServiceUnavailable' } }],
];

/** Nobody gets role credentials. */
export const stsOutage: Phase = {
  name: 'sts-outage',
  share: 0.1,
  async run({ lab, ms, random, wait }) {
    const [what, sts] = oneOf(WAYS, random);
    await lab.setFaults({ sts });
    await wait(ms);
    await lab.setFaults({});
    return `${what} for ${seconds(ms)}`;
  },
};
