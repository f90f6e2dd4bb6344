/** One bootstrap address as given: into host and port, or into what is wrong with it. */
import { isIP } from 'node:net';
import type { Bootstrap, MskName } from './config.ts';
import { canonicalHost, parseMskName } from './msk-name.ts';

/** What is wrong, and what would be right. */
export interface Mistake {
  readonly problem: string;
  readonly expected: string;
  /** The name in it, where that is right and something else is not. */
  readonly name?: MskName | null;
}

const EXPECTED =
  "'boot-<8 characters>.c<N>.kafka-serverless.<region>.amazonaws.com:9098', a broker of a provisioned cluster, or a host that 'allowedHosts' names";
const ADDRESS = /^(?<host>\[[^\]]*\]|[^:]*)(?::(?<port>.*))?$/s;

/** Ports of MSK's other listeners: a client with IAM that dials one of them cannot get in. */
const OTHER_LISTENERS: ReadonlyMap<number, string> = new Map([
  [443, 'HTTPS'],
  [2181, 'ZooKeeper'],
  [2182, 'ZooKeeper with TLS'],
  [9092, 'the listener without TLS'],
  [9094, 'the listener with TLS but without IAM'],
  [9096, 'the listener with SCRAM'],
  [9194, 'the public listener with TLS but without IAM'],
  [9196, 'the public listener with SCRAM'],
  [20092, 'the IPv6 listener without TLS'],
  [20094, 'the IPv6 listener with TLS but without IAM'],
  [20096, 'the IPv6 listener with SCRAM'],
]);

/** Reads `HOST[:PORT]`. `allowed` says which names outside MSK's domain may be dialled. */
export function parseBootstrap(given: string, allowed: (host: string) => boolean): Bootstrap | Mistake {
  if (given.includes('://')) return mistake(given, 'is a URL', "'HOST:PORT' without a scheme");
  const parts = ADDRESS.exec(given)?.groups;
  const hostText = parts?.host ?? '';
  if (isIP(given) !== 0 || isIP(hostText.replaceAll(/[[\]]/g, '')) !== 0) {
    return mistake(given, 'is an address, and TLS needs the name that the certificate carries', EXPECTED);
  }
  const host = canonicalHost(hostText);
  if (host === null) return mistake(given, 'is not a host name', EXPECTED);
  const name = parseMskName(host);
  if (name === null && !allowed(host)) return mistake(given, describeStranger(host), EXPECTED);
  if (name?.auth !== undefined && name.auth !== 'iam') {
    return mistake(
      given,
      `is the '${name.auth}' listener of a multi-VPC connection`,
      "the listener for IAM, 'b-1.iam.<name>...:14001'",
    );
  }
  const port = readPort(parts?.port, name);
  return typeof port === 'number'
    ? { host, port, name }
    : { problem: `'${show(given)}': ${port.problem}`, expected: port.expected, name };
}

/** Whether {@link parseBootstrap} refused. */
export function isMistake(result: Bootstrap | Mistake): result is Mistake {
  return 'problem' in result;
}

function readPort(text: string | undefined, name: MskName | null): number | Mistake {
  const expected = `port ${expectedPort(name)}`;
  if (text === undefined) {
    if (name?.access !== 'multi-vpc') return defaultPort(name);
    return { problem: 'a multi-VPC name needs its own port', expected };
  }
  if (!/^\d{1,5}$/.test(text))
    return { problem: `the port '${show(text)}' is not a number from 1 to 65535`, expected };
  const port = Number(text);
  if (port < 1 || port > 65_535) return { problem: `the port ${port} is not from 1 to 65535`, expected };
  const listener = name === null ? undefined : wrongListener(port, name);
  return listener === undefined ? port : { problem: `port ${port} is ${listener}`, expected };
}

function wrongListener(port: number, name: MskName): string | undefined {
  if (port >= 14_001 && port <= 14_100)
    return name.access === 'multi-vpc' ? undefined : 'for multi-VPC connections';
  if (port === 20_098)
    return name.kind === 'serverless' ? 'the IPv6 listener of provisioned clusters' : undefined;
  if (port === 9198)
    return name.access === 'public' ? undefined : 'the public listener of provisioned clusters';
  if (port === 9098) return name.access === undefined ? undefined : 'the private listener';
  return OTHER_LISTENERS.get(port);
}

function defaultPort(name: MskName | null): number {
  return name?.access === 'public' ? 9198 : 9098;
}

function expectedPort(name: MskName | null): string {
  if (name === null) return 'a number from 1 to 65535';
  return name.access === 'multi-vpc' ? '14001 to 14100' : String(defaultPort(name));
}

function describeStranger(host: string): string {
  if (/kafka/.test(host) && /amazonaws/.test(host)) return 'looks like a name of MSK but is none';
  return 'is not a name of MSK';
}

function mistake(given: string, problem: string, expected: string): Mistake {
  return { problem: `'${show(given)}' ${problem}`, expected };
}

/** What a person typed, safe to print: one line, no control characters, bounded. */
function show(text: string): string {
  const printable = text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');
  return printable.length > 120 ? `${printable.slice(0, 120)}...` : printable;
}
