/** The options of a client that are not the cluster's: kafkajs's, and what belongs to this process. */
import { configInvalid } from '../config/assert.ts';
import type { ConfigIssue } from '../config/config.ts';
import { timeIssues } from '../health/times.ts';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isFunction = (value: unknown): boolean => typeof value === 'function';
const isSignal = (value: unknown): boolean => value instanceof AbortSignal;
const isTimeout = (value: unknown): boolean => typeof value === 'number' && value >= 1 && value <= 600_000;

/**
 * Checks what only this process can hold, so that a slip is told at once and not by kafkajs later.
 *
 * @throws MskReachError CONFIG_INVALID, `details.issues` lists every mistake
 */
export function checkClientOptions(options: unknown): void {
  if (!isRecord(options))
    throw configInvalid([
      { path: '', problem: `is ${options === null ? 'null' : typeof options}`, expected: 'an object' },
    ]);
  const { kafka, onReport, onProgress, signal, healthMaxAgeMs, healthRefreshMs } = options;
  const issues: ConfigIssue[] = [
    ...timeIssues(healthMaxAgeMs, healthRefreshMs, ['healthMaxAgeMs', 'healthRefreshMs']),
  ];
  const require = (
    path: string,
    value: unknown,
    fits: (value: unknown) => boolean,
    expected: string,
  ): void => {
    if (value !== undefined && !fits(value)) issues.push({ path, problem: 'has the wrong shape', expected });
  };
  require('kafka', kafka, isRecord, "an object of kafkajs's options");
  if (isRecord(kafka))
    require('kafka.connectionTimeout', kafka[
      'connectionTimeout'
    ], isTimeout, 'milliseconds from 1 to 600000');
  require('onReport', onReport, isFunction, 'a function');
  require('onProgress', onProgress, isFunction, 'a function');
  require('signal', signal, isSignal, 'an AbortSignal');
  if (issues.length > 0) throw configInvalid(issues);
}
