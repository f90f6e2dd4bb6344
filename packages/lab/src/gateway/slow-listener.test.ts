import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { endianness } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { claimAddress, type GatewayAddress } from './addresses.ts';
import { HELD_BACKLOG } from './held-listener-script.ts';
import { listenSlowly } from './slow-listener.ts';

const linux = existsSync('/proc/net/tcp');
if (!linux) process.stderr.write('skipped: slow connects need /proc/net/tcp\n');

test.skipIf(!linux)(
  'every connect loses its first SYN and comes about with a later one',
  { timeout: 30_000 },
  async () => {
    const { server, ...place } = await claimAddress({ port: 9098, random: Math.random });
    server.close();
    await once(server, 'close');
    const accepted: Socket[] = [];
    const dialled: Socket[] = [];
    const deadline = AbortSignal.timeout(25_000);
    const slow = await listenSlowly(place, 1000, (socket) => accepted.push(socket));
    try {
      for (let round = 0; round < 3; round++) {
        await until(`round ${round}: nobody is let in`, deadline, () => isFull(place));
        const start = performance.now();
        const socket = connect({ host: place.address, port: place.port });
        dialled.push(socket);
        let failure: Error | undefined;
        socket.on('error', (error) => (failure = error));
        await until(`round ${round}: the caller is connected`, deadline, () => {
          if (failure !== undefined) throw failure;
          return !socket.connecting;
        });
        // A lower bound, which no load can break: the kernel repeats a SYN after a second, never before.
        expect(performance.now() - start).toBeGreaterThan(900);
        socket.write(`round ${round}`);
        await until(`round ${round}: the listener has it`, deadline, () => accepted.length > round);
        const heard: Buffer[] = [];
        accepted[round]?.on('data', (data: Buffer) => heard.push(data));
        await until(`round ${round}: its words arrive`, deadline, () => heard.length > 0);
        expect(Buffer.concat(heard).toString()).toBe(`round ${round}`);
        socket.destroy();
      }
      expect(accepted.length).toBe(3);
    } finally {
      for (const socket of [...accepted, ...dialled]) socket.destroy();
      await slow.close();
    }
  },
);

test.skipIf(!linux)('callers who come at once are all let in, and heard', { timeout: 30_000 }, async () => {
  const { server, ...place } = await claimAddress({ port: 9098, random: Math.random });
  server.close();
  await once(server, 'close');
  const deadline = AbortSignal.timeout(25_000);
  const heard: string[] = [];
  const sockets: Socket[] = [];
  const slow = await listenSlowly(place, 1000, (socket) => {
    sockets.push(socket);
    socket.on('data', (data) => heard.push(data.toString()));
  });
  try {
    const names = Array.from({ length: 20 }, (_, index) => `caller ${String(index).padStart(2, '0')}`);
    for (const name of names) {
      const socket = connect({ host: place.address, port: place.port });
      sockets.push(socket);
      socket
        .on('connect', () => socket.write(name))
        .on('error', (error) => heard.push(`${name}: ${error.message}`));
    }
    // More of them are answered at once than the queue has room for: those believe to be connected.
    await until('all are heard', deadline, () => heard.length >= names.length);
    expect(heard.toSorted()).toEqual(names);
  } finally {
    for (const socket of sockets) socket.destroy();
    await slow.close();
  }
});

/** Whether the kernel drops a SYN: it shows a listener's queue as what there is to receive. */
function isFull({ address, port }: GatewayAddress): boolean {
  const bytes = Buffer.from(address.split('.').map(Number));
  const host = (endianness() === 'LE' ? bytes.reverse() : bytes).toString('hex');
  const place = `${host}:${port.toString(16).padStart(4, '0')} 00000000:0000 0a [0-9a-f]{8}:([0-9a-f]{8})`;
  const row = new RegExp(place, 'iu').exec(readFileSync('/proc/net/tcp', 'latin1'));
  return Number.parseInt(row?.[1] ?? '0', 16) > HELD_BACKLOG;
}

async function until(what: string, deadline: AbortSignal, holds: () => boolean): Promise<void> {
  while (!holds()) {
    if (deadline.aborted) throw new Error(`not within the test's deadline: ${what}`);
    await sleep(5);
  }
}
