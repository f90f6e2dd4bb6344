/** DNS: an authoritative server on UDP and TCP whose zones and faults change while it runs. */
import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Server, Socket } from 'node:net';
import type { Socket as UdpSocket } from 'node:dgram';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DnsExchange, DnsTransport } from './fault-kind.ts';
import {
  dnsFaultRules,
  type DnsFaultRule,
  faultDelayMs,
  faultyAnswer,
  faultyPacket,
  takeDnsFault,
} from './fault-rules.ts';
import type { FaultRules } from '../faults/rules.ts';
import { listen } from './listen.ts';
import { type DnsQuery, readQuery, writeAnswer } from './message.ts';
import { type DnsQueryRecord, type QueryLog, queryLog } from './query-log.ts';
import { serveTcp, type TcpAnswer } from './tcp.ts';
import { lookup, negativeSoa, zoneOf, type ZoneSet, zoneSet } from './zone.ts';
import type { Zone } from './zone-data.ts';

/** The largest message that TCP can frame. */
const MAX_TCP_BYTES = 65_535;
const MAX_TCP_CONNECTIONS = 1024;

/** How the server is started. @public */
export interface DnsServerOptions {
  /** @default '127.0.0.1' */
  readonly address?: string;
  /** For UDP and TCP alike; 0 takes a free one. @default 0 */
  readonly port?: number;
  readonly zones: readonly Zone[];
  /** @default [] */
  readonly faults?: readonly DnsFaultRule[];
  /** `resolver` sets RA and not AA, as the resolver of a VPC does. @default 'resolver' */
  readonly role?: 'authoritative' | 'resolver';
  /** A name in no zone does not exist (with the root's SOA) or is refused. @default 'NXDOMAIN' */
  readonly outside?: 'NXDOMAIN' | 'REFUSED';
  /** How many questions `queries()` remembers at least. @default 100000 */
  readonly logSize?: number;
  /** Milliseconds since the epoch. @default Date.now */
  readonly now?: () => number;
  /** @default node:crypto */
  readonly random?: (size: number) => Buffer;
}

/** A running DNS server. @public */
export interface DnsServer extends AsyncDisposable {
  readonly address: string;
  readonly port: number;
  /** Replaces all zones. @throws MskReachError `CONFIG_INVALID`; the old zones then stay */
  setZones(zones: readonly Zone[]): void;
  /** Replaces all faults, their counts included. @throws MskReachError `CONFIG_INVALID`; the old ones then stay */
  setFaults(rules: readonly DnsFaultRule[]): void;
  /** The questions that arrived, oldest first, those answered wrongly or not at all included. */
  queries(): readonly DnsQueryRecord[];
  /** Forgets them. */
  clearQueries(): void;
  /** Ends every connection and drops what waits; idempotent. */
  close(): Promise<void>;
}

/**
 * Starts a DNS server on UDP and TCP.
 *
 * @throws MskReachError `CONFIG_INVALID` for zones or faults that cannot be, or a port that is taken
 * @public
 */
export async function startDnsServer(options: DnsServerOptions): Promise<DnsServer> {
  const zones = served(options.zones, options.outside);
  const faults = dnsFaultRules(options.faults ?? []);
  const address = options.address ?? '127.0.0.1';
  const { udp, tcp, port } = await listen(address, options.port ?? 0);
  return new RunningDnsServer({ options, address, port, udp, tcp, zones, faults });
}

interface Parts {
  readonly options: DnsServerOptions;
  readonly address: string;
  readonly port: number;
  readonly udp: UdpSocket;
  readonly tcp: Server;
  readonly zones: ZoneSet;
  readonly faults: FaultRules<DnsFaultRule>;
}

class RunningDnsServer implements DnsServer {
  readonly address: string;
  readonly port: number;
  readonly #options: DnsServerOptions;
  readonly #udp: UdpSocket;
  readonly #tcp: Server;
  readonly #connections = new Set<Socket>();
  readonly #stopping = new AbortController();
  readonly #log: QueryLog;
  #zones: ZoneSet;
  #faults: FaultRules<DnsFaultRule>;
  #closed: Promise<void> | undefined;

  constructor({ options, address, port, udp, tcp, zones, faults }: Parts) {
    this.address = address;
    this.port = port;
    this.#options = options;
    this.#udp = udp;
    this.#tcp = tcp;
    this.#zones = zones;
    this.#faults = faults;
    this.#log = queryLog(options.logSize ?? 100_000);
    // Every answer that is held back listens.
    setMaxListeners(0, this.#stopping.signal);
    tcp.maxConnections = MAX_TCP_CONNECTIONS;
    tcp.on('connection', (socket) => this.#connected(socket));
    udp.on('message', (message, from) => {
      void this.#answer(message, 'udp').then((said) => {
        if (Buffer.isBuffer(said) && !this.#stopping.signal.aborted)
          udp.send(said, from.port, from.address, ignore);
      });
    });
    // A client that is gone answers our packet with ICMP; that is no business of the server's.
    udp.on('error', ignore);
  }

  setZones(zones: readonly Zone[]): void {
    this.#zones = served(zones, this.#options.outside);
  }

  setFaults(rules: readonly DnsFaultRule[]): void {
    this.#faults = dnsFaultRules(rules);
  }

  queries(): readonly DnsQueryRecord[] {
    return this.#log.all();
  }

  clearQueries(): void {
    this.#log.clear();
  }

  close(): Promise<void> {
    this.#closed ??= this.#shutDown();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #shutDown(): Promise<void> {
    this.#stopping.abort();
    for (const socket of this.#connections) socket.destroy();
    await Promise.all([
      new Promise<void>((resolve) => this.#tcp.close(() => resolve())),
      new Promise<void>((resolve) => this.#udp.close(resolve)),
    ]);
  }

  #connected(socket: Socket): void {
    this.#connections.add(socket);
    socket.on('close', () => this.#connections.delete(socket));
    serveTcp(socket, (message) => this.#answer(message, 'tcp'));
  }

  async #answer(message: Buffer, via: DnsTransport): Promise<TcpAnswer> {
    const read = readQuery(message);
    if (read === undefined) return via === 'tcp' ? 'close' : 'silence';
    if ('refusal' in read) return read.refusal;
    return this.#reply(read.query, via);
  }

  async #reply(query: DnsQuery, via: DnsTransport): Promise<TcpAnswer> {
    const { name, type } = query.question;
    const { now = Date.now, random = randomBytes, role = 'resolver' } = this.#options;
    this.#log.add({ name, type, via, at: now() });
    const zone = zoneOf(this.#zones, name);
    const exchange: DnsExchange = { name, type, via, random, soa: zone && negativeSoa(zone) };
    const fault = takeDnsFault(this.#faults, exchange);
    const answer = faultyAnswer(fault, lookup(this.#zones, name, type), exchange);
    const packet = writeAnswer(query, answer, {
      role,
      maxBytes: via === 'udp' ? query.udpBytes : MAX_TCP_BYTES,
    });
    const sent = faultyPacket(fault, packet, exchange);
    const delayMs = faultDelayMs(fault);
    if (delayMs > 0) await sleep(delayMs, undefined, { signal: this.#stopping.signal }).catch(ignore);
    return this.#stopping.signal.aborted ? 'silence' : sent;
  }
}

/** The zones, below the empty root zone where a name in none of them shall not exist. */
function served(zones: readonly Zone[], outside: DnsServerOptions['outside'] = 'NXDOMAIN'): ZoneSet {
  const hasRoot = zones.some(({ apex }) => apex === '' || apex === '.');
  return zoneSet(
    outside === 'REFUSED' || hasRoot ? zones : [...zones, { apex: '.', soa: ROOT_SOA, records: [] }],
  );
}

/** The root's own timers, as its servers answer them. */
const ROOT_SOA: Zone['soa'] & object = {
  mname: 'a.root-servers.net',
  rname: 'nstld.verisign-grs.com',
  refresh: 1800,
  retry: 900,
  expire: 604_800,
  minimum: 86_400,
  ttl: 86_400,
};

function ignore(): void {
  // Nothing to do: said at each use.
}
