import { Ended, untilTold } from '../until-told.ts';
import { say } from './words.ts';

/**
 * Runs several, one after the other. Who was told to end says so, whatever became of the one that was under way.
 *
 * @returns the exit code
 */
export async function runUntilTold(work: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const told = untilTold();
  try {
    return await work(told.signal);
  } catch (error) {
    const reason: unknown = told.signal.aborted ? told.signal.reason : error;
    if (!(reason instanceof Ended)) throw error;
    say(`ended: ${reason.message}`);
    return reason.exitCode;
  } finally {
    told.dispose();
  }
}
