/** What every sentence of a report may mention: the cluster, the identity, the client's network. */
import { roleOf } from './arns.ts';
import { clientBlock, placementFact } from './facts/placement.ts';
import { saidOf, type Said } from './look-command.ts';
import { shardApex } from './facts/zones.ts';
import type { Observation } from './observation.ts';
import type { Owner } from './report.ts';
import type { Values } from './words.ts';

/** What fills the words of a report. */
export interface Context {
  /** Known values by name; what is not known is left out and stays a placeholder. */
  readonly values: Values;
  /** How the look was made; worked out for whoever prints a command. */
  readonly said: () => Said;
  /** The resolver whose answers were dialled: `system` or `IP:PORT`. */
  readonly resolver: string;
  /** Whose account has the zone of the names, as the declared pattern has it. */
  readonly zoneOwner: Owner;
  readonly ended: Observation['ended'];
}

export function contextOf(observation: Observation, selection: Parameters<typeof saidOf>[1] = {}): Context {
  const { expectation, resolvers, ended } = observation;
  return {
    values: valuesOf(observation),
    said: () => saidOf(observation, selection),
    resolver: resolvers[0] ?? 'system',
    zoneOwner: expectation.pattern === 'phz-privatelink' ? 'client-account' : 'cluster-account',
    ended,
  };
}

function valuesOf(observation: Observation): Values {
  const { endpoint, identity, expectation } = observation;
  const place = placementFact(observation);
  const bootstrap = endpoint.bootstraps[0];
  const caller = identity.caller.outcome === 'ok' ? identity.caller.value : null;
  const role = identity.hops.at(-1)?.roleArn ?? roleOf(caller?.arn ?? '');
  const known: Readonly<Record<string, string | null | undefined>> = {
    bootstrap: bootstrap === undefined ? endpoint.given[0] : `${bootstrap.host}:${bootstrap.port}`,
    port: bootstrap === undefined ? undefined : String(bootstrap.port),
    clusterId: endpoint.clusterId,
    apex: endpoint.apex,
    shardApex: shardApex(endpoint),
    region: endpoint.region,
    clusterRegion: endpoint.nameRegion ?? endpoint.region,
    stsEndpoint: identity.sts.endpoint,
    stsRegion: identity.sts.region,
    caller: caller?.arn,
    role,
    roleName: role?.split('/').at(-1),
    roleAccount: role?.split(':')[4],
    clusterArn: expectation.clusterArn,
    clientRegion: place.region,
    clientVpcId: place.vpcId,
    clientVpcCidr: clientBlock(observation),
    negativeTtl: '900',
  };
  return Object.fromEntries(
    Object.entries(known).filter((entry): entry is [string, string] => entry[1] != null && entry[1] !== ''),
  );
}
