/**
 * The brokers: every distinct address dialled once, and one conversation with each broker, or a second one where the
 * first came to nothing.
 *
 * The addresses of the brokers are often the same few for all of them (one wildcard alias), so the dials are shared
 * and the conversations spread over the addresses that accept.
 */
import { canonicalHost } from '../../config/msk-name.ts';
import type { AdvertisedBroker, NameObservation, PathObservation } from '../observation.ts';
import { skipped, type Look } from './look.ts';
import { addressesFrom, type NameSubject } from './names.ts';
import { openGate } from './sasl-gate.ts';
import type { TcpRecords } from './tcp-records.ts';
import { knock, noTalk, visit, type Place } from './visit.ts';

/** One broker to reach, at the addresses that its name has once it is answered. */
export interface BrokerTarget {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly addresses: Promise<readonly string[]>;
}

/** The same, answered. */
interface Named extends Omit<BrokerTarget, 'addresses'> {
  readonly addresses: readonly string[];
}

/** Brokers are asked for their own Metadata until the answers, each of which names all brokers, would hold so many. */
const MOST_NAMED = 20_000;
const LEAST_ASKED = 8;
/** Addresses of one broker that are spoken to, one after the other, while none takes the connection. */
const MOST_VISITS = 3;
/** Fewer where connections are made and come to nothing: each takes its time, and one more tells a zone from a broker. */
const MOST_LOST = 2;
/** What a dead target or a cut way makes of TLS; all else was said by a broker, and holds at any address. */
const LOST_IN_TLS: ReadonlySet<string> = new Set(['TLS_CLOSED', 'TLS_TIMEOUT']);

/** The names of the brokers that may be reached: each host once, without those that are bootstraps too. */
export function brokerNames({ config }: Look, brokers: readonly AdvertisedBroker[]): readonly NameSubject[] {
  const known = new Set(config.endpoint.bootstraps.map(({ host }) => canonicalHost(host)));
  return brokers.flatMap(({ host, id, allowed }): NameSubject[] => {
    const name = canonicalHost(host);
    if (!allowed || name === null || known.has(name)) return [];
    known.add(name);
    return [{ host: name, role: 'broker', brokerId: id }];
  });
}

/** The brokers with the addresses to dial: each host and port once, without those that were visited as bootstraps. */
export function brokerTargets(
  { config }: Look,
  brokers: readonly AdvertisedBroker[],
  names: ReadonlyMap<string, Promise<NameObservation>>,
): readonly BrokerTarget[] {
  const addressesOf = async (host: string): Promise<readonly string[]> => {
    const name = await names.get(host);
    return name === undefined ? [] : addressesFrom(name);
  };
  const seen = new Set(config.endpoint.bootstraps.map(({ host, port }) => `${canonicalHost(host)}:${port}`));
  return brokers.flatMap(({ id, host: given, port, allowed }): BrokerTarget[] => {
    const host = canonicalHost(given);
    const key = `${host}:${port}`;
    if (!allowed || host === null || seen.has(key)) return [];
    seen.add(key);
    return [{ id, host, port, addresses: addressesOf(host) }];
  });
}

/** How many distinct addresses the targets have, once all are known. */
export async function distinctAddresses(targets: readonly BrokerTarget[]): Promise<number> {
  const keys = targets.map(async ({ addresses, port }) =>
    (await addresses).map((address) => `${address} ${port}`),
  );
  return new Set((await Promise.all(keys)).flat()).size;
}

/**
 * Visits all targets, each as soon as its name is answered: resolvers and brokers have limits of their own. One path
 * for each address of each target; one of them holds the conversation.
 */
export async function visitBrokers(
  look: Look,
  targets: readonly BrokerTarget[],
  records: TcpRecords,
): Promise<readonly PathObservation[]> {
  const advance = look.progress('brokers', targets.length);
  const asked = Math.max(LEAST_ASKED, Math.floor(MOST_NAMED / Math.max(1, targets.length)));
  const claimed = targets.map(async (given, index) => {
    const target: Named = { ...given, addresses: await given.addresses };
    return { target, claim: claimAddress(target, index, records) };
  });
  // Which addresses are nobody's is known when all names are.
  const lone = Promise.all(claimed).then((all) => ({
    dialled: Promise.all(all.map(({ target }) => dialUnclaimed(look, target, records))),
  }));
  const tcpOf: TcpOf = async (place) => {
    if (records.of(place) === null) await lone;
    return records.of(place);
  };
  const paths = await Promise.all(
    claimed.map(async (one, index) => {
      const { target, claim } = await one;
      const talk = await talkTo(look, target, {
        index,
        claim,
        tcpOf,
        // The last ones: what they say is also the last word on who the brokers are.
        topics: index >= targets.length - asked ? [] : null,
      });
      const all = await Promise.all(
        target.addresses.map(
          async (address) => talk.get(address) ?? silentPath(placeOf(target, address), tcpOf),
        ),
      );
      advance(target.host, { paths: all });
      return all;
    }),
  );
  await (
    await lone
  ).dialled;
  return paths.flat();
}

/** The outcome of the first dial to an address, whoever made it. */
type TcpOf = (place: Pick<Place, 'address' | 'port'>) => Promise<PathObservation['tcp'] | null>;

interface Claim {
  readonly address: string;
  readonly onTcp: (tcp: PathObservation['tcp']) => void;
}

interface TalkOptions {
  readonly index: number;
  readonly claim: Claim | null;
  readonly tcpOf: TcpOf;
  readonly topics: readonly string[] | null;
}

/** The first address of the broker that nobody has dialled yet: this broker's conversation is the dial. */
function claimAddress(target: Named, index: number, records: TcpRecords): Claim | null {
  const address = rotated(target.addresses, index).find(
    (address) => records.of({ address, port: target.port }) === null,
  );
  return address === undefined ? null : { address, onTcp: records.recorder({ address, port: target.port }) };
}

/** Addresses that no broker's conversation dials. */
async function dialUnclaimed(look: Look, { addresses, port }: Named, records: TcpRecords): Promise<void> {
  const unclaimed = addresses.filter((address) => records.of({ address, port }) === null);
  await Promise.all(
    unclaimed.map(async (address) => {
      const onTcp = records.recorder({ address, port });
      onTcp(await knock(look, { address, port }));
    }),
  );
}

/** At the claimed address, then at those that accepted somebody's dial: what took one connection may drop the next. */
async function talkTo(
  look: Look,
  target: Named,
  { index, claim, tcpOf, topics }: TalkOptions,
): Promise<ReadonlyMap<string, PathObservation>> {
  const talk = new Map<string, PathObservation>();
  let lost = 0;
  const inTurn = rotated(target.addresses, index);
  for (const address of new Set(claim === null ? inTurn : [claim.address, ...inTurn])) {
    if (talk.size === MOST_VISITS || lost === MOST_LOST) break;
    const place = placeOf(target, address);
    const onTcp = address === claim?.address ? claim.onTcp : undefined;
    if (onTcp === undefined && (await tcpOf(place))?.outcome !== 'ok') continue;
    const path = await visit(look, place, { gate: openGate, topics, ...(onTcp && { onTcp }) });
    talk.set(address, path);
    if (isLost(path)) lost += 1;
    else if (path.tcp.outcome !== 'error') break;
  }
  return talk;
}

/** Whether a connection was made and came to nothing before a broker said a word. */
function isLost({ tls, apiVersions }: PathObservation): boolean {
  return (tls.outcome === 'error' && LOST_IN_TLS.has(tls.code)) || apiVersions.outcome === 'error';
}

/** An address at which this broker was not spoken to. */
async function silentPath(place: Place, tcpOf: TcpOf): Promise<PathObservation> {
  const tcp = (await tcpOf(place)) ?? skipped('not dialled');
  const because = {
    ok: 'one conversation for each broker',
    error: 'tcp',
    skipped: tcp.outcome === 'skipped' ? tcp.because : '',
  };
  return { ...place, tcp, ...noTalk(because[tcp.outcome]) };
}

function placeOf({ id, host, port }: Named, address: string): Place {
  return { host, port, address, role: 'broker', brokerId: id };
}

/** Each broker begins one further on. Resolvers answer in any order, each name in its own: without one order all might begin alike. */
function rotated(addresses: readonly string[], by: number): readonly string[] {
  const start = addresses.length === 0 ? 0 : by % addresses.length;
  const inOrder = addresses.toSorted();
  return [...inOrder.slice(start), ...inOrder.slice(0, start)];
}
