/** TCP03: one address of a host is dead, or fails once it is connected, while another serves the client. */
import { isIP } from 'node:net';
import { ENDED } from '../../facts/names.ts';
import type { HostFact } from '../../facts/hosts.ts';
import type { PathObservation, RepeatedDial } from '../../observation.ts';
import type { Case, Check } from '../check.ts';
import {
  fickle,
  isCut,
  isDropped,
  isOpen,
  lostCases,
  otherwiseCase,
  placeOf,
  redialEvidence,
  tcpEvidence,
  wayWords,
  type Lost,
} from './reach.ts';

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
  needs: ['hosts', 'redials', 'runtime', 'pattern'],
  run: ({ hosts, redials, runtime, pattern }) => {
    if (hosts.length === 0) return [{ status: 'blocked', subject: null }];
    const fickleAt = fickle(hosts, redials, runtime);
    const shared = fickleAgain(hosts, redials, fickleAt);
    const way = wayWords(pattern);
    return lostCases(
      'warn',
      hosts.flatMap((host): readonly (Case | Lost)[] => {
        const alive = host.paths.filter((path) => isOpen(path) && !isDead(path));
        if (alive.length === 0) return [otherwiseCase(host)];
        const sometimes = host.paths.filter((path) => (isDead(path) ? fickleAt : shared).has(placeOf(path)));
        // Not every address is spoken to: one that only takes connections proves nothing of what comes later.
        const served = alive.some(serves);
        const dead = host.paths.filter(
          (path) =>
            isDead(path) &&
            !sometimes.includes(path) &&
            !isUnspoken(path, alive) &&
            (served || !isOpen(path)),
        );
        const failing = served ? alive.filter(fails) : [];
        const lost = [
          { host, words: way, paths: dead },
          {
            host,
            words: 'sometimes',
            paths: sometimes,
            evidence: [...sometimes.filter(isDead).map(tcpEvidence), ...redialEvidence(redials, sometimes)],
          },
          { host, words: 'later', paths: failing },
        ].filter(({ paths }) => paths.length > 0);
        return lost.length === 0 ? [otherwiseCase(host)] : lost;
      }),
    );
  },
};

/** Places that lost a dial of nobody's own: each host may be next. Where a host reaches none of its addresses, TCP01 says it. */
function fickleAgain(
  hosts: readonly HostFact[],
  redials: readonly RepeatedDial[],
  fickleAt: ReadonlySet<string>,
): ReadonlySet<string> {
  const unreached = hosts
    .filter(({ paths }) => !paths.some(isOpen))
    .flatMap(({ paths }) => paths.map(placeOf));
  const lost = redials.filter(({ steps }) => steps.some((tcp) => isDropped({ tcp }))).map(placeOf);
  return new Set(lost.filter((place) => fickleAt.has(place) && !unreached.includes(place)));
}

function isDead(path: PathObservation): boolean {
  return isCut(path) || (path.tcp.outcome === 'error' && !ENDED.has(path.tcp.code));
}

/** A client without IPv6 passes IPv6 addresses over at once: nothing left it, and it misses nothing. */
function isUnspoken({ address, tcp }: PathObservation, alive: readonly PathObservation[]): boolean {
  const isUnreachable = tcp.outcome === 'error' && tcp.code === 'TCP_UNREACHABLE';
  return isUnreachable && !alive.some((path) => isIP(path.address) === isIP(address));
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
