import { matchesGlob } from '../faults/glob.ts';
import { type GatewayFault, type GatewayFaultRule, concernsAddress } from '../gateway/fault-rules.ts';
import type { LabCluster } from './cluster.ts';
import { problem, type ScenarioProblem } from './problem.ts';
import type { NetworkFaultRule, Scenario } from './scenario.ts';

/** Certificates that the gateway can show instead of the broker's. */
export const GATEWAY_CERTIFICATES = ['expired', 'not-yet-valid', 'wrong-name', 'unknown-ca'] as const;

/** A host that gets an address of its own, with a fault there. */
interface HostAddress {
  readonly host: string;
  /** Which of the gateway's addresses it stands for; undefined: all of them. */
  readonly index: number | undefined;
  readonly fault: GatewayFault;
}

/** What is asked of one cluster's gateway. */
export interface GatewayPlan {
  readonly rules: readonly GatewayFaultRule[];
  readonly hosts: readonly HostAddress[];
}

/** The faults of one cluster's gateway: rules for it, and hosts that need addresses of their own. */
export function gatewayPlan(scenario: Scenario, cluster: LabCluster, first: LabCluster): GatewayPlan {
  const zones = scenario.network?.zones ?? 2;
  const mine = (scenario.network?.faults ?? []).filter(
    (rule) => (rule.cluster ?? first.name) === cluster.name,
  );
  const rules = mine.filter((rule) => !isOfAddress(rule)).map(withSubject);
  const addresses = mine.filter((rule) => isOfAddress(rule));
  return {
    rules: [
      ...rules,
      ...addresses.filter(({ name }) => name === undefined).flatMap((rule) => everyAddress(rule, zones)),
      ...shownCertificate(scenario),
    ],
    hosts: addresses.flatMap((rule) =>
      hostsOf(cluster)
        .filter((host) => rule.name !== undefined && matchesGlob(rule.name, host))
        .map((host) => ({ host, index: rule.address, fault: rule.fault })),
    ),
  };
}

/** `tls.certificate` for whatever no rule says otherwise. */
function shownCertificate(scenario: Scenario): readonly GatewayFaultRule[] {
  const shown = scenario.tls?.certificate ?? 'valid';
  return shown === 'valid' ? [] : [{ name: '*', fault: { certificate: shown } }];
}

/** A rule as the gateway takes it; without name and address it is one for every name. */
function withSubject({ name, address, times, fault }: NetworkFaultRule): GatewayFaultRule {
  return {
    ...(name === undefined && address === undefined ? { name: '*' } : {}),
    ...(name === undefined ? {} : { name }),
    ...(address === undefined ? {} : { address }),
    ...(times === undefined ? {} : { times }),
    fault,
  };
}

function everyAddress({ address, fault }: NetworkFaultRule, zones: number): readonly GatewayFaultRule[] {
  if (address !== undefined) return [{ address, fault }];
  return Array.from({ length: zones }, (_, index) => ({ address: index, fault }));
}

function isOfAddress({ fault }: NetworkFaultRule): boolean {
  return concernsAddress(fault);
}

/** The names under which a cluster is reached. */
function hostsOf(cluster: LabCluster): readonly string[] {
  return [cluster.bootstrapHost, ...cluster.brokers.map(({ host }) => host)];
}

/** What a schema cannot say about the network. */
export function networkProblems(
  scenario: Scenario,
  clusters: readonly LabCluster[],
): readonly ScenarioProblem[] {
  const zones = scenario.network?.zones ?? 2;
  return (scenario.network?.faults ?? []).flatMap((rule, index) => {
    const path = ['network', 'faults', index];
    const cluster = clusters.find(({ name }) => name === (rule.cluster ?? clusters[0]?.name));
    const mistakes: ScenarioProblem[] = [];
    if (cluster === undefined) {
      mistakes.push(
        problem([...path, 'cluster'], `one of the clusters (${clusters.map(({ name }) => name).join(', ')})`),
      );
    }
    if (rule.address !== undefined && rule.address >= zones) {
      mistakes.push(
        problem([...path, 'address'], `less than network.zones (${zones}); addresses are counted from 0`),
      );
    }
    const { certificate } = rule.fault;
    if (certificate !== undefined && !GATEWAY_CERTIFICATES.some((known) => known === certificate)) {
      mistakes.push(problem([...path, 'fault', 'certificate'], `one of ${GATEWAY_CERTIFICATES.join(', ')}`));
    }
    return [...mistakes, ...addressFaultProblems(rule, cluster, path)];
  });
}

function addressFaultProblems(
  rule: NetworkFaultRule,
  cluster: LabCluster | undefined,
  path: readonly (string | number)[],
): readonly ScenarioProblem[] {
  if (!isOfAddress(rule)) return [];
  const { name, times, fault } = rule;
  const matches =
    cluster === undefined || name === undefined || hostsOf(cluster).some((host) => matchesGlob(name, host));
  return [
    ...(times === undefined
      ? []
      : [problem([...path, 'times'], 'nothing: a SYN that is not answered is seen by nobody')]),
    ...(Object.keys(fault).length === 1
      ? []
      : [
          problem(
            [...path, 'fault'],
            'one fault alone: refuse, blackhole and slowConnectMs stand by themselves',
          ),
        ]),
    ...(matches
      ? []
      : [
          problem(
            [...path, 'name'],
            `a pattern that one of the cluster's hosts fits (${hostsOf(cluster).join(', ')})`,
          ),
        ]),
  ];
}
