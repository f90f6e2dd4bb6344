/** A report that was handed over, by an init container for one: whether the gate may go by it. */
import type { Config } from '../config/config.ts';
import { readTextFile, whyUnreadable } from '../config/read-file.ts';
import type { Ports } from '../ports.ts';
import type { Report } from '../preflight/report.ts';

/** The report to go by, or why the gate has to look itself. */
export type Reused = { readonly report: Report; readonly ageMs: number } | { readonly because: string };

/** Clocks of a machine's containers agree; a report from further ahead is from elsewhere. */
const MOST_AHEAD_MS = 60_000;

/** Reads the file that `preflight.reuse` names. Whatever speaks against it only costs a look of our own. */
export async function reuseReport(
  config: Pick<Config, 'endpoint' | 'preflight'>,
  ports: Pick<Ports, 'now'>,
): Promise<Reused> {
  const { reuse, maxAgeMs } = config.preflight;
  if (reuse === null) return { because: 'no report was handed over' };
  const { readReport } = await import('../preflight/read-report.ts');
  let text: string;
  try {
    text = readTextFile(reuse);
  } catch (error) {
    return { because: `it cannot be read (${whyUnreadable(error)})` };
  }
  const found = readReport(text);
  if ('problem' in found) return { because: found.problem };
  const { report } = found;
  const wanted = config.endpoint.bootstraps.map(({ host, port }) => `${host}:${port}`).join(',');
  if (report.cluster.bootstrap !== wanted)
    return { because: `it is about ${JSON.stringify(report.cluster.bootstrap.slice(0, 300))}` };
  if (report.status !== 'pass' && report.status !== 'warn')
    return { because: `its status is ${report.status}` };
  const ageMs = ports.now() - (Date.parse(report.startedAt) + report.durationMs);
  if (ageMs < -MOST_AHEAD_MS) return { because: 'it is from the future' };
  if (ageMs > maxAgeMs) return { because: `it is ${Math.round(ageMs / 1_000)} s old` };
  return { report, ageMs: Math.max(0, ageMs) };
}
