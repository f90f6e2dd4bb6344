/** The picture of a topology: one SVG that needs nothing else, the same for the same data every time. */
import type { Topology } from '../model.ts';
import { blocksOf } from '../plan/ipv4.ts';
import { RADIUS, type Badge } from './badges.ts';
import { baselineOf, type Frame, type PlacedCard } from './boxes.ts';
import { drawingOf, numberOf, type Drawing } from './drawing.ts';
import { entriesOf } from './legend.ts';
import type { Point } from './field.ts';
import type { Step } from './part.ts';
import { SHEET } from './style.ts';
import { boxed, escaped, headAt, lineThrough, tag } from './svg.ts';
import { FONTS, type TextBox } from './text.ts';
import type { Wire } from './wires.ts';

/** Draws a topology: accounts, VPCs and their members, the way of a name and the way of the data. @public */
export function topologyPicture(topology: Topology): string {
  return pictureOf(topology, drawingOf(topology));
}

/** The picture of what has its place. */
export function pictureOf(topology: Topology, drawing: Drawing): string {
  const { width, height, title, frames, cards, wires, badges, legend } = drawing;
  const parts = [
    tag('title', { id: 'title' }, escaped(topology.title)),
    tag('desc', { id: 'words' }, escaped(inWords(topology, drawing))),
    tag('style', {}, SHEET),
    tag('rect', { class: 'paper', width, height }),
    ...title.map((text) => written(text)),
    ...frames.map(frameMarkup),
    ...wires.map(wireMarkup),
    ...cards.map(cardMarkup),
    ...badges.map((badge) => badgeMarkup(badge, badge.wire.step)),
    ...legend.samples.map(({ way, points }) => arrow(points, way)),
    ...legend.texts.map((text) => written(text)),
    ...legend.badges.map((badge) => badgeMarkup(badge, badge.step)),
  ];
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'aria-labelledby': 'title words',
  };
  return `${tag('svg', attributes, `\n${parts.join('\n')}\n`)}\n`;
}

function inWords({ accounts, vpcs }: Topology, { steps }: Drawing): string {
  const places = Object.entries(vpcs).map(
    ([name, vpc]) =>
      `VPC ${name} (${blocksOf(vpc).join(', ')}, ${vpc.region}) of ${accounts[vpc.account]?.title ?? vpc.account}`,
  );
  const told = (['dns', 'data'] as const)
    .flatMap((way) => entriesOf(steps, way))
    .map(({ step, words }) => `${numberOf(step)}: ${words}`);
  return `${places.join('; ')}. Steps: ${told.join(' ')}`;
}

function written(box: TextBox, tone = ''): string {
  const style = tone === '' ? box.style : `${box.style} ${tone}`;
  return tag('text', { class: style, x: box.x, y: baselineOf(box) }, escaped(box.text));
}

function frameMarkup(frame: Frame): string {
  const rectangle = tag('rect', {
    class: frame.kind,
    ...boxed(frame),
    rx: frame.kind === 'account' ? 10 : 6,
  });
  return [rectangle, ...frame.texts.map((text) => written(text))].join('\n');
}

function cardMarkup(placed: PlacedCard): string {
  const { tone } = placed.card;
  return [
    tag('rect', { class: `card ${tone}`, ...boxed(placed), rx: 5 }),
    tag('rect', { class: `bar ${tone}`, ...boxed({ ...placed, width: 4 }), rx: 2 }),
    ...placed.texts.map((text) => written(text, text.style === 'kind' ? tone : '')),
  ].join('\n');
}

const HEAD = 9;

function wireMarkup({ step, points }: Wire): string {
  return arrow(points, step.way);
}

function arrow(points: readonly Point[], way: Step['way']): string {
  return [
    tag('path', { class: `wire ${way}`, d: lineThrough(points, HEAD) }),
    tag('path', { class: `head ${way}`, d: headAt(points, HEAD + 1) }),
  ].join('\n');
}

function badgeMarkup({ x, y }: Point | Badge, step: Step): string {
  const baseline = y + Math.round(FONTS.badge.size * 0.36);
  return [
    tag('circle', { class: `disc ${step.way}`, cx: x, cy: y, r: RADIUS }),
    tag('text', { class: `badge ${step.way}`, x, y: baseline }, numberOf(step)),
  ].join('\n');
}
