/**
 * The wire engine: brokers by the thousand that speak ApiVersions, SaslHandshake, SaslAuthenticate and Metadata, and
 * are hostile when told. It proves nothing about Kafka; real brokers do.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { MskReachError } from '@msk-reach/core';
import type { Broker, BrokerSpec } from '../brokers/brokers.ts';
import type { FaultRules } from '../faults/rules.ts';
import type { BrokerIam } from '../iam/broker-iam.ts';
import type { WireRange } from './answers.ts';
import { rangesOf } from './api-ranges.ts';
import { serveConnection } from './connection.ts';
import { connectionQuota } from './connection-quota.ts';
import type { DescribedCluster } from './describe.ts';
import { takeWireFault, type WireFaultRule, wireFaultRules } from './fault-rules.ts';
import { createFrameCache } from './frame-cache.ts';
import { iamTokenCheck } from './iam-token.ts';
import type { WireBrokers, WireBrokersOptions, WireRequest } from './options.ts';
import type { RequestHeader } from './requests.ts';
import { WireSession } from './session.ts';
import { anyToken, type TokenCheck } from './token-check.ts';

const MAX_LOG = 200_000;

/**
 * Starts wire brokers behind one TLS port. A connection belongs to the broker whose id its server name starts with
 * (`b97-...`), and to the first one under any other name, which stands for the bootstrap. A name of a broker that there
 * is not is hung up on.
 *
 * @throws MskReachError `CONFIG_INVALID` for no brokers, faults that do not fit their schema, or a port that is taken
 * @public
 */
export async function startWireBrokers(options: WireBrokersOptions): Promise<WireBrokers> {
  if (options.brokers.length === 0)
    throw new MskReachError('CONFIG_INVALID', 'wire.brokers: at least one is needed');
  const brokers = new RunningWireBrokers(options);
  await brokers.listen();
  return brokers;
}

class RunningWireBrokers implements WireBrokers {
  readonly engine = 'wire';
  readonly address: string;
  readonly ended: Promise<void>;
  readonly #options: WireBrokersOptions;
  readonly #server: Server;
  readonly #ranges: readonly WireRange[];
  readonly #clusterId: string;
  readonly #now: () => number;
  /** Every connection, also before its handshake is done. */
  readonly #open = new Set<Socket>();
  readonly #sockets = new Map<TLSSocket, number>();
  readonly #overQuota: () => boolean;
  readonly #frames = createFrameCache();
  readonly #specs: Map<number, BrokerSpec>;
  /** By id; made anew when a broker comes or goes. */
  #list: readonly Broker[] | null = null;
  #requests: WireRequest[] = [];
  #lines: string[] = [];
  #faults: FaultRules<WireFaultRule>;
  #checkToken: TokenCheck;
  #sessionMaxMs: number;

  constructor(options: WireBrokersOptions) {
    this.#options = options;
    this.address = options.address ?? '127.0.0.1';
    this.#now = options.now ?? Date.now;
    this.#overQuota = connectionQuota(options.connectionsPerSecond, this.#now);
    const { ranges = 'msk' } = options;
    this.#ranges = typeof ranges === 'string' ? rangesOf(ranges) : ranges;
    this.#clusterId = options.clusterId ?? randomBytes(16).toString('base64url');
    this.#specs = new Map(options.brokers.map((spec) => [spec.id, spec]));
    this.#faults = wireFaultRules(options.faults ?? []);
    this.#checkToken =
      options.iam === undefined ? (options.validateToken ?? anyToken) : iamTokenCheck(options.iam, this.#now);
    this.#sessionMaxMs = options.sessionMaxMs ?? 0;
    this.#server = createServer({
      cert: options.tls.certificatePem,
      key: options.tls.keyPem,
      minVersion: 'TLSv1.2',
    });
    this.#server.on('connection', (socket: Socket) => {
      this.#open.add(socket);
      socket.on('close', () => this.#open.delete(socket));
    });
    this.#server.on('secureConnection', (socket) => {
      socket.on('error', () => socket.destroy());
      this.#serve(socket).catch((error: unknown) => append(this.#lines, `error ${String(error)}`));
    });
    this.#server.on('tlsClientError', (_error, socket) => socket.destroy());
    this.ended = new Promise((resolve) => {
      this.#server.on('close', resolve);
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async listen(): Promise<void> {
    const { port = 0 } = this.#options;
    this.#server.listen(port, this.address);
    try {
      await once(this.#server, 'listening');
    } catch (cause) {
      const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
      throw new MskReachError(
        'CONFIG_INVALID',
        `wire: cannot listen on ${this.address} port ${port} (${why}); name a free one, or 0`,
        { cause, details: { address: this.address, port, why } },
      );
    }
  }

  list(): readonly Broker[] {
    this.#list ??= [...this.#specs.values()].sort((a, b) => a.id - b.id).map((spec) => this.#running(spec));
    return this.#list;
  }

  async add(spec: BrokerSpec): Promise<Broker> {
    if (this.#specs.has(spec.id))
      throw new MskReachError('INTERNAL', `wire: broker ${spec.id} is there already`);
    this.#specs.set(spec.id, spec);
    this.#changed();
    return this.#running(spec);
  }

  async stop(id: number): Promise<void> {
    if (!this.#specs.delete(id)) throw new MskReachError('INTERNAL', `wire: there is no broker ${id}`);
    this.#changed();
    for (const [socket, broker] of this.#sockets) if (broker === id) socket.destroy();
  }

  async setIam(iam: BrokerIam): Promise<void> {
    this.#checkToken = iamTokenCheck(iam, this.#now);
  }

  setValidateToken(check: TokenCheck): void {
    this.#checkToken = check;
  }

  async setSessionMaxMs(milliseconds: number): Promise<void> {
    this.#sessionMaxMs = milliseconds;
  }

  setFaults(rules: readonly WireFaultRule[]): void {
    this.#faults = wireFaultRules(rules);
  }

  requests(): readonly WireRequest[] {
    return [...this.#requests];
  }

  lines(): readonly string[] {
    return [...this.#lines];
  }

  clear(): void {
    this.#requests = [];
    this.#lines = [];
  }

  async close(): Promise<void> {
    this.#server.close();
    for (const socket of this.#open) socket.destroy();
    await this.ended;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #changed(): void {
    this.#list = null;
    this.#frames.clear();
  }

  #running(spec: BrokerSpec): Broker {
    return { ...spec, target: { host: this.address, port: this.port } };
  }

  async #serve(socket: TLSSocket): Promise<void> {
    // Node says false where the client named nobody.
    const serverName = typeof socket.servername === 'string' ? socket.servername : '';
    const named = brokerOf(serverName);
    const broker = named ?? this.list()[0]?.id;
    if (broker === undefined || !this.#specs.has(broker)) {
      socket.destroy();
      return;
    }
    this.#sockets.set(socket, broker);
    socket.on('close', () => this.#sockets.delete(socket));
    const session = this.#session(broker);
    await serveConnection(socket, {
      heard: (header) => this.#heard(header, broker, serverName),
      handle: (header, reader) => session.handle(header, reader),
      fault: (api) => takeWireFault(this.#faults, { api, broker: named ?? 'bootstrap' }),
      encode: (answer, version, correlationId) => this.#frames.encode(answer, version, correlationId),
    });
  }

  #session(broker: number): WireSession {
    return new WireSession({
      broker,
      ranges: this.#ranges,
      mechanisms: this.#options.mechanisms ?? ['OAUTHBEARER', 'AWS_MSK_IAM'],
      tooManyConnects: this.#overQuota(),
      now: this.#now,
      sessionMaxMs: () => this.#sessionMaxMs,
      checkToken: (token) => this.#checkToken(token),
      cluster: () => this.#cluster(),
      say: (line) => append(this.#lines, line),
    });
  }

  #heard({ key, name, version, clientId }: RequestHeader, broker: number, serverName: string): void {
    append(this.#requests, { broker, api: name, apiKey: key, version, client: clientId, serverName });
  }

  #cluster(): DescribedCluster {
    return { clusterId: this.#clusterId, brokers: this.list(), topics: this.#options.topics ?? [] };
  }
}

/** The id that a broker's name starts with; null for any other name. */
function brokerOf(serverName: string): number | null {
  const [, id] = /^b-?(\d{1,5})[-.]/u.exec(serverName) ?? [];
  return id === undefined ? null : Number(id);
}

function append<T>(log: T[], entry: T): void {
  if (log.length < MAX_LOG) log.push(entry);
}
