/**
 * The credentials room: who we are. Base credentials, then each role of the chain, every link remembered for as long
 * as it is good and every outcome recorded.
 */
import type { Config, RoleHop } from '../config/config.ts';
import { defaults } from '../config/resolve.ts';
import { publishing } from '../events.ts';
import type { Ports } from '../ports.ts';
import { realPorts } from '../ports.ts';
import type { Step } from '../step.ts';
import { assumeRole } from './assume-role.ts';
import { createBase } from './base.ts';
import { askCaller, fetchAgain, type Principal } from './caller.ts';
import { keepFresh, type Renewal } from './keep-fresh.ts';
import { printable } from './printable.ts';
import { renewing, type Failing, type Renewing } from './renewing.ts';
import type { SigningCredentials } from './signing-credentials.ts';
import type { StsContext } from './sts.ts';
import { findPlace, type StsPlace } from './sts-place.ts';
import { createRecorder, failedStep, type IdentityTrace, type Recorder } from './trace.ts';

/** Who signs. One for each client; close it with the client. @public */
export interface Identity {
  /**
   * Credentials that work now: cached, renewed when less than 15 minutes (or a quarter of a shorter lifetime) are
   * left, one flight at a time. A failed renewal keeps credentials that still work.
   *
   * @throws MskReachError CREDENTIALS_UNAVAILABLE, CREDENTIALS_EXPIRED, one of the STS_ codes, ABORTED, CLOSED
   */
  credentials(signal?: AbortSignal): Promise<SigningCredentials>;
  /**
   * Fetches every link of the chain anew, whatever is kept: for credentials that a broker refused. Credentials that
   * still live are kept where that fails.
   *
   * @throws MskReachError as `credentials` does
   */
  renew(signal?: AbortSignal): Promise<void>;
  /**
   * From now on renewals happen ahead of time, in the background, until `close`. `tell` hears when a renewal fails, and
   * when one works again: once each.
   */
  keepFresh(tell: (renewal: Renewal) => void): void;
  /** What stands in the way of fresh credentials that are due; null: nothing, or none are due. Asks nobody. */
  failing(): Failing | null;
  /** GetCallerIdentity with the signing credentials, or with others. Asks each time. */
  caller(signal?: AbortSignal, credentials?: SigningCredentials): Promise<Step<Principal>>;
  /**
   * Base credentials that are fetched a second time, as a refresh would: nothing that is kept changes. `skipped` where
   * no refresh makes another principal. The value is a secret.
   */
  again(signal?: AbortSignal): Promise<Step<SigningCredentials>>;
  /** The latest outcome of each hop. */
  trace(): IdentityTrace;
  close(): void;
}

/** How long an identity waits, milliseconds. @public */
export interface IdentityTimes {
  /** For each hop with its retries. @default 10000 */
  readonly timeoutMs?: number;
  /** Before the second attempt; doubled after each. @default 200 */
  readonly retryPauseMs?: number;
}

const RETRY_PAUSE_MS = 200;

/**
 * An identity that has not asked anybody yet.
 *
 * @param region the signing Region, where STS is asked when nothing says where the client runs
 * @public
 */
export function createIdentity(
  identity: Config['identity'],
  region: string | null,
  ports: Ports = realPorts,
  { timeoutMs = defaults.timeoutMs, retryPauseMs = RETRY_PAUSE_MS }: IdentityTimes = {},
): Identity {
  const recorder = createRecorder(identity);
  const context: StsContext = {
    identity,
    region,
    ports,
    timeoutMs,
    retryPauseMs,
    recorder,
    place: placeOf(identity, region, ports, recorder),
  };
  const links: Renewing[] = [renewBase(context)];
  for (const [index, hop] of identity.roles.entries())
    links.push(renewHop(context, hop, index, links[index] as Renewing));
  const last = links[links.length - 1] as Renewing;
  const closing = new AbortController();
  return {
    credentials: (signal) => last.get(signal),
    renew: (signal) => renewAll(links, signal),
    keepFresh: (tell) => {
      // Ends by `close`, or where nothing ever ends.
      keepFresh(last, ports, closing.signal, tell).catch(() => undefined);
    },
    failing: last.failing,
    caller: (signal, credentials) => askCaller(context, async () => credentials ?? last.get(signal), signal),
    again: (signal) => fetchAgain(context, last, signal),
    trace: recorder.snapshot,
    close: () => {
      closing.abort();
      links.forEach((link) => link.close());
    },
  };
}

/** A link before the last that fails but still has credentials does not stand in the way of the last. */
async function renewAll(links: readonly Renewing[], signal: AbortSignal | undefined): Promise<void> {
  for (const [index, link] of links.entries()) {
    const mayFail = index < links.length - 1 && link.leftMs() > 0;
    await link.renew(signal).catch((error: unknown) => {
      if (!mayFail) throw error;
    });
  }
}

/** The identity that a config describes. */
export function identityOf(config: Config, ports: Ports): Identity {
  const { identity, endpoint, limits } = config;
  return createIdentity(identity, endpoint.region, ports, { timeoutMs: limits.timeoutMs });
}

/** GetCallerIdentity as whoever signs; a failure is a step, not an exception. @public */
export function callerIdentity(identity: Identity, signal?: AbortSignal): Promise<Step<Principal>> {
  return identity.caller(signal);
}

function renewBase({ recorder, ports, ...rest }: StsContext): Renewing {
  const context = { recorder, ports, ...rest };
  const isLast = context.identity.roles.length === 0;
  const fetchBase = createBase(context);
  return toldRenewing(null, ports, async (signal) => {
    const started = ports.monotonic();
    try {
      const { credentials, source } = await fetchBase(signal);
      const expiresAt = credentials.expiration?.toISOString() ?? null;
      const value = { source, expiresAt, temporary: credentials.sessionToken !== undefined };
      recorder.base({ outcome: 'ok', value, ms: ports.monotonic() - started });
      if (isLast) recorder.signing(expiresAt);
      return credentials;
    } catch (error) {
      recorder.base(failedStep(error, ports.monotonic() - started));
      throw error;
    }
  });
}

/** A link whose every fetch is told of. */
function toldRenewing(
  roleArn: string | null,
  ports: Ports,
  fetch: (signal: AbortSignal) => Promise<SigningCredentials>,
): Renewing {
  const telling = {
    about: { roleArn },
    told: ({ expiration }: SigningCredentials) => ({ expiresAt: expiration?.toISOString() ?? null }),
  };
  return renewing(
    (signal) => publishing('msk-reach:credentials', ports, telling, () => fetch(signal)),
    ports,
  );
}

function renewHop(context: StsContext, hop: RoleHop, index: number, before: Renewing): Renewing {
  const { recorder, ports, identity } = context;
  return toldRenewing(hop.arn, ports, async (signal) => {
    const source = await before.get(signal).catch((error: unknown) => {
      recorder.hop(index, {
        outcome: 'skipped',
        because: 'the credentials before this hop could not be had',
      });
      throw error;
    });
    const started = ports.monotonic();
    try {
      const { credentials, arn, expiresAt } = await assumeRole(context, hop, source, signal);
      recorder.hop(index, {
        outcome: 'ok',
        value: { arn: printable(arn, [], 2048), expiresAt },
        ms: ports.monotonic() - started,
      });
      if (index === identity.roles.length - 1) recorder.signing(expiresAt);
      return credentials;
    } catch (error) {
      recorder.hop(index, failedStep(error, ports.monotonic() - started));
      throw error;
    }
  });
}

function placeOf(
  identity: Config['identity'],
  region: string | null,
  ports: Ports,
  recorder: Recorder,
): () => Promise<StsPlace> {
  let found: Promise<StsPlace> | null = null;
  return async () => {
    found ??= findPlace(identity, region, ports);
    try {
      const place = await found;
      recorder.sts(place.endpoint, place.region);
      return place;
    } catch (error) {
      found = null;
      throw error;
    }
  };
}
