import type { Duplex } from 'node:stream';
import type { Writer } from '@msk-reach/core/protocol';
import type { FaultKind } from '../faults/kind.ts';
import type { WireAnswer } from './answers.ts';

/**
 * One way of being hostile. `Value` is what a scenario writes for it, and `schema` describes that. A way acts at any of
 * four moments; most need one.
 *
 * @public
 */
export interface WireFaultKind<Value> extends FaultKind {
  /** Changes what is said. */
  readonly answer?: (value: Value, answer: WireAnswer) => WireAnswer;
  /** Writes what is said otherwise than it should be written. */
  readonly writer?: (value: Value) => Writer;
  /** Changes the frame, its length included. */
  readonly frame?: (value: Value, frame: Buffer) => Buffer;
  /** Sends the frame its own way; settles when it is done or the signal, which tells of the connection's end, aborts. */
  readonly send?: (value: Value, frame: Buffer, client: Duplex, signal: AbortSignal) => Promise<void>;
}
