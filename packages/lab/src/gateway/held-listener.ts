import { type ChildProcess, spawn } from 'node:child_process';
import { connect, Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { cannotListen, type GatewayAddress } from './addresses.ts';
import { HELD_LISTENER_SCRIPT } from './held-listener-script.ts';

/** How long the child accepts at most when it is told to, in milliseconds. */
const ADMIT_MS = 250;
/** A connection over loopback that has not come about after this long is one whose SYN was dropped. */
const DROPPED_AFTER_MS = 100;
/** More connections than this never fit into so short a queue; systems round it up differently. */
const MAX_FILLERS = 64;

/** An address at which a SYN gets no answer. */
export interface HeldListener {
  /**
   * Lets in that many who wait or come within a moment; settles once nobody is let in any more.
   *
   * @param count at most 255
   */
  admit(count: number): Promise<void>;
  /** Ends it; the address then refuses. */
  close(): Promise<void>;
}

/**
 * Makes an address at which a SYN gets no answer, without any privilege: a child process listens with a short
 * backlog and never accepts, and our own connections fill its queue. From then on the kernel drops every SYN, as
 * a security group does. A program that accepts and stays silent would be something else: there `connect`
 * succeeds. The child waits in a blocking read of a pipe from this process, so it ends with it, also on SIGKILL.
 *
 * @param onConnection takes the connections that {@link HeldListener.admit} lets in
 * @throws MskReachError `CONFIG_INVALID` when the address cannot be listened on
 */
export async function holdListener(
  place: GatewayAddress,
  onConnection: (socket: Socket) => void = (socket) => socket.destroy(),
): Promise<HeldListener> {
  const { address, port } = place;
  const child = spawn(
    process.execPath,
    ['-e', HELD_LISTENER_SCRIPT, address, String(port), String(ADMIT_MS)],
    // Nothing of our own environment: a NODE_OPTIONS of the parent's has no business there.
    { stdio: ['pipe', 'pipe', 'ignore', 'ipc'], env: {} },
  );
  const fillers = new Set<Socket>();
  child.on('message', (message, socket) => {
    if (message === 'connection' && socket instanceof Socket) onConnection(socket);
  });
  child.stdin?.on('error', () => child.kill('SIGKILL'));
  const onLoss = (): void => {
    process.emitWarning(
      `gateway: the process that listens on ${address} port ${port} ended; it refuses from now on`,
    );
  };

  const close = async (): Promise<void> => {
    child.off('exit', onLoss);
    for (const filler of fillers) filler.destroy();
    await end(child);
  };
  try {
    await holds(child, place);
    await fill(place, fillers);
  } catch (error) {
    await close();
    throw error;
  }
  child.once('exit', onLoss);

  const admit = async (count: number): Promise<void> => {
    const holding = holds(child, place);
    child.stdin?.write(Buffer.of(Math.min(count, 255)));
    await holding;
  };
  return { admit, close };
}

/** Opens connections until one finds no room: the child's own fill the queue of Linux, other systems' are longer. */
async function fill({ address, port }: GatewayAddress, fillers: Set<Socket>): Promise<void> {
  while (fillers.size < MAX_FILLERS) {
    // The child tells fillers by where they come from: the very address they go to.
    const filler = connect({ host: address, port, localAddress: address });
    fillers.add(filler);
    filler.on('error', () => filler.destroy());
    filler.on('close', () => fillers.delete(filler));
    await Promise.race([settled(filler), sleep(DROPPED_AFTER_MS)]);
    // When this process was the slow one, the news of a connection is read now.
    await nextTurn();
    await nextTurn();
    if (filler.connecting) return;
  }
}

function settled(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('connect', resolve).once('close', () => resolve());
  });
}

/** Waits until the child says that it holds again. */
function holds(child: ChildProcess, place: GatewayAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    const onHold = (): void => finish(resolve);
    const onMessage = (message: unknown): void => {
      if (typeof message === 'object' && message !== null && 'error' in message) fail(String(message.error));
    };
    const onExit = (): void => fail('the listening process ended');
    const fail = (why: string): void => finish(() => reject(cannotListen(place, why)));
    const finish = (then: () => void): void => {
      child.stdout?.off('data', onHold);
      child.off('message', onMessage).off('exit', onExit).off('error', onExit);
      then();
    };
    child.stdout?.on('data', onHold);
    child.on('message', onMessage).on('exit', onExit).on('error', onExit);
    if (child.exitCode !== null || child.signalCode !== null) onExit();
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGKILL');
  await ended;
}
