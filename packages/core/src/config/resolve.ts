/**
 * The config room: what the user says, turned into one frozen {@link Config}.
 *
 * A value of the wrong shape is an error, and all of them are named at once. A bootstrap, Region or role that is
 * text but wrong is no error here: it becomes a finding, in `endpoint.problems`.
 */
import { canonicalHostPattern } from './allowed-hosts.ts';
import { configInvalid } from './assert.ts';
import type { ClientConfig, Config, ConfigIssue, PreflightGate, RoleHop, RoleOptions } from './config.ts';
import { readEndpoint } from './endpoint.ts';
import { expectedAt } from './expected.ts';
import { deepFreeze } from './freeze.ts';
import { readTextFile, whyUnreadable } from './read-file.ts';
import { parseRoleArn } from './role-arn.ts';
import type { ParsedOptions } from './schema.ts';

/** What holds where the user says nothing. @public */
export const defaults: {
  readonly sessionName: string;
  readonly durationSeconds: number;
  readonly connectionsPerSecond: number;
  readonly dnsPacketsPerSecond: number;
  readonly timeoutMs: number;
  readonly reportMaxAgeMs: number;
} = Object.freeze({
  sessionName: 'msk-reach',
  durationSeconds: 3600,
  connectionsPerSecond: 50,
  dnsPacketsPerSecond: 200,
  timeoutMs: 10_000,
  reportMaxAgeMs: 300_000,
});

/**
 * Checks options and fills in what they leave open.
 *
 * @throws MskReachError CONFIG_INVALID; `details.issues` lists every mistake as `{ path, problem, expected }`
 * @public
 */
export async function resolveConfig(options: unknown): Promise<Config> {
  const { holdsCertificates, parseOptions } = await import('./schema.ts');
  const { parseCidr, parseResolver } = await import('./network-values.ts');
  const parsed = parseOptions(options);
  const issues: ConfigIssue[] = 'issues' in parsed ? [...parsed.issues] : [];
  const ca = readCa(options, holdsCertificates, issues);
  const clientConfig = await readClientConfig(options, issues);
  if ('issues' in parsed || issues.length > 0) throw configInvalid(issues);
  const valid = parsed.options;
  const allowedHosts = present(valid.allowedHosts, canonicalHostPattern);
  return deepFreeze<Config>({
    endpoint: readEndpoint(valid, allowedHosts),
    identity: readIdentity(valid),
    connectivity: {
      pattern: valid.pattern ?? 'any',
      cidrs: present(valid.cidr, parseCidr),
      vpcCidrs: present(valid.vpcCidr, parseCidr),
      resolvers: present(valid.dnsServer ?? ['system'], parseResolver),
      ca,
      caFile: ca !== null && valid.caFile !== undefined ? valid.caFile : null,
    },
    subjects: { topics: [...(valid.topic ?? [])], group: valid.group ?? null },
    clientConfig,
    limits: {
      connectionsPerSecond: valid.rate ?? defaults.connectionsPerSecond,
      dnsPacketsPerSecond: defaults.dnsPacketsPerSecond,
      timeoutMs: valid.timeoutMs ?? defaults.timeoutMs,
      deadlineMs: valid.deadlineMs ?? null,
    },
    preflight: readGate(valid.preflight),
  });
}

function readIdentity(options: ParsedOptions): Config['identity'] {
  const { profile, credentials, stsEndpoint, stsRegion, stsFips, expectAccount } = options;
  return {
    base:
      credentials !== undefined
        ? { kind: 'provider', provider: credentials }
        : profile !== undefined
          ? { kind: 'profile', profile }
          : { kind: 'default' },
    roles: (options.roles ?? []).map(readHop),
    sts: { endpoint: stsEndpoint ?? null, region: stsRegion ?? null, fips: stsFips ?? false },
    expectAccount: expectAccount ?? null,
  };
}

function readGate(given: PreflightGate | undefined): Config['preflight'] {
  const { mode = 'require', reuse = null, maxAgeMs = defaults.reportMaxAgeMs } = given ?? {};
  return { mode, reuse, maxAgeMs };
}

function readHop(role: RoleOptions): RoleHop {
  return {
    arn: role.arn,
    account: parseRoleArn(role.arn)?.account ?? '',
    ...(role.externalId === undefined ? {} : { externalId: role.externalId }),
    sessionName: role.sessionName ?? defaults.sessionName,
    durationSeconds: role.durationSeconds ?? defaults.durationSeconds,
    tags: { ...role.tags },
    transitiveTagKeys: [...(role.transitiveTagKeys ?? [])],
    ...(role.policy === undefined ? {} : { policy: role.policy }),
  };
}

/** Also read where other options are wrong, so that an unreadable file is named together with them. */
function readCa(
  options: unknown,
  holdsCertificates: (pem: string) => boolean,
  issues: ConfigIssue[],
): string | null {
  if (typeof options !== 'object' || options === null) return null;
  const { ca, caFile } = options as { readonly ca?: unknown; readonly caFile?: unknown };
  if (typeof caFile !== 'string' || caFile.trim() === '') return typeof ca === 'string' ? ca : null;
  const expected = 'a readable file with PEM text of at least one certificate';
  try {
    const pem = readTextFile(caFile);
    if (holdsCertificates(pem)) return pem;
    issues.push({ path: 'caFile', problem: 'holds no certificate that can be read', expected });
  } catch (error) {
    issues.push({ path: 'caFile', problem: `cannot be read (${whyUnreadable(error)})`, expected });
  }
  return null;
}

/** As the CA: read also where other options are wrong. */
async function readClientConfig(options: unknown, issues: ConfigIssue[]): Promise<ClientConfig | null> {
  if (typeof options !== 'object' || options === null) return null;
  const { clientConfig: file } = options as { readonly clientConfig?: unknown };
  if (typeof file !== 'string' || file.trim() === '') return null;
  const path = 'clientConfig';
  const { parseClientConfig } = await import('./client-config.ts');
  let text: string;
  try {
    text = readTextFile(file);
  } catch (error) {
    issues.push({ path, problem: `cannot be read (${whyUnreadable(error)})`, expected: expectedAt(path) });
    return null;
  }
  try {
    return parseClientConfig(file, text);
  } catch (error) {
    issues.push({ path, problem: (error as Error).message, expected: expectedAt(path) });
    return null;
  }
}

function present<In, Out>(
  values: readonly In[] | undefined,
  read: (value: In) => Out | null,
): readonly Out[] {
  return (values ?? []).map(read).filter((value): value is Out & {} => value !== null);
}
