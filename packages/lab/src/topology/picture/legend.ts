/** Below the picture: every step in words, the way of names beside the way of data. */
import { RADIUS } from './badges.ts';
import { stack } from './boxes.ts';
import type { Point } from './field.ts';
import { listed, type Step, type Way } from './part.ts';
import type { TextBox } from './text.ts';

/** The words, and the numbers beside them. */
export interface Legend {
  readonly texts: readonly TextBox[];
  readonly badges: readonly (Point & { readonly step: Step })[];
  /** A sample of each way's line. */
  readonly samples: readonly { readonly way: Way; readonly points: readonly Point[] }[];
  readonly bottom: number;
}

/** One line of the legend: a number and what happens there. */
interface Entry {
  readonly step: Step;
  readonly words: string;
}

const HEADS: Readonly<Record<Way, string>> = { dns: 'The way of a name', data: 'The way of the data' };
const NOTHING: Readonly<Record<Way, string>> = { dns: 'Nobody asks.', data: 'No address, no connection.' };
const SAMPLE = 56;
const GAP = 32;
const INDENT = 30;

/** Two columns of steps. */
export function legendOf(
  steps: readonly Step[],
  { x, y, width }: Point & { readonly width: number },
): Legend {
  const own = Math.floor((width - GAP) / 2);
  const columns = (['dns', 'data'] as const).map((way, index) =>
    columnOf(way, entriesOf(steps, way), { x: x + index * (own + GAP), y, width: own }),
  );
  return {
    texts: columns.flatMap(({ texts }) => texts),
    badges: columns.flatMap(({ badges }) => badges),
    samples: columns.flatMap(({ samples }) => samples),
    bottom: Math.max(...columns.map(({ bottom }) => bottom)),
  };
}

/** What is told of a way, in order: the same at the same number is told once, with every place where it happens. */
export function entriesOf(steps: readonly Step[], way: Way): readonly Entry[] {
  const groups = new Map<string, Step[]>();
  for (const step of steps.filter((step) => step.way === way)) {
    const key = `${step.depth} ${step.words}`;
    groups.set(key, [...(groups.get(key) ?? []), step]);
  }
  return [...groups.values()].flatMap((group): readonly Entry[] => {
    const [step] = group;
    if (step === undefined) return [];
    const places = group.flatMap(({ where }) => where ?? []);
    return [{ step, words: places.length === 0 ? step.words : `In ${listed(places)}: ${step.words}` }];
  });
}

function columnOf(
  way: Way,
  entries: readonly Entry[],
  { x, y, width }: Point & { readonly width: number },
): Legend {
  const head = stack([['frame', HEADS[way]]], { x: x + SAMPLE + 12, y, width });
  const points = [x, x + SAMPLE].map((at) => ({ x: at, y: y + 9 }));
  const texts = [...head.texts];
  const badges = [];
  let bottom = head.bottom + 10;
  for (const { step, words } of entries) {
    const lines = stack([['step', words]], { x: x + INDENT, y: bottom + 2, width: width - INDENT });
    badges.push({ x: x + RADIUS, y: bottom + RADIUS, step });
    texts.push(...lines.texts);
    bottom = Math.max(lines.bottom, bottom + 2 * RADIUS) + 6;
  }
  if (entries.length === 0) texts.push(...stack([['step', NOTHING[way]]], { x, y: bottom + 2, width }).texts);
  return { texts, badges, samples: [{ way, points }], bottom };
}
