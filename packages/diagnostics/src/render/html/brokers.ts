/** The brokers as a table that can be filtered and put in order; each row opens to its addresses. */
import type { PathObservation, Step } from '@msk-reach/core';
import { hostsOf, type HostView } from '../hosts.ts';
import { isFine, rowOf } from '../matrix.ts';
import type { Rendering } from '../rendering.ts';
import { element, type Content, type Part } from './element.ts';

const COLUMNS = ['Host', 'DNS', 'TCP', 'TLS', 'SASL', 'Milliseconds'];
const PHASES = ['tcp', 'tls', 'apiVersions', 'sasl', 'metadata'] as const;
const PHASE_NAMES = ['TCP', 'TLS', 'ApiVersions', 'SASL', 'Metadata'];

/** The section; without a host there is none. */
export function brokersOf({ observation }: Rendering): readonly Part[] {
  const hosts = hostsOf(observation);
  if (hosts.length === 0) return [];
  const { shard, apex } = observation.endpoint;
  const zone = shard === null || apex === null ? '' : ` under ${shard}.${apex}`;
  return [
    element(
      'section',
      { 'aria-labelledby': 'brokers' },
      element('h2', { id: 'brokers' }, 'Brokers'),
      tools(),
      element(
        'div',
        { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': 'Table of the brokers' },
        element(
          'table',
          { id: 'matrix' },
          element('caption', {}, `${hosts.length} hosts${zone}: how far each could be reached`),
          element(
            'thead',
            {},
            element('tr', {}, COLUMNS.map(head), element('th', { scope: 'col' }, 'Addresses')),
          ),
          element('tbody', {}, hosts.map(row)),
        ),
      ),
    ),
  ];
}

function tools(): Part {
  return element(
    'div',
    {
      class: 'tools',
      hidden: 'hidden',
      'data-needs-script': '',
      role: 'search',
      'aria-label': 'Filter the hosts',
    },
    element(
      'label',
      {},
      'Show hosts with ',
      element('input', { id: 'words', type: 'search', autocomplete: 'off' }),
    ),
    element(
      'label',
      {},
      element('input', { id: 'broken', type: 'checkbox' }),
      ' only those that do not work',
    ),
  );
}

/** The script makes a button of it. */
function head(label: string): Part {
  return element('th', { scope: 'col', 'data-sorts': '' }, label);
}

function row(host: HostView): Part {
  const cells = rowOf(host);
  const [name, ...rest] = cells;
  return element(
    'tr',
    { 'data-fine': String(isFine(cells)) },
    element('th', { scope: 'row', class: 'mono' }, name),
    rest.map((text, index) =>
      element('td', { class: index === rest.length - 1 ? null : classOf(text) }, text),
    ),
    element('td', {}, addresses(host)),
  );
}

function classOf(cell: string): string | null {
  if (cell === 'ok') return 'pass';
  return cell === '-' ? 'skipped' : 'fail';
}

function addresses({ paths, short }: HostView): Content {
  if (paths.length === 0) return 'none dialled';
  const heads = ['Address', ...PHASE_NAMES].map((text) => element('th', { scope: 'col' }, text));
  return element(
    'details',
    {},
    element('summary', { 'aria-label': `${paths.length} addresses of ${short}` }, `${paths.length} dialled`),
    element(
      'table',
      {},
      element('caption', {}, `Addresses of ${short}`),
      element('thead', {}, element('tr', {}, heads)),
      element('tbody', {}, paths.map(addressRow)),
    ),
  );
}

function addressRow(path: PathObservation): Part {
  return element(
    'tr',
    {},
    element('th', { scope: 'row', class: 'mono' }, `${path.address}:${path.port}`),
    PHASES.map((phase) => phaseCell(path[phase])),
  );
}

function phaseCell(step: Step<unknown>): Part {
  if (step.outcome === 'ok') return element('td', { class: 'pass' }, `ok, ${Math.round(step.ms)} ms`);
  if (step.outcome === 'skipped') return element('td', { class: 'skipped' }, '-');
  return element('td', { class: 'fail' }, `${step.code}: ${step.detail}`);
}
