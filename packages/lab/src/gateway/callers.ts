import { endianness } from 'node:os';
import type { GatewayAddress } from './addresses.ts';

/** A connection that somebody on this machine tries to open. */
export interface PendingSyn {
  /** Tells it from others: its local address and port, as the kernel writes them. */
  readonly from: string;
  /** Milliseconds until the kernel repeats the SYN. */
  readonly repeatInMs: number;
}

/** Who wants to be let in at an address. */
export interface Callers {
  /** Their SYN was dropped. */
  readonly pending: readonly PendingSyn[];
  /** How many stand in the queue: connected as far as they know, but accepted by nobody. */
  readonly queued: number;
}

const ESTABLISHED = '01';
const SYN_SENT = '02';
/** What an accepted socket does not have: a file of no number belongs to nobody. */
const NO_INODE = '0';
/** The unit of the kernel's timers in /proc (USER_HZ, 100 on every architecture of Node's). */
const TICK_MS = 10;

/**
 * Finds who calls at an address, in the text of /proc/net/tcp and /proc/net/tcp6 (proc(5); IPv4 from an IPv6
 * socket, as Java opens it, stands in the second). Callers from the address itself do not count: they fill it.
 */
export function findCallers(tables: string, { address, port }: GatewayAddress): Callers {
  const own = `${kernelHex(address)}:`;
  const place = `${own}${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const pending: PendingSyn[] = [];
  let queued = 0;
  for (const line of tables.split('\n')) {
    const [, local = '', remote = '', state, , timer, , , , inode] = line.trim().split(/\s+/u);
    if (state === SYN_SENT && remote.endsWith(place) && !local.includes(own)) {
      const ticks = Number.parseInt(timer?.split(':')[1] ?? '', 16);
      if (!Number.isNaN(ticks)) pending.push({ from: local, repeatInMs: ticks * TICK_MS });
    }
    if (state === ESTABLISHED && local.endsWith(place) && !remote.includes(own) && inode === NO_INODE)
      queued++;
  }
  return { pending, queued };
}

/** An IPv4 address as the kernel prints it: one number in the machine's own byte order. */
function kernelHex(address: string): string {
  const bytes = address.split('.').map((part) => Number(part).toString(16).toUpperCase().padStart(2, '0'));
  return (endianness() === 'LE' ? bytes.reverse() : bytes).join('');
}
