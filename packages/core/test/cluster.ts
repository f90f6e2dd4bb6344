/** A whole small world on loopback: names, brokers behind them, an STS. */
import { resolveConfig } from '../src/config/resolve.ts';
import type { Config, MskReachOptions } from '../src/config/config.ts';
import type { BrokerAddress } from '../src/kafka/types.ts';
import type { Ports } from '../src/ports.ts';
import { createAuthority, type TestAuthority } from './authority.ts';
import { startBroker, type BrokerScript, type TestBroker } from './broker.ts';
import { NXDOMAIN, soa, startDnsServer, type DnsReply, type TestDnsServer } from './dns-server.ts';
import { testPorts } from './servers.ts';
import { startSts, type StsServer } from './sts-server.ts';

export const ZONE = 'kafka-serverless.us-east-1.amazonaws.com';
export const BOOTSTRAP = `boot-abcd1234.c1.${ZONE}`;

export const brokerHost = (id: number): string => `b${id}-abcd1234.c1.${ZONE}`;

export interface World extends AsyncDisposable {
  readonly authority: TestAuthority;
  readonly dns: TestDnsServer;
  readonly sts: StsServer;
  readonly broker: TestBroker;
  readonly ports: Ports;
  readonly options: MskReachOptions;
  config(options?: Partial<MskReachOptions>): Promise<Config>;
}

export interface WorldScript extends Partial<Omit<BrokerScript, 'brokers' | 'certificate'>> {
  /** Ids and, where they are not the usual, hosts and ports. */
  readonly brokers?: (port: number) => readonly BrokerAddress[];
  readonly certificate?: (authority: TestAuthority) => Promise<BrokerScript['certificate']>;
  /** Addresses of a name; null: it does not exist; undefined: 127.0.0.1. */
  readonly addresses?: (host: string) => readonly string[] | null | undefined;
  readonly dns?: (host: string, type: string) => DnsReply | undefined;
  readonly ports?: Partial<Ports>;
}

export function usualBrokers(port: number, ids: readonly number[] = [97, 98, 473]): readonly BrokerAddress[] {
  return ids.map((id) => ({ id, host: brokerHost(id), port, rack: null }));
}

export async function startWorld(script: WorldScript = {}): Promise<World> {
  const authority = await createAuthority();
  const certificate = (await script.certificate?.(authority)) ?? (await authority.issue([`*.c1.${ZONE}`]));
  const {
    brokers = usualBrokers,
    addresses,
    dns: answers,
    ports: overrides,
    certificate: _made,
    ...rest
  } = script;
  const broker: TestBroker = await startBroker({ ...rest, certificate, brokers: () => brokers(broker.port) });
  const dns = await startDnsServer(
    ({ name, type }) => answers?.(name, type) ?? answerFor(name, type, addresses?.(name)),
  );
  const sts = await startSts();
  const options: MskReachOptions = {
    bootstrap: `${BOOTSTRAP}:${broker.port}`,
    credentials: async () => ({ accessKeyId: 'AKIDBASE', secretAccessKey: 'base-secret' }),
    roles: [{ arn: 'arn:aws:iam::222222222222:role/reader', externalId: 'ext' }],
    stsEndpoint: sts.url,
    stsRegion: 'us-east-1',
    ca: authority.ca,
    dnsServer: [`127.0.0.1:${dns.port}`],
    timeoutMs: 3_000,
  };
  return {
    authority,
    dns,
    sts,
    broker,
    ports: testPorts({ random: () => 0, ...overrides }),
    options,
    config: (more = {}) => resolveConfig({ ...options, ...more }),
    async [Symbol.asyncDispose]() {
      await Promise.all([
        broker[Symbol.asyncDispose](),
        dns[Symbol.asyncDispose](),
        sts[Symbol.asyncDispose](),
      ]);
    },
  };
}

function answerFor(
  name: string,
  type: string,
  addresses: readonly string[] | null = ['127.0.0.1'],
): DnsReply {
  if (addresses === null) return { rcode: NXDOMAIN, authorities: [soa(ZONE, 900, 60)] };
  if (type !== 'A') return { authorities: [soa(ZONE, 900, 60)] };
  return { answers: addresses.map((data) => ({ type: 'A', name, ttl: 60, data })) };
}
