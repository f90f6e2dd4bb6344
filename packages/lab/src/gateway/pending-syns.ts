import { endianness } from 'node:os';
import type { GatewayAddress } from './addresses.ts';

/** A connection that somebody on this machine tries to open. */
export interface PendingSyn {
  /** Tells it from others: its local address and port, as the kernel writes them. */
  readonly from: string;
  /** Milliseconds until the kernel repeats the SYN. */
  readonly repeatInMs: number;
}

const SYN_SENT = '02';
/** The unit of the kernel's timers in /proc (USER_HZ, 100 on every architecture of Node's). */
const TICK_MS = 10;

/**
 * Finds the connections that are being opened to an address, in the text of /proc/net/tcp and /proc/net/tcp6
 * (proc(5); IPv4 from an IPv6 socket, as Java opens it, stands in the second).
 *
 * @param except an address whose own attempts do not count
 */
export function pendingSyns(tables: string, { address, port }: GatewayAddress, except: string): PendingSyn[] {
  const to = `${kernelHex(address)}:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const own = `${kernelHex(except)}:`;
  return tables.split('\n').flatMap((line) => {
    const [, from, remote, state, , timer] = line.trim().split(/\s+/u);
    if (state !== SYN_SENT || from === undefined || remote?.endsWith(to) !== true || from.includes(own))
      return [];
    const ticks = Number.parseInt(timer?.split(':')[1] ?? '', 16);
    return Number.isNaN(ticks) ? [] : [{ from, repeatInMs: ticks * TICK_MS }];
  });
}

/** An IPv4 address as the kernel prints it: one number in the machine's own byte order. */
function kernelHex(address: string): string {
  const bytes = address.split('.').map((part) => Number(part).toString(16).toUpperCase().padStart(2, '0'));
  return (endianness() === 'LE' ? bytes.reverse() : bytes).join('');
}
