/** How a client ends: in good order where it can, and at once where it cannot. */
import { findMskReachError, MskReachError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import type { ClientParts } from './kafka-config.ts';
import type { TrackedKafka } from './tracked-kafka.ts';

/** From the call of `close`; with `LAST_MS` after it all is over before Kubernetes kills, at 30 s. */
const LIMITS_MS = {
  /** For sends under way. */
  sends: 10_000,
  /** For consumers that have no batch at hand, when their fetch has come back: leaving a group is one request. */
  leaving: 5_000,
  /** For everything, a consumer's batch at hand included. */
  whole: 20_000,
};
/** Without any connection that is logged in for so long nothing is waited for: a restarted broker is back sooner. */
const CUT_OFF_MS = 2_000;
/** For kafkajs to notice that all is over. */
const LAST_MS = 5_000;
const LOOK_MS = 50;

type Parts = Pick<ClientParts, 'identity' | 'ports' | 'sockets' | 'sessions' | 'logins' | 'ended'>;

/**
 * Consumers finish the batch at hand and leave their groups, sends under way are waited for, everything is
 * disconnected. Then all is over: what is still asked is rejected with CLOSED, sockets are closed, and kafkajs, which
 * gets neither a connection nor another attempt any more, comes to its own end.
 *
 * @param looked the look under way, which was told to end
 */
export async function closeClient(
  kafka: TrackedKafka,
  parts: Parts,
  looked: Promise<unknown>,
): Promise<void> {
  const { ports, identity, sockets, ended } = parts;
  const started = ports.monotonic();
  const past = (ms: number): boolean => ports.monotonic() - started >= ms;
  const isCutOff = cutOff(parts);
  kafka.enter('closing');
  const consumers = kafka.disconnectConsumers();
  await until(
    consumers,
    () => isCutOff() || past(LIMITS_MS.whole) || (past(kafka.fetchMs() + LIMITS_MS.leaving) && !kafka.busy()),
    ports,
  );
  const sent = await until(kafka.idle(), () => isCutOff() || past(LIMITS_MS.sends), ports);
  const others = kafka.disconnectOthers();
  // One whose sends were given up would wait for their answers.
  await until(others, () => !sent || isCutOff() || past(LIMITS_MS.whole), ports);

  kafka.enter('over');
  ended.abort(new MskReachError('CLOSED', 'The client was closed'));
  identity.close();
  await sockets.close();
  const overAt = ports.monotonic();
  const left = (): boolean => past(LIMITS_MS.whole) && ports.monotonic() - overAt >= LAST_MS;
  const all = Promise.all([kafka.settled(), consumers, others, looked]);
  if (!(await until(all, left, ports)))
    kafka.logger().error('Closing: kafkajs still waits for something that it does not tell');
  for (const failure of [...(await known(consumers)), ...(await known(others))])
    if (findMskReachError(failure)?.code !== 'CLOSED')
      kafka.logger().error(`Disconnecting failed: ${String(failure)}`);
}

/** Whether nothing can be done for lack of a connection: after some time, or at once where only somebody mends it. */
function cutOff({ ports, sessions, logins }: Pick<Parts, 'ports' | 'sessions' | 'logins'>): () => boolean {
  let since: number | null = null;
  return () => {
    if (sessions.usable() > 0) {
      since = null;
      return false;
    }
    since ??= ports.monotonic();
    return logins.trouble() !== null || ports.monotonic() - since >= CUT_OFF_MS;
  };
}

/** Waits for it, until it is hopeless. @returns whether it came to its end */
async function until(
  work: Promise<unknown>,
  isHopeless: () => boolean,
  ports: Pick<Ports, 'sleep'>,
): Promise<boolean> {
  const done = new AbortController();
  const end = (): void => done.abort();
  void work.then(end, end);
  await new Promise((resolve) => setImmediate(resolve));
  while (!done.signal.aborted && !isHopeless())
    await ports.sleep(LOOK_MS, done.signal).catch(() => undefined);
  return done.signal.aborted;
}

/** What it gave, if it has come to its end. */
function known(work: Promise<readonly unknown[]>): Promise<readonly unknown[]> {
  return Promise.race([work, Promise.resolve([])]);
}
