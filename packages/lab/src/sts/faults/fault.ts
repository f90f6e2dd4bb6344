/** What a fault of the STS server is: one file each, registered in `all.ts`. */
import type { FaultKind } from '../../faults/kind.ts';
import type { Refusal } from '../../iam/refusal.ts';

/** What a fault does to one request instead of the true answer. @public */
export type Interference =
  | { readonly kind: 'refusal'; readonly refusal: Refusal }
  | { readonly kind: 'silence' }
  | { readonly kind: 'body'; readonly status: number; readonly contentType: string; readonly body: string };

/** A fault that is switched on. @public */
export interface ActiveFault {
  /** The port is closed. */
  readonly closesPort?: boolean;
  /** Added to the service's clock, milliseconds. */
  readonly clockSkewMs?: number;
  /** The longest session granted. */
  readonly sessionSeconds?: number;
  /** Every answer waits this long, milliseconds. */
  readonly delayMs?: number;
  /** Called for each request, in the order of `all.ts`; the first interference counts. */
  readonly interfere?: (action: string) => Interference | undefined;
  /** The same for a request to another API at the same endpoint. */
  readonly interfereElsewhere?: (action: string) => Interference | undefined;
}

/** A kind of fault. `start` is called anew each time it is set, so that counters begin again. @public */
export interface StsFault<Value> extends FaultKind {
  readonly start: (value: Value) => ActiveFault;
}
