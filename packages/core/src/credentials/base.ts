/** The credentials that everything starts from: the SDK's default chain, a profile, or the user's own provider. */
import type { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { defaults } from '../config/resolve.ts';
import { isMskReachError, MskReachError } from '../errors.ts';
import { DeadlineError, unlessAborted, withDeadline } from './abort.ts';
import { chainAssumers, type ChainAssumers } from './chain-assumers.ts';
import { plainCause, printable } from './printable.ts';
import type { SigningCredentials } from './signing-credentials.ts';
import type { StsContext } from './sts.ts';
import { stsError } from './sts-errors.ts';

/** Base credentials, and where they came from. */
export interface BaseCredentials {
  readonly credentials: SigningCredentials;
  readonly source: string;
}

/** Why one link of the SDK's chain had nothing. */
interface LinkFailure {
  readonly link: string;
  readonly reason: string;
}

interface Given {
  readonly accessKeyId?: unknown;
  readonly secretAccessKey?: unknown;
  readonly sessionToken?: unknown;
  readonly expiration?: unknown;
  /** Which features the SDK used, by name. */
  readonly $source?: Readonly<Record<string, unknown>>;
}

type Provider = (options?: { readonly forceRefresh?: boolean }) => Promise<Given>;

/** The SDK's names of what it used, the most telling first. */
const SOURCES: readonly (readonly [string, string])[] = [
  ['CREDENTIALS_ENV_VARS_STS_WEB_ID_TOKEN', 'web identity'],
  ['CREDENTIALS_STS_ASSUME_ROLE_WEB_ID', 'web identity'],
  ['CREDENTIALS_PROFILE_SSO', 'single sign-on'],
  ['CREDENTIALS_SSO', 'single sign-on'],
  ['CREDENTIALS_PROFILE_PROCESS', 'credential process'],
  ['CREDENTIALS_PROCESS', 'credential process'],
  ['CREDENTIALS_HTTP', 'container'],
  ['CREDENTIALS_IMDS', 'instance metadata'],
  ['CREDENTIALS_STS_ASSUME_ROLE', 'role of a profile'],
  ['CREDENTIALS_PROFILE', 'shared credentials file'],
  ['CREDENTIALS_ENV_VARS', 'environment variables'],
];

/** A function that gets the base credentials anew each time it is called. */
export function createBase(context: StsContext): (signal: AbortSignal) => Promise<BaseCredentials> {
  const failures: LinkFailure[] = [];
  let provider: Promise<Provider> | null = null;
  let current: AbortSignal | undefined;
  const assumers = chainAssumers(context, () => current);
  return async (signal) => {
    failures.length = 0;
    try {
      provider ??= createProvider(context, failures, { assumers, signal: () => current });
      const get = await provider;
      const given = await withDeadline(context.timeoutMs, signal, (limit) => {
        current = limit;
        return unlessDone(get({ forceRefresh: true }), limit);
      });
      return { credentials: check(given), source: sourceOf(context, given) };
    } catch (error) {
      // The SDK's chain goes on with what hangs, and would answer every later call with it.
      if (error instanceof DeadlineError) provider = null;
      throw (await stsDeadline(error, context, assumers)) ?? unavailable(error, context, failures);
    }
  };
}

interface Ways {
  readonly assumers: ChainAssumers;
  /** The one of the call under way. */
  readonly signal: () => AbortSignal | undefined;
}

async function createProvider(
  context: StsContext,
  failures: LinkFailure[],
  { assumers, signal }: Ways,
): Promise<Provider> {
  const { base } = context.identity;
  if (base.kind === 'provider') return base.provider as Provider;
  const { fromIni, fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
  const { hasContainer } = await import('./container.ts');
  const { region, agents } = await context.place();
  const { roleAssumer, roleAssumerWithWebIdentity } = assumers;
  const shared = {
    clientConfig: { region, requestHandler: { ...agents, connectionTimeout: context.timeoutMs } },
    roleAssumer,
    roleAssumerWithWebIdentity,
    logger: collector(failures),
  };
  if (base.kind === 'profile') return fromIni({ ...shared, profile: base.profile }) as Provider;
  const sessionName = context.ports.env['AWS_ROLE_SESSION_NAME'] ?? defaults.sessionName;
  const init = { ...shared, roleSessionName: sessionName };
  return hasContainer(context.ports.env)
    ? containerChain(init, context, signal)
    : fromNodeProviderChain(init);
}

/** The SDK's default chain in a container, with our own last link. */
async function containerChain(
  init: Parameters<typeof fromNodeProviderChain>[0] & { readonly logger: { debug(words: string): void } },
  { ports, timeoutMs }: StsContext,
  signal: Ways['signal'],
): Promise<Provider> {
  const { fromEnv, fromIni, fromProcess, fromTokenFile } = await import('@aws-sdk/credential-providers');
  const { fromContainer } = await import('./container.ts');
  const links = { fromEnv, fromIni, fromProcess, fromTokenFile };
  return async () => {
    for (const [name, link] of Object.entries(links)) {
      if (link === fromEnv && ports.env['AWS_PROFILE']) continue;
      init.logger.debug(`defaultProvider::${name}`);
      try {
        return await link(init)();
      } catch (error) {
        if ((error as { readonly tryNextLink?: unknown }).tryNextLink !== true) throw error;
      }
    }
    return fromContainer(ports, timeoutMs, signal() ?? new AbortController().signal);
  };
}

/** The chain says why a link had nothing only to its logger. */
function collector(failures: LinkFailure[]) {
  let link = 'environment';
  const debug = (...words: unknown[]): void => {
    const line = String(words[0]);
    link = /(?:defaultProvider|remoteProvider)::(?:from)?([\w/]+)/.exec(line)?.[1] ?? link;
    const reason = /^@smithy\/property-provider (?:->|\(!\)) (.*)$/s.exec(line)?.[1];
    const internal =
      reason === undefined ||
      /^Skipping SSO provider in default chain|^Could not load credentials from any/.test(reason);
    if (!internal) failures.push({ link, reason: printable(reason, [], 200) });
  };
  const ignore = (): void => undefined;
  return { trace: ignore, debug, info: ignore, warn: ignore, error: ignore };
}

function check(given: Given): SigningCredentials {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = given;
  if (
    typeof accessKeyId !== 'string' ||
    accessKeyId === '' ||
    typeof secretAccessKey !== 'string' ||
    secretAccessKey === ''
  ) {
    throw new MskReachError('CREDENTIALS_UNAVAILABLE', 'The provider gave no access key.');
  }
  if (expiration !== undefined && !(expiration instanceof Date && !Number.isNaN(expiration.getTime()))) {
    throw new MskReachError(
      'CREDENTIALS_UNAVAILABLE',
      "The provider's credentials have an expiration that is no date.",
    );
  }
  return {
    accessKeyId,
    secretAccessKey,
    ...(typeof sessionToken === 'string' && sessionToken !== '' ? { sessionToken } : {}),
    ...(expiration instanceof Date ? { expiration } : {}),
  };
}

function sourceOf({ identity }: StsContext, given: Given): string {
  const used = given.$source ?? {};
  const source = SOURCES.find(([feature]) => Object.hasOwn(used, feature))?.[1];
  if (identity.base.kind === 'provider') return source === undefined ? 'provider' : `provider (${source})`;
  if (identity.base.kind === 'profile')
    return `profile ${identity.base.profile}${source === undefined ? '' : ` (${source})`}`;
  return source ?? 'default chain';
}

/** The time ran out while the chain waited for STS: that is STS's failure, not a lack of credentials. */
async function stsDeadline(
  error: unknown,
  context: StsContext,
  assumers: ChainAssumers,
): Promise<MskReachError | null> {
  const call = assumers.open();
  if (call === null || !(error instanceof DeadlineError)) return null;
  const { endpoint } = await context.place();
  return stsError(error, { ...call, endpoint, secrets: [] });
}

function unavailable(error: unknown, context: StsContext, failures: readonly LinkFailure[]): MskReachError {
  if (isMskReachError(error)) return error;
  const { base } = context.identity;
  const wanted =
    base.kind === 'default'
      ? 'the default chain'
      : base.kind === 'profile'
        ? `the profile '${base.profile}'`
        : 'the provider given';
  // Roles of profiles and web identity fail as STS does.
  const known = stsError(error, {
    operation: 'The base credentials',
    endpoint: 'the base credentials',
    secrets: [],
  });
  const last = printable(error instanceof Error ? error.message : String(error));
  const links = failures.map(({ link, reason }) => `${link}: ${reason}`);
  // What ended the chain is not always a link's own word: a deadline says nothing to the chain's logger.
  const reasons = [...links, ...(links.some((link) => link.includes(last)) ? [] : [last])].join('; ');
  return new MskReachError(
    'CREDENTIALS_UNAVAILABLE',
    `No base credentials from ${printable(wanted)}: ${reasons}`,
    {
      retryable: known.retryable,
      cause: plainCause(error),
      details: { ...known.details, base: base.kind, links: [...failures] },
    },
  );
}

async function unlessDone<T>(work: Promise<T>, limit: AbortSignal): Promise<T> {
  try {
    return await unlessAborted(work, limit);
  } catch (error) {
    // The deadline's own words say more than "given up".
    throw isMskReachError(error) && error.code === 'ABORTED' ? error.cause : error;
  }
}
