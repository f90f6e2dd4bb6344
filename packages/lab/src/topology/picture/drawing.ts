/** A topology with a place for everything; the picture only writes it down. */
import type { Topology } from '../model.ts';
import { badgesOf, RADIUS, type Badge } from './badges.ts';
import { stack, type Frame, type PlacedCard } from './boxes.ts';
import { cardsOf } from './cards.ts';
import { layoutOf } from './layout.ts';
import { legendOf, type Legend } from './legend.ts';
import type { Step } from './part.ts';
import { planOf } from './plan.ts';
import type { TextBox } from './text.ts';
import { waysOf } from './ways.ts';
import { wiresOf, type Wire } from './wires.ts';

/** Everything in pixels. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly title: readonly TextBox[];
  readonly frames: readonly Frame[];
  readonly cards: readonly PlacedCard[];
  readonly wires: readonly Wire[];
  readonly badges: readonly Badge[];
  readonly legend: Legend;
  readonly steps: readonly Step[];
}

const MARGIN = 16;
const NARROWEST = 640;

/** The drawing of a topology. */
export function drawingOf(topology: Topology): Drawing {
  const steps = waysOf(topology);
  const plan = planOf(topology, cardsOf(topology, steps));
  const inner = layoutOf(topology, plan, 0).width;
  const width = Math.max(NARROWEST, inner);
  const title = stack(
    [
      ['title', topology.title],
      ['small', topology.name],
    ],
    { x: MARGIN, y: 12, width: width - 2 * MARGIN },
  );
  const top = Math.ceil((title.bottom + 12) / 8) * 8;
  const { bottom, frames, cards } = layoutOf(topology, plan, top);
  const texts = [...title.texts, ...frames.flatMap((frame) => frame.texts)];
  const boxes = new Map(cards.map((card) => [card.card.id, card]));
  const wires = wiresOf(steps, {
    top: top - 8,
    width: inner,
    height: bottom + 24,
    cards,
    texts,
    frames,
    boxOf: (id) => boxes.get(id),
  });
  const legend = legendOf(steps, { x: MARGIN, y: bottom + 32, width: width - 2 * MARGIN });
  const badges = badgesOf(wires, [...cards, ...texts], width);
  return {
    width,
    height: legend.bottom + MARGIN,
    title: title.texts,
    frames,
    cards,
    wires,
    badges,
    legend,
    steps,
  };
}

/** Every text of a drawing and the room it takes. */
export function textsOf({ title, frames, cards, badges, legend }: Drawing): readonly TextBox[] {
  const numbers = [...badges.map(({ x, y, wire }) => ({ x, y, step: wire.step })), ...legend.badges];
  return [
    ...title,
    ...frames.flatMap((frame) => frame.texts),
    ...cards.flatMap((card) => card.texts),
    ...legend.texts,
    ...numbers.map(({ x, y, step }): TextBox => {
      const size = 2 * RADIUS;
      return {
        text: numberOf(step),
        x: x - RADIUS,
        y: y - RADIUS,
        width: size,
        height: size,
        style: 'badge',
      };
    }),
  ];
}

/** Questions are numbered, connections have letters. */
export function numberOf({ way, depth }: Step): string {
  return way === 'dns' ? String(depth) : String.fromCodePoint(64 + depth);
}
