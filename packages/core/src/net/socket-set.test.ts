import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createSocketSet } from './socket-set.ts';

/** A set on a clock that the test moves, and a way to dial. */
function world() {
  let now = 0;
  const sockets = createSocketSet({ monotonic: () => now });
  const connecting: (() => void)[] = [];
  const factory = sockets.counted(({ onConnect }) => {
    connecting.push(onConnect);
    return new Duplex({ read: () => undefined }) as unknown as Socket;
  });
  const dial = (host: string): Socket => factory({ host, port: 9098, ssl: {}, onConnect: () => undefined });
  return {
    sockets,
    dial,
    /** What was dialled is connected. */
    connect: () => connecting.splice(0).forEach((done) => done()),
    tick: (ms: number) => void (now += ms),
    /** A dial that comes to nothing. */
    fail: (host: string): Promise<void> =>
      new Promise((resolve) => void dial(host).once('close', resolve).destroy()),
  };
}

test('a host is wanted as long as a connection to it stands', async () => {
  const { sockets, dial, connect, tick } = world();
  expect(sockets.isWanted('b1')).toBe(false);
  dial('b1');
  expect(sockets.isWanted('b1')).toBe(false);
  connect();
  tick(3_600_000);
  expect([sockets.isWanted('b1'), sockets.isWanted('b2')]).toEqual([true, false]);
  await sockets.close();
  expect(sockets.isWanted('b1')).toBe(false);
});

test('one that is dialled in vain is wanted by whoever dials it again and again', async () => {
  const { sockets, fail, tick } = world();
  for (let dials = 0; dials < 2; dials += 1) await fail('b1');
  expect(sockets.isWanted('b1')).toBe(false);
  tick(20_000);
  await fail('b1');
  expect(sockets.isWanted('b1')).toBe(true);
  tick(40_000);
  expect(sockets.isWanted('b1')).toBe(false);
});

test('a set that was closed makes no socket', async () => {
  const { sockets, dial } = world();
  await sockets.close();
  expect(() => dial('b1')).toThrow(expect.objectContaining({ code: 'CLOSED' }) as Error);
});
