import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { systemCode } from './addresses.ts';
import { aborted } from './aborted.ts';
import type { Chunks, Ends, GatewayCertificates, GatewayConnection } from './fault-kind.ts';
import { faultSettings, type GatewayFault } from './fault-rules.ts';
import { readClientHello } from './read-client-hello.ts';
import type { GatewayTarget } from './routes.ts';

/** How one connection went, for the statistics. */
export type ConnectionOutcome =
  | 'carried'
  | 'answered'
  | 'noClientHello'
  | 'unknownName'
  | 'brokerUnreachable';

/** What a connection needs to know. */
export interface ConnectionOptions {
  /** What goes wrong with it; called once, with '' when the client gave no name. */
  readonly fault: (serverName: string) => GatewayFault;
  readonly route: (serverName: string) => GatewayTarget | undefined;
  readonly certificates: GatewayCertificates;
  /** How long a client may take for its ClientHello, and a broker to accept. */
  readonly timeoutMs: number;
  /** Told as soon as it is known. */
  readonly onOutcome: (outcome: ConnectionOutcome, serverName: string) => void;
  /** Told of the broker's socket, so that closing the gateway closes it. */
  readonly onBroker: (broker: Socket) => void;
}

/** Serves one connection from its first byte to its last; never rejects. */
export async function serveConnection(client: Socket, options: ConnectionOptions): Promise<void> {
  client.on('error', () => client.destroy());
  // One that came by way of another process would end with its reading side.
  client.allowHalfOpen = true;
  const hello = await readClientHello(client, options.timeoutMs);
  const serverName = hello.outcome === 'hello' ? (hello.serverName ?? '') : '';
  if (hello.outcome !== 'hello') {
    options.onOutcome('noClientHello', serverName);
    client.destroy();
    return;
  }
  const fault = options.fault(serverName);
  const [answer] = faultSettings(fault).flatMap(([kind, value]) =>
    kind.answer ? [() => kind.answer?.(value, client)] : [],
  );
  if (answer !== undefined) {
    options.onOutcome('answered', serverName);
    answer();
    return;
  }
  const target = options.route(serverName);
  if (target === undefined) {
    options.onOutcome('unknownName', serverName);
    client.destroy();
    return;
  }
  const broker = await dial(target, options);
  if (broker === undefined) {
    options.onOutcome('brokerUnreachable', serverName);
    client.resetAndDestroy();
    return;
  }
  options.onOutcome('carried', serverName);
  await carry({ client, broker }, serverName, fault, options.certificates);
}

async function dial(
  target: GatewayTarget,
  { timeoutMs, onBroker }: ConnectionOptions,
): Promise<Socket | undefined> {
  const broker = connect({ ...target, allowHalfOpen: true, noDelay: true });
  onBroker(broker);
  broker.on('error', () => broker.destroy());
  try {
    await once(broker, 'connect', { signal: AbortSignal.timeout(timeoutMs) });
    return broker;
  } catch {
    // Refused, unreachable or too late: to the client it is all one broker that is not there.
    broker.destroy();
    return undefined;
  }
}

/** Carries bytes both ways until both sides have ended or one has failed. */
async function carry(
  sockets: { client: Socket; broker: Socket },
  serverName: string,
  fault: GatewayFault,
  certificates: GatewayCertificates,
): Promise<void> {
  const over = new AbortController();
  const { client, broker } = sockets;
  let ends: Ends = sockets;
  const connection: GatewayConnection = {
    serverName,
    certificates,
    signal: over.signal,
    flushed: () => flushed(ends.client),
    close: () => {
      client.destroySoon();
      broker.destroySoon();
    },
    reset: () => {
      client.resetAndDestroy();
      broker.resetAndDestroy();
    },
  };
  for (const socket of [client, broker]) socket.once('close', () => over.abort());
  try {
    for (const [kind, value] of faultSettings(fault))
      ends = (await kind.ends?.(value, ends, connection)) ?? ends;
    for (const end of [ends.client, ends.broker]) end.on('error', () => end.destroy());
    let toClient = read(ends.broker);
    let toBroker = read(ends.client);
    for (const [kind, value] of faultSettings(fault)) {
      toClient = kind.toClient?.(value, toClient, connection) ?? toClient;
      toBroker = kind.toBroker?.(value, toBroker, connection) ?? toBroker;
    }
    await Promise.all([write(toClient, ends.client, over.signal), write(toBroker, ends.broker, over.signal)]);
    connection.close();
  } catch (error) {
    // What one side did, the other side sees: a reset stays a reset.
    if (systemCode(error) === 'ECONNRESET') connection.reset();
  } finally {
    over.abort();
    client.destroySoon();
    broker.destroySoon();
  }
}

function read(from: Duplex): Chunks {
  return from.iterator({ destroyOnReturn: false }) as Chunks;
}

async function write(chunks: Chunks, to: Duplex, signal: AbortSignal): Promise<void> {
  for await (const chunk of chunks) {
    if (signal.aborted) return;
    if (!to.write(chunk)) await Promise.race([once(to, 'drain', { signal }), aborted(signal)]);
  }
  to.end();
}

function flushed(to: Duplex): Promise<void> {
  return new Promise((resolve) => {
    to.write(Buffer.alloc(0), () => resolve());
  });
}
