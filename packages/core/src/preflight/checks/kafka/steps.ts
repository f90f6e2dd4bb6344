/** The steps of a path in order, and the one at which it ended. */
import { ENDED } from '../../facts/names.ts';
import type { PathObservation } from '../../observation.ts';

/** Where the furthest path to a host ended. */
export interface StepFailure {
  readonly layer: (typeof STEPS)[number];
  readonly code: string;
  readonly words: string;
  readonly evidence: string;
}

const STEPS = ['tcp', 'tls', 'apiVersions', 'sasl', 'metadata'] as const;
const NAMES: Readonly<Record<(typeof STEPS)[number], string>> = {
  tcp: 'the connection',
  tls: 'the TLS handshake',
  apiVersions: 'ApiVersions',
  sasl: 'the login',
  metadata: 'Metadata',
};

/** The failed step of the path that got furthest; null where no step failed by itself. */
export function lowestFailure(paths: readonly PathObservation[]): StepFailure | null {
  const ends = paths.flatMap((path) => {
    const at = STEPS.findIndex((step) => path[step].outcome !== 'ok');
    const name = STEPS[at];
    if (name === undefined) return [];
    const step = path[name];
    if (step.outcome !== 'error' || ENDED.has(step.code)) return [];
    return [{ at, name, code: step.code, detail: step.detail, path }];
  });
  const furthest = ends.toSorted((left, right) => right.at - left.at)[0];
  if (furthest === undefined) return null;
  const { name, code, detail, path } = furthest;
  return {
    layer: name,
    code,
    words: `${NAMES[name]} failed with ${code} (${detail})`,
    evidence: `${path.host} at ${path.address}: ${name} ${code}: ${detail}`,
  };
}
