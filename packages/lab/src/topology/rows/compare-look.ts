/** One look against what has to come out: as a scenario's, and what the finding of the root cause says. */
import type { Report } from '@msk-reach/core';
import type { CheckResult } from '../../scenario/check.ts';
import { compare, expected } from '../../scenario/match.ts';
import type { ExpectedId } from '../../scenario/scenario.ts';
import type { LookExpect } from '../model.ts';

type Finding = Report['findings'][number];

/** Each difference in words; none when it is as expected. */
export function compareLook(expect: LookExpect, result: CheckResult): readonly string[] {
  const { differences } = compare(expected(expect), result);
  // `check --output json` writes the whole of a report.
  const report = result.report as Report | undefined;
  if (report === undefined) return [...differences, `it said: ${result.words.trim()}`];
  return [...differences, ...seenDifferences(expect, report), ...findingDifferences(expect, report)];
}

function seenDifferences({ confidence, brokers }: LookExpect, report: Report): readonly string[] {
  const sure = report.pattern.confidence;
  const seen = report.cluster.brokers.map(({ id }) => id).sort((left, right) => left - right);
  return [
    ...(confidence === undefined || [confidence].flat().includes(sure)
      ? []
      : [`confidence ${sure} instead of ${[confidence].flat().join(' or ')}`]),
    ...(brokers === undefined || brokers.join() === seen.join()
      ? []
      : [`brokers ${seen.join(', ')} instead of ${brokers.join(', ')}`]),
  ];
}

/** What the finding of the root cause lacks of what it has to say, and for whom. */
export function findingDifferences(expect: LookExpect, report: Report): readonly string[] {
  const { candidates = [], owners = [], says = [] } = expect;
  if (candidates.length + owners.length + says.length === 0) return [];
  const finding = mainFinding(report);
  if (finding === undefined) return ['there is no finding to read'];
  const text = wordsOf(finding).toLowerCase();
  return [
    ...candidates
      .filter((item) => !finding.candidates.some((id) => isOneOf(item, id)))
      .map((item) => `${finding.check} does not name ${[item].flat().join(' or ')} as a candidate`),
    ...ownerDifferences(owners, finding),
    ...says
      .filter((words) => !text.includes(words.toLowerCase()))
      .map((words) => `${finding.check} does not say "${words}"`),
  ];
}

/** The likeliest root cause, else the first warning. */
function mainFinding({ findings, rootCauses: [first] }: Report): Finding | undefined {
  return findings.find(({ check, status }) => (first === undefined ? status === 'warn' : check === first));
}

function wordsOf({ summary, settledBy, fix }: Finding): string {
  return [summary, settledBy, fix.text, ...fix.commands.map(({ command }) => command)].join('\n');
}

/** In this order; others may stand between them. */
function ownerDifferences(owners: readonly string[], { check, fix }: Finding): readonly string[] {
  const acting = fix.commands.map(({ owner }) => owner as string);
  let from = 0;
  for (const owner of owners) {
    const at = acting.indexOf(owner, from);
    if (at < 0) return [`${check} names ${acting.join(', ')}, which is not ${owners.join(', ')} in order`];
    from = at + 1;
  }
  return [];
}

function isOneOf(item: ExpectedId, id: string): boolean {
  return [item].flat().includes(id);
}
