import { endianness } from 'node:os';
import type { GatewayAddress } from './addresses.ts';

/** A connection that somebody on this machine tries to open, and whose packet was dropped. */
export interface PendingCaller {
  /** Tells it from others: its local address and port, as the kernel writes them. */
  readonly from: string;
  /** Milliseconds until the kernel repeats the packet. */
  readonly repeatInMs: number;
}

/** Who wants to be let in at an address. */
export interface Callers {
  /** Their SYN was dropped. */
  readonly pending: readonly PendingCaller[];
  /**
   * They believe to be connected, but their last packet of the handshake found no room in the queue: the listener
   * hears of them when they, or the kernel for it, repeat a packet.
   */
  readonly stranded: readonly PendingCaller[];
  /** How many stand in the queue: connected as far as they know, but accepted by nobody. */
  readonly queued: number;
}

const ESTABLISHED = '01';
const SYN_SENT = '02';
const SYN_RECEIVED = '03';
/** The timer that runs until a packet is sent again. */
const REPETITION = '01';
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
  const pending: PendingCaller[] = [];
  const stranded: PendingCaller[] = [];
  const known = new Set<string>();
  let queued = 0;
  const rows = tables.split('\n').map((line) => line.trim().split(/\s+/u));
  for (const [, local = '', remote = '', state, , timer, , , , inode] of rows) {
    if (!local.endsWith(place) || remote.includes(own)) continue;
    if (state === ESTABLISHED && inode === NO_INODE) queued++;
    if (state === SYN_RECEIVED) stranded.push(...waiting(remote, timer));
    else known.add(caller(remote));
  }
  for (const [, local = '', remote = '', state, , timer] of rows) {
    if (!remote.endsWith(place) || local.includes(own)) continue;
    if (state === SYN_SENT) pending.push(...waiting(local, timer));
    if (state === ESTABLISHED && !known.has(caller(local))) stranded.push(...waiting(local, timer));
  }
  return { pending, stranded, queued };
}

/** One who repeats a packet, or none: `01:00000036` is the timer of a repetition that is due in 540 ms. */
function waiting(from: string, timer: string | undefined): PendingCaller[] {
  const [kind, ticks = ''] = timer?.split(':') ?? [];
  const repeatInMs = Number.parseInt(ticks, 16) * TICK_MS;
  return kind === REPETITION && !Number.isNaN(repeatInMs) ? [{ from: caller(from), repeatInMs }] : [];
}

/** The same for IPv4 within IPv6 as for IPv4: eight digits of the address, four of the port. */
function caller(end: string): string {
  return end.slice(-13);
}

/** An IPv4 address as the kernel prints it: one number in the machine's own byte order. */
function kernelHex(address: string): string {
  const bytes = address.split('.').map((part) => Number(part).toString(16).toUpperCase().padStart(2, '0'));
  return (endianness() === 'LE' ? bytes.reverse() : bytes).join('');
}
