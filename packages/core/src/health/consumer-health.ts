/** Readiness of a consumer: the cached report, and what the consumer's own events say of it. */
import type { Consumer } from 'kafkajs';
import { findMskReachError } from '../errors.ts';
import type { Health, HealthState } from './health.ts';

/** What answers a probe. @public */
export type Probes = Pick<Health, 'liveness' | 'readiness'>;

/** What a consumer is at. @public */
export type ConsumerPhase = 'starting' | 'consuming' | 'rebalancing' | 'crashed' | 'stopped';

/** A consumer's own health. @public */
export interface ConsumerHealth extends Probes {
  phase(): ConsumerPhase;
}

/**
 * Watches a kafkajs consumer from now on; call it before `run`.
 *
 * Ready is one that has joined its group, where the report is ready too; `warn` while the group rebalances. One that
 * crashed, was stopped or has not joined yet fails, and says which.
 *
 * @param health the client's
 * @public
 */
export function createConsumerHealth(
  health: Probes,
  consumer: Pick<Consumer, 'on' | 'events'>,
): ConsumerHealth {
  let phase: ConsumerPhase = 'starting';
  let words = 'the consumer has not joined its group yet';
  const enter = (next: ConsumerPhase, said: string): void => {
    phase = next;
    words = said;
  };
  const { events } = consumer;
  consumer.on(events.GROUP_JOIN, () => enter('consuming', ''));
  consumer.on(events.REBALANCING, () => enter('rebalancing', 'the group of the consumer rebalances'));
  consumer.on(events.CRASH, ({ payload }) =>
    enter(
      'crashed',
      `the consumer crashed${payload.restart ? ' and is restarted' : ''}: ${nameOf(payload.error)}`,
    ),
  );
  // kafkajs stops and disconnects what crashed, too.
  const stopped = (): void => {
    if (phase !== 'crashed') enter('stopped', 'the consumer was stopped');
  };
  consumer.on(events.STOP, stopped);
  consumer.on(events.DISCONNECT, stopped);
  return {
    phase: () => phase,
    liveness: () => health.liveness(),
    readiness: () => both(health.readiness(), phase, words),
  };
}

function both(state: HealthState, phase: ConsumerPhase, words: string): HealthState {
  if (phase === 'consuming' || state.status === 'fail') return state;
  return { ...state, status: phase === 'rebalancing' ? 'warn' : 'fail', output: words };
}

/** Never the words of an error that is not ours: they may be anybody's. */
function nameOf(error: Error): string {
  return findMskReachError(error)?.code ?? error.name;
}
