/** The container credentials endpoint: where clients on ECS and EKS Pod Identity get their base identity. */
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MskReachError } from '@msk-reach/core';
import { directory } from '../iam/directory.ts';
import type { IamModel } from '../iam/model.ts';
import type { RandomBytes } from '../iam/secrets.ts';
import {
  agentAnswer,
  ECS_PATH,
  POD_PATH,
  podToken,
  type AgentAnswer,
  type ContainerAgent,
} from './container-agents.ts';
import { readRequest } from './read-request.ts';
import { writeTokenFile } from './web-identity.ts';

/** How the endpoint is started. @public */
export interface ContainerCredentialsOptions {
  /** Loopback address to listen on. @default "127.0.0.1" */
  readonly address?: string;
  /** TCP port; 0 takes a free one. @default 0 */
  readonly port?: number;
  readonly model: IamModel;
  /** Hex of 32 bytes, shared with STS and the brokers. */
  readonly master: string;
  /** The ARN of the role that the container has; its trust must name the agent's service. */
  readonly roleArn: string;
  readonly agent: ContainerAgent;
  /** Grants at most this many seconds. @default 21600 */
  readonly sessionSeconds?: number;
  /** Milliseconds since the epoch. @default Date.now */
  readonly clock?: () => number;
  /** @default crypto's */
  readonly random?: RandomBytes;
}

/** A running endpoint. @public */
export interface ContainerCredentials extends AsyncDisposable {
  /** `AWS_CONTAINER_CREDENTIALS_FULL_URI`. */
  readonly uri: string;
  /** The variables the agent sets in its containers. The token in it is a secret. */
  readonly env: Readonly<Record<string, string>>;
  /** Outcomes so far, the last 10,000: `ok` or what was wrong. */
  calls(): readonly { readonly at: number; readonly outcome: string }[];
  /** Answers every request with this status and text, until called without. */
  setFault(fault?: { readonly status: number; readonly body: string }): void;
  /** Ends every connection and the server. */
  close(): Promise<void>;
}

/**
 * Starts the endpoint; for Pod Identity, also writes the pod's token file. Throws `CONFIG_INVALID` for a model that is
 * not one or an address off loopback, `INTERNAL` when the port cannot be had. @public
 */
export async function startContainerCredentials(
  options: ContainerCredentialsOptions,
): Promise<ContainerCredentials> {
  const {
    address = '127.0.0.1',
    port = 0,
    agent,
    master,
    roleArn,
    clock = Date.now,
    random = randomBytes,
  } = options;
  if (!/^127(\.\d{1,3}){3}$/.test(address)) {
    throw new MskReachError(
      'CONFIG_INVALID',
      `container credentials: address ${address} is not one of 127.0.0.0/8`,
    );
  }
  const known = directory(options.model);
  if (agent.kind === 'eks-pod-identity') await writeTokenFile(agent.tokenFile, podToken(agent, clock()));
  const calls: { at: number; outcome: string }[] = [];
  let fault: { readonly status: number; readonly body: string } | undefined;

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming, 65_536);
    const { sessionSeconds } = options;
    const world = {
      directory: known,
      master,
      roleArn,
      random,
      nowMs: clock(),
      requestId: randomUUID(),
      sessionSeconds,
    };
    const answered: AgentAnswer =
      fault !== undefined || request === undefined
        ? { status: 413, body: '', ...fault, contentType: 'text/plain; charset=utf-8', outcome: 'fault' }
        : agentAnswer(agent, request, world);
    calls.push({ at: clock(), outcome: answered.outcome });
    if (calls.length > 10_000) calls.shift();
    response.writeHead(answered.status, { 'Content-Type': answered.contentType }).end(answered.body);
  };
  // A request that breaks off takes its connection with it.
  const server = createServer(
    (request, response) => void serve(request, response).catch(() => response.destroy()),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new MskReachError('INTERNAL', `container credentials cannot listen on ${address}:${port}`, { cause }),
      );
    });
    server.listen(port, address, resolve);
  });
  const path = agent.kind === 'ecs' ? ECS_PATH : POD_PATH;
  const uri = `http://${address}:${(server.address() as AddressInfo).port}${path}`;
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  return {
    uri,
    env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: uri, ...tokenEnvironment(agent) },
    calls: () => [...calls],
    setFault: (next) => {
      fault = next;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The variables beside the URI that the agent sets. */
function tokenEnvironment(agent: ContainerAgent): Readonly<Record<string, string>> {
  if (agent.kind === 'eks-pod-identity') return { AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: agent.tokenFile };
  const token = agent.authorizationToken;
  return token === undefined ? {} : { AWS_CONTAINER_AUTHORIZATION_TOKEN: token };
}
