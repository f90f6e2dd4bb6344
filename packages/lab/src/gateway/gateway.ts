/** The gateway: a loopback address for each zone in front of all brokers, routed by the name in the ClientHello. */
import type { Socket } from 'node:net';
import { MskReachError } from '@msk-reach/core';
import type { FaultRules } from '../faults/rules.ts';
import { claimAddress, type ClaimOptions, type GatewayAddress } from './addresses.ts';
import { type SlidingSecond, slidingSecond } from './attempts.ts';
import { serveConnection } from './connection.ts';
import {
  checkGatewayFault,
  concernsAddress,
  type GatewayFault,
  gatewayFaultRules,
  type GatewayFaultRule,
  takeGatewayFault,
} from './fault-rules.ts';
import type { Gateway, GatewayOptions, GatewayQuota } from './options.ts';
import { type GatewayTarget, type Routes, routeTable } from './routes.ts';
import { Spot } from './spot.ts';
import { type GatewayStats, type Statistics, statistics } from './statistics.ts';

/**
 * Starts a gateway on free loopback addresses.
 *
 * @throws MskReachError `CONFIG_INVALID` for options that cannot be, or a port that is taken on every address
 * @public
 */
export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const gateway = new RunningGateway(options);
  try {
    await gateway.open();
    return gateway;
  } catch (error) {
    await gateway.close();
    throw error;
  }
}

class RunningGateway implements Gateway {
  readonly #options: GatewayOptions;
  readonly #zones: number;
  readonly #claim: ClaimOptions;
  readonly #routes: Routes;
  readonly #spots: Spot[] = [];
  readonly #clients = new Set<Socket>();
  readonly #brokers = new Set<Socket>();
  readonly #statistics: Statistics = statistics(performance.now());
  readonly #admitted: SlidingSecond = slidingSecond();
  #rules: FaultRules<GatewayFaultRule> = { take: () => undefined };
  #quota: GatewayQuota | undefined;
  /** Changes of listeners, one after the other. */
  #changes: Promise<void> = Promise.resolve();
  #closed: Promise<void> | undefined;

  constructor(options: GatewayOptions) {
    const { zones = 3, port = 9098, random = Math.random, loopback, routes = {} } = options;
    if (!Number.isInteger(zones) || zones < 1) throw invalid('zones', 'must be a whole number, at least 1');
    this.#options = options;
    this.#zones = zones;
    this.#claim = { port, random, ...(loopback === undefined ? {} : { loopback }) };
    this.#routes = routeTable(routes);
    this.setQuota(options.quota);
  }

  get addresses(): readonly GatewayAddress[] {
    return this.#spots.flatMap(({ address, port, index }) =>
      index === undefined ? [] : [{ address, port }],
    );
  }

  async open(): Promise<void> {
    for (let index = 0; index < this.#zones; index++) await this.#claimSpot(index, {});
    await this.setFaults(this.#options.faults ?? []);
  }

  setRoute(name: string, target: GatewayTarget): void {
    this.#routes.set(name, target);
  }

  removeRoute(name: string): void {
    this.#routes.remove(name);
  }

  setQuota(quota: GatewayQuota | undefined): void {
    if (quota !== undefined && !(quota.connectionsPerSecond >= 1)) {
      throw invalid('quota.connectionsPerSecond', 'must be at least 1');
    }
    this.#quota = quota;
  }

  async setFaults(rules: readonly GatewayFaultRule[]): Promise<void> {
    this.#rules = gatewayFaultRules(rules, this.#zones, this.#options.certificates ?? {});
    await this.#inTurn(async () => {
      for (const spot of this.#spots) {
        if (spot.index === undefined) continue;
        const rule = rules.find(({ address, fault }) => address === spot.index && concernsAddress(fault));
        await spot.listen(rule?.fault ?? {});
      }
    });
  }

  async extraAddress({ fault = {} }: { readonly fault?: GatewayFault } = {}): Promise<GatewayAddress> {
    if (Object.keys(fault).length > 0) checkGatewayFault(fault, this.#options.certificates ?? {});
    const spot = await this.#claimSpot(undefined, fault);
    if (concernsAddress(fault)) await this.#inTurn(() => spot.listen(fault));
    return { address: spot.address, port: spot.port };
  }

  async releaseAddress({ address, port }: GatewayAddress): Promise<void> {
    const at = this.#spots.findIndex(
      (spot) => spot.index === undefined && spot.address === address && spot.port === port,
    );
    if (at < 0) return;
    const [spot] = this.#spots.splice(at, 1);
    await this.#inTurn(async () => spot?.close());
  }

  cut(): number {
    const open = [...this.#clients];
    for (const client of open) client.resetAndDestroy();
    return open.length;
  }

  stats(): GatewayStats {
    return this.#statistics.read(this.#clients.size);
  }

  close(): Promise<void> {
    this.#closed ??= this.#inTurn(async () => {
      const closing = this.#spots.map((spot) => spot.close());
      for (const socket of [...this.#clients, ...this.#brokers]) socket.destroy();
      await Promise.all(closing);
    });
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #inTurn(change: () => Promise<void>): Promise<void> {
    const done = this.#changes.then(change);
    // Whoever asked for the change gets its error; the next change does not depend on it.
    this.#changes = done.catch(() => undefined);
    return done;
  }

  async #claimSpot(index: number | undefined, fault: GatewayFault): Promise<Spot> {
    const claimed = await claimAddress(this.#claim);
    const spot = new Spot(claimed, { index, fault }, (socket) => this.#accept(socket, spot));
    if (this.#closed !== undefined) {
      await spot.close();
      throw new MskReachError('CLOSED', 'gateway: it is closed');
    }
    this.#spots.push(spot);
    return spot;
  }

  #accept(client: Socket, spot: Spot): void {
    const now = performance.now();
    this.#statistics.attempt(now, `${spot.address}:${spot.port}`);
    if (this.#quota !== undefined && this.#admitted.count(now) >= this.#quota.connectionsPerSecond) {
      this.#statistics.outcome('quota');
      client.destroy();
      return;
    }
    this.#admitted.add(now);
    track(client, this.#clients);
    void serveConnection(client, {
      fault: (name) => spot.ownFault ?? takeGatewayFault(this.#rules, name, spot.index),
      route: (name) => this.#routes.find(name),
      certificates: this.#options.certificates ?? {},
      timeoutMs: this.#options.timeoutMs ?? 30_000,
      onOutcome: (outcome, name) => this.#statistics.outcome(outcome, name),
      onBroker: (broker) => track(broker, this.#brokers),
    });
  }
}

/** Keeps a socket for as long as it is open. */
function track(socket: Socket, open: Set<Socket>): void {
  open.add(socket);
  socket.on('close', () => open.delete(socket));
}

function invalid(where: string, what: string): MskReachError {
  return new MskReachError('CONFIG_INVALID', `gateway: ${where} ${what}`, { details: { where } });
}
