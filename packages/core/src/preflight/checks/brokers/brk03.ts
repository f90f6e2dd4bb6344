/** BRK03: a broker is advertised outside the cluster's own domain. It is never dialled. */
import type { Case, Check } from '../check.ts';

export const brk03: Check = {
  id: 'BRK03',
  layer: 'brokers',
  needs: ['metadata'],
  run: ({ metadata }) => {
    if (metadata.outcome !== 'ok') return [{ status: 'blocked', subject: null, waitsFor: 'metadata' }];
    return metadata.value.brokers.map(({ id, host, port, allowed, refusedBecause }): Case => {
      if (allowed) return { status: 'pass', subject: host };
      const evidence = [`broker ${id} at ${host}:${port}: ${refusedBecause ?? 'not allowed'}`];
      return { status: 'fail', subject: host, evidence };
    });
  },
};
