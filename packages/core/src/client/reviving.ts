/** A consumer that comes back: kafkajs leaves it dead after a login, a topic or a group that was refused. */
import type { Consumer, ConsumerRunConfig, Logger, RetryOptions } from 'kafkajs';
import { causes, findMskReachError, type ErrorCode } from '../errors.ts';
import type { Ports } from '../ports.ts';
import type { ConsumerWork } from './consumer-work.ts';
import { denialIn, isCoordinatorUnknown } from './denials.ts';

interface Parts {
  readonly ports: Pick<Ports, 'sleep' | 'random'>;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
  /** The user's own word: `false` leaves the consumer dead. */
  readonly restartOnFailure: RetryOptions['restartOnFailure'];
  readonly work: Pick<ConsumerWork, 'started'>;
}

/** Before the first attempt; doubled after each, up to the most, stretched at random by up to half. */
const PAUSE_MS = { least: 5_000, most: 60_000 };
/** Nobody comes back to a client that was closed, or to a mistake in its options. */
const FINAL: ReadonlySet<ErrorCode> = new Set(['CLOSED', 'ABORTED', 'TOKEN_INVALID', 'TOKEN_FOREIGN_HOST']);

/**
 * The same consumer, run again by us after a crash that kafkajs does not restart and whose cause is a failed login or
 * a permission. A permission that was taken away by mistake comes back, and so does the consumer. The crash event still
 * says `restart: false`: whoever ends the process on it still does.
 */
export function reviving(consumer: Consumer, { ports, logger, restartOnFailure, work }: Parts): Consumer {
  let running: ConsumerRunConfig | undefined;
  let waiting = new AbortController();
  let attempts = 0;
  let ended = true;

  const comeBack = async (error: Error): Promise<void> => {
    // kafkajs takes a callback that fails for a yes.
    const mayRestart = restartOnFailure === undefined || (await settled(restartOnFailure(error)));
    if (!mayRestart) return;
    const { signal } = waiting;
    const pause = Math.min(PAUSE_MS.most, PAUSE_MS.least * 2 ** attempts) * (1 + ports.random() / 2);
    attempts += 1;
    logger.warn(`The consumer is run again in ${Math.round(pause / 1_000)} s`);
    await ports.sleep(pause, signal);
    work.started();
    await consumer.run(running);
  };
  consumer.on(consumer.events.GROUP_JOIN, () => {
    attempts = 0;
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    // One that was joining its group when its user ended it crashes afterwards, and kafkajs restarts it for ever.
    if (ended) setImmediate(() => void consumer.stop().catch(() => undefined));
    if (ended || payload.restart || !mayPass(payload.error)) return;
    comeBack(payload.error).catch((error: unknown) => {
      if (!waiting.signal.aborted) logger.error(`The consumer could not be run again: ${String(error)}`);
    });
  });

  const end = (): void => {
    ended = true;
    waiting.abort();
  };
  return {
    ...consumer,
    run: async (config) => {
      end();
      running = config;
      ended = false;
      waiting = new AbortController();
      work.started();
      await consumer.run(config);
    },
    stop: () => {
      end();
      return consumer.stop();
    },
    disconnect: () => {
      end();
      return consumer.disconnect();
    },
  };
}

/** Whether it is a refusal that somebody can take back: a login, or a permission on a topic or group. */
function mayPass(error: Error): boolean {
  const cause = findMskReachError(error);
  if (cause !== null) return !FINAL.has(cause.code);
  return denialIn(error) !== null || causes(error).some(isCoordinatorUnknown);
}

async function settled(answer: Promise<boolean>): Promise<boolean> {
  try {
    return await answer;
  } catch {
    return true;
  }
}
