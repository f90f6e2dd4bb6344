/** TCP03: one address of a host is dead, or fails once it is connected, while another serves the client. */
import { ENDED } from '../../facts/names.ts';
import type { PathObservation } from '../../observation.ts';
import type { Case, Check } from '../check.ts';
import { fickle, isCut, isOpen, lostCases, otherwiseCase, placeOf, wayWords, type Lost } from './reach.ts';

/** What another check has a name for, also where it is seen at one address only. */
const NAMED: ReadonlySet<string> = new Set([
  'TLS_NAME_MISMATCH',
  'TLS_UNTRUSTED',
  'TLS_EXPIRED',
  'TLS_NOT_YET_VALID',
  'TLS_PROTOCOL',
  'SASL_MECHANISM_UNSUPPORTED',
  'SASL_REFUSED',
]);

export const tcp03: Check = {
  id: 'TCP03',
  layer: 'tcp',
  needs: ['hosts', 'pattern'],
  run: ({ hosts, pattern }) => {
    if (hosts.length === 0) return [{ status: 'blocked', subject: null }];
    const sometimes = fickle(hosts);
    const way = wayWords(pattern);
    return lostCases(
      'warn',
      hosts.flatMap((host): readonly (Case | Lost)[] => {
        const alive = host.paths.filter((path) => isOpen(path) && !isDead(path));
        const dead = alive.length === 0 ? [] : host.paths.filter(isDead);
        // Not every address is spoken to: one that only takes connections proves nothing of what comes later.
        const failing = alive.some(serves) ? alive.filter(fails) : [];
        if (dead.length + failing.length === 0) return [otherwiseCase(host)];
        const isFickle = dead.some((path) => sometimes.has(placeOf(path)));
        return [
          { host, words: isFickle ? 'sometimes' : way, paths: dead },
          { host, words: 'later', paths: failing },
        ].filter(({ paths }) => paths.length > 0);
      }),
    );
  },
};

function isDead(path: PathObservation): boolean {
  return isCut(path) || (path.tcp.outcome === 'error' && !ENDED.has(path.tcp.code));
}

function serves(path: PathObservation): boolean {
  return path.apiVersions.outcome === 'ok' && !fails(path);
}

/** Whether a connection was made and came to nothing. */
function fails({ tls, apiVersions, sasl, metadata }: PathObservation): boolean {
  return [tls, apiVersions, sasl, metadata].some(
    (step) => step.outcome === 'error' && !ENDED.has(step.code) && !NAMED.has(step.code),
  );
}
