/** The calls of one client's user that are under way: each of them ends when the client does. */
import { MskReachError } from '../errors.ts';

/** What a close waits for: `work` is worth waiting for, `life` (connecting, joining) is not. */
export type CallKind = 'work' | 'life';

/** An account of calls. */
export interface Calls {
  /**
   * Makes a call. What it gives ends with the client, whatever kafkajs is still at.
   *
   * @throws MskReachError CLOSED after `giveUp`, also for calls made before it
   */
  readonly make: <T>(kind: CallKind, call: () => Promise<T>) => Promise<T>;
  /** Resolves when no work is under way. */
  readonly idle: () => Promise<void>;
  /** Rejects all that is under way and all that comes. */
  readonly giveUp: () => void;
  /** Resolves when kafkajs has come to an end with every call, those given up included. */
  readonly settled: () => Promise<void>;
}

interface UnderWay {
  readonly kind: CallKind;
  readonly settled: Promise<void>;
  readonly end: (error: MskReachError) => void;
}

/** An account without any calls yet. */
export function createCalls(): Calls {
  const underWay = new Set<UnderWay>();
  let over = false;

  const make = async <T>(kind: CallKind, call: () => Promise<T>): Promise<T> => {
    if (over) throw closedBefore('it was called');
    const made = call();
    const { promise: ended, reject: end } = withReject();
    const settled = made.then(
      () => undefined,
      () => undefined,
    );
    const entry: UnderWay = { kind, settled, end };
    underWay.add(entry);
    void settled.then(() => underWay.delete(entry));
    return Promise.race([made, ended]);
  };
  /** Whatever comes while it waits is waited for, too. */
  const none = async (concerns: (entry: UnderWay) => boolean): Promise<void> => {
    for (;;) {
      const entries = [...underWay].filter(concerns);
      if (entries.length === 0) return;
      await Promise.all(entries.map(({ settled }) => settled));
    }
  };

  return {
    make,
    idle: () => none(({ kind }) => kind === 'work'),
    giveUp: () => {
      over = true;
      for (const { end } of underWay)
        end(closedBefore('this was done; whether a message arrived is not known'));
    },
    settled: () => none(() => true),
  };
}

function withReject(): { readonly promise: Promise<never>; readonly reject: (error: Error) => void } {
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<never>((_resolve, no) => (reject = no));
  promise.catch(() => undefined);
  return { promise, reject };
}

function closedBefore(what: string): MskReachError {
  return new MskReachError('CLOSED', `The client was closed before ${what}`);
}
