import type { LabFaults } from '@msk-reach/lab';
import { oneOf } from '../random.ts';
import { type Phase, seconds } from './phase.ts';

type Way = readonly [what: string, fault: NonNullable<LabFaults['dns']>[number]['fault']];

const WAYS: readonly [Way, ...Way[]] = [
  ['DNS is silent', { silent: true }],
  ['DNS answers SERVFAIL', { rcode: 'SERVFAIL' }],
];

/** No name resolves. Open connections need none, so all of them are lost as well. */
export const dnsOutage: Phase = {
  name: 'dns-outage',
  share: 0.06,
  async run({ lab, ms, random, wait }) {
    const [what, fault] = oneOf(WAYS, random);
    await lab.setFaults({ dns: [{ name: '*', fault }] });
    const cut = lab.gateway.cut();
    await wait(ms);
    await lab.setFaults({});
    return `${what} for ${seconds(ms)}, and ${cut} connections are reset`;
  },
};
