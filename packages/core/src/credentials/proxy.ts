/**
 * How a request to STS leaves the machine: directly, or through the proxy of the environment, and which CAs it trusts.
 *
 * The rules are those that AWS's other clients share (Go, Python): `HTTPS_PROXY` for https, `HTTP_PROXY` for http,
 * `NO_PROXY` names a host together with its subdomains, an address or a block, and loopback never goes to a proxy.
 */
import { readFile } from 'node:fs/promises';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP } from 'node:net';
import { MskReachError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { printable } from './printable.ts';

/** Agents for the AWS SDK's request handler. */
export interface Agents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

/** Agents for one endpoint, by `HTTPS_PROXY`, `NO_PROXY` and `AWS_CA_BUNDLE`. */
export async function agentsFor(endpoint: string, env: Ports['env']): Promise<Agents> {
  const ca = await readCaBundle(env);
  const trust = ca === null ? {} : { ca };
  const proxy = await proxyFor(endpoint, env);
  if (proxy === null) return { httpAgent: new HttpAgent(), httpsAgent: new HttpsAgent(trust) };
  // A tunnel (CONNECT) for both: the answer of AssumeRole holds secrets, a proxy need not read them.
  const tunnel = await createTunnel(proxy, trust);
  // Its class declares `Agent` of node:http alone, and serves both.
  return { httpAgent: tunnel, httpsAgent: tunnel as unknown as HttpsAgent };
}

async function createTunnel(proxy: URL, trust: { readonly ca?: string }): Promise<HttpAgent> {
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  const tunnel = new HttpsProxyAgent(proxy, trust);
  // The agent's own options are for the proxy's certificate; those of the request are for the certificate behind it.
  const connect = tunnel.connect.bind(tunnel);
  tunnel.connect = (request, options) => connect(request, { ...options, ...trust });
  return tunnel;
}

/** The proxy for a URL; null = go directly. */
export async function proxyFor(target: string, env: Ports['env']): Promise<URL | null> {
  const url = new URL(target);
  const scheme = url.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const text = setting(env, scheme) ?? setting(env, 'all_proxy');
  if (text === undefined) return null;
  const host = url.hostname.replaceAll(/[[\]]/g, '').toLowerCase();
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  if (isLoopback(host) || (await isExempt(host, port, setting(env, 'no_proxy') ?? ''))) return null;
  const proxy = text.includes('://') ? text : `http://${text}`;
  if (!URL.canParse(proxy) || !/^https?:$/.test(new URL(proxy).protocol)) {
    throw new MskReachError(
      'CONFIG_INVALID',
      `The environment's ${scheme.toUpperCase()} is not the URL of an HTTP proxy.`,
    );
  }
  return new URL(proxy);
}

function setting(env: Ports['env'], name: string): string | undefined {
  const value = env[name] ?? env[name.toUpperCase()];
  return value === undefined || value.trim() === '' ? undefined : value.trim();
}

function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '::1' ||
    (isIP(host) === 4 && host.startsWith('127.'))
  );
}

async function isExempt(host: string, port: string, rules: string): Promise<boolean> {
  for (const rule of rules
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((item) => item !== '')) {
    if (rule === '*') return true;
    if (isIP(host) !== 0 && (await coversAddress(rule, host))) return true;
    const [name = '', rulePort] = rule.split(':');
    const suffix = name.replace(/^\*?\./, '');
    if (rulePort !== undefined && rulePort !== port) continue;
    if (host === suffix || host.endsWith(`.${suffix}`)) return true;
  }
  return false;
}

async function coversAddress(rule: string, host: string): Promise<boolean> {
  const { default: ipaddr } = await import('ipaddr.js');
  const address = ipaddr.parse(host);
  if (ipaddr.isValid(rule)) return ipaddr.parse(rule).toString() === address.toString();
  if (!ipaddr.isValidCIDR(rule)) return false;
  const [network, bits] = ipaddr.parseCIDR(rule);
  return network.kind() === address.kind() && address.match(network, bits);
}

async function readCaBundle(env: Ports['env']): Promise<string | null> {
  const file = env['AWS_CA_BUNDLE'];
  if (file === undefined || file === '') return null;
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? printable(error.message) : 'unknown reason';
    throw new MskReachError('CONFIG_INVALID', `The file that AWS_CA_BUNDLE names cannot be read: ${reason}`, {
      cause: error,
    });
  }
}
