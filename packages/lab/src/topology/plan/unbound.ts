/** The configuration of unbound. */

/** Names below an apex, and who is asked about them. */
export interface Forward {
  readonly apex: string;
  readonly servers: readonly string[];
}

/** Names that a resolver answers itself, whatever anybody else would say. */
export interface Blocked {
  /** All names at and below it. */
  readonly apex: string;
  readonly answer: 'nxdomain' | 'nodata' | { readonly cname: string };
}

/** What a resolver is told. */
export interface ResolverConfig {
  /** Addresses that it answers at. */
  readonly listen: readonly string[];
  /** Addresses that it asks from. */
  readonly from: readonly string[];
  /** Who may ask. */
  readonly clients: string;
  readonly forwards: readonly Forward[];
  /** @default [] */
  readonly blocked?: readonly Blocked[];
  /** Whether every question is asked anew. @default false */
  readonly keepsNothing?: boolean;
}

/**
 * Everything is forwarded, never resolved from the root: of all forwards the deepest that holds a name is asked, and
 * what it answers stands. A second at most for a server that does not answer, so that its failure is told within the
 * time of a client.
 */
export function unboundConfig(config: ResolverConfig): Readonly<Record<string, string>> {
  const { listen, from, clients, forwards, blocked = [], keepsNothing = false } = config;
  const lines = [
    'server:',
    ...listen.map((address) => `  interface: ${address}@53`),
    ...from.map((address) => `  outgoing-interface: ${address}`),
    `  access-control: ${clients} allow`,
    ...SERVER.map((line) => `  ${line}`),
    ...blocked.flatMap(blockedLines),
    'remote-control:',
    '  control-enable: no',
    ...forwards.flatMap(({ apex, servers }) => [
      'forward-zone:',
      `  name: "${apex}"`,
      ...servers.map((server) => `  forward-addr: ${server}`),
      '  forward-first: no',
      ...(keepsNothing ? ['  forward-no-cache: yes'] : []),
    ]),
  ];
  return { 'main.conf': `${lines.join('\n')}\n` };
}

/** No SOA: whose answer it is cannot be told. */
function blockedLines({ apex, answer }: Blocked): readonly string[] {
  if (typeof answer === 'string') return [`  local-zone: "${apex}" always_${answer}`];
  return [`  local-zone: "${apex}" redirect`, `  local-data: "${apex} 60 IN CNAME ${answer.cname}"`];
}

const SERVER: readonly string[] = [
  'directory: ""',
  'chroot: ""',
  'username: ""',
  'pidfile: ""',
  'use-syslog: no',
  'logfile: ""',
  'verbosity: 1',
  'num-threads: 1',
  'do-daemonize: no',
  'do-ip6: no',
  'do-not-query-localhost: no',
  'module-config: "iterator"',
  'qname-minimisation: no',
  'harden-below-nxdomain: no',
  'harden-referral-path: no',
  'minimal-responses: no',
  'unblock-lan-zones: yes',
  'insecure-lan-zones: yes',
  'rrset-roundrobin: no',
  'infra-cache-max-rtt: 1000',
  'outbound-msg-retry: 3',
  'msg-cache-size: 1m',
  'rrset-cache-size: 2m',
  'outgoing-range: 512',
  'num-queries-per-thread: 1024',
];
