/** BRK01: some brokers cannot be used while the cluster answers. Normally explained by the lowest failing layer. */
import { canonical } from '../../facts/names.ts';
import { lowestFailure } from '../kafka/steps.ts';
import { likelyPatterns } from '../../patterns/classify.ts';
import type { Case, Check } from '../check.ts';

export const brk01: Check = {
  id: 'BRK01',
  layer: 'brokers',
  needs: ['metadata', 'hosts', 'pattern'],
  run: ({ metadata, hosts, pattern }) => {
    if (metadata.outcome !== 'ok') return [{ status: 'blocked', subject: null, waitsFor: 'metadata' }];
    const { brokers } = metadata.value;
    const refused = brokers.filter(({ allowed }) => !allowed);
    const known = new Map(hosts.map((host) => [`${canonical(host.host)}:${host.port}`, host.paths]));
    const words = likelyPatterns(pattern).includes('phz-privatelink') ? 'targets' : 'main';
    const total = String(brokers.length);
    return [
      ...brokers
        .filter(({ allowed }) => allowed)
        .map(({ host, port }): Case => {
          const paths = known.get(`${canonical(host)}:${port}`) ?? [];
          if (paths.some(({ sasl }) => sasl.outcome === 'ok')) return { status: 'pass', subject: host };
          const failure = lowestFailure(paths);
          const values = { total, port: String(port), detail: failure?.words ?? 'not looked at' };
          const evidence = failure === null ? [] : [failure.evidence];
          return {
            status: 'blocked',
            subject: host,
            otherwise: failure === null ? 'unknown' : 'fail',
            words,
            values,
            evidence,
          };
        }),
      ...refused.map(({ host }): Case => ({ status: 'blocked', subject: host, by: ['KAF06', 'BRK03'] })),
    ];
  },
};
