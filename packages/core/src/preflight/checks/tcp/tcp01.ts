/** TCP01: connections to a host are dropped on the way, at every address of it. */
import type { Check } from '../check.ts';
import {
  fickle,
  heldUpCase,
  isDropped,
  isHeldUp,
  isOpen,
  lostCases,
  otherwiseCase,
  placeOf,
  wayWords,
} from './reach.ts';

export const tcp01: Check = {
  id: 'TCP01',
  layer: 'tcp',
  needs: ['hosts', 'redials', 'runtime', 'pattern'],
  run: ({ hosts, redials, runtime, pattern }) => {
    if (hosts.length === 0) return [{ status: 'blocked', subject: null }];
    const { lagMs = 0 } = runtime;
    const sometimes = fickle(hosts, redials, runtime);
    const way = wayWords(pattern);
    return lostCases(
      'fail',
      hosts.map((host) => {
        const dropped = host.paths.filter(isDropped);
        if (dropped.length === 0 || host.paths.some(isOpen)) return otherwiseCase(host);
        if (dropped.every(({ tcp }) => isHeldUp(tcp, lagMs))) return heldUpCase(host, lagMs);
        const isFickle = dropped.some((path) => sometimes.has(placeOf(path)));
        return { host, words: isFickle ? 'sometimes' : way, paths: dropped };
      }),
    );
  },
};
