/** Calls to STS: one client a call, one deadline a call with its retries, answers bounded, the clock noted. */
import type { Readable } from 'node:stream';
import type { STSClient, STSClientConfig } from '@aws-sdk/client-sts';
import type { Config } from '../config/config.ts';
import { isRegion } from '../config/region.ts';
import { isMskReachError, MskReachError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { aborted, withDeadline } from './abort.ts';
import { agentsFor, type Agents } from './proxy.ts';
import { secretsOf, type SigningCredentials } from './signing-credentials.ts';
import { stsError } from './sts-errors.ts';
import type { Recorder } from './trace.ts';

const MAX_ANSWER_BYTES = 256 * 1024;
/** Pauses between attempts double, each stretched at random by up to twice. */
const RETRIES = { retries: 3, factor: 2, maxTimeout: 5_000, randomize: true } as const;

/** Where STS is, and how to get there. Looked up once. */
export interface StsPlace {
  readonly region: string;
  readonly endpoint: string;
  readonly agents: Agents;
}

/** Everything that a call to STS needs. */
export interface StsContext {
  readonly identity: Config['identity'];
  /** The signing Region. */
  readonly region: string | null;
  readonly ports: Ports;
  /** Milliseconds for one call with its retries. */
  readonly timeoutMs: number;
  /** Milliseconds before the second attempt. */
  readonly retryPauseMs: number;
  readonly recorder: Recorder;
  readonly place: () => Promise<StsPlace>;
}

/** One request: what to send, as whom. */
export interface StsRequest<Answer> {
  readonly operation: string;
  readonly roleArn?: string;
  readonly credentials: SigningCredentials;
  readonly send: (client: STSClient, signal: AbortSignal) => Promise<Answer>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends one request, and again on throttling, network errors and 5xx, never on a refusal.
 *
 * @throws MskReachError with one of the STS_ codes, CREDENTIALS_EXPIRED or ABORTED
 */
export async function callSts<Answer>(context: StsContext, request: StsRequest<Answer>): Promise<Answer> {
  const place = await context.place();
  const { STSClient } = await import('@aws-sdk/client-sts');
  const { default: pRetry } = await import('p-retry');
  const { operation, roleArn } = request;
  const call = {
    operation,
    ...(roleArn === undefined ? {} : { roleArn }),
    endpoint: place.endpoint,
    secrets: secretsOf(request.credentials),
  };
  const client = new STSClient(clientConfig(context, place, request.credentials));
  watchClock(client, context);
  let last: MskReachError | null = null;
  const attempt = async (signal: AbortSignal): Promise<Answer> => {
    try {
      return await request.send(client, signal);
    } catch (error) {
      last = stsError(signal.aborted ? signal.reason : error, call);
      throw last;
    }
  };
  try {
    return await withDeadline(context.timeoutMs, request.signal, (signal) =>
      pRetry(() => attempt(signal), {
        ...RETRIES,
        minTimeout: context.retryPauseMs,
        signal,
        shouldRetry: ({ error }) => isMskReachError(error) && error.retryable && !signal.aborted,
      }),
    );
  } catch (error) {
    if (request.signal?.aborted === true) throw aborted(request.signal);
    // A deadline that fires in a pause between attempts: what the last attempt heard says more.
    throw last ?? stsError(error, call);
  } finally {
    client.destroy();
  }
}

function clientConfig(
  { identity, timeoutMs, recorder }: StsContext,
  place: StsPlace,
  credentials: SigningCredentials,
): STSClientConfig {
  return {
    ...placeConfig(identity, place.region),
    credentials,
    maxAttempts: 1,
    // What an earlier answer said of this machine's clock saves a refused attempt.
    systemClockOffset: recorder.skewMs(),
    requestHandler: { ...place.agents, connectionTimeout: timeoutMs },
    streamCollector: (stream: Readable) => collect(stream),
  };
}

function placeConfig(identity: Config['identity'], region: string): STSClientConfig {
  return {
    region,
    ...(identity.sts.endpoint === null ? {} : { endpoint: identity.sts.endpoint }),
    ...(identity.sts.fips ? { useFipsEndpoint: true } : {}),
    ...(identity.base.kind === 'profile' ? { profile: identity.base.profile } : {}),
  };
}

async function collect(stream: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new Error(`the answer is longer than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Notes the Date header of every answer, refusals too. Whole seconds: the middle of the second is compared. */
function watchClock(client: STSClient, { ports, recorder }: StsContext): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const sentAt = ports.now();
      const started = ports.monotonic();
      const result = await next(args);
      const ms = ports.monotonic() - started;
      const date = dateOf(result.response);
      if (date !== null) recorder.clock(Math.round(date + 500 - (sentAt + ms / 2)), ms);
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'mskReachClock' },
  );
}

function dateOf(response: unknown): number | null {
  const headers = (response as { readonly headers?: Readonly<Record<string, unknown>> } | undefined)?.headers;
  const text = headers?.['date'];
  const at = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

/**
 * STS's Region is where the client runs, not where the cluster is: the explicit one, AWS_REGION,
 * AWS_DEFAULT_REGION, the profile's, and only then the signing Region.
 */
export async function findPlace(
  identity: Config['identity'],
  signingRegion: string | null,
  ports: Ports,
): Promise<StsPlace> {
  const { STSClient } = await import('@aws-sdk/client-sts');
  const region =
    identity.sts.region ?? regionOf(ports.env) ?? (await profileRegion(identity, ports)) ?? signingRegion;
  if (region === null) {
    throw new MskReachError(
      'CONFIG_INVALID',
      'No Region is known for STS: give stsRegion or region, or set AWS_REGION.',
    );
  }
  // Nothing is sent, so nobody has to be asked for credentials.
  const credentials = { accessKeyId: 'none', secretAccessKey: 'none' };
  const client = new STSClient({ ...placeConfig(identity, region), credentials });
  try {
    const endpoint = await endpointOf(client);
    return { region, endpoint, agents: await agentsFor(endpoint, ports.env) };
  } catch (error) {
    throw stsError(error, {
      operation: 'Finding STS',
      endpoint: identity.sts.endpoint ?? region,
      secrets: [],
    });
  } finally {
    client.destroy();
  }
}

function regionOf(env: Ports['env']): string | null {
  for (const value of [env['AWS_REGION'], env['AWS_DEFAULT_REGION']]) {
    if (value !== undefined && isRegion(value)) return value;
  }
  return null;
}

async function profileRegion(identity: Config['identity'], ports: Ports): Promise<string | null> {
  const { STSClient } = await import('@aws-sdk/client-sts');
  const profile = identity.base.kind === 'profile' ? identity.base.profile : ports.env['AWS_PROFILE'];
  const client = new STSClient(profile === undefined ? {} : { profile });
  try {
    const region = await client.config.region();
    return isRegion(region) ? region : null;
  } catch {
    // The SDK's way to say that neither environment nor profile names one.
    return null;
  } finally {
    client.destroy();
  }
}

/** The endpoint as the SDK resolves it: explicit, AWS_ENDPOINT_URL_STS, the profile's, or the Regional one. Nothing is sent. */
async function endpointOf(client: STSClient): Promise<string> {
  const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  let origin = '';
  client.middlewareStack.add(
    () =>
      async ({ request }) => {
        const { protocol, hostname, port } = request as {
          readonly protocol: string;
          readonly hostname: string;
          readonly port?: number;
        };
        origin = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`;
        return { output: { $metadata: {} }, response: null };
      },
    { step: 'build', name: 'mskReachEndpoint' },
  );
  await client.send(new GetCallerIdentityCommand({}));
  return origin;
}
