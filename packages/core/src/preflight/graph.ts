/**
 * The cause graph at work: which failure explains which.
 *
 * A failing layer blocks those above it for the same subject, and a cause explains the symptoms that its catalogue
 * entry lists. What is left unexplained is a root cause.
 */
import { causes } from './causes.ts';
import { layers, type CheckId, type Layer } from './causes/cause.ts';
import type { Case, Check } from './checks/check.ts';
import { canonical } from './facts/names.ts';

/** A case with its final status and the root causes that explain it. */
export interface Settled extends Case {
  readonly status: Exclude<Case['status'], 'blocked'>;
  /** Ids of the root causes; empty for a case that stands for itself. */
  readonly explainedBy: readonly CheckId[];
  /** Whether it was seen, or only could not be looked at. */
  readonly seen: boolean;
}

/** What one check said. */
export interface Outcome {
  readonly check: Check;
  readonly cases: readonly Case[];
}

/** One failure: a node of the graph. */
interface Failure {
  readonly id: CheckId;
  readonly subject: string | null;
}

/** Settles every case of every check. */
export function settle(outcomes: readonly Outcome[]): ReadonlyMap<CheckId, readonly Settled[]> {
  const failures = outcomes.flatMap(({ check, cases }) =>
    cases
      .filter(({ status }) => status === 'fail')
      .map(({ subject }) => ({ id: check.id, subject: keyOf(subject) })),
  );
  const graph = new Graph(failures);
  const untold = hostsUntold(outcomes);
  for (const { check, cases } of outcomes) {
    for (const found of cases) {
      if (found.status !== 'blocked' || found.otherwise !== 'fail') continue;
      if (untold.has(keyOf(found.subject))) continue;
      if (graph.blockersOf(check, found).length === 0)
        graph.add({ id: check.id, subject: keyOf(found.subject) });
    }
  }
  return new Map(
    outcomes.map(({ check, cases }) => [check.id, cases.map((found) => settleCase(graph, check, found))]),
  );
}

/** Hosts of which a check says that what was seen proves nothing: no residual check makes a failure of it. */
function hostsUntold(outcomes: readonly Outcome[]): ReadonlySet<string | null> {
  return new Set(
    outcomes.flatMap(({ cases }) =>
      cases.flatMap(({ status, subject }) =>
        status === 'unknown' && subject !== null ? [keyOf(subject)] : [],
      ),
    ),
  );
}

function settleCase(graph: Graph, check: Check, found: Case): Settled {
  if (found.status === 'blocked') {
    const seen = found.otherwise === 'fail';
    if (seen && graph.has({ id: check.id, subject: keyOf(found.subject) })) {
      return { ...found, status: 'fail', explainedBy: [], seen };
    }
    const explainedBy = graph.rootsOf(graph.blockersOf(check, found));
    return { ...found, status: explainedBy.length > 0 ? 'skip' : 'unknown', explainedBy, seen };
  }
  if (found.status !== 'fail' && found.status !== 'warn')
    return { ...found, status: found.status, explainedBy: [], seen: true };
  const explainedBy = graph.rootsOf(graph.explainersOf({ id: check.id, subject: keyOf(found.subject) }));
  return { ...found, status: explainedBy.length > 0 ? 'skip' : found.status, explainedBy, seen: true };
}

/** Failures, indexed for the questions that are asked of them. Lives for one diagnosis. */
class Graph {
  readonly #bySubject = new Map<string | null, Set<CheckId>>();

  constructor(failures: readonly Failure[]) {
    for (const failure of failures) this.add(failure);
  }

  add({ id, subject }: Failure): void {
    const ids = this.#bySubject.get(subject) ?? new Set();
    ids.add(id);
    this.#bySubject.set(subject, ids);
  }

  has({ id, subject }: Failure): boolean {
    return this.#bySubject.get(subject)?.has(id) ?? false;
  }

  /** Failures that explain a failure that was seen. */
  explainersOf({ id, subject }: Failure): readonly Failure[] {
    return this.#concerning(subject).filter(
      (failure) => failure.id !== id && (causes[failure.id]?.explains.includes(id) ?? false),
    );
  }

  /** Failures that keep a case from being looked at. */
  blockersOf(check: Check, found: Case): readonly Failure[] {
    const any = found.waitsFor === 'metadata';
    const below = any ? rankOf('kafka') + 1 : rankOf(check.layer);
    const concerning = this.#concerning(any ? null : keyOf(found.subject));
    return concerning.filter(({ id }) => {
      const cause = causes[id];
      if (id === check.id || cause === undefined) return false;
      if (cause.explains.includes(check.id) || (found.by?.includes(id) ?? false)) return true;
      if (cause.blocks === null || rankOf(cause.layer) >= below) return false;
      return any || rankOf(cause.blocks) <= rankOf(check.layer);
    });
  }

  /** Ids at the ends of all paths through what explains them. */
  rootsOf(failures: readonly Failure[]): readonly CheckId[] {
    const roots = new Set<CheckId>();
    const visited = new Set<string>();
    const visit = (failure: Failure): void => {
      const key = `${failure.id} ${failure.subject}`;
      if (visited.has(key)) return;
      visited.add(key);
      const explainers = this.explainersOf(failure);
      if (explainers.length === 0) roots.add(failure.id);
      else explainers.forEach(visit);
    };
    failures.forEach(visit);
    return [...roots];
  }

  /** Failures about the subject or about everything; all of them where no subject is given. */
  #concerning(subject: string | null): readonly Failure[] {
    if (subject === null) {
      return [...this.#bySubject].flatMap(([about, ids]) => [...ids].map((id) => ({ id, subject: about })));
    }
    const own = [...(this.#bySubject.get(subject) ?? [])].map((id) => ({ id, subject }));
    const everywhere = [...(this.#bySubject.get(null) ?? [])].map((id) => ({ id, subject: null }));
    return [...own, ...everywhere];
  }
}

function rankOf(layer: Layer): number {
  return layers.indexOf(layer);
}

function keyOf(subject: string | null): string | null {
  return subject === null ? null : canonical(subject);
}
