/** Names: each host asked of each resolver, the system's own lookup beside what its server says. */
import type { ResolverAddress } from '../../config/config.ts';
import { canonicalHost, sentinelNames } from '../../config/msk-name.ts';
import { parseResolver } from '../../config/network-values.ts';
import { queryServer, serverName } from '../../net/dns-query.ts';
import { addressesOf } from '../../net/addresses.ts';
import { lookupHost, resolverName } from '../../net/resolve.ts';
import type { NameObservation, NameRole, RepeatedQuestion } from '../observation.ts';
import { askAgain } from './ask-again.ts';
import type { Look } from './look.ts';

/** A name to ask for. */
export interface NameSubject {
  readonly host: string;
  readonly role: NameRole;
  readonly brokerId: number | null;
}

/** Asked for their SOA alone. */
const ZONES: ReadonlySet<NameRole> = new Set<NameRole>(['apex', 'shard-apex', 'control']);

type Server = Exclude<ResolverAddress, 'system'>;
type Answers = NameObservation['answers'];

/** The bootstraps' names. */
export function bootstrapNames({ config }: Look): readonly NameSubject[] {
  const hosts = new Map(config.endpoint.bootstraps.map(({ host, name }) => [host, name?.brokerId ?? null]));
  return [...hosts].map(([host, brokerId]): NameSubject => ({ host, role: 'bootstrap', brokerId }));
}

/** Names that tell which zone or rule answers. Nobody waits for them: they lead nowhere. */
export function probeNames({ config }: Look): readonly NameSubject[] {
  const name = config.endpoint.bootstraps.find((bootstrap) => bootstrap.name !== null)?.name ?? null;
  if (name === null) return [];
  const probes = sentinelNames(name);
  const probe = (host: string, role: NameRole): NameSubject => ({ host, role, brokerId: null });
  return [
    probe(probes.sentinel, 'sentinel'),
    probe(probes.foreignSameShard, 'foreign-same-shard'),
    probe(probes.foreignOtherShard, 'foreign-other-shard'),
    probe(probes.apex, 'apex'),
    probe(probes.shardApex, 'shard-apex'),
    probe(probes.control, 'control'),
  ];
}

/** What is known of a set of names: the first resolver's answers, and the others', which only compare. */
export interface NamesUnderWay {
  readonly first: Promise<readonly NameObservation[]>;
  /** The first resolver's answers for one of the subjects, by its canonical name, as soon as they are there. */
  readonly firstOf: ReadonlyMap<string, Promise<NameObservation>>;
  readonly all: Promise<readonly NameObservation[]>;
  /** Some of them, asked for again of the first resolver. */
  readonly again: Promise<readonly RepeatedQuestion[]>;
}

/** Asks every name of every resolver. Only the subjects' answers of the first resolver are dialled: nobody has to wait for `others`. */
export function askNames(
  look: Look,
  subjects: readonly NameSubject[],
  others: readonly NameSubject[] = [],
): NamesUnderWay {
  const { resolvers } = look.config.connectivity;
  const advance = look.progress('names', (subjects.length + others.length) * resolvers.length);
  const ask = (resolver: ResolverAddress, some: readonly NameSubject[]) =>
    some.map(async (subject) => {
      const seen = await askName(look, resolver, subject);
      advance(subject.host, { names: [seen] });
      return seen;
    });
  const byResolver = resolvers.map((resolver) => ({
    needed: ask(resolver, subjects),
    others: ask(resolver, others),
  }));
  const needed = byResolver[0]?.needed ?? [];
  const first = Promise.all(needed);
  return {
    first,
    firstOf: new Map(needed.map((name, index) => [canonicalHost(subjects[index]?.host ?? '') ?? '', name])),
    again: first.then((names) => askAgain(look, names)),
    all: Promise.all(byResolver.flatMap(({ needed, others }) => [...needed, ...others])),
  };
}

async function askName(
  look: Look,
  resolver: ResolverAddress,
  subject: NameSubject,
): Promise<NameObservation> {
  const zone = ZONES.has(subject.role);
  const server = resolver === 'system' ? systemServer(look) : resolver;
  const { ports, signal, config, pools } = look;
  const options = { ports, signal, timeoutMs: config.limits.timeoutMs };
  const [lookup, answers] = await Promise.all([
    resolver === 'system' && !zone ? pools.lookups(() => lookupHost(subject.host, options)) : null,
    server === null ? [] : askServer(look, server, subject.host, zone ? ['SOA'] : ['A', 'AAAA']),
  ]);
  return { ...subject, resolver: resolverName(resolver), lookup, answers };
}

function askServer(
  look: Look,
  server: Server,
  name: string,
  types: readonly ('A' | 'AAAA' | 'SOA')[],
): Promise<Answers> {
  const { ports, signal, config, pools } = look;
  const options = { ports, signal, timeoutMs: config.limits.timeoutMs, limiter: look.packetsTo(server) };
  const ask = (type: 'A' | 'AAAA' | 'SOA') =>
    pools.questions(() => queryServer({ name, type, server }, options));
  return Promise.all(
    types.map(async (type) => ({ type, server: serverName(server), step: await ask(type) })),
  );
}

/** The server that getaddrinfo asks first: its own words are evidence, getaddrinfo gives none. */
function systemServer({ ports }: Look): Server | null {
  const server = parseResolver(ports.systemResolvers()[0] ?? '');
  return server === 'system' ? null : server;
}

/** The addresses to dial, as the resolver of this observation gave them. */
export function addressesFrom(name: NameObservation): readonly string[] {
  const resolved =
    name.lookup ??
    addressesOf(
      name.host,
      name.answers.map(({ step }) => step),
      0,
    );
  return resolved.outcome === 'ok' ? resolved.value.addresses : [];
}
