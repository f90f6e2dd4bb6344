import { MskReachError } from '@msk-reach/core';

/** The error for what can only be done to a broker that has a process of its own. */
export function oneProcess(): MskReachError {
  return new MskReachError(
    'CONFIG_INVALID',
    'brokers: they share one process; "processes": true in the scenario\'s cluster gives each its own',
  );
}

/** The error for a broker that does not run, or does so already. */
export function noSuchBroker(what: string): MskReachError {
  return new MskReachError('INTERNAL', `brokers: ${what}`);
}
