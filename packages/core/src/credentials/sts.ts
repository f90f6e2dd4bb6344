/** Calls to STS: one client a call, one deadline a call with its retries, answers bounded, the clock noted. */
import type { Readable } from 'node:stream';
import type { STSClient, STSClientConfig } from '@aws-sdk/client-sts';
import type { Config } from '../config/config.ts';
import { isMskReachError, type MskReachError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { aborted, withDeadline } from './abort.ts';
import { readBounded } from './bounded.ts';
import { secretsOf, type SigningCredentials } from './signing-credentials.ts';
import { stsError } from './sts-errors.ts';
import { placeConfig, type StsPlace } from './sts-place.ts';
import type { Recorder } from './trace.ts';

/** Pauses between attempts double, each stretched at random by up to twice. */
const RETRIES = { retries: 3, factor: 2, maxTimeout: 5_000, randomize: true } as const;

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
  /** null: the request proves who asks by itself (web identity). */
  readonly credentials: SigningCredentials | null;
  /** What must not be in the words of a failure, besides those. */
  readonly secrets?: readonly string[];
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
    secrets: [
      ...(request.secrets ?? []),
      ...(request.credentials === null ? [] : secretsOf(request.credentials)),
    ],
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
  credentials: SigningCredentials | null,
): STSClientConfig {
  return {
    ...placeConfig(identity, place.region),
    ...(credentials === null ? {} : { credentials }),
    maxAttempts: 1,
    // What an earlier answer said of this machine's clock saves a refused attempt.
    systemClockOffset: recorder.skewMs(),
    requestHandler: { ...place.agents, connectionTimeout: timeoutMs },
    streamCollector: (stream: Readable) => readBounded(stream),
  };
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
