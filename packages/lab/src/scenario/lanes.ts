/** Which scenarios come one after the other, how many at a time, and their results in order again. */
import { resolveScenario } from './resolve.ts';
import type { Scenario } from './scenario.ts';

/** Of those that want the same brokers, so many wait for each other before another lane starts brokers for the rest. */
const MOST_IN_TURN = 20;

/**
 * The scenarios in pieces. Those of one piece want the same brokers and come one after the other: starting Kafka takes
 * longer than all the rest. Those that redirect the client's names are one piece as well, for there is one port 53.
 * Pieces without Kafka come last.
 *
 * @param env variables that decide which Kafka it is
 */
export function byBrokers<T extends { readonly scenario: Scenario }>(
  items: readonly T[],
  env: Readonly<Record<string, string | undefined>>,
): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  const wire: T[] = [];
  const redirected: T[] = [];
  for (const item of items) {
    const { clusters, kafkaVersion, scenario } = resolveScenario(item.scenario, env);
    if (scenario.dns?.hosts !== undefined) redirected.push(item);
    else if (scenario.engine === 'wire') wire.push(item);
    else {
      const brokers = clusters.map((cluster) => [
        cluster.brokers,
        cluster.processes,
        cluster.certificateNames,
      ]);
      const key = JSON.stringify([kafkaVersion, scenario.kafka?.properties ?? {}, brokers]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
  }
  const pieces = [redirected, ...[...groups.values()].flatMap(inPieces), ...wire.map((item) => [item])];
  return pieces.filter((piece) => piece.length > 0);
}

/**
 * Works through all pieces, several at a time, in their order. After a failure no other piece begins; it is thrown when
 * all that had begun are over.
 */
export async function inLanes<T>(
  pieces: readonly T[],
  lanes: number,
  work: (piece: T) => Promise<void>,
): Promise<void> {
  const left = [...pieces];
  const lane = async (): Promise<void> => {
    try {
      for (let piece = left.shift(); piece !== undefined; piece = left.shift()) await work(piece);
    } finally {
      left.length = 0;
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}

/** Results of several lanes, shown in the order of the items: each as soon as all before it are there. */
export function inTurn<T, R>(
  items: readonly T[],
  show: (result: R) => void,
): {
  readonly add: (item: T, result: R) => void;
  /** Shows what is there, whatever is missing before it. */
  readonly rest: () => void;
} {
  const there = new Map<T, R>();
  const left = [...items];
  const showFirst = (): void => {
    const [first] = left.splice(0, 1);
    const result = first === undefined ? undefined : there.get(first);
    if (result !== undefined) show(result);
  };
  return {
    add(item, result) {
      there.set(item, result);
      while (left[0] !== undefined && there.has(left[0])) showFirst();
    },
    rest() {
      while (left.length > 0) showFirst();
    },
  };
}

function inPieces<T>(group: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(group.length / MOST_IN_TURN);
  return Array.from({ length: count }, (_, at) => group.slice(at * MOST_IN_TURN, (at + 1) * MOST_IN_TURN));
}
