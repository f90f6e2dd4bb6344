/** The verdict: what checks found, which of it is the root cause, and what to do. Format `msk-reach/report/1`. */

/** @public */
export type FindingStatus = 'pass' | 'warn' | 'fail' | 'skip' | 'unknown' | 'crash';

/** Whose account or machine has to act. @public */
export type Owner = 'client' | 'client-account' | 'cluster-account' | 'network-account' | 'aws';

/** What one check found. @public */
export interface Finding {
  /** Check id of the catalogue, e.g. `DNS03`. */
  readonly check: string;
  readonly status: FindingStatus;
  /** Host names, ARNs, addresses it is about. */
  readonly subjects: readonly string[];
  /** One sentence. */
  readonly summary: string;
  /** Ids of the findings that explain this one. */
  readonly blockedBy: readonly string[];
  /** Every cause it could be, its own id first; empty when it is not ambiguous. */
  readonly candidates: readonly string[];
  /** What would decide between the candidates, or make the unknown known; empty otherwise. */
  readonly settledBy: string;
  /** What was seen. */
  readonly evidence: readonly string[];
  readonly fix: {
    readonly text: string;
    readonly commands: readonly { readonly owner: Owner; readonly command: string }[];
  };
}

/** @public */
export type ObservedPattern = 'phz' | 'phz-privatelink' | 'resolver-rule' | 'local' | 'none' | 'unknown';

/** Which connectivity pattern is in force, as far as the client can see. @public */
export interface PatternVerdict {
  readonly declared: string;
  readonly observed: ObservedPattern;
  readonly confidence: 'strong' | 'weak' | 'none';
  readonly alternatives: readonly string[];
  readonly evidence: readonly string[];
}

/** The whole verdict. @public */
export interface Report {
  readonly schema: 'msk-reach/report/1';
  readonly status: 'pass' | 'warn' | 'fail' | 'unknown';
  /** RFC 3339. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly cluster: {
    readonly bootstrap: string;
    readonly region: string;
    readonly clusterId: string;
    /** As Metadata named them, in the order of their ids. */
    readonly brokers: readonly { readonly id: number; readonly host: string; readonly port: number }[];
  };
  readonly pattern: PatternVerdict;
  readonly findings: readonly Finding[];
  /** Ids of the failed findings that nothing else explains, the likeliest first. */
  readonly rootCauses: readonly string[];
}
