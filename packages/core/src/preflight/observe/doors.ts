/**
 * The addresses that every name of a Serverless cluster leads to, each dialled a few times.
 *
 * A load balancer may stand there and send each connection to another target: one that was taken says nothing of the
 * next. Where many brokers talk, their conversations are such dials already.
 */
import { timebox } from '../../net/timebox.ts';
import type { NameObservation, PathObservation, RepeatedDial } from '../observation.ts';
import type { Look } from './look.ts';
import { addressesFrom } from './names.ts';
import type { TcpRecords } from './tcp-records.ts';
import { knock } from './visit.ts';

/** Each of them gets so many connections in a look at least: of a half that are lost, fifteen looks in sixteen lose one. */
const CONNECTIONS = 4;
/** Three zones, two families. More are no zones. */
const MOST_DOORS = 6;
/** Who has not answered by then is not waited for. */
const SOON_MS = 500;

type Door = Pick<RepeatedDial, 'address' | 'port'>;

/** The doors, and how often each may be dialled again: within what one second allows. */
export interface Doors {
  readonly doors: readonly Door[];
  readonly again: number;
}

export const NO_DOORS: Doors = { doors: [], again: 0 };

export function doorsOf({ config }: Look, names: readonly NameObservation[]): Doors {
  const { endpoint, limits } = config;
  const port = endpoint.bootstraps[0]?.port;
  const addresses = new Set(names.flatMap(addressesFrom));
  if (endpoint.kind !== 'serverless' || port === undefined || addresses.size > MOST_DOORS) return NO_DOORS;
  const allowed = Math.floor(limits.connectionsPerSecond / Math.max(1, addresses.size));
  return {
    doors: [...addresses].map((address) => ({ address, port })),
    again: Math.min(CONNECTIONS - 1, allowed),
  };
}

/**
 * Dials them again.
 *
 * @param brokers how many there are to talk to; null: nobody said
 */
export async function dialAgain(
  look: Look,
  { doors, again }: Doors,
  records: TcpRecords,
  brokers: Promise<number | null>,
): Promise<readonly RepeatedDial[]> {
  const all = doors.map(async (door): Promise<RepeatedDial> => {
    const first = await soon(look, records.of(door));
    if (first !== null && first.outcome !== 'ok' && !isDropped(first)) return { ...door, steps: [] };
    const talks = first?.outcome === 'ok' ? Math.floor(((await brokers) ?? 0) / doors.length) : 0;
    const times = Array.from({ length: Math.max(0, again - talks) });
    return { ...door, steps: await Promise.all(times.map(() => knock(look, door))) };
  });
  return (await Promise.all(all)).filter(({ steps }) => steps.length > 0);
}

function isDropped(tcp: PathObservation['tcp']): boolean {
  return tcp.outcome === 'error' && tcp.code === 'TCP_TIMEOUT';
}

/** What is known within a moment; null: nothing yet. */
async function soon<T>({ ports, signal }: Look, known: Promise<T> | null): Promise<T | null> {
  if (known === null) return null;
  const result = await timebox(() => known, { ports, signal, timeoutMs: SOON_MS });
  return result.ended === 'done' ? result.value : null;
}
