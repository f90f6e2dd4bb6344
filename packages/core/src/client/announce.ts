/** What a client tells its log of by itself, each once. */
import type { Logger } from 'kafkajs';
import type { Renewal } from '../credentials/keep-fresh.ts';
import { isMskReachError } from '../errors.ts';
import type { Report } from '../preflight/report.ts';
import { gateMessage, refuses } from './gate.ts';
import type { Reused } from './reuse.ts';

/** Whether the gate went by a report that was handed over. */
export function announceReuse(logger: Logger, file: string, reused: Reused): void {
  if ('report' in reused)
    logger.info(`The gate goes by the report in ${file}, ${Math.round(reused.ageMs / 1_000)} s old`);
  else logger.warn(`The gate looked itself: the report in ${file} is not used, ${reused.because}`);
}

/** That renewals fail, and that they work again. */
export function announceRenewal(logger: Logger, renewal: Renewal): void {
  if (renewal.outcome === 'renewed') return logger.info('The credentials are renewed again');
  const { error, leftMs } = renewal;
  const why = isMskReachError(error) ? `${error.code}: ${error.message}` : String(error);
  const left = Math.floor(leftMs / 1_000);
  logger.warn(
    `The credentials could not be renewed; those at hand work for another ${left} s, and it is tried again until then. ${why}`,
  );
}

/** What fails, once for as long as it is the same, and that it is mended. */
export function announceLooks(logger: Logger): (report: Report) => void {
  let told = '';
  return (report) => {
    const failed = failuresOf(report);
    if (report.status === 'unknown' || failed === told) return;
    if (refuses(report)) logger.warn(gateMessage(report), { rootCauses: report.rootCauses });
    else logger.info(`Preflight of ${report.cluster.bootstrap}: what failed is mended`);
    told = failed;
  };
}

/** Without the words: they may hold a number that is another one each time. */
function failuresOf({ findings }: Report): string {
  const failed = findings.filter(({ status }) => status === 'fail');
  return failed.map(({ check, subjects }) => [check, ...subjects].join(' ')).join('\n');
}
