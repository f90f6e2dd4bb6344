/** What changed between two looks, for people and for machines. */
import type { Report } from '@msk-reach/core';
import type { Change } from '../compare/compare.ts';
import { paintOf, printable, wrap } from './text.ts';

/** Two looks and what is different. */
export interface Comparison {
  readonly before: Report;
  readonly after: Report;
  readonly changes: readonly Change[];
}

/** One line a change; checks that turned alike share theirs. */
export function changesAsTable(
  { before, after, changes }: Comparison,
  columns: number,
  colour: boolean,
): string {
  const paint = paintOf(colour);
  const named = ({ startedAt, status }: Report): string => `${startedAt} (${status})`;
  const count = changes.length === 1 ? '1 change' : `${changes.length === 0 ? 'no' : changes.length} changes`;
  const lines = groupsOf(changes).flatMap(({ label, turn }) =>
    wrap(printable(`${label}: ${turn}`), columns, '  '),
  );
  return `${[paint.bold(`${count} from ${named(before)} to ${named(after)}`), ...lines].join('\n')}\n`;
}

/** How it stands, before anything changed: `watch`'s first line. */
export function lookAsLine(report: Report, forPeople: boolean): string {
  const { startedAt, status, rootCauses, cluster } = report;
  const brokers = cluster.brokers.length;
  if (!forPeople) return `${JSON.stringify({ type: 'look', at: startedAt, status, rootCauses, brokers })}\n`;
  const causes = rootCauses.length === 0 ? '' : `, ${rootCauses.join(', ')}`;
  return printable(`${startedAt} ${status}: ${brokers} brokers${causes}`).concat('\n');
}

/** A line of JSON for each change. */
export function changesAsLines({ after, changes }: Comparison): string {
  const { startedAt: at, status } = after;
  return changes.map((change) => `${JSON.stringify({ type: 'change', at, status, ...change })}\n`).join('');
}

/** `msk-reach/diff/1`. */
export function changesAsJson({ before, after, changes }: Comparison): string {
  const named = ({ startedAt, status, cluster }: Report): object => ({
    startedAt,
    status,
    bootstrap: cluster.bootstrap,
  });
  const diff = { schema: 'msk-reach/diff/1', before: named(before), after: named(after), changes };
  return `${JSON.stringify(diff, null, 2)}\n`;
}

/** In the order in which they come first. */
function groupsOf(changes: readonly Change[]): readonly { readonly label: string; readonly turn: string }[] {
  const groups = new Map<string, { readonly labels: string[]; readonly turn: string }>();
  for (const { kind, subject, before, after } of changes) {
    const turn = `${before ?? '-'} -> ${after ?? '-'}`;
    const key = kind === 'check' ? turn : `${kind} ${subject}`;
    const group = groups.get(key) ?? { labels: [], turn };
    group.labels.push(kind === subject || kind === 'check' ? subject : `${kind} ${subject}`);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ labels, turn }) => ({ label: labels.join(' '), turn }));
}
