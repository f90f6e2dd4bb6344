/** What a check is: plain data that declares the facts it reads and turns them into cases. */
import type { CheckId, Layer } from '../causes/cause.ts';
import type { FactName, Facts } from '../facts.ts';

/** What a check says about one subject. */
export interface Case {
  /**
   * `blocked`: could not be looked at because something else failed; it becomes a skip with `blockedBy` where a cause
   * is known, and what `otherwise` says where none is.
   */
  readonly status: 'pass' | 'warn' | 'fail' | 'unknown' | 'skip' | 'blocked';
  /** Host that it is about, for the graph; null: the cluster or the client as a whole. */
  readonly subject: string | null;
  /** What the report lists, where that is not the subject. */
  readonly names?: readonly string[];
  /** Which words of the catalogue say it; for `pass` only where there is something to tell. @default 'main' */
  readonly words?: string;
  /** What fills the words. */
  readonly values?: Readonly<Record<string, string>>;
  readonly evidence?: readonly string[];
  /** Every id it could be, its own first, where that differs from the catalogue's. */
  readonly candidates?: readonly CheckId[];
  /** One sentence in place of the catalogue's, for `skip` and `unknown`. */
  readonly note?: string;
  /** What would make an `unknown` known. */
  readonly settledBy?: string;
  /** For `blocked`: `below` (the default) looks for causes in the layers below; `metadata` for why no broker is known. */
  readonly waitsFor?: 'below' | 'metadata';
  /** For `blocked`: checks whose failure explains it whatever their layer. */
  readonly by?: readonly CheckId[];
  /** For `blocked` without a known cause. @default 'unknown' */
  readonly otherwise?: 'fail' | 'unknown';
}

/** Checks that name what no other check has a name for; whatever layer it was, they come first for the same host. */
export const residual: readonly CheckId[] = ['KAF01', 'KAF05', 'BRK01'];

/** A check. `run` gets only facts, may throw (that becomes `crash`), and does nothing else. */
export interface Check {
  readonly id: CheckId;
  readonly layer: Layer;
  /** Exactly the facts that `run` reads. */
  readonly needs: readonly FactName[];
  readonly run: (facts: Facts) => readonly Case[];
}
