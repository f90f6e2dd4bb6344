/** Servers on loopback that a test opens and closes. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions, type TLSSocket } from 'node:tls';
import { realPorts, type Ports } from '../src/ports.ts';

export interface TestServer extends AsyncDisposable {
  readonly address: string;
  readonly port: number;
  /** Connections that were accepted. */
  readonly accepted: readonly Socket[];
}

export async function startTcp(
  use: (socket: Socket) => void,
  at: { address?: string; port?: number } = {},
): Promise<TestServer> {
  return listening(createServer(), 'connection', use, at);
}

export async function startTls(
  options: TlsOptions,
  use: (socket: TLSSocket) => void,
  at: { address?: string; port?: number } = {},
): Promise<TestServer> {
  const server = createTlsServer(options);
  server.on('tlsClientError', () => undefined);
  server.on('secureConnection', (socket) => {
    socket.on('error', () => socket.destroy());
    use(socket);
  });
  return listening(server, 'connection', () => undefined, at);
}

async function listening(
  server: Server,
  event: string,
  use: (socket: Socket) => void,
  { address = '127.0.0.1', port = 0 }: { address?: string; port?: number },
): Promise<TestServer> {
  const accepted: Socket[] = [];
  server.on(event, (socket: Socket) => {
    accepted.push(socket);
    socket.on('error', () => socket.destroy());
    use(socket);
  });
  server.listen(port, address);
  await once(server, 'listening');
  return {
    address,
    port: (server.address() as AddressInfo).port,
    accepted,
    async [Symbol.asyncDispose]() {
      for (const socket of accepted) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A port on which nobody listens. */
export async function freePort(address = '127.0.0.1'): Promise<number> {
  await using server = await startTcp(() => undefined, { address });
  return server.port;
}

/** Nobody is asked for instance metadata. */
const OFFLINE = { AWS_EC2_METADATA_DISABLED: 'true' };

/** Real ports that know no system resolver and no instance metadata, so that no test ever asks real ones. */
export function testPorts(overrides: Partial<Ports> = {}): Ports {
  const lookup: Ports['lookup'] = async (host) => {
    throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' });
  };
  return { ...realPorts, env: OFFLINE, systemResolvers: () => [], lookup, ...overrides };
}
