import { randomUUID } from 'node:crypto';
import { ErrorCodes } from '@msk-reach/core/protocol';
import type { SaslAuthenticateAnswer, WireAnswer, WireApi, WireRange } from './answers.ts';
import {
  readApiVersions,
  readDescribeGroups,
  readFindCoordinator,
  readMetadata,
  readSaslAuthenticate,
  readSaslHandshake,
  type RequestHeader,
} from './requests.ts';
import {
  coordinatorOf,
  type DescribedCluster,
  describeCluster,
  describeGroups,
  NO_COORDINATOR,
} from './describe.ts';
import type { Reader } from '@msk-reach/core/protocol';
import { bearerToken, isAccepted, type TokenAccepted, type TokenCheck } from './token-check.ts';

/** Kafka starts a re-authentication at most once a second. */
const MIN_REAUTHENTICATION_MS = 1000;
const INVALID_REQUEST = 42;
const OAUTHBEARER = 'OAUTHBEARER';
/** Later versions of FindCoordinator ask for many at once. */
const LAST_SINGLE_COORDINATOR = 3;

/** What a session needs from the brokers it belongs to, asked anew each time. */
export interface SessionHost {
  readonly broker: number;
  readonly ranges: readonly WireRange[];
  readonly mechanisms: readonly string[];
  /** Milliseconds; 0 for the token's remaining life. */
  readonly sessionMaxMs: () => number;
  readonly checkToken: TokenCheck;
  /** Whether this connection is one too many for the quota. */
  readonly tooManyConnects: boolean;
  readonly now: () => number;
  readonly cluster: () => DescribedCluster;
  /** A line about a login, for people. */
  readonly say: (line: string) => void;
}

/** What comes of one request: nothing but the end of the connection, or an answer and perhaps the end after it. */
export type Outcome = 'close' | { readonly answer: WireAnswer; readonly thenClose?: boolean };

type State = 'new' | 'versions-told' | 'handshaken' | 'authenticated';

/**
 * What Kafka's SASL authenticator lets a connection do, in order: ApiVersions at most once, SaslHandshake,
 * SaslAuthenticate, then anything until the session ends, when only a re-authentication is left. Kafka answers what is
 * out of order by hanging up.
 */
export class WireSession {
  readonly #host: SessionHost;
  #state: State = 'new';
  #principal: string | null = null;
  /** When the last re-authentication began. */
  #renewedAt = -Infinity;
  #endsAt = Infinity;

  constructor(host: SessionHost) {
    this.#host = host;
  }

  /** @throws MskReachError `KAFKA_FRAME_INVALID` for a request that cannot be read */
  handle(header: RequestHeader, reader: Reader): Outcome {
    const supported = this.#supports(header);
    if (this.#state === 'handshaken' && header.api !== undefined && header.api !== 'SaslAuthenticate') {
      return supported ? { answer: illegal(header, header.api, reader), thenClose: true } : 'close';
    }
    if (header.api === 'ApiVersions') return this.#apiVersions(header, reader, supported);
    if (!supported) return 'close';
    if (header.api === 'SaslHandshake') return this.#handshake(reader);
    if (header.api === 'SaslAuthenticate') return this.#authenticate(reader);
    // Real Kafka speaks the rest; this engine does not.
    if (header.api === undefined || !this.#isOpen()) return 'close';
    const answer = this.#describe(header.api, header.version, reader);
    return answer === null ? 'close' : { answer };
  }

  #supports({ key, version }: RequestHeader): boolean {
    return this.#host.ranges.some(
      ({ apiKey, minVersion, maxVersion }) =>
        apiKey === key && version >= minVersion && version <= maxVersion,
    );
  }

  #apiVersions({ key, version }: RequestHeader, reader: Reader, supported: boolean): Outcome {
    if (this.#state === 'versions-told') return 'close';
    const { ranges } = this.#host;
    if (!supported) {
      const own = ranges.filter(({ apiKey }) => apiKey === key);
      return { answer: { api: 'ApiVersions', errorCode: ErrorCodes.UNSUPPORTED_VERSION, ranges: own } };
    }
    if (!readApiVersions(version, reader).valid) {
      return { answer: { api: 'ApiVersions', errorCode: INVALID_REQUEST, ranges: [] } };
    }
    if (this.#state === 'new') this.#state = 'versions-told';
    return { answer: { api: 'ApiVersions', errorCode: ErrorCodes.NONE, ranges } };
  }

  #handshake(reader: Reader): Outcome {
    const { mechanism } = readSaslHandshake(reader);
    const { mechanisms, now } = this.#host;
    const api = 'SaslHandshake';
    if (this.#state === 'authenticated') {
      if (now() - this.#renewedAt < MIN_REAUTHENTICATION_MS) {
        return { answer: { api, errorCode: ErrorCodes.ILLEGAL_SASL_STATE, mechanisms: [] } };
      }
      this.#renewedAt = now();
    }
    if (!mechanisms.includes(mechanism)) {
      const errorCode = ErrorCodes.UNSUPPORTED_SASL_MECHANISM;
      return { answer: { api, errorCode, mechanisms }, thenClose: true };
    }
    // Offered, but signed in a way of its own that this engine does not speak.
    if (mechanism !== OAUTHBEARER) return 'close';
    this.#state = 'handshaken';
    return { answer: { api, errorCode: ErrorCodes.NONE, mechanisms } };
  }

  #authenticate(reader: Reader): Outcome {
    const { authBytes } = readSaslAuthenticate(reader);
    if (this.#state === 'authenticated') {
      return {
        answer: loginAnswer(
          ErrorCodes.ILLEGAL_SASL_STATE,
          'SaslAuthenticate request received after successful authentication',
        ),
      };
    }
    if (this.#state !== 'handshaken') return 'close';
    if (this.#host.tooManyConnects) return this.#refuse('too_many_connects', 'quota', 'Too many connects');
    const token = bearerToken(authBytes);
    if (token === undefined) return this.#refuse('malformed', 'not an OAUTHBEARER packet');
    const verdict = this.#host.checkToken(token);
    if (!isAccepted(verdict)) return this.#refuse(verdict.reason, verdict.detail);
    if (this.#principal !== null && this.#principal !== verdict.principal) {
      const text = `Cannot change principals during re-authentication from ${this.#principal}: ${verdict.principal}`;
      return { answer: loginAnswer(ErrorCodes.SASL_AUTHENTICATION_FAILED, text), thenClose: true };
    }
    return this.#accept(verdict);
  }

  #accept({ principal, lifetimeMs }: TokenAccepted): Outcome {
    const { broker, now, say } = this.#host;
    const maxMs = this.#host.sessionMaxMs();
    const sessionLifetimeMs = Math.floor(maxMs > 0 ? Math.min(maxMs, lifetimeMs) : lifetimeMs);
    this.#state = 'authenticated';
    this.#principal = principal;
    this.#endsAt = now() + sessionLifetimeMs;
    say(`auth accepted arn=${principal} broker=${broker} session_ms=${sessionLifetimeMs}`);
    return { answer: loginAnswer(ErrorCodes.NONE, '', sessionLifetimeMs) };
  }

  /** One text for every reason: the client must not learn more from the lab than from MSK. */
  #refuse(reason: string, detail: string, text = 'Access denied'): Outcome {
    const reference = randomUUID();
    this.#host.say(
      `auth refused reason=${reason} detail=${JSON.stringify(detail)} broker=${this.#host.broker} ref=${reference}`,
    );
    const answer = loginAnswer(ErrorCodes.SASL_AUTHENTICATION_FAILED, `[${reference}]: ${text}`);
    return { answer, thenClose: true };
  }

  #isOpen(): boolean {
    return this.#state === 'authenticated' && this.#host.now() < this.#endsAt;
  }

  #describe(
    api: Exclude<WireApi, 'ApiVersions' | 'SaslHandshake' | 'SaslAuthenticate'>,
    version: number,
    reader: Reader,
  ): WireAnswer | null {
    const cluster = this.#host.cluster();
    if (api === 'Metadata') return describeCluster(readMetadata(version, reader), cluster);
    if (api === 'DescribeGroups')
      return describeGroups(readDescribeGroups(version, reader), this.#host.broker, cluster);
    return version > LAST_SINGLE_COORDINATOR
      ? null
      : coordinatorOf(readFindCoordinator(version, reader).group, cluster);
  }
}

/** Between SaslHandshake and SaslAuthenticate anything else is an error, in the form of its own answer, and the end. */
function illegal(
  { version }: RequestHeader,
  api: Exclude<WireApi, 'SaslAuthenticate'>,
  reader: Reader,
): WireAnswer {
  const errorCode = ErrorCodes.ILLEGAL_SASL_STATE;
  if (api === 'ApiVersions') return { api, errorCode, ranges: [] };
  if (api === 'SaslHandshake') return { api, errorCode, mechanisms: [] };
  if (api === 'FindCoordinator') return { api, errorCode, coordinator: NO_COORDINATOR };
  if (api === 'DescribeGroups') {
    const { groups } = readDescribeGroups(version, reader);
    return {
      api,
      groups: groups.map((name) => ({ errorCode, name, state: '', authorizedOperations: null })),
    };
  }
  const topics = (readMetadata(version, reader).topics ?? []).map((name) => {
    return { name, errorCode, partitions: 0, authorizedOperations: null };
  });
  return {
    api,
    errorCode,
    clusterId: null,
    controllerId: -1,
    brokers: [],
    topics,
    authorizedOperations: null,
  };
}

function loginAnswer(errorCode: number, errorMessage: string, sessionLifetimeMs = 0): SaslAuthenticateAnswer {
  return { api: 'SaslAuthenticate', errorCode, errorMessage, sessionLifetimeMs };
}
