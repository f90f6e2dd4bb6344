import type { Duplex } from 'node:stream';
import { isMskReachError, MskReachError } from '../errors.ts';
import { OVER } from '../net/timebox.ts';
import type { Ports } from '../ports.ts';
import { createFrameReader, type FrameReader } from './frames.ts';

/** How long one exchange may take, and how much may come back. */
export interface ExchangeOptions {
  readonly timeoutMs: number;
  readonly maxFrameBytes: number;
  readonly signal: AbortSignal | undefined;
  readonly ports: Pick<Ports, 'sleep'>;
}

interface Pending {
  readonly api: string;
  readonly resolve: (frame: Buffer) => void;
  readonly reject: (error: MskReachError) => void;
}

/**
 * Frames out, frames in, one at a time, over a stream that is already connected. Whatever goes wrong ends the stream:
 * after a timeout or a malformed frame nobody can tell which answer the next bytes belong to.
 */
export class Exchange {
  readonly #stream: Duplex;
  readonly #options: ExchangeOptions;
  readonly #frames: FrameReader;
  #pending: Pending | null = null;
  #failure: MskReachError | null = null;

  constructor(stream: Duplex, options: ExchangeOptions) {
    this.#stream = stream;
    this.#options = options;
    this.#frames = createFrameReader(options.maxFrameBytes, 'the broker');
    // This one stays after the end: a destroyed stream may still report an error.
    stream.on('error', (cause: Error) => this.fail(closed('the connection failed', this.#facts(), cause)));
    stream.on('data', this.#onData);
    stream.on('end', this.#onEnd);
    stream.on('close', this.#onEnd);
    options.signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (options.signal?.aborted === true) this.#onAbort();
    else if (stream.destroyed || stream.readableEnded) this.#onEnd();
  }

  /** Sends one frame and waits for one. The caller sends no second one before. */
  async send(api: string, frame: Buffer): Promise<Buffer> {
    if (this.#failure !== null) throw over(api, this.#failure);
    const timer = new AbortController();
    const { ports, timeoutMs } = this.#options;
    ports.sleep(timeoutMs, timer.signal).then(
      () => this.fail(timedOut(timeoutMs, this.#facts())),
      // The answer came first.
      () => undefined,
    );
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        this.#pending = { api, resolve, reject };
        this.#stream.write(frame);
      });
    } finally {
      timer.abort(OVER);
    }
  }

  /** Ends the stream; what waits fails with `error`, and so does whatever is sent later. */
  fail(error: MskReachError): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    this.#stream.off('data', this.#onData);
    this.#stream.off('end', this.#onEnd);
    this.#stream.off('close', this.#onEnd);
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
    this.#stream.destroy();
    this.#settle()?.reject(error);
  }

  readonly #onData = (chunk: Buffer): void => {
    try {
      if (this.#pending === null) throw unsolicited(chunk.length);
      const { frame, rest } = this.#frames.take(chunk);
      if (frame === null) return;
      if (rest.length > 0) throw unsolicited(rest.length);
      this.#settle()?.resolve(frame);
    } catch (error) {
      if (!isMskReachError(error)) throw error;
      this.fail(withFacts(error, this.#facts()));
    }
  };

  readonly #onEnd = (): void => {
    const { received, announced } = this.#frames;
    this.fail(
      received > 0
        ? truncated(received, announced, this.#facts())
        : closed('the broker closed the connection', this.#facts()),
    );
  };

  readonly #onAbort = (): void => {
    const reason: unknown = this.#options.signal?.reason;
    this.fail(
      isMskReachError(reason)
        ? reason
        : new MskReachError('ABORTED', 'the conversation with the broker was aborted', { cause: reason }),
    );
  };

  #settle(): Pending | null {
    const pending = this.#pending;
    this.#pending = null;
    return pending;
  }

  #facts(): Readonly<Record<string, unknown>> {
    return { api: this.#pending?.api ?? null, received: this.#frames.received };
  }
}

function closed(what: string, facts: Readonly<Record<string, unknown>>, cause?: Error): MskReachError {
  const errno = cause !== undefined && 'code' in cause ? String(cause.code) : null;
  const why = errno === null ? '' : ` (${errno})`;
  return new MskReachError('KAFKA_CLOSED', `${what}${why} ${during(facts)}`, {
    retryable: true,
    cause,
    details: { ...facts, errno },
  });
}

function timedOut(timeoutMs: number, facts: Readonly<Record<string, unknown>>): MskReachError {
  return new MskReachError('KAFKA_TIMEOUT', `no whole answer within ${timeoutMs} ms ${during(facts)}`, {
    retryable: true,
    details: { ...facts, timeoutMs },
  });
}

/** A broker that goes away in the middle of an answer may be there again later. */
function truncated(
  received: number,
  announced: number | null,
  facts: Readonly<Record<string, unknown>>,
): MskReachError {
  const of = announced === null ? '' : ` of ${announced}`;
  return new MskReachError(
    'KAFKA_FRAME_INVALID',
    `the connection ended after ${received}${of} bytes of an answer ${during(facts)}`,
    { retryable: true, details: { ...facts, announced } },
  );
}

function unsolicited(bytes: number): MskReachError {
  return new MskReachError('KAFKA_FRAME_INVALID', `the broker sent ${bytes} bytes that nobody asked for`);
}

function over(api: string, failure: MskReachError): MskReachError {
  // Ended from this side: every later call fails for that very reason.
  if (!failure.code.startsWith('KAFKA_')) return failure;
  return new MskReachError('KAFKA_CLOSED', `${api}: the conversation is over: ${failure.message}`, {
    retryable: failure.retryable,
    cause: failure,
    details: { api, after: failure.code },
  });
}

function withFacts(error: MskReachError, facts: Readonly<Record<string, unknown>>): MskReachError {
  return new MskReachError(error.code, `${error.message} ${during(facts)}`, {
    retryable: error.retryable,
    details: { ...facts, ...error.details },
  });
}

function during({ api }: Readonly<Record<string, unknown>>): string {
  return typeof api === 'string' ? `(waiting for ${api})` : '(between two requests)';
}
