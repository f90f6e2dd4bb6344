/**
 * The brokers: every distinct address dialled once, and one conversation with each broker.
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
import { dial, noTalk, visit, type Place } from './visit.ts';

/** One broker to reach, at the addresses that its name has. */
export interface BrokerTarget {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly addresses: readonly string[];
}

/** Brokers are asked for their own Metadata until the answers, each of which names all brokers, would hold so many. */
const MOST_NAMED = 20_000;
const LEAST_ASKED = 8;

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
  names: readonly NameObservation[],
): readonly BrokerTarget[] {
  const addresses = new Map(names.map((name) => [canonicalHost(name.host), addressesFrom(name)]));
  const seen = new Set(config.endpoint.bootstraps.map(({ host, port }) => `${canonicalHost(host)}:${port}`));
  return brokers.flatMap(({ id, host: given, port, allowed }): BrokerTarget[] => {
    const host = canonicalHost(given);
    const key = `${host}:${port}`;
    if (!allowed || host === null || seen.has(key)) return [];
    seen.add(key);
    return [{ id, host, port, addresses: addresses.get(host) ?? [] }];
  });
}

/** Visits all targets. One path for each address of each target; one of them holds the conversation. */
export async function visitBrokers(
  look: Look,
  targets: readonly BrokerTarget[],
  records: TcpRecords,
): Promise<readonly PathObservation[]> {
  const advance = look.progress('brokers', targets.length);
  const asked = Math.max(LEAST_ASKED, Math.floor(MOST_NAMED / Math.max(1, targets.length)));
  const claims = targets.map((target, index) => claimAddress(target, index, records));
  const lone = Promise.all(targets.map((target) => dialUnclaimed(look, target, records)));
  const paths = await Promise.all(
    targets.map(async (target, index) => {
      const talk = await talkTo(look, target, {
        index,
        claim: claims[index] ?? null,
        records,
        // The last ones: what they say is also the last word on who the brokers are.
        topics: index >= targets.length - asked ? [] : null,
      });
      const all = await Promise.all(
        target.addresses.map(
          async (address) => talk.get(address) ?? silentPath(placeOf(target, address), records),
        ),
      );
      advance(target.host, { paths: all });
      return all;
    }),
  );
  await lone;
  return paths.flat();
}

interface Claim {
  readonly address: string;
  readonly onTcp: (tcp: PathObservation['tcp']) => void;
}

interface TalkOptions {
  readonly index: number;
  readonly claim: Claim | null;
  readonly records: TcpRecords;
  readonly topics: readonly string[] | null;
}

/** The first address of the broker that nobody has dialled yet: this broker's conversation is the dial. */
function claimAddress(target: BrokerTarget, index: number, records: TcpRecords): Claim | null {
  const address = rotated(target.addresses, index).find(
    (address) => records.of({ address, port: target.port }) === null,
  );
  return address === undefined ? null : { address, onTcp: records.recorder({ address, port: target.port }) };
}

/** Addresses that no broker's conversation dials. */
async function dialUnclaimed(
  look: Look,
  { addresses, port }: BrokerTarget,
  records: TcpRecords,
): Promise<void> {
  const unclaimed = addresses.filter((address) => records.of({ address, port }) === null);
  await Promise.all(
    unclaimed.map(async (address) => {
      const onTcp = records.recorder({ address, port });
      const { socket, step } = await look.pools.dials(() => dial(look, { address, port }));
      socket?.destroy();
      onTcp(step);
    }),
  );
}

/** At the claimed address, else at one that accepted somebody's dial. At most two visits. */
async function talkTo(
  look: Look,
  target: BrokerTarget,
  { index, claim, records, topics }: TalkOptions,
): Promise<ReadonlyMap<string, PathObservation>> {
  const talk = new Map<string, PathObservation>();
  if (claim !== null) {
    const path = await visit(look, placeOf(target, claim.address), {
      gate: openGate,
      topics,
      onTcp: claim.onTcp,
    });
    talk.set(claim.address, path);
    if (path.tcp.outcome !== 'error') return talk;
  }
  for (const address of rotated(target.addresses, index)) {
    if (talk.has(address)) continue;
    const known = await records.of({ address, port: target.port });
    if (known?.outcome !== 'ok') continue;
    return talk.set(address, await visit(look, placeOf(target, address), { gate: openGate, topics }));
  }
  return talk;
}

/** An address at which this broker was not spoken to. */
async function silentPath(place: Place, records: TcpRecords): Promise<PathObservation> {
  const tcp = (await records.of(place)) ?? skipped('not dialled');
  const because = {
    ok: 'one conversation for each broker',
    error: 'tcp',
    skipped: tcp.outcome === 'skipped' ? tcp.because : '',
  };
  return { ...place, tcp, ...noTalk(because[tcp.outcome]) };
}

function placeOf({ id, host, port }: BrokerTarget, address: string): Place {
  return { host, port, address, role: 'broker', brokerId: id };
}

function rotated(addresses: readonly string[], by: number): readonly string[] {
  const start = addresses.length === 0 ? 0 : by % addresses.length;
  return [...addresses.slice(start), ...addresses.slice(0, start)];
}
