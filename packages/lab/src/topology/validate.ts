import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { expectProblems } from '../scenario/expect-problems.ts';
import { resolveIam } from '../scenario/iam.ts';
import { invalidScenario, pointer, problem, type ScenarioProblem } from '../scenario/problem.ts';
import { explainErrors } from '../scenario/schema-errors.ts';
import { mergePatch } from './merge-patch.ts';
import type { FaultSpec, LookSpec, Topology } from './model.ts';
import { linkProblems } from './problems/links.ts';
import { nameProblems } from './problems/names.ts';
import { placeProblems } from './problems/places.ts';
import { referenceProblems } from './problems/references.ts';
import { topologySchema } from './schema/topology-schema.ts';

let compiled: ValidateFunction | undefined;

/**
 * Checks a topology: the schema first, then what a schema cannot say; what each of its patches makes of it too. Every
 * mistake is reported.
 *
 * @param source what to call it in the error: a file name
 * @throws MskReachError `CONFIG_INVALID`; `details.problems` has each mistake with its JSON pointer
 * @public
 */
export function validateTopology(value: unknown, source: string): Topology {
  const problems = allProblems(value);
  if (problems.length > 0) throw invalidScenario(source, problems);
  // The schema has said that it is one.
  const topology = value as Topology;
  const deeper = [...patchProblems(topology, 'changes'), ...patchProblems(topology, 'faults')];
  if (deeper.length > 0) throw invalidScenario(source, deeper);
  return topology;
}

function allProblems(value: unknown): readonly ScenarioProblem[] {
  compiled ??= new Ajv2020({
    allErrors: true,
    strict: false,
    verbose: true,
    formats: { ipv4: true, ipv6: true },
  }).compile(topologySchema);
  if (!compiled(value)) return explainErrors(compiled.errors ?? []);
  const topology = value as Topology;
  const [first] = Object.values(topology.clusters);
  return [
    ...referenceProblems(topology),
    ...placeProblems(topology),
    ...linkProblems(topology),
    ...nameProblems(topology),
    ...resolveIam(topology.iam ?? {}, topology.accounts[first?.account ?? '']?.id ?? '').problems,
    ...lookProblems(['works'], topology.works),
    ...faultLooks(topology, 'changes'),
    ...faultLooks(topology, 'faults'),
  ];
}

function faultLooks(topology: Topology, section: 'changes' | 'faults'): readonly ScenarioProblem[] {
  return Object.entries(topology[section] ?? {}).flatMap(([name, { looks }]) =>
    lookProblems([section, name, 'looks'], looks),
  );
}

function lookProblems(path: readonly string[], looks: readonly LookSpec[]): readonly ScenarioProblem[] {
  return looks.flatMap(({ expect }, index) =>
    expectProblems(expect).map((one) => ({ ...one, pointer: `${pointer([...path, index])}${one.pointer}` })),
  );
}

/** What a patch makes of it has to be a topology; itself without patches, so that nothing is said twice. */
function patchProblems(topology: Topology, section: 'changes' | 'faults'): readonly ScenarioProblem[] {
  const { changes: _changes, faults: _faults, ...plain } = topology;
  return Object.entries(topology[section] ?? {}).flatMap(([name, { patch = {} }]: [string, FaultSpec]) => {
    const [first] = allProblems(mergePatch(plain, patch));
    if (first === undefined) return [];
    return [
      problem(
        [section, name, 'patch'],
        `a patch that leaves a topology; ${first.pointer}: ${first.expected}`,
      ),
    ];
  });
}
