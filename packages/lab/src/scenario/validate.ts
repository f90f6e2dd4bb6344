import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { resolveClusters } from './cluster.ts';
import { declareProblems } from './declare.ts';
import { zoneProblems } from './dns.ts';
import { expectProblems } from './expect-problems.ts';
import { resolveIam } from './iam.ts';
import { metadataProblems } from './metadata.ts';
import { networkProblems } from './network.ts';
import { topicProblems } from './topic-names.ts';
import { wireProblems } from './wire-problems.ts';
import { invalidScenario, problem, type ScenarioProblem } from './problem.ts';
import type { Scenario } from './scenario.ts';
import { scenarioSchema } from './schema/scenario-schema.ts';
import { explainErrors } from './schema-errors.ts';

let compiled: ValidateFunction | undefined;

/**
 * Checks what a file or a caller gave: the schema first, then what a schema cannot say. Every mistake is reported.
 *
 * @param source what to call it in the error: a file name
 * @throws MskReachError `CONFIG_INVALID`; `details.problems` has each mistake with its JSON pointer
 * @public
 */
export function validateScenario(value: unknown, source: string): Scenario {
  const problems = schemaProblems(value);
  if (problems.length > 0) throw invalidScenario(source, problems);
  // The schema has said that it is one.
  const scenario = value as Scenario;
  const deeper = crossProblems(scenario);
  if (deeper.length > 0) throw invalidScenario(source, deeper);
  return scenario;
}

function schemaProblems(value: unknown): readonly ScenarioProblem[] {
  compiled ??= new Ajv2020({
    allErrors: true,
    strict: false,
    verbose: true,
    formats: { ipv4: true, ipv6: true },
  }).compile(scenarioSchema);
  if (compiled(value)) return [];
  const errors: readonly ErrorObject[] = compiled.errors ?? [];
  return explainErrors(errors);
}

function crossProblems(scenario: Scenario): readonly ScenarioProblem[] {
  const { clusters, problems } = resolveClusters(scenario);
  const account = clusters[0]?.account ?? '';
  return [
    ...problems,
    ...resolveIam(scenario.iam ?? {}, account).problems,
    ...zoneProblems(scenario, clusters),
    ...metadataProblems(scenario, clusters),
    ...networkProblems(scenario, clusters),
    ...wireProblems(scenario, clusters),
    ...topicProblems(scenario),
    ...declareProblems(scenario, clusters),
    ...expectProblems(scenario.expect),
    ...(scenario.kafka?.loginsPerSecond !== undefined && scenario.engine === 'wire'
      ? [problem(['kafka', 'loginsPerSecond'], 'nothing: the wire engine has wire.connectionsPerSecond')]
      : []),
  ];
}
