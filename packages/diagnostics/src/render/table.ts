/** For people: verdict, root cause with owner and command, the brokers as a matrix, then the rest. */
import { causes, type CheckId, type Finding, type Report } from '@msk-reach/core';
import { matrixOf } from './matrix.ts';
import { ownerOf, whose } from './owners.ts';
import type { Format, Rendering } from './rendering.ts';
import { columnsOf, fold, paintOf, wrap, type Paint } from './text.ts';

const MOST_EVIDENCE = 4;

export const table: Format = {
  name: 'table',
  render: (rendering) => {
    const { report, colour } = rendering;
    const paint = paintOf(colour);
    const with_ = (status: Finding['status']): readonly Finding[] =>
      report.findings.filter((finding) => finding.status === status);
    const blocks = [
      verdict(rendering, paint),
      ...inOrder(report).map((finding, index, all) =>
        detailed(finding, rendering, paint, titleOf(index, all.length)),
      ),
      ...with_('warn').map((finding) => detailed(finding, rendering, paint, 'Warning')),
      brokers(rendering, paint),
      pattern(rendering, paint),
      brief('Information', with_('pass').filter(isTold), rendering, paint),
      brief('Not known', [...with_('unknown'), ...with_('crash')], rendering, paint),
      brief('Skipped', with_('skip'), rendering, paint),
      passed(with_('pass'), rendering, paint),
    ];
    return `${blocks
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n')}\n`;
  },
};

/** Whether a check that passed has something to tell. */
function isTold({ check, summary }: Finding): boolean {
  const cause = causes[check as CheckId];
  return cause?.level === 'info' && summary !== cause.good;
}

function inOrder({ findings, rootCauses }: Report): readonly Finding[] {
  return rootCauses.flatMap((id) => findings.find(({ check }) => check === id) ?? []);
}

function titleOf(index: number, count: number): string {
  return count === 1 ? 'Root cause' : `Root cause ${index + 1} of ${count}`;
}

function verdict({ report, observation, columns }: Rendering, paint: Paint): readonly string[] {
  const { status, cluster, rootCauses, durationMs } = report;
  const colours = { pass: paint.green, warn: paint.yellow, fail: paint.red, unknown: paint.yellow };
  const said = {
    pass: wellSaid(report, 'every broker was reached and let the client in'),
    warn: `${wellSaid(report, 'every broker was reached')}, with warnings`,
    fail: rootCauses.map((id) => `${id} ${causes[id as CheckId]?.title ?? ''}`).join('; '),
    unknown:
      observation.ended === 'complete'
        ? 'something could not be looked at'
        : `the look ended early (${observation.ended})`,
  }[status];
  const [first = '', ...more] = wrap(said, columns, '         ');
  const place = [cluster.bootstrap, cluster.region, `${(durationMs / 1000).toFixed(1)} s`].filter(
    (text) => text !== '',
  );
  return [
    `${paint.bold(colours[status](status.toUpperCase().padEnd(7)))}  ${first.trimStart()}`,
    ...more,
    ...wrap(place.join(', '), columns, '         ').map(paint.dim),
  ];
}

/** Only what was looked at is well: a selection of checks says nothing about the rest. */
function wellSaid({ cluster: { brokers }, findings }: Report, everything: string): string {
  const looked = findings.some(({ check, status }) => check === 'BRK01' && status === 'pass');
  if (looked && brokers.length > 0) return `${everything} (${brokers.length} of ${brokers.length})`;
  const passed = findings.filter(({ status }) => status === 'pass').map(({ check }) => check);
  return passed.length === 0
    ? 'nothing that was asked for could fail here: every check was skipped'
    : `nothing is wrong with ${passed.join(', ')}; the rest was not asked for`;
}

function detailed(
  finding: Finding,
  { columns, observation }: Rendering,
  paint: Paint,
  title: string,
): readonly string[] {
  const { check, status, summary, candidates, settledBy, evidence, fix } = finding;
  const mark = status === 'warn' ? paint.yellow : paint.red;
  const [first = '', ...more] = wrap(summary, columns, '         ');
  const others = candidates.filter((id) => id !== check);
  return [
    paint.bold(title),
    `  ${mark(check)}  ${first.trimStart()}`,
    ...more,
    ...labelled('Whose', whose(finding, observation), columns),
    ...(others.length > 0 ? labelled('Could also be', others.map(said).join('; '), columns) : []),
    ...(settledBy === '' ? [] : labelled('Settled by', settledBy, columns)),
    ...labelled('Fix', fix.text, columns),
    ...commands(fix.commands, observation, columns, paint),
    ...evidence
      .slice(0, MOST_EVIDENCE)
      .flatMap((text) => wrap(`seen: ${text}`, columns, '    ').map(paint.dim)),
    ...(evidence.length > MOST_EVIDENCE
      ? [paint.dim(`    and ${evidence.length - MOST_EVIDENCE} more (--output json)`)]
      : []),
    `    ${paint.dim(`more: msk-reach explain ${check}`)}`,
  ];
}

/** Each under its number, by which the fix calls it, and whose turn it is. */
function commands(
  all: Finding['fix']['commands'],
  observation: Rendering['observation'],
  columns: number,
  paint: Paint,
): readonly string[] {
  return all.flatMap(({ owner, command }, index) => [
    `    ${paint.dim(`# (${index + 1}) ${ownerOf(owner, observation)}`)}`,
    ...fold(command, columns, '    '),
  ]);
}

function said(id: string): string {
  const title = causes[id as CheckId]?.title;
  return title === undefined ? id : `${id} (${title})`;
}

function labelled(label: string, text: string, columns: number): readonly string[] {
  return wrap(`${label}: ${text}`, columns, '    ');
}

function brokers({ observation }: Rendering, paint: Paint): readonly string[] {
  const { rows, hidden } = matrixOf(observation);
  if (rows.length <= 1) return [];
  const painted = (cell: string, column: number): string => {
    if (cell === 'ok') return paint.green(cell);
    if (column === 0 || column === 5 || cell === '-' || /^[A-Z]{2,4}$/.test(cell)) return cell;
    return paint.red(cell);
  };
  const more = hidden > 0 ? [`  and ${hidden} more that work`] : [];
  const { shard, apex } = observation.endpoint;
  const zone = shard === null || apex === null ? '' : ` under ${shard}.${apex}`;
  return [paint.bold(`Brokers${zone}`), ...columnsOf(rows, painted).map((line) => `  ${line}`), ...more];
}

function pattern({ report: { pattern: seen }, columns }: Rendering, paint: Paint): readonly string[] {
  const { declared, observed, confidence, alternatives } = seen;
  const also = alternatives.length > 0 ? `; ${alternatives.join(' or ')} would look the same` : '';
  return [
    paint.bold('Pattern'),
    ...wrap(`declared ${declared}, observed ${observed} (${confidence}${also})`, columns, '  '),
  ];
}

function brief(
  title: string,
  findings: readonly Finding[],
  { columns }: Rendering,
  paint: Paint,
): readonly string[] {
  if (findings.length === 0) return [];
  const groups = new Map<string, string[]>();
  for (const { check, summary } of findings) groups.set(summary, [...(groups.get(summary) ?? []), check]);
  return [
    paint.bold(title),
    ...[...groups].flatMap(([summary, ids]) => wrap(`${ids.join(' ')}: ${summary}`, columns, '  ')),
  ];
}

function passed(findings: readonly Finding[], { columns }: Rendering, paint: Paint): readonly string[] {
  return findings.length === 0
    ? []
    : [paint.bold('Passed'), ...wrap(findings.map(({ check }) => check).join(' '), columns, '  ')];
}
