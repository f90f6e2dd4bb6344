import { MskReachError } from '@msk-reach/core';
import { resolveClusters, type LabCluster } from './cluster.ts';
import { resolveIam, type LabIam } from './iam.ts';
import { SCENARIO_SCHEMA, type Scenario } from './scenario.ts';
import { KAFKA_VERSION } from './schema/rest.ts';
import { validateScenario } from './validate.ts';

/** The Kafka generations by their short names. */
const GENERATIONS: Readonly<Record<string, string>> = { '4.1': '4.1.1', '3.9': '3.9.1' };
const STANDARD_VERSION = '4.1.1';
const VERSION_VARIABLE = 'MSK_LAB_KAFKA_VERSION';

/** A scenario with what several parts of the lab need filled in. */
export interface ResolvedScenario {
  readonly scenario: Scenario;
  /** The first is the client's. */
  readonly clusters: readonly [LabCluster, ...LabCluster[]];
  readonly iam: LabIam;
  readonly kafkaVersion: string;
}

/**
 * Checks a scenario, or a part of one, and fills in the defaults.
 *
 * @param env environment variables: MSK_LAB_KAFKA_VERSION
 * @throws MskReachError `CONFIG_INVALID`
 */
export function resolveScenario(
  given: Partial<Scenario>,
  env: Readonly<Record<string, string | undefined>>,
): ResolvedScenario {
  const scenario = validateScenario(
    { schema: SCENARIO_SCHEMA, name: 'lab', ...given },
    given.name ?? 'scenario',
  );
  const [first, ...others] = resolveClusters(scenario).clusters;
  // The schema asks for one cluster at least.
  if (first === undefined) throw new RangeError('a scenario has a cluster');
  const version = scenario.kafka?.version ?? variableVersion(env) ?? STANDARD_VERSION;
  return {
    scenario,
    clusters: [first, ...others],
    iam: resolveIam(scenario.iam ?? {}, first.account).iam,
    kafkaVersion: GENERATIONS[version] ?? version,
  };
}

function variableVersion(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const version = env[VERSION_VARIABLE] || undefined;
  if (version === undefined || KAFKA_VERSION.test(version)) return version;
  throw new MskReachError(
    'CONFIG_INVALID',
    `${VERSION_VARIABLE}: must look like "3.9" or "4.1.1", not ${JSON.stringify(version)}`,
  );
}
