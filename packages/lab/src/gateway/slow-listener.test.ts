import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { claimAddress } from './addresses.ts';
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
    const slow = await listenSlowly(place, 1000, (socket) => accepted.push(socket));
    try {
      for (let round = 0; round < 3; round++) {
        const socket = connect({ host: place.address, port: place.port });
        const connected = once(socket, 'connect', { signal: AbortSignal.timeout(8000) });
        // An answer over loopback is immediate: this long without one, the first SYN was lost.
        await new Promise((resolve) => setTimeout(resolve, 300));
        expect(socket.connecting).toBe(true);
        await connected;
        socket.write(`round ${round}`);
        while (accepted.length <= round) await new Promise((resolve) => setTimeout(resolve, 5));
        const [said] = (await once(accepted[round] ?? socket, 'data')) as [Buffer];
        expect(said.toString()).toBe(`round ${round}`);
        socket.destroy();
      }
    } finally {
      for (const socket of accepted) socket.destroy();
      await slow.close();
    }
  },
);
