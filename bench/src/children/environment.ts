/** What a measured process is told by its environment, beside what the lab tells any client. */

/** The hosts that the peer knows: `HOST=ADDRESS`, separated by commas. */
export const HOSTS = 'MSK_BENCH_HOSTS';
/** The topic of all that is sent. */
export const TOPIC = 'MSK_BENCH_TOPIC';
/** How many messages there are to consume. */
export const MESSAGES = 'MSK_BENCH_MESSAGES';
/** How many brokers there are. */
export const BROKERS = 'MSK_BENCH_BROKERS';
/** How many addresses every name has. */
export const ZONES = 'MSK_BENCH_ZONES';
/** The broker whose name is missing. */
export const MISSING = 'MSK_BENCH_MISSING';
/** What the quick resolver answers: `ADDRESS ZONE`. */
export const WILDCARD = 'MSK_BENCH_WILDCARD';

/** A variable that has to be there. */
export function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}
