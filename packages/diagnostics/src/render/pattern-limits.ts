/** What a pattern cannot do, and how near to it this setup is, as far as one look shows it. */
import {
  placementFact,
  type Finding,
  type ObservedPattern,
  type Observation,
  type Report,
} from '@msk-reach/core';

/** `hit`: this look failed on it; `near`: the next change will; `clear`: not now; `unknown`: nobody said enough. */
export type LimitState = 'hit' | 'near' | 'clear' | 'unknown';

/** One limit. */
export interface PatternLimit {
  readonly text: string;
  readonly state: LimitState;
  /** What shows it. */
  readonly because: string;
}

interface Seen {
  readonly region: string;
  readonly clientRegion: string | null;
  readonly of: (check: string) => Finding | undefined;
}

interface Limit {
  readonly text: (seen: Seen) => string;
  readonly judge: (seen: Seen) => Pick<PatternLimit, 'state' | 'because'>;
}

/** The limits of a pattern, each against what was seen. */
export function limitsOf(
  pattern: ObservedPattern,
  report: Report,
  observation: Observation | null,
): readonly PatternLimit[] {
  const seen: Seen = {
    region: report.cluster.region === '' ? 'REGION' : report.cluster.region,
    clientRegion: observation === null ? null : placementFact(observation).region,
    of: (check) => report.findings.find((finding) => finding.check === check),
  };
  return BY_PATTERN[pattern].map(({ text, judge }) => ({ text: text(seen), ...judge(seen) }));
}

/** Whether any of the checks failed, warned, or could not be looked at. */
function byChecks(
  checks: readonly string[],
  clear: string,
  near?: string,
): (seen: Seen) => Pick<PatternLimit, 'state' | 'because'> {
  return ({ of }) => {
    const findings = checks.flatMap((check) => of(check) ?? []);
    const failed = findings.find(({ status }) => status === 'fail');
    if (failed !== undefined) return { state: 'hit', because: `${failed.check}: ${failed.summary}` };
    const warned = findings.find(({ status }) => status === 'warn');
    if (warned !== undefined) return { state: 'near', because: near ?? `${warned.check}: ${warned.summary}` };
    if (findings.some(({ status }) => status === 'pass')) return { state: 'clear', because: clear };
    return { state: 'unknown', because: 'It was not looked at.' };
  };
}

const oneCluster: Limit = {
  text: ({ region }) =>
    `One cluster a client VPC: the * catches the names of every Serverless cluster of ${region}. Several take a zone each with no VPC in two of them (a second of the same name is refused: ConflictingDomainExists), PrivateLink and a zone for each, or a resolver rule.`,
  judge: byChecks(
    ['PAT02', 'KAF06', 'TLS01'],
    'The cluster asked for is the one that answers; a second one could not be reached from this VPC.',
  ),
};
const localFirst: Limit = {
  text: () =>
    'A Serverless cluster local to the client VPC comes first, and hides the others of its cN, or all of them.',
  judge: byChecks(['PAT03', 'DNS13'], 'No local cluster hides the names.'),
};
const wildcardAlone: Limit = {
  text: () =>
    'Records other than the * under cN switch it off for that cN; fixed records go stale when brokers are replaced.',
  judge: byChecks(['DNS03', 'DNS02'], 'Names that nobody made a record for resolve, or none is needed.'),
};
const attributes: Limit = {
  text: () => 'The client VPC needs enableDnsSupport and enableDnsHostnames.',
  judge: byChecks(['DNS01', 'DNS04'], 'A private answer came.'),
};
const targets: Limit = {
  text: () =>
    'The targets of the load balancer are addresses of the MSK endpoint: they have to follow when those change.',
  judge: byChecks(
    ['TCP01', 'TCP02', 'TCP03'],
    'Every address serves the client today.',
    'An address is dead: a target that is stale, or a zone.',
  ),
};
const oneWay: Limit = {
  text: () =>
    'Connections go one way, from the client to the cluster, and end after 350 s without traffic: clients need keep-alive. Overlapping address blocks are no problem.',
  judge: () => ({ state: 'clear', because: 'Clients that this package makes keep their connections alive.' }),
};
const oneVpc: Limit = {
  text: () => 'Same core VPC: all clusters behind the rule have to live in the one VPC that it forwards to.',
  judge: byChecks(
    ['DNS01'],
    'This cluster is in it; whether the next one will be is not to be seen from here.',
  ),
};
const sameRegion: Limit = {
  text: ({ region }) =>
    `Same Region: a rule works in its own Region alone; clients outside of ${region} need an outbound endpoint and a rule in theirs.`,
  judge: ({ of, region, clientRegion }) => {
    const hit = of('PAT04');
    if (hit?.status === 'fail') return { state: 'hit', because: `PAT04: ${hit.summary}` };
    if (clientRegion === null)
      return { state: 'unknown', because: 'No metadata says where this client runs.' };
    if (clientRegion === region)
      return { state: 'clear', because: `This client runs in ${clientRegion}, as the cluster does.` };
    return hit?.status === 'pass'
      ? { state: 'clear', because: `This client runs in ${clientRegion}, and a rule there answers.` }
      : { state: 'unknown', because: `This client runs in ${clientRegion}, and nothing answered.` };
  },
};
const noLoop: Limit = {
  text: () => 'The rule must not be associated with the VPC of the cluster: that is a loop.',
  judge: byChecks(['DNS06', 'DNS05'], 'The rule answers.'),
};
const everyVpc: Limit = {
  text: () => 'Every client VPC has to be associated with the rule, in every account that it is shared with.',
  judge: byChecks(['DNS01', 'DNS04'], 'This VPC is.'),
};
const attachedVpcs: Limit = {
  text: () =>
    'Only VPCs that the cluster itself was given (at most 5, of its own account) resolve its names.',
  judge: byChecks(['DNS01'], 'This VPC is one of them.'),
};
const hidesOthers: Limit = {
  text: () => 'It hides the names of remote Serverless clusters of its cN from this VPC, or of all.',
  judge: byChecks(['PAT03'], 'The cluster asked for is the local one.'),
};
const nothing: Limit = {
  text: () => 'Nothing answers for the names of the cluster: no client here can reach it.',
  judge: byChecks(['DNS01', 'PAT03', 'PAT04', 'DNS13'], 'Names resolve.'),
};

const BY_PATTERN: Readonly<Record<ObservedPattern, readonly Limit[]>> = {
  phz: [oneCluster, localFirst, wildcardAlone, attributes],
  'phz-privatelink': [oneCluster, localFirst, wildcardAlone, targets, oneWay],
  'resolver-rule': [sameRegion, oneVpc, localFirst, noLoop, everyVpc],
  local: [attachedVpcs, hidesOthers],
  none: [nothing],
  unknown: [],
};
