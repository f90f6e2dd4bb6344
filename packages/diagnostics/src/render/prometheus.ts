/**
 * Metrics in Prometheus' text format: for a textfile collector, or a scrape of a stored answer.
 *
 * Every sample names its bootstrap, so that the files of several clusters can stand side by side. A set of states has
 * a sample for each: none of them vanishes when another takes its place.
 */
import { causes, type CheckId, type Finding, type Observation, type Report } from '@msk-reach/core';
import { exposition, type Family, type Sample } from './exposition.ts';
import { hostsOf, type HostView } from './hosts.ts';
import type { Format, Rendering } from './rendering.ts';

export const prometheus: Format = {
  name: 'prometheus',
  render: (rendering) =>
    exposition(
      [
        ...ofTheLook(rendering),
        ...ofFindings(rendering.report),
        ...ofBrokers(rendering.observation),
        ...ofTime(rendering.observation),
      ],
      { bootstrap: rendering.report.cluster.bootstrap },
    ),
};

const VERDICTS: readonly Report['status'][] = ['pass', 'warn', 'fail', 'unknown'];
const STATUSES: readonly Finding['status'][] = ['pass', 'warn', 'fail', 'skip', 'unknown', 'crash'];
const PHASES = {
  tcp: 'tcp',
  tls: 'tls',
  apiVersions: 'api_versions',
  sasl: 'sasl',
  metadata: 'metadata',
} as const;

function ofTheLook({ report, observation }: Rendering): readonly Family[] {
  const { status, startedAt, durationMs, cluster, pattern } = report;
  const { declared, observed, confidence } = pattern;
  const info = {
    region: cluster.region,
    cluster_id: cluster.clusterId,
    version: observation.runtime.version,
  };
  return [
    family('msk_reach_info', 'Which cluster was looked at, and by which version of msk-reach.', [
      { labels: info, value: 1 },
    ]),
    family(
      'msk_reach_status',
      'Verdict of the last look: 1 for the status that holds.',
      states(VERDICTS, status),
    ),
    family('msk_reach_last_look_timestamp_seconds', 'When the last look began, in Unix time.', [
      { value: Date.parse(startedAt) / 1000 },
    ]),
    family('msk_reach_look_duration_seconds', 'How long the last look took.', [{ value: durationMs / 1000 }]),
    family('msk_reach_pattern_info', 'Connectivity pattern as declared, and as seen from the client.', [
      { labels: { declared, observed, confidence }, value: 1 },
    ]),
  ];
}

function ofFindings({ findings, rootCauses }: Report): readonly Family[] {
  return [
    family(
      'msk_reach_check_status',
      'What each check found: 1 for the status that holds.',
      findings.flatMap(({ check, status }) =>
        states(STATUSES, status).map(({ labels, value }) => ({
          labels: { check, layer: layerOf(check), ...labels },
          value,
        })),
      ),
    ),
    family(
      'msk_reach_root_cause',
      'Whether a check is a root cause: failed, and explained by no other.',
      findings.map(({ check }) => ({
        labels: { check, layer: layerOf(check) },
        value: rootCauses.includes(check) ? 1 : 0,
      })),
    ),
  ];
}

function ofBrokers(observation: Observation): readonly Family[] {
  const brokers = hostsOf(observation).filter(({ brokerId }) => brokerId !== null);
  const known =
    observation.metadata.outcome === 'ok' ? [{ value: observation.metadata.value.brokers.length }] : [];
  return [
    family('msk_reach_brokers', 'Brokers that Metadata named; absent where no Metadata arrived.', known),
    family(
      'msk_reach_broker_up',
      'Whether the broker let the client in over at least one of its addresses.',
      brokers.map((broker) => ({
        labels: labelsOf(broker),
        value: broker.best?.sasl.outcome === 'ok' ? 1 : 0,
      })),
    ),
    family(
      'msk_reach_broker_addresses',
      'Addresses of the broker that were dialled, by whether TCP connected.',
      brokers.flatMap((broker) =>
        (['ok', 'error'] as const).map((outcome) => ({
          labels: { ...labelsOf(broker), connected: outcome === 'ok' ? 'true' : 'false' },
          value: broker.paths.filter(({ tcp }) => tcp.outcome === outcome).length,
        })),
      ),
    ),
    family(
      'msk_reach_broker_phase_duration_seconds',
      'How long each phase took over the address that got furthest; absent for phases that were not tried.',
      brokers.flatMap(phasesOf),
    ),
  ];
}

function phasesOf(broker: HostView): readonly Sample[] {
  const { best } = broker;
  if (best === null) return [];
  return Object.entries(PHASES).flatMap(([key, phase]) => {
    const step = best[key as keyof typeof PHASES];
    return step.outcome === 'skipped'
      ? []
      : [{ labels: { ...labelsOf(broker), phase }, value: step.ms / 1000 }];
  });
}

function ofTime({ identity, paths }: Observation): readonly Family[] {
  const ends = paths.flatMap(({ tls }) =>
    tls.outcome === 'ok' && tls.value.certificate !== null ? [Date.parse(tls.value.certificate.validTo)] : [],
  );
  const earliest = ends.filter(Number.isFinite).reduce((least, end) => Math.min(least, end), Infinity);
  const expiry = identity.expiresAt === null ? NaN : Date.parse(identity.expiresAt);
  const { clock } = identity;
  return [
    family(
      'msk_reach_certificate_earliest_expiry_timestamp_seconds',
      'When the first of the certificates seen ends, in Unix time.',
      Number.isFinite(earliest) ? [{ value: earliest / 1000 }] : [],
    ),
    family(
      'msk_reach_credentials_expiry_timestamp_seconds',
      'When the credentials that sign the token end, in Unix time; absent for static ones.',
      Number.isNaN(expiry) ? [] : [{ value: expiry / 1000 }],
    ),
    family(
      'msk_reach_clock_skew_seconds',
      "How far the clock of STS is ahead of the client's.",
      clock.outcome === 'ok' ? [{ value: clock.value.skewMs / 1000 }] : [],
    ),
  ];
}

function family(name: string, help: string, samples: readonly Sample[]): Family {
  return { name, help, samples };
}

function states<T extends string>(all: readonly T[], holds: T): readonly Sample[] {
  return all.map((status) => ({ labels: { status }, value: status === holds ? 1 : 0 }));
}

function labelsOf({ brokerId, host }: HostView): Readonly<Record<string, string>> {
  return { broker: String(brokerId), host };
}

function layerOf(check: string): string {
  return causes[check as CheckId]?.layer ?? '';
}
