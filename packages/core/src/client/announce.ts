/** What a client tells its log of by itself, each once. */
import type { Logger } from 'kafkajs';
import type { Renewal } from '../credentials/keep-fresh.ts';
import { isMskReachError } from '../errors.ts';
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
