/** Facts: an observation seen from the angles that checks ask about. No opinion yet. */
import type { PatternVerdict, Report } from './report.ts';
import { controlFact, type ControlFact } from './facts/control.ts';
import { hostFacts, nameFacts, otherNameFacts, type HostFact } from './facts/hosts.ts';
import type { NameFact } from './facts/names.ts';
import { placementFact, type PlacementFact } from './facts/placement.ts';
import type {
  ControlPlaneObservation,
  Expectation,
  GroupObservation,
  IdentityObservation,
  Observation,
  ReauthenticationObservation,
  RepeatedDial,
} from './observation.ts';
import { classifyAll } from './patterns/classify.ts';

/** What checks may ask for. Each member is worked out once, when first asked for. */
export interface Facts {
  readonly endpoint: Observation['endpoint'];
  readonly expectation: Expectation;
  readonly identity: IdentityObservation;
  /** The cluster's own names, then the probes. */
  readonly names: readonly NameFact[];
  /** The cluster's own names as the other resolvers see them. */
  readonly others: readonly NameFact[];
  /** Whether the first resolver answers what has nothing to do with the cluster. */
  readonly control: ControlFact;
  /** Where the client runs. */
  readonly placement: PlacementFact;
  /** Families in which the client's machine has an address beyond itself; empty where that is not known. */
  readonly families: readonly (4 | 6)[];
  /** In the order in which they were given; the first one's answers were dialled. */
  readonly resolvers: readonly string[];
  /** The cluster's own hosts with a path for each address. */
  readonly hosts: readonly HostFact[];
  /** Addresses that were dialled more than once. */
  readonly redials: readonly RepeatedDial[];
  readonly metadata: Observation['metadata'];
  /** null: the observation is older than the question. */
  readonly reauthentication: ReauthenticationObservation | null;
  /** Null where no group was asked about, or nothing could be asked. */
  readonly group: GroupObservation | null;
  /** null: no ARN of the cluster was given, or nobody asked yet. */
  readonly controlPlane: ControlPlaneObservation | null;
  readonly pattern: PatternVerdict;
  readonly runtime: Observation['runtime'];
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
  const others = once(() => otherNameFacts(observation, hosts()));
  const placement = placementFact(observation);
  const pattern = once(() =>
    classifyAll(
      { ...observation, names: names(), placement },
      observation.resolvers
        .slice(1)
        .map((resolver) => ({ resolver, names: nameFacts(observation, hosts(), resolver) })),
    ),
  );
  return {
    endpoint: observation.endpoint,
    expectation: observation.expectation,
    identity: observation.identity,
    control: controlFact(observation),
    placement,
    redials: observation.redials ?? [],
    metadata: observation.metadata,
    resolvers: observation.resolvers,
    families: observation.runtime.families ?? [],
    reauthentication: observation.reauthentication ?? null,
    group: observation.group ?? null,
    controlPlane: observation.controlPlane ?? null,
    runtime: observation.runtime,
    earlier,
    takenAt: Date.parse(observation.takenAt),
    get hosts(): readonly HostFact[] {
      return hosts();
    },
    get names(): readonly NameFact[] {
      return names();
    },
    get others(): readonly NameFact[] {
      return others();
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
