/** PAT01: the names resolve by another path than the declared one. */
import { strayNames } from '../../patterns/classify.ts';
import type { Check } from '../check.ts';
import { ownNames } from '../dns/missing.ts';
import { overridden } from '../dns/overridden.ts';

export const pat01: Check = {
  id: 'PAT01',
  layer: 'pattern',
  needs: ['names', 'hosts', 'endpoint', 'expectation', 'placement', 'pattern'],
  run: ({ names, hosts, endpoint, expectation, placement, pattern }) => {
    if (endpoint.kind === 'self-managed')
      return [{ status: 'skip', subject: null, note: 'Not a cluster of MSK: its names follow no pattern.' }];
    const resolved = ownNames(names).filter(({ state }) => state === 'resolved');
    const { declared, observed, alternatives, evidence } = pattern;
    if (declared === 'any')
      return [{ status: 'skip', subject: null, note: 'No pattern is declared (--pattern any).', evidence }];
    // Answers that somebody put in place of the pattern's say nothing of it.
    const away = new Set(overridden({ names, hosts, expectation }).map(({ name }) => name));
    if (resolved.every((name) => away.has(name)))
      return [{ status: 'blocked', subject: null, names: [], by: ['DNS08'], evidence }];
    if (observed === declared || alternatives.includes(declared)) {
      const strays = strayNames({ names, endpoint, expectation, placement }).filter(
        (name) => !away.has(name),
      );
      if (strays.length === 0) return [{ status: 'pass', subject: null, names: [], evidence }];
      return [
        {
          status: 'fail',
          subject: `pattern ${declared}`,
          names: strays.map(({ host }) => host),
          words: 'some',
          values: { declared, addresses: [...new Set(strays.flatMap((name) => name.addresses))].join(', ') },
          evidence,
        },
      ];
    }
    if (observed === 'unknown') {
      const note = `Which pattern is in force cannot be told from what was asked; declared is '${declared}'.`;
      return [
        {
          status: 'unknown',
          subject: null,
          names: [],
          note,
          settledBy:
            'An answer for the sentinel name, or the zones and rules of this VPC (aws route53 list-hosted-zones-by-vpc).',
          evidence,
        },
      ];
    }
    const likes = [observed, ...alternatives].map((name) => `'${name}'`).join(' or ');
    // Its own subject, so that a mismatch explains no host's failure further up.
    return [
      {
        status: 'fail',
        subject: `pattern ${declared}`,
        names: [],
        values: { declared, observed, likes },
        evidence,
      },
    ];
  },
};
