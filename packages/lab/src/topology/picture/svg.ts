/** SVG made of parts. */
import type { Box } from './boxes.ts';
import type { Point } from './field.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** An element; content is markup, attributes are text. */
export function tag(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content = '',
): string {
  const said = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  return content === '' ? `<${name}${said.join('')}/>` : `<${name}${said.join('')}>${content}</${name}>`;
}

/** Text that stays text. */
export function escaped(text: string): string {
  return text
    .replaceAll(/[^\P{Cc}\t\n\r]/gu, '\ufffd')
    .replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
}

/** The place of a rectangle. */
export function boxed({ x, y, width, height }: Box): Record<string, number> {
  return { x, y, width, height };
}

const BEND = 8;

/** A line with round corners that stops where its head begins. */
export function lineThrough(points: readonly Point[], head: number): string {
  const last = points.length - 1;
  return points
    .map((point, index) => {
      const [before, after] = [points[index - 1], points[index + 1]];
      if (before === undefined) return `M${point.x} ${point.y}`;
      if (index === last || after === undefined) {
        const { x, y } = towards(point, before, head);
        return `L${x} ${y}`;
      }
      const [into, out] = [towards(point, before, BEND), towards(point, after, BEND)];
      return `L${into.x} ${into.y}Q${point.x} ${point.y} ${out.x} ${out.y}`;
    })
    .join('');
}

/** An arrow's head at the end of a line. */
export function headAt(points: readonly Point[], length: number): string {
  const [before, tip] = points.slice(-2);
  if (before === undefined || tip === undefined) return '';
  const base = towards(tip, before, length);
  const [dx, dy] = [(tip.y - base.y) / 2, (base.x - tip.x) / 2];
  return `M${tip.x} ${tip.y}L${base.x + dx} ${base.y + dy}L${base.x - dx} ${base.y - dy}Z`;
}

/** A point on the way to another, so far from the first. */
function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = length === 0 ? 0 : Math.min(1 / 2, distance / length);
  return { x: round(from.x + (to.x - from.x) * share), y: round(from.y + (to.y - from.y) * share) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
