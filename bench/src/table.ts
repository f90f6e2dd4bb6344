/** Comparisons as a table for people. */
import { shortly } from './bench.ts';
import type { Comparison } from './comparison.ts';

const HEAD = ['bench', 'ours', 'peer', 'unit', 'ratio', '95 % interval', 'goal', 'met', 'runs', 'peer is'];

/** One row a comparison, in Markdown that also reads well on a terminal. */
export function tableOf(comparisons: readonly Comparison[]): string {
  const rows = [HEAD, ...comparisons.map(rowOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

function rowOf({ bench, unit, ours, peer, peerName, ratio, spread, goal, better, met, runs }: Comparison) {
  return [
    bench,
    shortly(ours),
    shortly(peer),
    unit,
    shortly(ratio),
    `${shortly(spread[0])} to ${shortly(spread[1])}`,
    `${better === 'lower' ? '<=' : '>='} ${goal}`,
    met ? 'yes' : 'no',
    String(runs),
    peerName,
  ];
}
