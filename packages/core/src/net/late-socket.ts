/** A stream that can be handed out before its connection exists. */
import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { MskReachError } from '../errors.ts';

/** Hears what goes over a connection, in order; it must not throw. */
export interface Tap {
  readonly sent: (bytes: Buffer) => void;
  readonly received: (bytes: Buffer) => void;
  readonly closed: () => void;
}

/**
 * What kafkajs gets for a `net.Socket`: it wants one at once, while a name has to be asked for and several addresses
 * tried first. Reads and writes go straight through once the connection is there; ending or destroying it before
 * gives the attempt up.
 */
export class LateSocket extends Duplex {
  readonly #stop = new AbortController();
  #inner: Socket | null = null;
  #referenced = true;
  readonly #tap: Tap | null;
  readonly #ready: Promise<Socket>;

  /**
   * @param open makes the connection; its signal fires when nobody wants it any more
   * @param onConnect called once it is there
   * @param tap hears all bytes
   */
  constructor(open: (signal: AbortSignal) => Promise<Socket>, onConnect: () => void, tap: Tap | null = null) {
    super({ allowHalfOpen: false });
    this.#tap = tap;
    this.#ready = open(this.#stop.signal).then((socket) => this.#adopt(socket));
    this.#ready.then(onConnect).catch((error: unknown) => this.destroy(error as Error));
    // kafkajs learns of an end by `end` or `error` alone; of none, it waits for answers and runs its timers for ever.
    this.once('close', () => {
      if (!this.readableEnded && this.errored === null) this.emit('end');
    });
  }

  #adopt(socket: Socket): Socket {
    if (this.destroyed) {
      socket.destroy();
      throw new MskReachError('ABORTED', 'The connection is not wanted any more');
    }
    this.#inner = socket;
    let ended = false;
    if (!this.#referenced) socket.unref();
    socket.on('data', (chunk: Buffer) => {
      this.#tap?.received(chunk);
      // Whoever listens may have ended it.
      if (this.destroyed) return;
      if (!this.push(chunk)) socket.pause();
    });
    socket.on('end', () => {
      ended = true;
      this.push(null);
    });
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => {
      if (!ended) this.destroy();
    });
    return socket;
  }

  override _read(): void {
    this.#inner?.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#tap?.sent(chunk);
    const write = (socket: Socket): void => {
      if (socket.write(chunk)) callback();
      else socket.once('drain', callback);
    };
    if (this.#inner !== null) write(this.#inner);
    else this.#ready.then(write, callback);
  }

  override _final(callback: (error?: Error | null) => void): void {
    if (this.#inner === null) this.destroy();
    else this.#inner.end();
    callback();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#stop.abort();
    this.#tap?.closed();
    const inner = this.#inner;
    // A call of kafkajs waits for it, and learns of its end by an error alone.
    if (inner === null) return callback(error ?? endedEarly());
    // Closed is what it says only when the connection is.
    if (inner.closed) return callback(error);
    inner.once('close', () => callback(error));
    inner.destroy();
  }

  unref(): this {
    this.#referenced = false;
    this.#inner?.unref();
    return this;
  }
}

function endedEarly(): MskReachError {
  return new MskReachError('ABORTED', 'The connection was ended before it was there');
}
