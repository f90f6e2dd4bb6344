/** Facts: an observation seen from the angles that checks ask about. No opinion yet. */
import type { PatternVerdict, Report } from './report.ts';
import { hostFacts, nameFacts, type HostFact } from './facts/hosts.ts';
import type { NameFact } from './facts/names.ts';
import type { Expectation, GroupObservation, IdentityObservation, Observation } from './observation.ts';
import { classify } from './patterns/classify.ts';

/** What checks may ask for. Each member is worked out once, when first asked for. */
export interface Facts {
  readonly endpoint: Observation['endpoint'];
  readonly expectation: Expectation;
  readonly identity: IdentityObservation;
  /** The cluster's own names, then the probes. */
  readonly names: readonly NameFact[];
  /** The cluster's own hosts with a path for each address. */
  readonly hosts: readonly HostFact[];
  readonly metadata: Observation['metadata'];
  /** Null where no group was asked about, or nothing could be asked. */
  readonly group: GroupObservation | null;
  readonly pattern: PatternVerdict;
  /** The report of an earlier look that was handed over. */
  readonly earlier: Report | null;
  /** Epoch, milliseconds. */
  readonly takenAt: number;
}

/** A member of {@link Facts}, as a check declares it. */
export type FactName = keyof Facts;

/** Facts of an observation, and what an earlier look found. */
export function factsOf(observation: Observation, earlier: Report | null = null): Facts {
  const hosts = once(() => hostFacts(observation));
  const names = once(() => nameFacts(observation, hosts()));
  const pattern = once(() => classify(names(), observation.endpoint, observation.expectation));
  return {
    endpoint: observation.endpoint,
    expectation: observation.expectation,
    identity: observation.identity,
    metadata: observation.metadata,
    group: observation.group ?? null,
    earlier,
    takenAt: Date.parse(observation.takenAt),
    get hosts(): readonly HostFact[] {
      return hosts();
    },
    get names(): readonly NameFact[] {
      return names();
    },
    get pattern(): PatternVerdict {
      return pattern();
    },
  };
}

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
