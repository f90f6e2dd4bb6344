/** What was found: causes and warnings at length, the rest as a table. */
import { causes, type CheckId, type Finding, type Report } from '@msk-reach/core';
import { ownerOf, whose } from '../owners.ts';
import type { Rendering } from '../rendering.ts';
import { element, type Content, type Part } from './element.ts';

/** The title of a cause; empty where the catalogue has none. */
export function titleOf(id: string): string {
  return causes[id as CheckId]?.title ?? '';
}

/** Root causes in their order, then warnings, each with what to do. */
export function causesOf(rendering: Rendering): readonly Part[] {
  const { report } = rendering;
  const roots = report.rootCauses.flatMap((id) => report.findings.find(({ check }) => check === id) ?? []);
  const warnings = report.findings.filter(({ status }) => status === 'warn');
  return [
    ...(roots.length > 0
      ? [section('causes', roots.length === 1 ? 'Root cause' : 'Root causes', roots, rendering)]
      : []),
    ...(warnings.length > 0 ? [section('warnings', 'Warnings', warnings, rendering)] : []),
  ];
}

function section(id: string, title: string, findings: readonly Finding[], rendering: Rendering): Part {
  return element(
    'section',
    { 'aria-labelledby': id },
    element('h2', { id }, title),
    findings.map((finding) => detailed(finding, rendering)),
  );
}

function detailed(finding: Finding, { observation }: Rendering): Part {
  const { check, status, summary, candidates, settledBy, evidence, fix } = finding;
  const others = candidates.filter((id) => id !== check).map((id) => `${id} ${titleOf(id)}`.trim());
  const facts: readonly (readonly [term: string, text: string])[] = [
    ['Whose', whose(finding, observation)],
    ['Could also be', others.join('; ')],
    ['Settled by', settledBy],
    ['Fix', fix.text],
  ];
  return element(
    'article',
    { class: status === 'warn' ? 'warning' : null, 'aria-labelledby': `cause-${check}` },
    element(
      'h3',
      { id: `cause-${check}` },
      element('span', { class: `state ${status}` }, check),
      ` ${titleOf(check)}`,
    ),
    element('p', {}, summary),
    element(
      'dl',
      {},
      facts
        .filter(([, text]) => text !== '')
        .map(([term, text]) => [element('dt', {}, term), element('dd', {}, text)]),
    ),
    fix.commands.length > 0 ? commands(finding, observation) : [],
    evidence.length > 0 ? seen(evidence, check) : [],
    element('p', { class: 'dim' }, 'More: ', element('code', {}, `msk-reach explain ${check}`)),
  );
}

function commands({ fix, check }: Finding, observation: Rendering['observation']): Part {
  return element(
    'ol',
    { class: 'commands', 'aria-label': `Commands for ${check}, in this order` },
    fix.commands.map(({ owner, command }, index) =>
      element(
        'li',
        {},
        element('span', { class: 'dim' }, ownerOf(owner, observation)),
        ' ',
        element(
          'button',
          {
            type: 'button',
            class: 'copy',
            hidden: 'hidden',
            'data-needs-script': '',
            'aria-label': `Copy command ${index + 1} for ${check}`,
          },
          'Copy',
        ),
        element('pre', {}, element('code', {}, command)),
      ),
    ),
  );
}

function seen(evidence: readonly string[], check: string): Part {
  return element(
    'details',
    {},
    element('summary', {}, `What was seen for ${check} (${evidence.length})`),
    element(
      'ul',
      {},
      evidence.map((text) => element('li', { class: 'mono' }, text)),
    ),
  );
}

/** Every check in the order of the layers. */
export function checksOf({ findings }: Report): Part {
  const head: readonly Content[] = ['Check', 'Status', 'Cause', 'What was found'].map((text) =>
    element('th', { scope: 'col' }, text),
  );
  const row = ({ check, status, summary }: Finding): Part =>
    element(
      'tr',
      {},
      element('th', { scope: 'row', class: 'id' }, check),
      element(
        'td',
        {},
        element('span', { class: `state ${status === 'skip' ? 'skipped' : status}` }, status),
      ),
      element('td', {}, titleOf(check)),
      element('td', {}, summary),
    );
  return element(
    'section',
    { 'aria-labelledby': 'checks' },
    element('h2', { id: 'checks' }, 'Every check'),
    element(
      'div',
      { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': 'Table of the checks' },
      element(
        'table',
        {},
        element('caption', {}, `${findings.length} checks, from the lowest layer up`),
        element('thead', {}, element('tr', {}, head)),
        element('tbody', {}, findings.map(row)),
      ),
    ),
  );
}
