/** Which connectivity pattern is in force, whether it is the declared one, and what it cannot do: for people and machines. */
import {
  placementFact,
  type Finding,
  type Observation,
  type ObservedPattern,
  type Report,
} from '@msk-reach/core';
import { limitsOf, type LimitState, type PatternLimit } from './pattern-limits.ts';
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
  /** The Region in which the client runs, by metadata or Lambda; null: not known. */
  readonly clientRegion: string | null;
  /** What the observed pattern, or where none answers the declared one, cannot do here, the nearest first. */
  readonly limits: readonly PatternLimit[];
  readonly evidence: readonly string[];
  /** Commands that decide between look-alikes. */
  readonly settledBy: readonly string[];
}

/** What a look says of the pattern. @param observation null where only the report is there */
export function patternAnswer(report: Report, observation: Observation | null): PatternAnswer {
  const { pattern, cluster, findings } = report;
  const { declared, observed, confidence, alternatives, evidence } = pattern;
  const answers = observed !== 'none' && observed !== 'unknown';
  const meant = answers || declared === 'any' ? observed : (declared as ObservedPattern);
  const { region: clientRegion, vpcId } =
    observation === null ? { region: null, vpcId: null } : placementFact(observation);
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
    clientRegion,
    limits: limitsOf(meant, report, observation).toSorted(
      (left, right) => STATES.indexOf(left.state) - STATES.indexOf(right.state),
    ),
    evidence,
    settledBy:
      confidence === 'strong'
        ? []
        : SETTLED_BY.map((text) =>
            text
              .replaceAll('<client-vpc-id>', vpcId ?? '<client-vpc-id>')
              .replaceAll('<client-region>', clientRegion ?? '<client-region>'),
          ),
  };
}

/** The worst first. */
const STATES: readonly LimitState[] = ['hit', 'near', 'unknown', 'clear'];

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

const LABELS: Readonly<Record<LimitState, string>> = {
  hit: 'HIT',
  near: 'NEAR',
  unknown: 'not known',
  clear: 'not hit',
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
  const close = limits.filter(({ state }) => state === 'hit' || state === 'near');
  const unknown = limits.filter(({ state }) => state === 'unknown');
  const nearest =
    close.length > 0
      ? `${close.length} of its limits ${close.length === 1 ? 'is' : 'are'} hit, or will be by the next change`
      : unknown.length > 0
        ? `no limit is known to be hit; of ${unknown.length} it is not known`
        : 'none of its limits is hit';
  const block = (title: string, texts: readonly string[]): readonly string[] =>
    texts.length === 0
      ? []
      : ['', paint.bold(title), ...texts.flatMap((text) => wrap(`- ${printable(text)}`, columns, '  '))];
  return `${[
    paint.bold(`${observed} (${confidence}${also})`),
    ...wrap(`${printable(bootstrap)}: ${match[matches]}`, columns),
    ...(limits.length === 0 ? [] : wrap(printable(nearest), columns)),
    ...block(
      'Limits here',
      limits.map(({ state, text, because }) => `${LABELS[state]}: ${text} ${because}`),
    ),
    ...block('Seen', evidence),
    ...(settledBy.length === 0
      ? []
      : ['', paint.bold('Settled by'), ...settledBy.map((text) => `  ${text}`)]),
  ].join('\n')}\n`;
}
