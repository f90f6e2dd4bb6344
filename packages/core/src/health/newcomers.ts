/** Brokers that came since: a client does without them until a partition that it uses moves there. */
import type { Report } from '../preflight/report.ts';

/** What is known of a cluster's brokers from the reports so far. */
export interface Newcomers {
  /** Takes one more report into account. */
  seen(report: Report): void;
  /**
   * The hosts of the brokers that came since, are not gone to, and are all that this report has failures of. Empty
   * where anything else failed.
   */
  aloneAtFault(report: Report): readonly string[];
}

/** @param isWanted whether traffic goes to a host */
export function createNewcomers(isWanted: (host: string) => boolean): Newcomers {
  /** Brokers that were there from the start, or were reached since. */
  const known = new Set<string>();
  return {
    seen: (report) => {
      const failing = known.size === 0 ? new Set<string>() : new Set(failures(report).flat());
      for (const { host } of report.cluster.brokers) if (!failing.has(host)) known.add(host);
    },
    aloneAtFault: (report) => {
      const came = new Set(
        report.cluster.brokers.map(({ host }) => host).filter((host) => !known.has(host) && !isWanted(host)),
      );
      const failed = failures(report);
      const areNew = failed.every((subjects) => subjects.length > 0 && subjects.every((it) => came.has(it)));
      return areNew ? [...new Set(failed.flat())] : [];
    },
  };
}

/** What each failed finding is about. */
function failures({ findings }: Report): readonly (readonly string[])[] {
  return findings.filter(({ status }) => status === 'fail').map(({ subjects }) => subjects);
}
