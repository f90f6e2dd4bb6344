import { expected, EXITS_OF } from './match.ts';
import { problem, type ScenarioProblem } from './problem.ts';
import type { ExpectedId, ExpectSection } from './scenario.ts';

/** What in `expect` no report can ever meet. */
export function expectProblems(section: ExpectSection = {}): readonly ScenarioProblem[] {
  const { exit, status } = expected(section);
  if (status === undefined) return withoutReport(section, exit);
  if (!EXITS_OF[status].includes(exit)) {
    return [at('exit', `${EXITS_OF[status].join(' or ')}, what belongs to the status ${status}`)];
  }
  return [...contradictions(section, status), ...impossible(section)];
}

function withoutReport(section: ExpectSection, exit: number): readonly ScenarioProblem[] {
  if (exit !== 1 && exit !== 2) return [at('exit', 'one of 0, 1, 2, 3, 4, 5')];
  return (['rootCauses', 'warnings', 'pattern', 'failing'] as const)
    .filter((key) => [section[key] ?? []].flat().length > 0)
    .map((key) => at(key, `nothing: with exit ${exit} there is no report`));
}

/** Whatever fails makes the status `fail`; whatever warns makes it `warn` at least. */
function contradictions(section: ExpectSection, status: string): readonly ScenarioProblem[] {
  const { rootCauses = [], failing = [], warnings } = section;
  const failures = Object.entries({ rootCauses, failing }).filter(([, items]) => items.length > 0);
  return [
    ...(status === 'fail' ? [] : failures.map(([key]) => at(key, `nothing: the status is ${status}`))),
    ...(status === 'pass' && (warnings ?? []).length > 0
      ? [at('warnings', 'nothing: the status is pass')]
      : []),
    ...(status === 'warn' && warnings?.length === 0
      ? [at('warnings', 'one at least: the status is warn')]
      : []),
  ];
}

/** What has to fail and must not. */
function impossible(section: ExpectSection): readonly ScenarioProblem[] {
  const { rootCauses = [], failing = [], notFailing = [] } = section;
  const cannot = (item: ExpectedId): boolean => [item].flat().every((id) => notFailing.includes(id));
  return Object.entries({ rootCauses, failing }).flatMap(([key, items]) =>
    items.flatMap((item, index) =>
      cannot(item)
        ? [problem(['expect', key, index], `an id that is not in notFailing (${notFailing.join(', ')})`)]
        : [],
    ),
  );
}

const at = (key: string, expectation: string): ScenarioProblem => problem(['expect', key], expectation);
