/** The path from the client to Kafka as a picture, with the place where it breaks. */
import { causes, type CheckId, type Finding, type Layer } from '@msk-reach/core';
import { hostsOf, type HostView } from '../hosts.ts';
import type { Rendering } from '../rendering.ts';
import { element, type Part } from './element.ts';

/** How far a stage is known to work; `partial`: for some hosts, and nobody got to look at the others. */
type State = 'pass' | 'partial' | 'warn' | 'fail' | 'unknown' | 'skipped';

interface Stage {
  readonly label: string;
  readonly layers: readonly Layer[];
  /** Whether a host got through it. Absent: it is not about single hosts. */
  readonly passed?: (host: HostView) => boolean;
}

const STAGES: readonly Stage[] = [
  { label: 'Options', layers: ['config'] },
  { label: 'Credentials', layers: ['credentials'] },
  { label: 'Names', layers: ['dns', 'pattern'], passed: ({ best }) => best !== null },
  { label: 'TCP', layers: ['tcp'], passed: ({ best }) => best?.tcp.outcome === 'ok' },
  { label: 'TLS', layers: ['tls'], passed: ({ best }) => best?.tls.outcome === 'ok' },
  { label: 'Login', layers: ['sasl'], passed: ({ best }) => best?.sasl.outcome === 'ok' },
  { label: 'Kafka', layers: ['kafka', 'brokers'] },
];

const WORDS: Readonly<Record<State, string>> = {
  pass: 'ok',
  partial: 'some ok',
  warn: 'warning',
  fail: 'fails',
  unknown: 'not known',
  skipped: 'not looked at',
};

const WIDTH = 118;
const GAP = 26;
const TOP = 34;
const HEIGHT = 52;

/** The picture, and the same in words for whoever does not see it. */
export function pictureOf({ report, observation }: Rendering): Part {
  const hosts = hostsOf(observation);
  const stages = STAGES.map(({ label, layers, passed }) => {
    const own = report.findings.filter(({ check }) => layers.includes(layerOf(check)));
    const root = report.rootCauses.filter((id) => layers.includes(layerOf(id)));
    const count = passed === undefined ? 0 : hosts.filter(passed).length;
    const found = stateOf(own);
    const state: State = found === 'skipped' && count > 0 ? 'partial' : found;
    const of = count > 0 ? `${count} of ${hosts.length} ok` : '';
    const words =
      state === 'partial' ? of : [WORDS[state], ...(state === 'fail' && of !== '' ? [of] : [])].join(', ');
    return { label, state, words, root };
  });
  const first = stages.findIndex(({ root }) => root.length > 0);
  const words = stages.map(
    ({ label, words: said, root }) =>
      `${label}: ${root.length > 0 ? `breaks here, ${root.join(', ')}; ${said}` : said}`,
  );
  const drawn = stages.flatMap(({ label, state, words: said, root }, index) => [
    ...(index === 0 ? [] : [edge(index, first !== -1 && index > first)]),
    box({ label, state, said }, index),
    ...(root.length > 0 ? [breakAt(index, root)] : []),
  ]);
  const size = { viewBox: `0 0 ${STAGES.length * (WIDTH + GAP) - GAP + 8} 132`, role: 'img' };
  return element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', ...size, 'aria-labelledby': 'picture-title picture-words' },
    element('title', { id: 'picture-title' }, 'The path from the client to Kafka'),
    element('desc', { id: 'picture-words' }, `${words.join('; ')}.`),
    drawn,
  );
}

function stateOf(findings: readonly Finding[]): State {
  const has = (...statuses: readonly Finding['status'][]): boolean =>
    findings.some(({ status }) => statuses.includes(status));
  if (has('fail')) return 'fail';
  if (has('unknown', 'crash')) return 'unknown';
  if (has('warn')) return 'warn';
  return has('pass') ? 'pass' : 'skipped';
}

function layerOf(check: string): Layer {
  return causes[check as CheckId]?.layer ?? 'brokers';
}

function leftOf(index: number): number {
  return 4 + index * (WIDTH + GAP);
}

function box(
  { label, state, said }: { readonly label: string; readonly state: State; readonly said: string },
  index: number,
): Part {
  const x = leftOf(index);
  const middle = x + WIDTH / 2;
  return element(
    'g',
    { class: state },
    element('rect', { x, y: TOP, width: WIDTH, height: HEIGHT, rx: 8 }),
    element('text', { x: middle, y: TOP + 22, class: 'label' }, label),
    element('text', { x: middle, y: TOP + 41 }, said),
  );
}

function edge(index: number, beyond: boolean): Part {
  const y = TOP + HEIGHT / 2;
  const x2 = leftOf(index);
  return element('line', { x1: x2 - GAP, y1: y, x2, y2: y, class: beyond ? 'edge beyond' : 'edge' });
}

/** A cross over the box's upper edge, and what broke it below. */
function breakAt(index: number, ids: readonly string[]): Part {
  const middle = leftOf(index) + WIDTH / 2;
  const [left, right, top, bottom] = [middle - 11, middle + 11, TOP - 26, TOP - 4];
  const shown = ids.length > 2 ? `${ids.slice(0, 2).join(', ')} ...` : ids.join(', ');
  return element(
    'g',
    { class: 'fail' },
    element('path', {
      class: 'break',
      d: `M${left} ${top}L${right} ${bottom}M${right} ${top}L${left} ${bottom}`,
    }),
    element('text', { x: middle, y: TOP + HEIGHT + 22, class: 'label' }, shown),
    element('text', { x: middle, y: TOP + HEIGHT + 40 }, 'breaks here'),
  );
}
