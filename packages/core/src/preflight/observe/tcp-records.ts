/** What came of dialling each address and port, known to all hosts that share it. */
import type { PathObservation } from '../observation.ts';

type Tcp = PathObservation['tcp'];
interface Target {
  readonly address: string;
  readonly port: number;
}

export interface TcpRecords {
  /** Announces a dial; the function takes its outcome. */
  recorder(target: Target): (tcp: Tcp) => void;
  /** The outcome of the first dial to it; null where none was announced. */
  of(target: Target): Promise<Tcp> | null;
}

export function createTcpRecords(): TcpRecords {
  const records = new Map<string, Promise<Tcp>>();
  return {
    recorder(target) {
      let settle: (tcp: Tcp) => void = () => undefined;
      const outcome = new Promise<Tcp>((resolve) => {
        settle = resolve;
      });
      if (!records.has(keyOf(target))) records.set(keyOf(target), outcome);
      return settle;
    },
    of: (target) => records.get(keyOf(target)) ?? null,
  };
}

function keyOf({ address, port }: Target): string {
  return `${address} ${port}`;
}
