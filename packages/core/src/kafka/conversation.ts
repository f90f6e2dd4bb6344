/**
 * Kafka: what we say to a broker. The few requests that discovery needs, framed, versioned and bounded; one
 * conversation with one broker over a stream that somebody else connected.
 */
import type { Duplex } from 'node:stream';
import { isMskReachError, MskReachError } from '../errors.ts';
import { type Ports, realPorts } from '../ports.ts';
import { type Api, decodeResponse, encodeRequest, negotiate } from './api.ts';
import { apiVersions } from './apis/api-versions.ts';
import { describeGroups } from './apis/describe-groups.ts';
import { findCoordinator } from './apis/find-coordinator.ts';
import { LAST_VERSION_WITH_CLUSTER_OPERATIONS, metadata } from './apis/metadata.ts';
import { saslAuthenticate } from './apis/sasl-authenticate.ts';
import { saslHandshake } from './apis/sasl-handshake.ts';
import { ErrorCodes } from './error-codes.ts';
import { Exchange } from './exchange.ts';
import { oauthBearerPacket, secretsOf } from './oauth-bearer.ts';
import { brokerError, loginChallenged, loginRefused, mechanismUnsupported, unanswered } from './refusals.ts';
import { printable } from './text.ts';
import type { ApiRange, ClusterMetadata, Coordinator, GroupDescription } from './types.ts';

/** Room for the Metadata of several ten thousand brokers. */
const DEFAULT_MAX_FRAME_BYTES = 4 * 1024 * 1024;
/** What the broker's request metrics show (KIP-511). */
const SOFTWARE = { softwareName: 'msk-reach', softwareVersion: 'unknown' } as const;

/** How a conversation is held. @public */
export interface ConversationOptions {
  /** Names the client to the broker; shown in its logs and quotas. */
  readonly clientId: string;
  /** For each request, from sending it to the last byte of its answer. */
  readonly timeoutMs: number;
  /** The longest answer taken, in bytes. @default 4194304 */
  readonly maxFrameBytes?: number;
  /** Ends the conversation. A reason that is a MskReachError is what the calls fail with, else `ABORTED`. */
  readonly signal?: AbortSignal | undefined;
  /** @default the real machine */
  readonly ports?: Pick<Ports, 'sleep'>;
}

/** What is asked of the cluster. @public */
export interface MetadataQuery {
  /** Topics to ask about. `null` and `[]` both mean none: all topics are never asked for. */
  readonly topics: readonly string[] | null;
  /** Ask what the principal may do (KIP-430). Prefers a version that says so for the cluster too (8 to 10). */
  readonly includeAuthorizedOperations: boolean;
}

/**
 * One conversation with one broker. Requests are sent one at a time, in the order of the calls.
 *
 * Every call can throw: `KAFKA_FRAME_INVALID` and `KAFKA_CORRELATION_MISMATCH` (the peer does not speak Kafka
 * properly), `KAFKA_VERSION_UNSUPPORTED`, `KAFKA_ERROR` (an error code; `details` { api, errorCode, errorName,
 * message }), `KAFKA_TIMEOUT`, `KAFKA_CLOSED` (the broker hung up, or an earlier call ended the conversation),
 * `ABORTED`, `CLOSED` (by `close()`). Any error but the broker's own refusals (`KAFKA_ERROR`, `SASL_*`), `TOKEN_INVALID`
 * and `KAFKA_VERSION_UNSUPPORTED` ends the conversation and destroys the stream.
 *
 * @public
 */
export interface Conversation extends Disposable {
  /**
   * What the broker speaks. Asks with version 3 and falls back as the broker says (KIP-511). Works before login. Asked
   * once: Kafka hangs up on a second ApiVersions before the login.
   */
  apiVersions(): Promise<readonly ApiRange[]>;
  /**
   * Names the SASL mechanism and returns those that the broker offers.
   *
   * @throws MskReachError `SASL_MECHANISM_UNSUPPORTED`, `details.offered` naming what there is instead
   */
  handshake(mechanism: string): Promise<readonly string[]>;
  /**
   * Logs in with a bearer token (OAUTHBEARER, RFC 7628). Call it only on a stream whose peer was verified.
   *
   * @returns how long the session lasts, milliseconds; 0 for one without end
   * @throws MskReachError `SASL_REFUSED` with `details.message`, the broker's own text, bounded and without secrets;
   *   `retryable` for "Too many connects" alone. `TOKEN_INVALID` for what is no bearer token
   */
  authenticate(token: string): Promise<{ readonly sessionLifetimeMs: number }>;
  /** The cluster as this broker sees it. Nothing in the answer is to be trusted: see the name policy. */
  metadata(query: MetadataQuery): Promise<ClusterMetadata>;
  /**
   * The broker that looks after a group. Nothing in the answer is to be trusted: see the name policy.
   *
   * @throws MskReachError `KAFKA_ERROR`, `details.errorCode` 30 where the principal may not see the group
   */
  findCoordinator(group: string): Promise<Coordinator>;
  /**
   * What the group's coordinator knows of it, and what the principal may do to it. Any other broker refuses.
   *
   * @throws MskReachError `KAFKA_ERROR`, `details.errorCode` 30 where the principal may not see the group
   */
  describeGroup(group: string): Promise<GroupDescription>;
  /** Destroys the stream; what waits fails with `CLOSED`. Idempotent. */
  close(): void;
}

/**
 * Starts a conversation over a stream that is connected already; the stream is the conversation's from now on.
 *
 * @param stream a connected TLS (or, for tests, plain) socket
 * @public
 */
export function openConversation(stream: Duplex, options: ConversationOptions): Conversation {
  return new BrokerConversation(stream, options);
}

class BrokerConversation implements Conversation {
  readonly #clientId: string;
  readonly #exchange: Exchange;
  /** The request in flight, or settled; the next one waits for it. */
  #last: Promise<unknown> = Promise.resolve();
  #correlationId = 0;
  #ranges: readonly ApiRange[] | null = null;

  constructor(stream: Duplex, options: ConversationOptions) {
    this.#clientId = options.clientId;
    this.#exchange = new Exchange(stream, {
      timeoutMs: options.timeoutMs,
      maxFrameBytes: options.maxFrameBytes ?? DEFAULT_MAX_FRAME_BYTES,
      signal: options.signal,
      ports: options.ports ?? realPorts,
    });
  }

  apiVersions(): Promise<readonly ApiRange[]> {
    return this.#inTurn(() => this.#knownRanges());
  }

  handshake(mechanism: string): Promise<readonly string[]> {
    return this.#inTurn(async () => {
      const version = await this.#version(saslHandshake);
      const { errorCode, mechanisms } = await this.#ask(saslHandshake, version, { mechanism });
      if (errorCode === ErrorCodes.UNSUPPORTED_SASL_MECHANISM) {
        throw mechanismUnsupported(mechanism, mechanisms);
      }
      if (errorCode !== ErrorCodes.NONE) throw brokerError(saslHandshake.name, errorCode);
      return mechanisms;
    });
  }

  authenticate(token: string): Promise<{ readonly sessionLifetimeMs: number }> {
    return this.#inTurn(async () => {
      const authBytes = oauthBearerPacket(token);
      const version = await this.#version(saslAuthenticate);
      const answer = await this.#ask(saslAuthenticate, version, { authBytes });
      const { errorCode, errorMessage, sessionLifetimeMs } = answer;
      if (errorCode !== ErrorCodes.NONE) throw loginRefused(errorCode, errorMessage, secretsOf(token));
      if (answer.authBytes.length > 0) throw loginChallenged(answer.authBytes, secretsOf(token));
      return { sessionLifetimeMs };
    });
  }

  metadata({ topics, includeAuthorizedOperations }: MetadataQuery): Promise<ClusterMetadata> {
    return this.#inTurn(async () => {
      const version = await this.#metadataVersion(includeAuthorizedOperations);
      const request = { topics: topics ?? [], includeAuthorizedOperations };
      const { errorCode, ...cluster } = await this.#ask(metadata, version, request);
      if (errorCode !== ErrorCodes.NONE) throw brokerError(metadata.name, errorCode);
      return cluster;
    });
  }

  findCoordinator(group: string): Promise<Coordinator> {
    return this.#inTurn(async () => {
      const version = await this.#version(findCoordinator);
      const { errorCode, ...coordinator } = await this.#ask(findCoordinator, version, { group });
      if (errorCode !== ErrorCodes.NONE) throw brokerError(findCoordinator.name, errorCode);
      return coordinator;
    });
  }

  describeGroup(group: string): Promise<GroupDescription> {
    return this.#inTurn(async () => {
      const version = await this.#version(describeGroups);
      const request = { groups: [group], includeAuthorizedOperations: true };
      const { groups } = await this.#ask(describeGroups, version, request);
      const found = groups.find(({ name }) => name === printable(group, group.length));
      if (found === undefined) throw unanswered(describeGroups.name);
      const { errorCode, name: _asked, ...description } = found;
      if (errorCode !== ErrorCodes.NONE) throw brokerError(describeGroups.name, errorCode);
      return description;
    });
  }

  close(): void {
    this.#exchange.fail(new MskReachError('CLOSED', 'the conversation was closed'));
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task);
    // Whoever called has the error; the next in turn only waits.
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #knownRanges(): Promise<readonly ApiRange[]> {
    this.#ranges ??= await this.#askRanges();
    return this.#ranges;
  }

  async #askRanges(): Promise<readonly ApiRange[]> {
    const first = await this.#ask(apiVersions, apiVersions.maxVersion, SOFTWARE);
    const answer =
      first.errorCode === ErrorCodes.UNSUPPORTED_VERSION
        ? await this.#ask(apiVersions, fallbackVersion(first.ranges), SOFTWARE)
        : first;
    if (answer.errorCode !== ErrorCodes.NONE) throw brokerError(apiVersions.name, answer.errorCode);
    return answer.ranges;
  }

  async #version(api: Api<never, unknown>, maxVersion?: number): Promise<number> {
    return negotiate(api, await this.#knownRanges(), maxVersion);
  }

  async #metadataVersion(withOperations: boolean): Promise<number> {
    if (!withOperations) return this.#version(metadata);
    const range = (await this.#knownRanges()).find(({ apiKey }) => apiKey === metadata.key);
    const tellsOfCluster = (range?.minVersion ?? 0) <= LAST_VERSION_WITH_CLUSTER_OPERATIONS;
    return this.#version(metadata, tellsOfCluster ? LAST_VERSION_WITH_CLUSTER_OPERATIONS : undefined);
  }

  async #ask<Request, Response>(
    api: Api<Request, Response>,
    version: number,
    request: Request,
  ): Promise<Response> {
    const correlationId = this.#correlationId++;
    const header = { correlationId, clientId: this.#clientId };
    const message = await this.#exchange.send(api.name, encodeRequest(api, version, header, request));
    try {
      return decodeResponse(api, version, correlationId, message);
    } catch (error) {
      if (isMskReachError(error)) this.#exchange.fail(error);
      throw error;
    }
  }
}

/** Brokers before Kafka 2.4 name no range beside error 35; version 0 every broker speaks. */
function fallbackVersion(ranges: readonly ApiRange[]): number {
  const known = ranges.some(({ apiKey }) => apiKey === apiVersions.key);
  return known ? negotiate(apiVersions, ranges, apiVersions.maxVersion - 1) : apiVersions.minVersion;
}
