/**
 * JUnit XML, for what draws test reports in CI: a suite for each layer, a case for each check.
 *
 * JUnit knows no warning and no "could not tell": a warning passes and says so in its output, unless warnings were
 * asked to fail; what could not be looked at is an error.
 */
import { causes, layers, type CheckId, type Finding, type Observation } from '@msk-reach/core';
import { escaped } from './markup.ts';
import { ownerOf } from './owners.ts';
import type { Format, Rendering } from './rendering.ts';

export const junit: Format = {
  name: 'junit',
  render: (rendering) => {
    const { report } = rendering;
    const suites = layers
      .map((layer) => ({ layer, findings: report.findings.filter((finding) => layerOf(finding) === layer) }))
      .filter(({ findings }) => findings.length > 0);
    const attributes = { ...countsOf(report.findings, rendering), time: seconds(report.durationMs) };
    return lines([
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites${said({ name: 'msk-reach check', ...attributes })}>`,
      ...suites.flatMap(({ layer, findings }) => suite(layer, findings, rendering)),
      '</testsuites>',
    ]);
  },
};

type Attributes = Readonly<Record<string, string | number>>;

function suite(layer: string, findings: readonly Finding[], rendering: Rendering): readonly string[] {
  const { startedAt, cluster } = rendering.report;
  const attributes = {
    name: `msk-reach.${layer}`,
    ...countsOf(findings, rendering),
    time: '0.000',
    timestamp: startedAt.replace(/(?:\.\d+)?Z$/, ''),
  };
  return [
    `  <testsuite${said(attributes)}>`,
    '    <properties>',
    `      <property${said({ name: 'bootstrap', value: cluster.bootstrap })}/>`,
    '    </properties>',
    ...findings.flatMap((finding) => testCase(layer, finding, rendering)),
    '  </testsuite>',
  ];
}

function testCase(layer: string, finding: Finding, { observation, failOn }: Rendering): readonly string[] {
  const { check, status, summary } = finding;
  const title = causes[check as CheckId]?.title;
  const name = title === undefined ? check : `${check} ${title}`;
  const start = `    <testcase${said({ name, classname: `msk-reach.${layer}`, time: '0.000' })}`;
  const within = (content: string): readonly string[] => [`${start}>`, `      ${content}`, '    </testcase>'];
  const kind = kindOf(status, failOn);
  if (kind === 'skipped') return within(`<skipped${said({ message: summary })}/>`);
  const words = escaped(wordsOf(finding, observation));
  if (kind !== 'passed')
    return within(`<${kind}${said({ message: summary, type: status })}>${words}</${kind}>`);
  return status === 'warn' ? within(`<system-out>${words}</system-out>`) : [`${start}/>`];
}

type Kind = 'passed' | 'failure' | 'error' | 'skipped';

function kindOf(status: Finding['status'], failOn: Rendering['failOn']): Kind {
  if (status === 'warn') return failOn === 'warn' ? 'failure' : 'passed';
  const kinds = {
    pass: 'passed',
    fail: 'failure',
    unknown: 'error',
    crash: 'error',
    skip: 'skipped',
  } as const;
  return kinds[status];
}

function countsOf(findings: readonly Finding[], { failOn }: Rendering): Attributes {
  const count = (kind: Kind): number =>
    findings.filter(({ status }) => kindOf(status, failOn) === kind).length;
  return {
    tests: findings.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  };
}

/** Everything that a reader of the test report needs to act. */
function wordsOf(finding: Finding, observation: Observation): string {
  const { status, summary, subjects, candidates, settledBy, fix, evidence } = finding;
  return lines([
    `${status}: ${summary}`,
    ...(subjects.length > 0 ? [`About: ${subjects.join(', ')}`] : []),
    ...(candidates.length > 0 ? [`Could be: ${candidates.join(', ')}`] : []),
    ...(settledBy === '' ? [] : [`Settled by: ${settledBy}`]),
    ...(fix.text === '' ? [] : [`Fix: ${fix.text}`]),
    ...fix.commands.map(
      ({ owner, command }, index) => `  # (${index + 1}) ${ownerOf(owner, observation)}\n  ${command}`,
    ),
    ...evidence.map((text) => `Seen: ${text}`),
  ]);
}

function layerOf({ check }: Finding): string {
  return causes[check as CheckId]?.layer ?? layers[0] ?? '';
}

function said(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escaped(String(value)).replaceAll(/[\t\n\r]/g, ' ')}"`)
    .join('');
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
