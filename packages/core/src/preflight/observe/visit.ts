/** One visit to one address of one host: TCP, TLS, and a conversation of a few requests. */
import type { Socket } from 'node:net';
import { canonicalHost } from '../../config/msk-name.ts';
import { openConversation, type Conversation } from '../../kafka/conversation.ts';
import { OAUTHBEARER } from '../../kafka/oauth-bearer.ts';
import { dialTcp, dialTls, type Dialed, type TcpFacts } from '../../net/dial.ts';
import { skippedBy } from '../../net/timebox.ts';
import type { PathObservation } from '../observation.ts';
import { skipped, step, type Look } from './look.ts';
import type { SaslGate } from './sasl-gate.ts';

/** A host at one of its addresses. */
export type Place = Pick<PathObservation, 'host' | 'port' | 'address' | 'role' | 'brokerId'>;

type Talk = Omit<PathObservation, keyof Place | 'tcp'>;
type Steps<K extends keyof Talk> = Pick<Talk, K>;

export interface VisitOptions {
  readonly gate: SaslGate;
  /** Topics to ask about with the principal's permissions; empty: none. Null: Metadata is not asked for. */
  readonly topics: readonly string[] | null;
  /** Asks more, once the broker has let us in. It must not throw. */
  readonly ask?: (broker: Conversation) => Promise<void>;
  /** Called with the first dial's outcome, before anything else is said. */
  readonly onTcp?: (tcp: PathObservation['tcp']) => void;
}

const CLIENT_ID = 'msk-reach';
/** MSK asks for a second at least. */
const PAUSE_MS = 1_000;

/** Dials and talks; once more after a pause where the quota of connection attempts may be used up. */
export function visit(look: Look, place: Place, options: VisitOptions): Promise<PathObservation> {
  return look.pools.dials(async () => {
    const first = await visitOnce(look, place, options);
    if (!isThrottled(first.sasl) && !isClosed(first.tls)) return first;
    look.connections.pause(PAUSE_MS * (1 + look.ports.random()));
    const { onTcp: _told, ...again } = options;
    return visitOnce(look, place, again);
  });
}

async function visitOnce(look: Look, place: Place, options: VisitOptions): Promise<PathObservation> {
  const { socket, step: tcp } = await dial(look, place);
  options.onTcp?.(tcp);
  return {
    ...place,
    tcp,
    ...(socket === null
      ? noTalk(tcp.outcome === 'skipped' ? tcp.because : 'tcp')
      : await talk(look, place, socket, options)),
  };
}

/** A TCP connection, in turn. */
async function dial(look: Look, place: Pick<Place, 'address' | 'port'>): Promise<Dialed<TcpFacts, Socket>> {
  const { ports, signal, config } = look;
  try {
    await look.connections.acquire(signal);
  } catch {
    return { step: skippedBy(signal), socket: null };
  }
  return dialTcp(place, { ports, signal, timeoutMs: config.limits.timeoutMs });
}

/** A TCP connection for its own sake, in turn and closed at once. */
export function knock(look: Look, place: Pick<Place, 'address' | 'port'>): Promise<PathObservation['tcp']> {
  return look.pools.dials(async () => {
    const { socket, step } = await dial(look, place);
    socket?.destroy();
    return step;
  });
}

/** All but TCP, skipped. */
export function noTalk(because: string): Talk {
  const step = skipped(because);
  return { tls: step, apiVersions: step, sasl: step, metadata: step };
}

async function talk(look: Look, place: Place, socket: Socket, options: VisitOptions): Promise<Talk> {
  const { ports, signal, config } = look;
  const { timeoutMs } = config.limits;
  const servername = canonicalHost(place.host) ?? place.host;
  const tls = await dialTls({ socket, servername, trust: look.trust }, { ports, signal, timeoutMs });
  if (tls.socket === null)
    return { ...noTalk(tls.step.outcome === 'skipped' ? tls.step.because : 'tls'), tls: tls.step };
  using conversation = openConversation(tls.socket, { clientId: CLIENT_ID, timeoutMs, signal, ports });
  const apiVersions = await step(look, async () => ({ ranges: await conversation.apiVersions() }));
  if (apiVersions.outcome !== 'ok')
    return {
      ...noTalk(apiVersions.outcome === 'skipped' ? apiVersions.because : 'apiVersions'),
      tls: tls.step,
      apiVersions,
    };
  return { tls: tls.step, apiVersions, ...(await login(look, place, conversation, options)) };
}

/** The one place of a look where a token is written: over verified TLS, to a host that the name policy allows. */
async function login(
  look: Look,
  place: Place,
  conversation: Conversation,
  { gate, topics, ask }: VisitOptions,
): Promise<Steps<'sasl' | 'metadata'>> {
  const neither = (because: string): Steps<'sasl' | 'metadata'> => ({
    sasl: skipped(because),
    metadata: skipped(because),
  });
  if (!look.policy(place.host, place.port).allowed) return neither('name policy');
  if (!(await look.hasToken)) return neither('token');
  if (!(await gate.enter())) return neither('refused at another address');
  const sasl = await step(look, async () => {
    const mechanisms = await conversation.handshake(OAUTHBEARER);
    return { mechanisms, ...(await conversation.authenticate(await look.token())) };
  });
  gate.leave(verdictOf(sasl));
  if (sasl.outcome !== 'ok')
    return { sasl, metadata: skipped(sasl.outcome === 'skipped' ? sasl.because : 'sasl') };
  const metadata =
    topics === null
      ? skipped('not asked')
      : await step(look, () =>
          conversation.metadata({ topics, includeAuthorizedOperations: topics.length > 0 }),
        );
  await ask?.(conversation);
  return { sasl, metadata };
}

function verdictOf(sasl: PathObservation['sasl']): 'accepted' | 'refused' | 'unknown' {
  if (sasl.outcome === 'ok') return 'accepted';
  return sasl.outcome === 'error' && sasl.code === 'SASL_REFUSED' && !isThrottled(sasl)
    ? 'refused'
    : 'unknown';
}

/** A cluster whose quota is used up closes connections before it says anything. So does a broken one, also later. */
function isClosed(tls: PathObservation['tls']): boolean {
  return tls.outcome === 'error' && tls.code === 'TLS_CLOSED';
}

/** MSK's words when a cluster's quota of connection attempts is used up. */
function isThrottled(sasl: PathObservation['sasl']): boolean {
  return (
    sasl.outcome === 'error' &&
    sasl.code === 'SASL_REFUSED' &&
    /too many connects/i.test(String(sasl.facts?.['message']))
  );
}
