/** The cluster that the options mean: bootstraps, Region and roles read, with every mistake in them as a finding. */
import { isAllowedHost } from './allowed-hosts.ts';
import { isMistake, parseBootstrap } from './bootstrap.ts';
import type { Bootstrap, Config, EndpointProblem, MskName, MskReachOptions } from './config.ts';
import { isRegion } from './region.ts';
import { parseRoleArn } from './role-arn.ts';

type Endpoint = Config['endpoint'];

/** Reads the endpoint of options whose shapes are already known to be right. Never throws. */
export function readEndpoint(options: MskReachOptions, allowedHosts: readonly string[]): Endpoint {
  const given = splitBootstraps(options.bootstrap ?? []);
  const problems: EndpointProblem[] = [];
  const { bootstraps, misplaced } = readBootstraps(given, allowedHosts, problems);
  const name = bootstraps[0]?.name ?? null;
  const nameRegion = (name ?? misplaced)?.region ?? null;
  const clusterArn = options.clusterArn ?? null;
  const region =
    readRegion(options.region, nameRegion, bootstraps.length > 0, problems) ??
    (given.length === 0 ? regionOfArn(clusterArn) : null);
  compareArn(clusterArn, nameRegion, problems);
  const partition = name?.partition ?? null;
  for (const [index, role] of (options.roles ?? []).entries()) readRole(role.arn, index, partition, problems);
  return {
    given,
    bootstraps,
    kind: bootstraps[0] === undefined ? 'invalid' : (name?.kind ?? 'self-managed'),
    clusterId: name?.clusterId ?? null,
    shard: name?.shard ?? null,
    region,
    nameRegion,
    partition,
    apex: name?.apex ?? null,
    clusterArn,
    allowedHosts,
    problems,
  };
}

/** Bootstrap addresses, one an item: `a:1,b:2` and `['a:1', 'b:2']` mean the same. */
export function splitBootstraps(bootstrap: string | readonly string[]): readonly string[] {
  const texts = typeof bootstrap === 'string' ? [bootstrap] : bootstrap;
  return texts
    .flatMap((text) => text.split(','))
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

/** The bootstraps, and the first name of the cluster that has only a wrong port. */
function readBootstraps(
  given: readonly string[],
  allowedHosts: readonly string[],
  problems: EndpointProblem[],
): { readonly bootstraps: readonly Bootstrap[]; readonly misplaced: MskName | null } {
  const found = new Map<string, Bootstrap>();
  let misplaced: MskName | null = null;
  for (const [index, text] of given.entries()) {
    const path = `bootstrap[${index}]`;
    const bootstrap = parseBootstrap(text, (host) => isAllowedHost(host, allowedHosts));
    if (isMistake(bootstrap)) {
      problems.push({ check: 'CFG01', path, problem: bootstrap.problem, expected: bootstrap.expected });
      misplaced ??= bootstrap.name ?? null;
      continue;
    }
    const first = found.values().next().value;
    if (first !== undefined && clusterOf(first) !== clusterOf(bootstrap)) {
      problems.push({
        check: 'CFG01',
        path,
        problem: `'${bootstrap.host}' is not of the cluster of '${first.host}'`,
        expected: 'bootstrap addresses of one cluster',
      });
      continue;
    }
    found.set(`${bootstrap.host}:${bootstrap.port}`, bootstrap);
  }
  return { bootstraps: [...found.values()], misplaced };
}

function clusterOf({ name }: Bootstrap): string {
  return name === null ? '' : `${name.clusterId}.${name.shard}.${name.apex}`;
}

function readRegion(
  explicit: string | undefined,
  nameRegion: string | null,
  bootstrapKnown: boolean,
  problems: EndpointProblem[],
): string | null {
  const path = 'region';
  if (explicit === undefined) {
    if (nameRegion === null && bootstrapKnown) {
      const problem = "no Region is given, and the bootstrap's name carries none";
      problems.push({ check: 'CFG03', path, problem, expected: "the cluster's Region, such as 'us-east-1'" });
    }
    return bootstrapKnown ? nameRegion : null;
  }
  const expected =
    nameRegion === null
      ? "the cluster's Region, such as 'us-east-1'"
      : `'${nameRegion}', or no Region at all`;
  if (!isRegion(explicit)) {
    const shown = explicit.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 64);
    problems.push({ check: 'CFG03', path, problem: `'${shown}' is not a Region`, expected });
    return nameRegion;
  }
  if (nameRegion !== null && nameRegion !== explicit) {
    const problem = `the Region given is '${explicit}', the bootstrap's name says '${nameRegion}'`;
    problems.push({ check: 'CFG03', path, problem, expected });
  }
  return explicit;
}

function regionOfArn(arn: string | null): string | null {
  const region = arn?.split(':')[3] ?? '';
  return isRegion(region) ? region : null;
}

function compareArn(clusterArn: string | null, nameRegion: string | null, problems: EndpointProblem[]): void {
  const region = clusterArn?.split(':')[3];
  if (region === undefined || nameRegion === null || region === nameRegion) return;
  problems.push({
    check: 'CFG03',
    path: 'clusterArn',
    problem: `the ARN's Region is '${region}', the bootstrap's name says '${nameRegion}'`,
    expected: 'the ARN and the bootstrap of one cluster',
  });
}

function readRole(arn: string, index: number, partition: string | null, problems: EndpointProblem[]): void {
  const path = `roles[${index}].arn`;
  const role = parseRoleArn(arn);
  if (role === null) {
    const shown = arn.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 160);
    const expected = "'arn:aws:iam::<12 digits>:role/<name>'";
    problems.push({ check: 'CRD03', path, problem: `'${shown}' is not the ARN of a role`, expected });
  } else if (partition !== null && role.partition !== partition) {
    problems.push({
      check: 'CRD03',
      path,
      problem: `the role is of the partition '${role.partition}', the cluster of '${partition}'`,
      expected: `a role of the partition '${partition}'`,
    });
  }
}
