import { declared, childEnvironment, roleVariables, type Environment } from '../../scenario/environment.ts';
import { resolveIam } from '../../scenario/iam.ts';
import type { DeclareSection } from '../../scenario/scenario.ts';
import type { Topology } from '../model.ts';
import { CREDENTIALS } from '../plan/router-filter.ts';
import type { ServiceStarted } from '../service/messages.ts';

const CREDENTIALS_URI = 'AWS_CONTAINER_CREDENTIALS_FULL_URI';

/** Of the lab's own network, which no client sees: it asks its own resolver, and says itself where answers must lie. */
const HIDDEN = [
  'MSK_REACH_CIDR',
  'MSK_REACH_DNS_SERVER',
  'MSK_REACH_ROLE',
  'MSK_REACH_EXTERNAL_ID',
  'MSK_REACH_SESSION_NAME',
];

/** The environment of a program on a client. */
export function clientEnvironment(
  topology: Topology,
  started: ServiceStarted,
  client: string,
  declare: DeclareSection = {},
): Environment {
  const spec = topology.clients[client];
  const clusters = Object.entries(topology.clusters);
  const [name, cluster] = clusters.find(([name]) => name === spec?.cluster) ?? clusters[0] ?? [];
  const [, first] = clusters[0] ?? [];
  const region = cluster?.region ?? '';
  const stsRegion = topology.sts?.region ?? first?.region ?? region;
  const kept = Object.entries(started.env).filter(([key]) => !HIDDEN.includes(key));
  const own = {
    ...Object.fromEntries(kept),
    ...containerCredentials(topology, started),
    ...roleVariables(assumed(topology)),
    MSK_REACH_BOOTSTRAP: started.names[`BOOTSTRAP:${name}`] ?? '',
    MSK_REACH_REGION: region,
    AWS_REGION: region,
    ...(stsRegion === region ? {} : { MSK_REACH_STS_REGION: stsRegion }),
  };
  const variables = declared({ ...topology.declare, ...declare }, own, started.names);
  const { AWS_EC2_METADATA_DISABLED: disabled, ...rest } = childEnvironment(
    process.env,
    started.emptyFile,
    variables,
  );
  return spec?.metadata === false && disabled !== undefined
    ? { ...rest, AWS_EC2_METADATA_DISABLED: disabled }
    : rest;
}

/** Where a container finds its credentials, whatever machine it is on. */
function containerCredentials({ iam }: Topology, { env }: ServiceStarted): Environment {
  const uri = env[CREDENTIALS_URI];
  if (uri === undefined) return {};
  const [task, pod] = CREDENTIALS;
  return { [CREDENTIALS_URI]: `http://${iam?.base?.kind === 'ecs' ? task : pod}${new URL(uri).pathname}` };
}

/** The roles as they are now: what is to be assumed may have been patched. */
function assumed({ iam, accounts, clusters }: Topology): ReturnType<typeof resolveIam>['iam']['assume'] {
  const [first] = Object.values(clusters);
  return resolveIam(iam ?? {}, accounts[first?.account ?? '']?.id ?? '').iam.assume;
}
