/** Whose an error is that comes out of a consumer's handlers: the consumer's own, or one that they met elsewhere. */
import type { ConsumerRunConfig, EachBatchPayload, EachMessagePayload } from 'kafkajs';
import { causes, findMskReachError, type MskReachError } from '../errors.ts';

/** The handlers of one consumer. */
export interface Handlers {
  /** The same handlers, with all that they throw on the account. */
  readonly watched: (config: ConsumerRunConfig) => ConsumerRunConfig;
  /**
   * What a handler met elsewhere (a denied send, another cluster), and our error in it if there was one: kafkajs keeps
   * only the innermost cause. Null for what the consumer met itself, also by the calls that kafkajs hands to a handler.
   */
  readonly foreign: (error: unknown) => { readonly known: MskReachError | null } | null;
}

/** What kafkajs hands over for a message; its `heartbeat` is a function that needs no `this` (2.2.4, consumer/runner.js). */
type OwnHeartbeat = Omit<EachMessagePayload, 'heartbeat'> & { heartbeat: () => Promise<void> };

/** An account without any errors yet. */
export function createHandlers(): Handlers {
  const thrown = new WeakMap<Error, MskReachError | null>();
  const own = new WeakSet<Error>();
  const mark = (error: unknown): void => {
    const known = findMskReachError(error);
    for (const cause of causes(error)) thrown.set(cause, known);
  };
  /** Called for each message: it hands on the handler's own promise, and waits for nothing itself. */
  const marked =
    <Payload>(handle: (payload: Payload) => Promise<void>) =>
    (payload: Payload): Promise<void> => {
      try {
        const done = Promise.resolve(handle(payload));
        done.then(undefined, mark);
        return done;
      } catch (error) {
        mark(error);
        throw error;
      }
    };
  const ours =
    <Args extends unknown[]>(call: (...args: Args) => Promise<void>) =>
    async (...args: Args): Promise<void> => {
      try {
        await call(...args);
      } catch (error) {
        for (const cause of causes(error)) own.add(cause);
        throw error;
      }
    };
  return {
    watched: (config) => {
      const { eachMessage, eachBatch } = config;
      const handlers: ConsumerRunConfig = {};
      if (typeof eachMessage === 'function')
        handlers.eachMessage = marked((payload: OwnHeartbeat) => {
          // kafkajs makes a payload for each message: a second one of ours would cost as much as all else here.
          payload.heartbeat = ours(payload.heartbeat);
          return eachMessage(payload);
        });
      if (typeof eachBatch === 'function')
        handlers.eachBatch = marked((payload: EachBatchPayload) =>
          eachBatch({
            ...payload,
            heartbeat: ours(() => payload.heartbeat()),
            commitOffsetsIfNecessary: ours((offsets) => payload.commitOffsetsIfNecessary(offsets)),
          }),
        );
      return { ...config, ...handlers };
    },
    foreign: (error) => {
      const chain = causes(error);
      const first = chain.find((cause) => thrown.has(cause));
      if (first === undefined || chain.some((cause) => own.has(cause))) return null;
      return { known: thrown.get(first) ?? null };
    },
  };
}
