/** Which connectivity pattern is in force, whether it is the declared one, and what it cannot do: for people and machines. */
import type { Finding, ObservedPattern, Report } from '@msk-reach/core';
import { paintOf, printable, wrap } from './text.ts';

/** The verdict on the pattern alone. */
export interface PatternAnswer {
  readonly schema: 'msk-reach/pattern/1';
  readonly bootstrap: string;
  readonly declared: string;
  readonly observed: ObservedPattern;
  readonly confidence: 'strong' | 'weak' | 'none';
  readonly alternatives: readonly string[];
  /** `undeclared`: nothing was declared to compare with. */
  readonly matches: 'yes' | 'no' | 'undeclared' | 'unknown';
  /** What the observed pattern cannot do here. */
  readonly limits: readonly string[];
  readonly evidence: readonly string[];
  /** Commands that decide between look-alikes. */
  readonly settledBy: readonly string[];
}

/** What the report says of the pattern. */
export function patternAnswer({ pattern, cluster, findings }: Report): PatternAnswer {
  const { declared, observed, confidence, alternatives, evidence } = pattern;
  const region = cluster.region === '' ? 'REGION' : cluster.region;
  return {
    schema: 'msk-reach/pattern/1',
    bootstrap: cluster.bootstrap,
    declared,
    observed,
    confidence,
    alternatives,
    matches: matchOf(
      declared,
      findings.find(({ check }) => check === 'PAT01'),
    ),
    limits: LIMITS[observed].map((text) => text.replaceAll('{region}', region)),
    evidence,
    settledBy: confidence === 'strong' ? [] : SETTLED_BY.map((text) => text.replaceAll('{region}', region)),
  };
}

function matchOf(declared: string, finding: Finding | undefined): PatternAnswer['matches'] {
  if (declared === 'any') return 'undeclared';
  if (finding?.status === 'pass') return 'yes';
  return finding?.status === 'fail' || finding?.status === 'warn' ? 'no' : 'unknown';
}

/** DNS cannot tell these apart; the control plane can. */
const SETTLED_BY: readonly string[] = [
  'aws route53 list-hosted-zones-by-vpc --vpc-id <client-vpc-id> --vpc-region <client-region>',
  'aws route53resolver list-resolver-rule-associations --region <client-region> --filters Name=VPCId,Values=<client-vpc-id>',
];

const WILDCARD =
  'The * catches the names of every Serverless cluster of {region}: from one VPC one of them can be reached.';
const HIDDEN = 'A Serverless cluster local to the client VPC comes first, and hides the others of its cN.';

const LIMITS: Readonly<Record<ObservedPattern, readonly string[]>> = {
  phz: [
    WILDCARD,
    'Several clusters need a zone each, with no VPC in two of them: a second zone of the same name is refused (ConflictingDomainExists).',
    HIDDEN,
    'The client VPC needs enableDnsSupport and enableDnsHostnames.',
    'Records other than the * under cN switch it off for that cN; fixed records go stale when brokers are replaced.',
  ],
  'phz-privatelink': [
    `${WILDCARD} Several need an interface endpoint and a zone in a VPC each.`,
    'Connections go one way, from the client to the cluster; overlapping address blocks are no problem.',
    'The targets of the load balancer are addresses of the MSK endpoint: they have to follow when those change.',
    'Idle connections end after 350 s: clients need keep-alive.',
  ],
  'resolver-rule': [
    'All clusters behind the rule have to live in the one VPC that it forwards to.',
    'A rule works in its own Region: clients elsewhere need an outbound endpoint and a rule there.',
    'The rule must not be associated with the VPC of the cluster: that is a loop.',
    HIDDEN,
    'Every client VPC has to be associated with the rule, in every account that it is shared with.',
  ],
  local: [
    'Only VPCs that the cluster itself was given (at most 5, of its own account) resolve its names.',
    'It hides the names of remote Serverless clusters of its cN from this VPC.',
  ],
  none: ['Nothing answers for the names of the cluster: no client here can reach it.'],
  unknown: [],
};

/** The answer as a page. */
export function patternAsTable(answer: PatternAnswer, columns: number, colour: boolean): string {
  const { bootstrap, declared, observed, confidence, alternatives, matches, limits, evidence, settledBy } =
    answer;
  const paint = paintOf(colour);
  const also = alternatives.length > 0 ? `; ${alternatives.join(' or ')} would look the same` : '';
  const match = {
    yes: `as declared (${declared})`,
    no: `not as declared (${declared})`,
    undeclared: 'no pattern was declared to compare with (--pattern)',
    unknown: `whether it is the declared one (${declared}) is not known`,
  };
  const block = (title: string, texts: readonly string[]): readonly string[] =>
    texts.length === 0
      ? []
      : ['', paint.bold(title), ...texts.flatMap((text) => wrap(`- ${printable(text)}`, columns, '  '))];
  return `${[
    paint.bold(`${observed} (${confidence}${also})`),
    ...wrap(`${printable(bootstrap)}: ${match[matches]}`, columns),
    ...block('Limits here', limits),
    ...block('Seen', evidence),
    ...(settledBy.length === 0
      ? []
      : ['', paint.bold('Settled by'), ...settledBy.map((text) => `  ${text}`)]),
  ].join('\n')}\n`;
}
