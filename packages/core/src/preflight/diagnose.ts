/**
 * From an observation to a verdict: pure, total, without a network.
 *
 * Checks make cases, the graph says what explains them, the catalogue gives the words.
 */
import { causes } from './causes.ts';
import type { CheckId } from './causes/cause.ts';
import { checks } from './checks/all.ts';
import type { Check } from './checks/check.ts';
import { contextOf } from './context.ts';
import { factsOf, type Facts } from './facts.ts';
import { crashOf, findingOf, unaskedOf } from './finding.ts';
import { settle, type Outcome, type Settled } from './graph.ts';
import type { Observation } from './observation.ts';
import type { Finding, PatternVerdict, Report } from './report.ts';
import { clean } from './words.ts';

/** Which checks are asked for, and what they may compare with. @public */
export interface Selection {
  /** Ids to look at. @default all */
  readonly only?: readonly string[];
  /** Ids to leave out. @default [] */
  readonly skip?: readonly string[];
  /** The report of an earlier look at the same cluster, to say which brokers came and went since. @default none */
  readonly earlier?: Report;
}

/**
 * Diagnoses an observation.
 *
 * Never throws on a valid observation: a check that throws becomes a `crash`. Checks that are not asked for are
 * `skip` and explain nothing.
 *
 * @public
 */
export function diagnose(observation: Observation, selection: Selection = {}): Report {
  const facts = factsOf(observation, selection.earlier);
  const asked = checks.filter(({ id }) => isAsked(id, selection));
  const crashes = new Map<CheckId, Finding>();
  const outcomes = asked.flatMap((check) => runCheck(check, facts, crashes));
  const settled = settle(outcomes);
  const context = contextOf(observation, selection);
  const findings = checks.map(({ id }) => {
    if (!isAsked(id, selection)) return unaskedOf(id);
    return crashes.get(id) ?? findingOf(id, settled.get(id) ?? [], context);
  });
  return {
    schema: 'msk-reach/report/1',
    status: statusOf(findings),
    startedAt: observation.takenAt,
    durationMs: observation.durationMs,
    cluster: clusterOf(observation),
    pattern: patternOf(facts, observation),
    findings,
    rootCauses: rank(findings, settled),
  };
}

function isAsked(id: string, { only, skip = [] }: Selection): boolean {
  return (only === undefined || only.includes(id)) && !skip.includes(id);
}

function runCheck(check: Check, facts: Facts, crashes: Map<CheckId, Finding>): readonly Outcome[] {
  try {
    return [{ check, cases: check.run(facts) }];
  } catch (error) {
    crashes.set(check.id, crashOf(check.id, error));
    return [];
  }
}

function statusOf(findings: readonly Finding[]): Report['status'] {
  const has = (...statuses: readonly Finding['status'][]): boolean =>
    findings.some(({ status }) => statuses.includes(status));
  if (has('fail')) return 'fail';
  if (has('unknown', 'crash')) return 'unknown';
  return has('warn') ? 'warn' : 'pass';
}

/** Failed ids by how much they explain; what explains as much keeps the order of the layers. */
function rank(
  findings: readonly Finding[],
  settled: ReadonlyMap<CheckId, readonly Settled[]>,
): readonly string[] {
  const weights = new Map<string, number>();
  for (const cases of settled.values()) {
    for (const id of cases.flatMap(({ explainedBy }) => explainedBy))
      weights.set(id, (weights.get(id) ?? 0) + 1);
  }
  return findings
    .filter(({ status }) => status === 'fail')
    .map(({ check }) => check)
    .toSorted((left, right) => (weights.get(right) ?? 0) - (weights.get(left) ?? 0));
}

function clusterOf({ endpoint, metadata }: Observation): Report['cluster'] {
  const bootstraps = endpoint.bootstraps.map(({ host, port }) => `${host}:${port}`);
  const brokers = metadata.outcome === 'ok' ? metadata.value.brokers : [];
  return {
    bootstrap: clean((bootstraps.length > 0 ? bootstraps : endpoint.given).join(',')),
    region: endpoint.region ?? endpoint.nameRegion ?? '',
    clusterId: endpoint.clusterId ?? '',
    brokers: brokers
      .toSorted((left, right) => left.id - right.id)
      .map(({ id, host, port }) => ({ id, host: clean(host, 300), port })),
  };
}

function patternOf(facts: Facts, { expectation }: Observation): PatternVerdict {
  try {
    return { ...facts.pattern, evidence: facts.pattern.evidence.map((text) => clean(text, 400)) };
  } catch {
    return {
      declared: expectation.pattern,
      observed: 'unknown',
      confidence: 'none',
      alternatives: [],
      evidence: [],
    };
  }
}

/** Ids that `only` and `skip` may name, in the order of the layers. @public */
export const checkIds: readonly CheckId[] = checks
  .map(({ id }) => id)
  .filter((id) => causes[id] !== undefined);
