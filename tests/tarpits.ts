/** Servers that hold on to whoever comes: they say nothing, little, rubbish, or never stop. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** What one does to a client, once it is there. */
export type Manner = 'silent' | 'slow' | 'endless' | 'garbage';

export interface Tarpit extends AsyncDisposable {
  readonly port: number;
}

const SLOWLY_MS = 200;
/** Begins as a TLS record does; the rest never fits. */
const RUBBISH = Buffer.concat([Buffer.of(0x16, 0x03, 0x03, 0x3f, 0xff), Buffer.alloc(16 * 1024, 0xa5)]);

const toSocket: Readonly<Record<Manner, (socket: Socket) => void>> = {
  silent: () => undefined,
  slow: (socket) => {
    let at = 0;
    const timer = setInterval(() => socket.write(RUBBISH.subarray(at, (at += 1))), SLOWLY_MS);
    socket.once('close', () => clearInterval(timer));
  },
  endless: (socket) => {
    const pour = (): void => {
      while (!socket.destroyed && socket.write(RUBBISH));
    };
    socket.on('drain', pour);
    pour();
  },
  garbage: (socket) => void socket.write(RUBBISH),
};

/** Over TCP, on every address of this machine's own that starts with 127. */
export async function tcpTarpit(manner: Manner): Promise<Tarpit> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => open.delete(socket));
    socket.resume();
    toSocket[manner](socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Over UDP: endless means packet after packet to whoever asked once. */
export async function udpTarpit(manner: Manner): Promise<Tarpit> {
  const socket = createSocket('udp4').on('error', () => undefined);
  const timers = new Set<NodeJS.Timeout>();
  socket.on('message', (query, { port, address }) => {
    const send = (bytes: Buffer): void => socket.send(bytes, port, address, () => undefined);
    // Under the question's own id, so that it is not simply passed over.
    const rubbish = Buffer.concat([query.subarray(0, 2), RUBBISH.subarray(0, 500)]);
    if (manner === 'garbage') send(rubbish);
    else if (manner === 'slow') timers.add(setInterval(() => send(query.subarray(0, 12)), SLOWLY_MS));
    else if (manner === 'endless') timers.add(setInterval(() => send(rubbish), 1));
  });
  await once(socket.bind(0, '127.0.0.1'), 'listening');
  return {
    port: socket.address().port,
    async [Symbol.asyncDispose]() {
      for (const timer of timers) clearInterval(timer);
      socket.close();
      await once(socket, 'close');
    },
  };
}
