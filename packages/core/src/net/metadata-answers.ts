/**
 * What metadata services on the link itself answer: in bounds of time and length, without a proxy, each outcome a step.
 */
import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { readBounded } from '../credentials/bounded.ts';
import { describeError, printable } from '../credentials/printable.ts';
import { MskReachError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import type { Step } from '../step.ts';
import { skippedBy, timebox } from './timebox.ts';

/** For each answer, as long as AWS's own clients wait. */
const ANSWER_MS = 1_000;
/** Where the service is, it is on the link itself. A lost first packet is sent again after a second only: too late here. */
const CONNECT_MS = 250;
/** A process that gets no turn hears nothing: a wait is made of so short ones that each gives it one. */
const TURN_MS = 25;

/** Who is asked, and how much is taken of an answer. */
export interface AnswerLimits {
  readonly ports: Ports;
  readonly signal?: AbortSignal | undefined;
  readonly mostBytes: number;
}

interface Service extends AnswerLimits {
  readonly endpoint: string;
  readonly agent: Agent;
}

/** One request. */
export interface Question {
  readonly method: 'GET' | 'PUT';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Asks one question: its text, or null where there is no such path. */
export type Ask = (question: Question) => Promise<string | null>;

/**
 * Hands out `ask` and closes what it opened.
 *
 * METADATA_UNREACHABLE where nobody answers in time, METADATA_REFUSED where the service says no, METADATA_INVALID
 * where an answer is not one of its own.
 */
export async function withAnswers<T>(
  endpoint: string,
  { ports: given, signal, mostBytes }: AnswerLimits,
  use: (ask: Ask) => Promise<T>,
): Promise<Step<T>> {
  const ports = { ...given, sleep: inTurns(given) };
  const started = ports.monotonic();
  const agent = new Agent({ keepAlive: true });
  try {
    const value = await use((question) => askOnce({ endpoint, agent, signal, ports, mostBytes }, question));
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
  return new MskReachError('METADATA_INVALID', `${endpoint}: ${what} is not what its metadata says`);
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

async function askOnce(service: Service, question: Question): Promise<string | null> {
  const { endpoint, ports, signal, mostBytes } = service;
  const read = async (stop: AbortSignal): Promise<Answer> => {
    const answer = await send(service, question, stop);
    return { status: answer.statusCode ?? 0, body: (await readBounded(answer, mostBytes)).toString('utf8') };
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

/** The service says no. */
export function refusal(endpoint: string, status: number): MskReachError {
  return new MskReachError('METADATA_REFUSED', `${endpoint} answered ${status}`, {
    details: { httpStatus: status },
  });
}

function unreachable(endpoint: string, reason: string): MskReachError {
  return new MskReachError('METADATA_UNREACHABLE', `${endpoint}: ${reason}`, { retryable: true });
}
