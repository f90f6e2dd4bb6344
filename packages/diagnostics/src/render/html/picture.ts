/** The path from the client to Kafka as a picture, with the place where it breaks. */
import { causes, type CheckId, type Finding, type Layer } from '@msk-reach/core';
import type { Rendering } from '../rendering.ts';
import { element, type Part } from './element.ts';

/** How far a stage is known to work. */
type State = 'pass' | 'warn' | 'fail' | 'unknown' | 'skipped';

interface Stage {
  readonly label: string;
  readonly layers: readonly Layer[];
}

const STAGES: readonly Stage[] = [
  { label: 'Options', layers: ['config'] },
  { label: 'Credentials', layers: ['credentials'] },
  { label: 'Names', layers: ['dns', 'pattern'] },
  { label: 'TCP', layers: ['tcp'] },
  { label: 'TLS', layers: ['tls'] },
  { label: 'Login', layers: ['sasl'] },
  { label: 'Kafka', layers: ['kafka', 'brokers'] },
];

const WORDS: Readonly<Record<State, string>> = {
  pass: 'ok',
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
export function pictureOf({ report }: Rendering): Part {
  const stages = STAGES.map(({ label, layers }) => {
    const own = report.findings.filter(({ check }) => layers.includes(layerOf(check)));
    const root = report.rootCauses.filter((id) => layers.includes(layerOf(id)));
    return { label, state: stateOf(own), root };
  });
  const first = stages.findIndex(({ root }) => root.length > 0);
  const words = stages.map(
    ({ label, state, root }) =>
      `${label}: ${root.length > 0 ? `breaks here, ${root.join(', ')}` : WORDS[state]}`,
  );
  const drawn = stages.flatMap(({ label, state, root }, index) => [
    ...(index === 0 ? [] : [edge(index, first !== -1 && index > first)]),
    box(label, state, index),
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

function box(label: string, state: State, index: number): Part {
  const x = leftOf(index);
  const middle = x + WIDTH / 2;
  return element(
    'g',
    { class: state },
    element('rect', { x, y: TOP, width: WIDTH, height: HEIGHT, rx: 8 }),
    element('text', { x: middle, y: TOP + 22, class: 'label' }, label),
    element('text', { x: middle, y: TOP + 41 }, WORDS[state]),
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
