/** How far TCP got, for each host. */
import type { HostFact } from '../../facts/hosts.ts';
import type { Facts } from '../../facts.ts';
import type { Step } from '../../../step.ts';
import type { PathObservation, RepeatedDial } from '../../observation.ts';
import { likelyPatterns } from '../../patterns/classify.ts';
import { listed } from '../../words.ts';
import { residual, type Case } from '../check.ts';

/** One command names no more addresses than these. */
const MOST_FILTERED = 20;
const RESET: ReadonlySet<string> = new Set(['TCP_REFUSED', 'TCP_RESET']);

/** Whether an address takes connections. */
export function isOpen({ tcp }: Pick<PathObservation, 'tcp'>): boolean {
  return tcp.outcome === 'ok';
}

/** Whether a connection was dropped without an answer. */
export function isDropped({ tcp }: Pick<PathObservation, 'tcp'>): boolean {
  return tcp.outcome === 'error' && tcp.code === 'TCP_TIMEOUT';
}

/** Places, as `placeOf` writes them, that took a connection and dropped another: whoever is there, there are several. */
export function fickle(
  hosts: readonly HostFact[],
  redials: readonly RepeatedDial[],
  { lagMs = 0 }: Facts['runtime'],
): ReadonlySet<string> {
  const dials = [
    ...hosts.flatMap((host) => host.paths),
    ...redials.flatMap(({ address, port, steps }) => steps.map((tcp) => ({ address, port, tcp }))),
  ];
  const open = new Set(dials.filter(isOpen).map(placeOf));
  const dropped = dials.filter((one) => isDropped(one) && !isHeldUp(one.tcp, lagMs));
  return new Set(dropped.map(placeOf).filter((place) => open.has(place)));
}

/** What came of dialling places again, where some of it was lost. */
export function redialEvidence(
  redials: readonly RepeatedDial[],
  paths: readonly PathObservation[],
): readonly string[] {
  const places = new Set(paths.map(placeOf));
  return redials.flatMap((door) => {
    const lost = door.steps.filter((tcp) => isDropped({ tcp })).length;
    if (lost === 0 || !places.has(placeOf(door))) return [];
    return [
      `${door.address}:${door.port} dialled ${door.steps.length} times more: ${lost} had no answer in time`,
    ];
  });
}

/** An address with its port. */
export function placeOf({ address, port }: Pick<PathObservation, 'address' | 'port'>): string {
  return `${address} ${port}`;
}

/**
 * Whether this process got so little time to look up that a step which took too long proves nothing: what it waited for
 * may have come meanwhile.
 */
export function isHeldUp(step: Step<unknown>, lagMs: number): boolean {
  return step.outcome === 'error' && lagMs > 0 && lagMs * 2 >= step.ms;
}

/** A case for a host where only steps of a process that was held up failed. */
export function heldUpCase({ host }: HostFact, lagMs: number): Case {
  return {
    status: 'unknown',
    subject: host,
    note: `Not to be told: this process itself was held up for ${lagMs} ms while it waited.`,
    settledBy: 'Another look on a machine with time to spare, or with a longer --timeout.',
  };
}

/** Whether something answered and refused, or reset the connection before the client was let in. */
export function isCut({ tcp, tls, apiVersions, sasl }: PathObservation): boolean {
  if (tcp.outcome === 'error') return RESET.has(tcp.code);
  return [tls, apiVersions, sasl].some(
    (step) =>
      step.outcome === 'error' &&
      (step.code === 'TCP_RESET' ||
        step.facts?.['reason'] === 'ECONNRESET' ||
        /\bECONNRESET\b/.test(step.detail)),
  );
}

/** A case for a host without a failure of the check's own kind: open, or not looked at. */
export function otherwiseCase({ host, paths }: HostFact): Case {
  if (paths.some(isOpen)) return { status: 'pass', subject: host };
  return { status: 'blocked', subject: host, by: ['TCP01', 'TCP02', 'TCP04', ...residual] };
}

/** What fills the words about addresses. */
export function addressValues(
  port: number,
  paths: readonly PathObservation[],
): Readonly<Record<string, string>> {
  const addresses = [...new Set(paths.map(({ address }) => address))];
  return {
    port: String(port),
    addresses: listed(addresses, 4),
    ...(addresses[0] === undefined
      ? {}
      : { address: addresses[0], interfaceFilter: interfaceFilter(addresses) }),
  };
}

/** A host, and the paths to it that are lost. */
export interface Lost {
  readonly host: HostFact;
  readonly words: string;
  readonly paths: readonly PathObservation[];
  /** @default what was seen on the paths */
  readonly evidence?: readonly string[];
}

/** One sentence tells of all hosts that are lost in the same way, so it names the addresses of all. */
export function lostCases(status: 'fail' | 'warn', found: readonly (Case | Lost)[]): readonly Case[] {
  const together = new Map<string, PathObservation[]>();
  const keyOf = ({ host, words }: Lost): string => `${words} ${host.port}`;
  for (const one of found) {
    if (!isLost(one)) continue;
    const paths = together.get(keyOf(one));
    if (paths === undefined) together.set(keyOf(one), [...one.paths]);
    else paths.push(...one.paths);
  }
  const values = new Map(
    [...together].map(([key, paths]) => [key, addressValues(paths[0]?.port ?? 0, paths)]),
  );
  return found.map((one): Case => {
    if (!isLost(one)) return one;
    const { host, words, paths, evidence = paths.map(tcpEvidence) } = one;
    return {
      status,
      subject: host.host,
      words,
      values: values.get(keyOf(one)) ?? {},
      evidence,
    };
  });
}

function isLost(found: Case | Lost): found is Lost {
  return 'paths' in found;
}

/** Network interfaces that have these addresses, as EC2 filters them; one that has both families has its IPv4 one too. */
function interfaceFilter(addresses: readonly string[]): string {
  const ipv4 = addresses.filter((address) => !address.includes(':'));
  const [name, all] =
    ipv4.length > 0 ? ['addresses.private-ip-address', ipv4] : ['ipv6-addresses.ipv6-address', addresses];
  return `Name=${name},Values=${all.slice(0, MOST_FILTERED).join(',')}`;
}

/** By which words a lost connection is told: with PrivateLink on the way, with nothing like it, or where it may be. */
export function wayWords(pattern: Facts['pattern']): 'main' | 'direct' | 'privatelink' {
  const likely = likelyPatterns(pattern);
  if (likely.length > 0 && !likely.includes('phz-privatelink')) return 'direct';
  return likely.length === 1 ? 'privatelink' : 'main';
}

/** What was seen at an address. */
export function tcpEvidence({ host, address, port, tcp, tls, apiVersions, sasl }: PathObservation): string {
  const step = [tcp, tls, apiVersions, sasl].find(({ outcome }) => outcome !== 'ok') ?? tcp;
  const what =
    step.outcome === 'error' ? `${step.code} after ${Math.round(step.ms)} ms (${step.detail})` : step.outcome;
  return `${host} at ${address}:${port}: ${what}`;
}
