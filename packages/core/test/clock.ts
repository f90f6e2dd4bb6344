/** A machine whose wall clock the test sets; everything else is real. */
import { type Ports, realPorts } from '../src/ports.ts';

/** Ports with a clock that only `advance` moves. */
export function steppedPorts(env: Ports['env'] = {}): {
  readonly ports: Ports;
  readonly advance: (ms: number) => void;
} {
  let now = Date.now();
  return {
    ports: { ...realPorts, now: () => now, random: () => 1, env },
    advance: (ms) => {
      now += ms;
    },
  };
}
