/**
 * `application/health+json` (draft-inadarei-api-health-check-06), for dashboards and probes that read it.
 *
 * The draft knows pass, warn and fail: what could not be looked at is a warning that says so, as it is for readiness.
 * What was skipped is no check of this answer; it is counted in the notes.
 */
import { causes, type CheckId, type Finding, type Observation, type Report } from '@msk-reach/core';
import { hostsOf } from './hosts.ts';
import type { Format } from './rendering.ts';

export const health: Format = {
  name: 'health',
  render: ({ report, observation }) => `${JSON.stringify(answerOf(report, observation), null, 2)}\n`,
};

type Status = 'pass' | 'warn' | 'fail';

const STATUS: Readonly<Record<Finding['status'], Status | null>> = {
  pass: 'pass',
  warn: 'warn',
  fail: 'fail',
  unknown: 'warn',
  crash: 'warn',
  skip: null,
};

function answerOf(report: Report, observation: Observation): object {
  const { status, cluster, findings, rootCauses, startedAt, durationMs } = report;
  const skipped = findings.filter((finding) => finding.status === 'skip').length;
  return {
    status: STATUS[status],
    releaseId: observation.runtime.version,
    serviceId: cluster.bootstrap,
    description: 'The Kafka cluster as this client reaches it, by msk-reach check',
    ...(status === 'pass' ? {} : { output: outputOf(report) }),
    notes: skipped === 0 ? [] : [`${skipped} checks were skipped; a skipped check is no pass`],
    checks: {
      ...brokersOf(observation, startedAt),
      'cluster:lookDuration': [
        { componentType: 'datastore', observedValue: durationMs, observedUnit: 'ms', time: startedAt },
      ],
      ...Object.fromEntries(
        findings.flatMap((finding) => {
          const own = STATUS[finding.status];
          if (own === null) return [];
          return [[keyOf(finding), [detailsOf(finding, own, rootCauses, startedAt)]]];
        }),
      ),
    },
  };
}

function outputOf({ status, rootCauses }: Report): string {
  if (status === 'fail') return `failed: ${rootCauses.map(titled).join('; ')}`;
  return status === 'warn' ? 'reached, with warnings' : 'not everything could be looked at';
}

function titled(id: string): string {
  const title = causes[id as CheckId]?.title;
  return title === undefined ? id : `${id} ${title}`;
}

/** `component:measurement`, as the draft keys them. */
function keyOf({ check }: Finding): string {
  return `${causes[check as CheckId]?.layer ?? 'msk-reach'}:${check}`;
}

function detailsOf(
  { check, status, summary, subjects, fix }: Finding,
  own: Status,
  rootCauses: readonly string[],
  time: string,
): object {
  if (own === 'pass') return { status: own, time };
  return {
    status: own,
    time,
    output: own === status ? summary : `${status}: ${summary}`,
    rootCause: rootCauses.includes(check),
    subjects,
    fix,
  };
}

/** How many brokers there are, and how many let the client in. */
function brokersOf(observation: Observation, time: string): Readonly<Record<string, readonly object[]>> {
  const brokers = hostsOf(observation).filter(({ brokerId }) => brokerId !== null);
  const reached = brokers.filter(({ best }) => best?.sasl.outcome === 'ok');
  const counted = (observedValue: number): readonly object[] => [
    { componentType: 'datastore', observedValue, observedUnit: 'brokers', time },
  ];
  return { 'cluster:brokers': counted(brokers.length), 'cluster:brokersReached': counted(reached.length) };
}
