/** The compare room: what is different between two looks at a cluster. */
import type { Observation, Report } from '@msk-reach/core';
import { factsOf, type ChangeKind, type Facts } from './facts.ts';

/** One look: its report, and what it was made of where that is known. */
export interface Look {
  readonly observation: Observation | null;
  readonly report: Report;
}

/** One thing that is different. */
export interface Change {
  readonly kind: ChangeKind;
  /** What it is: the id of a check or a broker, a host, an address; the kind itself where there is but one. */
  readonly subject: string;
  /** null where it was not there. */
  readonly before: string | null;
  /** null where it is gone. */
  readonly after: string | null;
}

/**
 * What is different, the verdict first. Where one of the two is only a report, what reports do not hold is not
 * compared; times are never a change.
 */
export function changesBetween(before: Look, after: Look): readonly Change[] {
  const seen = before.observation !== null && after.observation !== null;
  const left = factsOf(before.report, seen ? before.observation : null);
  const right = factsOf(after.report, seen ? after.observation : null);
  return (Object.keys(left) as readonly ChangeKind[]).flatMap((kind) =>
    changesOf(kind, left[kind], right[kind]),
  );
}

function changesOf(kind: ChangeKind, left: Facts[ChangeKind], right: Facts[ChangeKind]): readonly Change[] {
  const subjects = [...new Set([...left.keys(), ...right.keys()])];
  return subjects.flatMap((subject) => {
    const [before = null, after = null] = [left.get(subject), right.get(subject)];
    return before === after ? [] : [{ kind, subject, before, after }];
  });
}
