/** What a soak came to: the sentences that say why it failed, and its last line. */
import type { SideCounts } from './lab-log.ts';
import type { Memory, Result, Status } from './protocol.ts';

/** What is judged. */
export interface Course {
  /** How ours stood when the last trouble was over. */
  readonly mended: Status;
  readonly result: Result;
  readonly counts: SideCounts;
  /** Whether the process came to its end by itself: null, or why not. */
  readonly left: string | null;
}

/** Why it failed, a sentence each; empty when it did not. */
export function complaints({ mended, result, counts, left }: Course): readonly string[] {
  const stuck = result.lanes.flatMap((count, lane) => (count > (mended.lanes[lane] ?? 0) ? [] : [lane]));
  const isConsuming = result.consumed > mended.consumed;
  const { crashed } = result;
  return [
    ...(result.lost === 0
      ? []
      : [
          `${result.lost} acknowledged messages are not in the log, the first: ${result.lostWhere.join(', ')}.`,
        ]),
    ...(result.unread === 0
      ? []
      : [`${result.unread} acknowledged messages had not been consumed when the time for it was over.`]),
    ...(stuck.length === 0
      ? []
      : [
          `The producer got nothing acknowledged for partition ${stuck.join(', ')} after the last trouble was over: ${result.sendError ?? 'its sends never end'}.`,
        ]),
    ...(isConsuming && crashed === null
      ? []
      : [`The consumer is dead after the last trouble was over: ${crashed?.error ?? 'it gets nothing'}.`]),
    ...(result.idle === null ? [] : [`${capital(result.idle)}.`]),
    ...(counts.principals.length === 1
      ? []
      : [`The principal was not one and the same: ${counts.principals.join(', ') || 'nobody logged in'}.`]),
    ...(left === null ? [] : [`Ours did not close completely: ${left}.`]),
  ];
}

/** The last line of a soak. */
export function lastLine({ acknowledged, consumed, lost, restarts, maxGapMs }: Result): string {
  return `soak: acknowledged ${acknowledged}, consumed ${consumed}, lost ${lost}, restarts ${restarts}, max gap ${Math.round(maxGapMs)} ms`;
}

/** What a phase did to a client, since the status before it. */
export function changeBetween(before: Status, after: Status): string {
  const acknowledged = after.acknowledged - before.acknowledged;
  const consumed = after.consumed - before.consumed;
  const restarts = after.restarts - before.restarts;
  const failed = after.failedSends - before.failedSends;
  return [
    `acknowledged ${acknowledged} (longest gap ${Math.round(after.gapMs)} ms)`,
    `consumed ${consumed}`,
    ...(failed > 0 ? [`sends that threw ${failed}`] : []),
    ...(restarts > 0 ? [`consumer restarts ${restarts}`] : []),
    ...(after.crashed === null ? [] : [consumerAway(after.crashed)]),
  ].join(', ');
}

/** Memory in words. */
export function memoryWords(memory: Memory | null): string {
  if (memory === null) return 'memory: too short to tell';
  const rate = (kib: number): string => `${kib < 0 ? '' : '+'}${Math.round(kib)} KiB/min`;
  return (
    `memory after full GC: heap ${memory.heapMiB.toFixed(1)} MiB, slope ${rate(memory.heapKiBPerMinute)}; ` +
    `resident ${memory.rssMiB.toFixed(1)} MiB, slope ${rate(memory.rssKiBPerMinute)} (${memory.samples} samples)`
  );
}

/** A consumer that is not there. */
export function consumerAway({ error, restart }: NonNullable<Status['crashed']>): string {
  return restart ? `consumer restarting after ${error}` : `consumer dead: ${error}`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
