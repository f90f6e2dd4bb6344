/** What came of one topology. */

/** One look, and what was done with it. */
export interface LookRow {
  /** `works`, or the name of a change or fault. */
  readonly what: string;
  readonly kind: 'works' | 'change' | 'fault';
  readonly title: string;
  readonly client: string;
  /** Each difference in words; none when it is as expected. */
  readonly differences: readonly string[];
  readonly status: string;
  /** Root causes, else warnings. */
  readonly causes: readonly string[];
  readonly pattern: string;
  readonly confidence: string;
  /** Whether the client then produced and consumed. */
  readonly traffic: boolean;
  readonly ms: number;
}

/** One topology. */
export interface TopologyRow {
  readonly name: string;
  readonly title: string;
  readonly looks: readonly LookRow[];
  /** Why there is no more than that; null when it went to its end. */
  readonly trouble: string | null;
  readonly ms: number;
}

/** Whether all was as expected. */
export function hasPassed({ looks, trouble }: TopologyRow): boolean {
  return trouble === null && looks.length > 0 && looks.every(({ differences }) => differences.length === 0);
}
