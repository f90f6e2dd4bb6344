/** A machine whose clocks the test sets; everything else is real. */
import { type Ports, realPorts } from '../src/ports.ts';

/** Ports with clocks that only `advance` moves. */
export function steppedPorts(env: Ports['env'] = {}): {
  readonly ports: Ports;
  readonly advance: (ms: number) => void;
} {
  let now = Date.now();
  return {
    ports: { ...realPorts, now: () => now, monotonic: () => now, random: () => 1, env },
    advance: (ms) => {
      now += ms;
    },
  };
}
