/** A look as texts that can be compared one by one. */
import type { NameObservation, Observation, PathObservation, Report, Step } from '@msk-reach/core';

/** What a change is about. */
export type ChangeKind =
  | 'status'
  | 'rootCauses'
  | 'check'
  | 'pattern'
  | 'cluster'
  | 'broker'
  | 'principal'
  | 'resolvers'
  | 'answers'
  | 'path'
  | 'certificate'
  | 'version';

/** By kind and subject; the order of the kinds is the order in which changes are told. */
export type Facts = Readonly<Record<ChangeKind, ReadonlyMap<string, string>>>;

/** What a report, and the observation behind it, say. */
export function factsOf(report: Report, observation: Observation | null): Facts {
  const { status, rootCauses, findings, pattern, cluster } = report;
  const whole = (kind: ChangeKind, text: string): ReadonlyMap<string, string> =>
    new Map(text === '' ? [] : [[kind, text]]);
  return {
    status: whole('status', status),
    rootCauses: whole('rootCauses', rootCauses.join(', ')),
    check: new Map(findings.map(({ check, status }) => [check, status])),
    pattern: whole('pattern', `${pattern.observed} (${pattern.confidence})`),
    cluster: new Map(
      Object.entries({
        bootstrap: cluster.bootstrap,
        region: cluster.region,
        clusterId: cluster.clusterId,
      }).filter(([, text]) => text !== ''),
    ),
    broker: new Map(cluster.brokers.map(({ id, host, port }) => [String(id), `${host}:${port}`])),
    ...(observation === null ? nothingSeen : seenIn(observation)),
  };
}

const NONE: ReadonlyMap<string, string> = new Map();
const nothingSeen = {
  principal: NONE,
  resolvers: NONE,
  answers: NONE,
  path: NONE,
  certificate: NONE,
  version: NONE,
};

function seenIn({ identity, resolvers, names, paths, runtime }: Observation): typeof nothingSeen {
  const { caller } = identity;
  return {
    principal: new Map([['principal', caller.outcome === 'ok' ? caller.value.arn : said(caller)]]),
    resolvers: new Map([['resolvers', resolvers.join(', ')]]),
    answers: new Map(names.map((name) => [`${name.host} at ${name.resolver}`, answered(name)])),
    path: new Map(paths.map((path) => [`${path.host} at ${path.address}`, reached(path)])),
    certificate: new Map(
      paths.flatMap(({ host, tls }) =>
        tls.outcome === 'ok' && tls.value.certificate !== null
          ? [[host, `${tls.value.certificate.subject} until ${tls.value.certificate.validTo}`] as const]
          : [],
      ),
    ),
    version: new Map(Object.entries({ 'msk-reach': runtime.version, node: runtime.node })),
  };
}

/** Addresses in no order: servers turn them around with every answer. */
function answered({ lookup, answers }: NameObservation): string {
  if (lookup?.outcome === 'ok') return lookup.value.addresses.toSorted().join(', ');
  const each = answers.map(({ type, step }) => {
    if (step.outcome !== 'ok') return `${type} ${said(step)}`;
    const { rcode, records } = step.value;
    const data = records.filter((record) => record.type === type).map((record) => record.data);
    return rcode === 'NOERROR' && data.length > 0 ? data.toSorted().join(', ') : `${type} ${rcode}`;
  });
  return each.length > 0 ? [...new Set(each)].join('; ') : lookup === null ? 'not asked' : said(lookup);
}

const LAYERS = ['tcp', 'tls', 'apiVersions', 'sasl', 'metadata'] as const;

/** How far it went: `ok`, or the first layer that did not, and why. */
function reached(path: PathObservation): string {
  const stopped = LAYERS.find((layer) => path[layer].outcome !== 'ok');
  return stopped === undefined ? 'ok' : `${stopped} ${said(path[stopped])}`;
}

function said(step: Step<unknown>): string {
  if (step.outcome === 'ok') return 'ok';
  return step.outcome === 'error' ? step.code : `skipped, because ${step.because}`;
}
