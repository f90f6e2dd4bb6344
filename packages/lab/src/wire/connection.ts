import { once } from 'node:events';
import type { TLSSocket } from 'node:tls';
import { isMskReachError } from '@msk-reach/core';
import { createFrameReader } from '@msk-reach/core/protocol';
import { encodeAnswer } from './encode.ts';
import { faultyAnswer, faultyFrame, faultyWriter, sendFaulty, type WireFault } from './fault-rules.ts';
import type { WireApi } from './answers.ts';
import { readHeader, type RequestHeader, requestReader } from './requests.ts';
import type { Outcome } from './session.ts';

/** Kafka's own bound for requests before the login. */
const MAX_REQUEST_BYTES = 512 * 1024;

/** What a connection needs from the brokers it belongs to. */
export interface ConnectionHost {
  /** Takes note of a request. */
  readonly heard: (header: RequestHeader) => void;
  /** @throws MskReachError `KAFKA_FRAME_INVALID` for a request that cannot be read */
  readonly handle: (header: RequestHeader, reader: ReturnType<typeof requestReader>) => Outcome;
  /** How the answer shall be wrong. */
  readonly fault: (api: WireApi) => WireFault;
  /** An answer without fault, as a frame, when it was made before. */
  readonly encode: typeof encodeAnswer;
}

/** Serves one connection, request by request, until either side ends it. Kafka answers what it cannot read by hanging up. */
export async function serveConnection(socket: TLSSocket, host: ConnectionHost): Promise<void> {
  const over = new AbortController();
  socket.on('close', () => over.abort());
  const frames = createFrameReader(MAX_REQUEST_BYTES, 'the client');
  try {
    // Leaving the loop must not take back what was written.
    const chunks = socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
    for await (const chunk of chunks) {
      for (let rest = chunk; rest.length > 0;) {
        const taken = frames.take(rest);
        rest = taken.rest;
        if (taken.frame !== null && !(await answer(socket, taken.frame, host, over.signal))) return;
      }
    }
  } catch (error) {
    // A client that is gone, or that sent what is no request.
    if (!isMskReachError(error) && !socket.destroyed) throw error;
  } finally {
    await hangUp(socket);
  }
}

/** Answers one request; whether the connection goes on. */
async function answer(
  socket: TLSSocket,
  frame: Buffer,
  host: ConnectionHost,
  signal: AbortSignal,
): Promise<boolean> {
  const reader = requestReader(frame);
  const header = readHeader(reader);
  host.heard(header);
  const outcome = host.handle(header, reader);
  if (outcome === 'close' || header.api === undefined) return false;
  const fault = host.fault(header.api);
  if (Object.keys(fault).length === 0) {
    socket.write(host.encode(outcome.answer, header.version, header.correlationId));
  } else {
    const said = faultyAnswer(fault, outcome.answer);
    const bytes = encodeAnswer(said, header.version, header.correlationId, faultyWriter(fault));
    await sendFaulty(fault, faultyFrame(fault, bytes), socket, signal);
  }
  return outcome.thenClose !== true;
}

/** What was written still arrives; a client that does not take it in time loses it. */
async function hangUp(socket: TLSSocket): Promise<void> {
  if (socket.destroyed) return;
  socket.end();
  if (socket.writableFinished) {
    socket.destroy();
    return;
  }
  const patience = AbortSignal.timeout(1000);
  // Gone, or out of patience: both end below.
  await once(socket, 'finish', { signal: patience }).catch(() => undefined);
  socket.destroy();
}
