/** Connectivity patterns: what each looks like from the client, one file a pattern. */
import type { DeclaredPattern } from '../../config/config.ts';
import type { ObservedPattern } from '../report.ts';
import type { ZoneKind } from '../facts/zones.ts';

/** What the names showed, as patterns read it. */
export interface Resolution {
  /** Whether any of the cluster's own names resolved. */
  readonly resolved: 'some' | 'none' | 'unknown';
  /**
   * Whether a broker name that was never assigned resolves; `elsewhere`: it does, and to another place than the
   * cluster's own names, which so have a zone of their own.
   */
  readonly wildcard: 'yes' | 'elsewhere' | 'no' | 'unknown';
  /** Whose zone denied it. */
  readonly zone: ZoneKind;
  /** `own`: in the client's VPC; `remote`: declared blocks say elsewhere; `ambiguous`: none or overlapping ones. */
  readonly place: 'own' | 'remote' | 'ambiguous';
  /** Where the answers lie against the blocks declared for them. */
  readonly answers: 'inside' | 'outside' | 'undeclared';
  readonly declared: DeclaredPattern;
}

/** How well what was seen fits a pattern. */
export interface Fit {
  /** `strong` only where no other pattern looks the same. */
  readonly strength: 'strong' | 'weak';
  /** Among weak fits the higher one is named first. */
  readonly score: number;
  readonly evidence: string;
}

/** One pattern. */
export interface Pattern {
  readonly id: ObservedPattern;
  /** null: what was seen contradicts it. */
  readonly fit: (seen: Resolution) => Fit | null;
}
