/**
 * STS over HTTP: the query API of AWS for the lab's accounts, with faults on demand.
 *
 * `answer.ts` says what is answered and `decide.ts` who may assume what; here are only the socket and the faults.
 */
import { setMaxListeners } from 'node:events';
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { MskReachError } from '@msk-reach/core';
import { directory, type Directory } from '../iam/directory.ts';
import type { IamModel } from '../iam/model.ts';
import type { RandomBytes } from '../iam/secrets.ts';
import type { SignedRequest } from '../iam/sigv4.ts';
import { actionOf, answer, refusalAnswer, sessionNameOf, type StsAnswer } from './answer.ts';
import { startFaults, type StsFaults } from './faults/all.ts';
import type { ActiveFault } from './faults/fault.ts';
import { isMskRequest, mskActionOf, mskAnswer, mskRefusal, type KnownCluster } from './msk-api.ts';
import { readRequest } from './read-request.ts';
import type { IssuerKeys } from './web-identity.ts';

/** How STS is started. @public */
export interface StsOptions extends StsFaults {
  /** Loopback address to listen on. @default "127.0.0.1" */
  readonly address?: string;
  /** TCP port; 0 takes a free one. @default 0 */
  readonly port?: number;
  readonly model: IamModel;
  /** Hex of 32 bytes, shared with the brokers. */
  readonly master: string;
  /** The Region whose endpoint this is: signatures for another are refused. @default "us-east-1" */
  readonly region?: string;
  /** OpenID Connect issuers whose keys STS can fetch. @default none */
  readonly issuers?: readonly IssuerKeys[];
  /** Clusters of which MSK's API, at the same endpoint, tells the bootstrap. @default none */
  readonly clusters?: readonly KnownCluster[];
  /** Hears of every call. @default nobody does */
  readonly onCall?: ((call: StsCall) => void) | undefined;
  /** Milliseconds since the epoch. @default Date.now */
  readonly clock?: () => number;
  /** @default crypto's */
  readonly random?: RandomBytes;
}

/** One call, for tests and the lab's log. Holds no secret. @public */
export interface StsCall {
  /** Milliseconds since the epoch, by this machine's clock. */
  readonly at: number;
  /** The action asked for, or `-`. */
  readonly action: string;
  /** `ok`, an error's code, `silence`, `garbage`, `tooLarge` or `aborted`. */
  readonly outcome: string;
  /** The caller's ARN, once authenticated. */
  readonly caller?: string;
  /** The role session name that was asked for. */
  readonly sessionName?: string;
}

/** A running STS. @public */
export interface StsServer extends AsyncDisposable {
  /** `http://ADDRESS:PORT`, for `AWS_ENDPOINT_URL_STS`. */
  readonly endpoint: string;
  /** What was called so far, the last 10,000. */
  calls(): readonly StsCall[];
  /** Sets these faults and no others, from the next request on. Rejects with `INTERNAL` when the port is lost. */
  setFaults(faults: StsFaults): Promise<void>;
  /** Replaces the model, from the next request on. Sessions of roles that are gone end. */
  setModel(model: IamModel): void;
  /** Ends every connection and the server. */
  close(): Promise<void>;
}

// AWS closes a form of more than ten million bytes with 413 and no body (measured by others).
const MAX_BODY = 10_000_000;
const MAX_CALLS = 10_000;

/** Starts STS. Throws `CONFIG_INVALID` for a model that is not one, `INTERNAL` when the port cannot be had. @public */
export async function startSts(options: StsOptions): Promise<StsServer> {
  const server = new HttpStsServer(options);
  await server.setFaults(options);
  return server;
}

class HttpStsServer implements StsServer {
  readonly #options: StsOptions;
  readonly #calls: StsCall[] = [];
  #directory: Directory;
  #faults: readonly ActiveFault[] = [];
  #port: number;
  #server: Server | undefined;
  #setting: Promise<void> = Promise.resolve();
  readonly #closing = new AbortController();

  constructor(options: StsOptions) {
    this.#options = options;
    this.#directory = directory(options.model);
    if (!/^127(\.\d{1,3}){3}$/.test(this.#address)) {
      throw new MskReachError('CONFIG_INVALID', `STS: address ${this.#address} is not one of 127.0.0.0/8`);
    }
    this.#port = options.port ?? 0;
    // Every answer that is held back listens.
    setMaxListeners(0, this.#closing.signal);
  }

  get endpoint(): string {
    return `http://${this.#address}:${this.#port}`;
  }

  calls(): readonly StsCall[] {
    return [...this.#calls];
  }

  setFaults(faults: StsFaults): Promise<void> {
    // One after the other, so that two calls cannot both open the port.
    this.#setting = this.#setting.catch(() => undefined).then(() => this.#setFaults(faults));
    return this.#setting;
  }

  async #setFaults(faults: StsFaults): Promise<void> {
    if (this.#closing.signal.aborted) throw new MskReachError('CLOSED', 'the STS server is closed');
    this.#faults = startFaults(faults);
    const closed = this.#faults.some((fault) => fault.closesPort === true);
    // A port of 0 becomes a real one first, so that the endpoint is known while it refuses.
    if (this.#server === undefined && (!closed || this.#port === 0)) await this.#listen();
    if (closed) await this.#hangUp();
  }

  setModel(model: IamModel): void {
    this.#directory = directory(model);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    // Whether the last change of faults worked is for whoever made it.
    await this.#setting.catch(() => undefined);
    await this.#hangUp();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  get #address(): string {
    return this.#options.address ?? '127.0.0.1';
  }

  async #listen(): Promise<void> {
    const server = createServer((request, response) => {
      this.#serve(request, response).catch(() => {
        // The client or the server went away meanwhile.
        this.#log({ action: '-', outcome: 'aborted' });
        response.destroy();
      });
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause) => {
        reject(
          new MskReachError('INTERNAL', `STS cannot listen on ${this.#address}:${this.#port}`, { cause }),
        );
      });
      server.listen(this.#port, this.#address, resolve);
    });
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }

  async #hangUp(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const faults = this.#faults;
    const request = await readRequest(incoming, MAX_BODY);
    const id = randomUUID();
    if (request === undefined) {
      this.#log({ action: '-', outcome: 'tooLarge' });
      response.writeHead(413, { Connection: 'close' }).end();
      return;
    }
    const delayMs = sum(faults, (fault) => fault.delayMs);
    if (delayMs > 0) await sleep(delayMs, undefined, { signal: this.#closing.signal });
    const answered = isMskRequest(request)
      ? this.#asMsk(request, faults)
      : (this.#interfered(request, id, faults) ?? this.#truly(request, id, faults));
    this.#log(answered, sessionNameOf(request));
    if (answered.outcome === 'silence') return;
    this.#send(response, answered, id, faults);
  }

  #interfered(request: SignedRequest, id: string, faults: readonly ActiveFault[]): StsAnswer | undefined {
    const action = actionOf(request);
    for (const fault of faults) {
      const found = fault.interfere?.(action);
      if (found?.kind === 'refusal') return refusalAnswer(found.refusal, action, id);
      if (found?.kind === 'silence') return { status: 0, headers: {}, body: '', action, outcome: 'silence' };
      if (found?.kind === 'body') {
        const { status, contentType, body } = found;
        return { status, headers: { 'Content-Type': contentType }, body, action, outcome: 'garbage' };
      }
    }
    return undefined;
  }

  /** Of the scripted errors only those that name an action of MSK's API: the others are STS's. */
  #asMsk(request: SignedRequest, faults: readonly ActiveFault[]): StsAnswer {
    const { master, clusters = [] } = this.#options;
    const action = mskActionOf(request);
    for (const fault of faults) {
      const found = fault.interfereElsewhere?.(action);
      if (found?.kind === 'refusal') return mskRefusal(found.refusal, action);
    }
    return mskAnswer(request, clusters, { directory: this.#directory, master, nowMs: this.#now(faults) });
  }

  #truly(request: SignedRequest, requestId: string, faults: readonly ActiveFault[]): StsAnswer {
    const { master, region = 'us-east-1', issuers = [], random = randomBytes } = this.#options;
    const sessionSeconds = faults.find((fault) => fault.sessionSeconds !== undefined)?.sessionSeconds;
    const nowMs = this.#now(faults);
    return answer(request, {
      directory: this.#directory,
      master,
      region,
      issuers,
      nowMs,
      random,
      requestId,
      sessionSeconds,
    });
  }

  #send(response: ServerResponse, answered: StsAnswer, id: string, faults: readonly ActiveFault[]): void {
    response.sendDate = false;
    response.writeHead(answered.status, {
      Date: new Date(this.#now(faults)).toUTCString(),
      'x-amzn-RequestId': id,
      'Content-Length': Buffer.byteLength(answered.body),
      ...answered.headers,
    });
    response.end(answered.body);
  }

  #now(faults: readonly ActiveFault[]): number {
    return (this.#options.clock ?? Date.now)() + sum(faults, (fault) => fault.clockSkewMs);
  }

  #log(
    { action, outcome, caller }: Pick<StsAnswer, 'action' | 'outcome' | 'caller'>,
    sessionName?: string,
  ): void {
    const call: StsCall = {
      at: (this.#options.clock ?? Date.now)(),
      action,
      outcome,
      ...(caller === undefined ? {} : { caller }),
      ...(sessionName === undefined ? {} : { sessionName }),
    };
    this.#calls.push(call);
    this.#options.onCall?.(call);
    if (this.#calls.length > MAX_CALLS) this.#calls.shift();
  }
}

const sum = (faults: readonly ActiveFault[], of: (fault: ActiveFault) => number | undefined): number =>
  faults.reduce((total, fault) => total + (of(fault) ?? 0), 0);
