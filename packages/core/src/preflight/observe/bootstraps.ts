/** The bootstraps, each on every address, until one of them has told who the brokers are. */
import { createSaslGate } from './sasl-gate.ts';
import type { NameObservation, PathObservation } from '../observation.ts';
import type { Look } from './look.ts';
import { addressesFrom } from './names.ts';
import type { TcpRecords } from './tcp-records.ts';
import { visit, type Place } from './visit.ts';

export interface BootstrapsUnderWay {
  /** The first path that brought Metadata, as soon as there is one; null when there is none in the end. */
  readonly first: Promise<PathObservation | null>;
  readonly all: Promise<readonly PathObservation[]>;
}

export function visitBootstraps(
  look: Look,
  names: readonly NameObservation[],
  records: TcpRecords,
): BootstrapsUnderWay {
  const places = look.config.endpoint.bootstraps.flatMap(({ host, port, name }): Place[] => {
    const seen = names.find((candidate) => candidate.host === host);
    const addresses = seen === undefined ? [] : addressesFrom(seen);
    return addresses.map((address) => ({
      host,
      port,
      address,
      role: 'bootstrap',
      brokerId: name?.brokerId ?? null,
    }));
  });
  const gate = createSaslGate();
  const advance = look.progress('bootstrap', places.length);
  const { topics } = look.config.subjects;
  const visits = places.map(async (place) => {
    const path = await visit(look, place, { gate, topics, onTcp: records.recorder(place) });
    advance(`${place.host} at ${place.address}`, { paths: [path] });
    return path;
  });
  return { first: firstWithMetadata(visits), all: Promise.all(visits) };
}

async function firstWithMetadata(
  visits: readonly Promise<PathObservation>[],
): Promise<PathObservation | null> {
  const successful = visits.map(async (visit) => {
    const path = await visit;
    if (path.metadata.outcome !== 'ok') throw new Error('no Metadata');
    return path;
  });
  // Promise.any rejects only when all of them failed, which is an answer too.
  return Promise.any(successful).catch(() => null);
}
