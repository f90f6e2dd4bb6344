/**
 * The machine's own metadata service, second version (IMDSv2): a session token first, then one text for each path.
 *
 * Our own client: those of the AWS SDK bound neither an answer nor the whole, and fall back to the first version.
 * Source: Amazon EC2 User Guide, "Use the Instance Metadata Service to access instance metadata".
 */
import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { readBounded } from '../credentials/bounded.ts';
import { describeError, printable } from '../credentials/printable.ts';
import { MskReachError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import type { Step } from '../step.ts';
import { skippedBy, timebox } from './timebox.ts';

const IPV4 = 'http://169.254.169.254';
const IPV6 = 'http://[fd00:ec2::254]';
/** For each answer, as long as AWS's own clients wait. */
const ANSWER_MS = 1_000;
/** Where the service is, it is on the link itself. A lost first packet is sent again after a second only: too late here. */
const CONNECT_MS = 250;
/** A process that gets no turn hears nothing: a wait is made of so short ones that each gives it one. */
const TURN_MS = 25;
const TOKEN_SECONDS = '60';
const MOST_BYTES = 16_384;

/** How a session is held. */
export interface MetadataOptions {
  readonly ports: Ports;
  readonly signal?: AbortSignal | undefined;
}

/** Reads one path: its text, or null where there is no such path. */
export type ReadMetadata = (path: string) => Promise<string | null>;

/** Where the service is, as the SDKs of AWS are told; null where it is switched off, or told in a way that means nothing. */
export function metadataEndpoint(env: Ports['env']): string | null {
  const disabled = env['AWS_EC2_METADATA_DISABLED'] ?? '';
  if (disabled !== '' && disabled.toLowerCase() !== 'false') return null;
  const mode = env['AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE'] ?? '';
  const endpoint = env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] || (mode.toLowerCase() === 'ipv6' ? IPV6 : IPV4);
  return URL.canParse(endpoint) && new URL(endpoint).protocol === 'http:' ? new URL(endpoint).origin : null;
}

/**
 * Holds one session: fetches a token, hands `read` out, and closes what was opened. A first answer that does not come
 * ends it.
 *
 * METADATA_UNREACHABLE where nobody answers in time, METADATA_REFUSED where the service says no, METADATA_INVALID
 * where an answer is not one of its own.
 */
export async function withMetadata<T>(
  endpoint: string,
  use: (read: ReadMetadata) => Promise<T>,
  { ports: given, signal }: MetadataOptions,
): Promise<Step<T>> {
  const ports = { ...given, sleep: inTurns(given) };
  const started = ports.monotonic();
  const agent = new Agent({ keepAlive: true });
  try {
    const service = { endpoint, agent, signal, ports };
    const headers = { 'x-aws-ec2-metadata-token-ttl-seconds': TOKEN_SECONDS };
    const token = await ask(service, { method: 'PUT', path: '/latest/api/token', headers });
    if (token === null) throw refusal(endpoint, 404);
    if (!/^[\x21-\x7e]{1,1024}$/.test(token)) throw invalid(endpoint, 'its token');
    const mine = { 'x-aws-ec2-metadata-token': token };
    const value = await use((path) =>
      ask(service, { method: 'GET', path: `/latest/meta-data/${path}`, headers: mine }),
    );
    return { outcome: 'ok', value, ms: ports.monotonic() - started };
  } catch (error) {
    if (signal?.aborted === true) return skippedBy(signal);
    if (!(error instanceof MskReachError)) throw error;
    const ms = ports.monotonic() - started;
    return { outcome: 'error', code: error.code, detail: error.message, ms, facts: error.details };
  } finally {
    agent.destroy();
  }
}

/** An answer that has not the form that its path's answers have. */
export function invalid(endpoint: string, what: string): MskReachError {
  return new MskReachError('METADATA_INVALID', `${endpoint}: ${what} is not what instance metadata says`);
}

interface Service {
  readonly endpoint: string;
  readonly agent: Agent;
  readonly signal: AbortSignal | undefined;
  readonly ports: Ports;
}

interface Question {
  readonly method: 'GET' | 'PUT';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

async function ask(service: Service, question: Question): Promise<string | null> {
  const { endpoint, ports, signal } = service;
  const read = async (stop: AbortSignal): Promise<Answer> => {
    const answer = await send(service, question, stop);
    return { status: answer.statusCode ?? 0, body: (await readBounded(answer, MOST_BYTES)).toString('utf8') };
  };
  const wait = { ports, timeoutMs: ANSWER_MS, signal };
  const ended = await timebox(read, wait).catch((error: unknown) => {
    throw unreachable(endpoint, printable(error instanceof Error ? describeError(error) : String(error)));
  });
  if (ended.ended !== 'done')
    throw unreachable(endpoint, `no answer within ${ANSWER_MS} ms, as beyond its hop limit`);
  const { status, body } = ended.value;
  if (status === 200) return body.trim();
  if (status === 404) return null;
  throw refusal(endpoint, status);
}

function send(
  { endpoint, agent, ports }: Service,
  { method, path, headers }: Question,
  stop: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = request(`${endpoint}${path}`, { method, headers, agent, signal: stop }, resolve);
    asked.once('error', reject);
    asked.once('socket', (socket) => {
      if (!socket.connecting) return;
      const connected = new AbortController();
      socket.once('connect', () => connected.abort());
      socket.once('close', () => connected.abort());
      ports
        .sleep(CONNECT_MS, connected.signal)
        // A process that was busy hears of its timers before it hears of its sockets.
        .then(() => setImmediate(() => giveUp(asked, socket)))
        // It was connected, or is over.
        .catch(() => undefined);
    });
    asked.end();
  });
}

/** Waits in turns, so that what has arrived meanwhile is heard first. */
function inTurns({ sleep }: Ports): Ports['sleep'] {
  return async (ms, signal) => {
    for (let left = ms; left > 0; left -= TURN_MS) await sleep(Math.min(left, TURN_MS), signal);
  };
}

function giveUp(asked: ClientRequest, socket: Socket): void {
  if (socket.connecting) asked.destroy(new Error(`nobody there within ${CONNECT_MS} ms`));
}

function refusal(endpoint: string, status: number): MskReachError {
  return new MskReachError('METADATA_REFUSED', `${endpoint} answered ${status}`, {
    details: { httpStatus: status },
  });
}

function unreachable(endpoint: string, reason: string): MskReachError {
  return new MskReachError('METADATA_UNREACHABLE', `${endpoint}: ${reason}`, { retryable: true });
}
