/**
 * Instance metadata, second version (IMDSv2) alone: a session token by PUT, then one text for each path. At another
 * path the metadata of an ECS task, for which nobody needs a token.
 *
 * Source: Amazon EC2 User Guide, "Use the Instance Metadata Service to access instance metadata".
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MskReachError } from '@msk-reach/core';
import { instanceTree, readTree, type InstanceFacts } from './instance.ts';
import { TASK_PATH, taskText } from './task.ts';

/** `silent`: connections are taken and nothing is answered, as beyond the hop limit; `disabled`: switched off for the instance. @public */
export type MetadataFault = 'silent' | 'disabled';

/** How the service is started. @public */
export interface MetadataServiceOptions {
  readonly instance: InstanceFacts;
  /** @default "127.0.0.1" */
  readonly address?: string;
  /** 0 takes a free one. @default 0 */
  readonly port?: number;
  readonly fault?: MetadataFault | undefined;
  /** Milliseconds since the epoch. @default Date.now */
  readonly clock?: () => number;
}

/** A running service. @public */
export interface MetadataService extends AsyncDisposable {
  /** `AWS_EC2_METADATA_SERVICE_ENDPOINT`. */
  readonly endpoint: string;
  /** `ECS_CONTAINER_METADATA_URI_V4`. */
  readonly taskUri: string;
  /** Requests so far, the last 1,000. */
  requests(): readonly MetadataRequest[];
  /** Ends every connection and the server. */
  close(): Promise<void>;
}

/** One request and what came of it. @public */
export interface MetadataRequest {
  readonly method: string;
  readonly path: string;
  /** null: it was left without an answer. */
  readonly status: number | null;
}

const TOKEN_PATH = '/latest/api/token';
const TREE_PATH = '/latest/meta-data/';
const TTL_HEADER = 'x-aws-ec2-metadata-token-ttl-seconds';
const TOKEN_HEADER = 'x-aws-ec2-metadata-token';
const LONGEST_TTL_SECONDS = 21_600;

interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Starts the service. Throws `INTERNAL` when its port cannot be had. @public */
export async function startMetadataService(options: MetadataServiceOptions): Promise<MetadataService> {
  const { address = '127.0.0.1', port = 0, fault, clock = Date.now } = options;
  const tree = instanceTree(options.instance);
  const tokens = new Map<string, number>();
  const requests: MetadataRequest[] = [];

  const answerTo = ({ method, url = '/', headers }: IncomingMessage): Answer => {
    if (fault === 'disabled') return { status: 403 };
    if (url.startsWith(TASK_PATH)) {
      const body = taskText(options.instance, url);
      return body === null ? { status: 404 } : { status: 200, body };
    }
    if (url === TOKEN_PATH) return method === 'PUT' ? grant(headers) : { status: 405 };
    if (method !== 'GET') return { status: 405 };
    const until = tokens.get(String(headers[TOKEN_HEADER])) ?? 0;
    if (until <= clock()) return { status: 401 };
    const text = url.startsWith(TREE_PATH) ? readTree(tree, url.slice(TREE_PATH.length)) : null;
    return text === null ? { status: 404 } : { status: 200, body: text };
  };

  /** Whoever asks for others does not get one: a proxy that was led astray adds this header. */
  const grant = (headers: IncomingMessage['headers']): Answer => {
    if (headers['x-forwarded-for'] !== undefined) return { status: 403 };
    const ttl = String(headers[TTL_HEADER]);
    const seconds = /^\d{1,5}$/.test(ttl) ? Number(ttl) : 0;
    if (seconds < 1 || seconds > LONGEST_TTL_SECONDS) return { status: 400 };
    const token = randomBytes(40).toString('base64');
    tokens.set(token, clock() + seconds * 1_000);
    return { status: 200, body: token, headers: { [TTL_HEADER]: String(seconds) } };
  };

  const serve = (incoming: IncomingMessage, response: ServerResponse): void => {
    const answer = fault === 'silent' ? null : answerTo(incoming);
    requests.push({
      method: incoming.method ?? '',
      path: incoming.url ?? '/',
      status: answer?.status ?? null,
    });
    if (requests.length > 1_000) requests.shift();
    incoming.resume();
    if (answer === null) return;
    response.writeHead(answer.status, { 'content-type': 'text/plain', ...answer.headers }).end(answer.body);
  };

  const server = createServer(serve);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new MskReachError('INTERNAL', `instance metadata cannot listen on ${address}:${port}`, { cause }),
      ),
    );
    server.listen(port, address, resolve);
  });
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  const endpoint = `http://${address}:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    taskUri: `${endpoint}${TASK_PATH}`,
    requests: () => [...requests],
    close,
    [Symbol.asyncDispose]: close,
  };
}
