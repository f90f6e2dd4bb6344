/** Every fault of the STS server: adding one means its file, its line in each list here, and a scenario. */
import { clockSkew } from './clock-skew.ts';
import { delay } from './delay.ts';
import { error, type ScriptedError } from './error.ts';
import type { FaultSchema } from '../../faults/kind.ts';
import type { ActiveFault, StsFault } from './fault.ts';
import { garbage, type GarbageAnswer } from './garbage.ts';
import { refuse } from './refuse.ts';
import { sessionSeconds } from './session-seconds.ts';
import { silence } from './silence.ts';

/** The faults that may be set, by key: a scenario's `sts` section. @public */
export interface StsFaults {
  /** Errors answered instead of the true answer. */
  readonly error?: ScriptedError | readonly ScriptedError[];
  /** Milliseconds that every answer waits. */
  readonly delayMs?: number;
  /** Requests are accepted and never answered. */
  readonly silence?: boolean;
  /** The port is closed. */
  readonly refuse?: boolean;
  /** Every request is answered with something that is not STS's. */
  readonly garbage?: GarbageAnswer;
  /** The service's clock minus this machine's, milliseconds. */
  readonly clockSkewMs?: number;
  /** The longest session granted, seconds. */
  readonly sessionSeconds?: number;
}

type Registry = { readonly [Key in keyof StsFaults]-?: StsFault<NonNullable<StsFaults[Key]>> };

/** Every fault by its key. Earlier ones interfere first. @public */
export const STS_FAULTS: Registry = {
  silence,
  garbage,
  error,
  delayMs: delay,
  refuse,
  clockSkewMs: clockSkew,
  sessionSeconds,
};

/** Switches faults on. A fault's counters begin anew. @public */
export function startFaults(faults: StsFaults): readonly ActiveFault[] {
  return Object.entries(STS_FAULTS).flatMap(([key, fault]) => {
    const value = faults[key as keyof StsFaults];
    // Key and value belong together by the type of the registry.
    return value === undefined ? [] : [(fault as StsFault<unknown>).start(value)];
  });
}

/** The faults' JSON Schemas by key: properties of a scenario's `sts` section. @public */
export const STS_FAULT_SCHEMAS: Readonly<Record<string, FaultSchema>> = Object.fromEntries(
  Object.entries(STS_FAULTS).map(([key, fault]) => [key, fault.schema]),
);
