/**
 * Credentials of a container (ECS, EKS Pod Identity). The SDK's own request has no end where the endpoint accepts and
 * stays silent, nor has its answer a bound: this one has both, and ends with the client.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
import { readFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { Ports } from '../ports.ts';
import { withDeadline } from './abort.ts';
import { readBounded } from './bounded.ts';
import { jsonFields } from './json-fields.ts';
import { printable } from './printable.ts';

const ECS_HOST = '169.254.170.2';
/** Where plain HTTP may go, besides loopback: ECS, EKS Pod Identity. */
const PLAIN_HOSTS: ReadonlySet<string> = new Set([
  ECS_HOST,
  '169.254.170.23',
  '[fd00:ec2::23]',
  '[::1]',
  'localhost',
]);
/** As many as the SDK makes. */
const ATTEMPTS = 4;
/** Of what may be waited altogether, for one attempt: a connection that hangs leaves time for another. */
const SHARE = 0.3;
const PAUSE_MS = 200;

type Env = Ports['env'];

/** What a container's endpoint gave, as the SDK's providers give it. */
export interface ContainerCredentials {
  readonly accessKeyId: unknown;
  readonly secretAccessKey: unknown;
  readonly sessionToken: unknown;
  readonly expiration: Date;
  readonly $source: Readonly<Record<string, string>>;
}

/** Whether the environment names such an endpoint. */
export function hasContainer(env: Env): boolean {
  return Boolean(env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'] ?? env['AWS_CONTAINER_CREDENTIALS_FULL_URI']);
}

/**
 * Asks it, and again where it fails.
 *
 * @throws Error in plain words, without the token; the signal's reason
 */
export async function fromContainer(
  { env, sleep }: Pick<Ports, 'env' | 'sleep'>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<ContainerCredentials> {
  const url = urlOf(env);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await withDeadline(timeoutMs * SHARE, signal, (limit) => ask(url, env, limit));
    } catch (error) {
      signal.throwIfAborted();
      if (attempt >= ATTEMPTS) throw error;
    }
    await sleep(PAUSE_MS * attempt, signal);
  }
}

function urlOf(env: Env): URL {
  const relative = env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'];
  const full = env['AWS_CONTAINER_CREDENTIALS_FULL_URI'];
  const text = relative ? `http://${ECS_HOST}${relative}` : (full ?? '');
  if (!URL.canParse(text))
    throw new Error(`AWS_CONTAINER_CREDENTIALS_FULL_URI is not a URL: ${printable(text)}`);
  const url = new URL(text);
  const isLoopback = isIP(url.hostname) === 4 && url.hostname.startsWith('127.');
  if (url.protocol !== 'https:' && !isLoopback && !PLAIN_HOSTS.has(url.hostname))
    throw new Error(
      `AWS_CONTAINER_CREDENTIALS_FULL_URI is neither HTTPS nor a host of this machine, ECS or EKS`,
    );
  return url;
}

async function ask(url: URL, env: Env, signal: AbortSignal): Promise<ContainerCredentials> {
  const token = await tokenOf(env, signal);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = token === null ? {} : { authorization: token };
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(url, { headers, signal, agent: false }, resolve);
    request.once('error', (error) => reject(signal.aborted ? (signal.reason as Error) : error));
    request.end();
  });
  const body = jsonFields((await readBounded(response)).toString('utf8'));
  if (response.statusCode !== 200)
    throw refusal(response.statusCode ?? 0, body, token === null ? [] : [token]);
  const expiration = new Date(String(body?.['Expiration']));
  return {
    accessKeyId: body?.['AccessKeyId'],
    secretAccessKey: body?.['SecretAccessKey'],
    sessionToken: body?.['Token'],
    expiration,
    $source: { CREDENTIALS_HTTP: 'z' },
  };
}

/** With what tells a failure that may pass from one that does not: as the SDK's own errors have it. */
function refusal(
  httpStatusCode: number,
  body: Readonly<Record<string, unknown>> | null,
  secrets: readonly string[],
): Error {
  const said = [body?.['Code'], body?.['Message']].filter((word) => typeof word === 'string').join(' ');
  const error = new Error(
    `the container's endpoint answered ${httpStatusCode} ${printable(said, secrets)}`.trim(),
  );
  return Object.assign(error, { $metadata: { httpStatusCode } });
}

/** The file is read each time: EKS renews it. */
async function tokenOf(env: Env, signal: AbortSignal): Promise<string | null> {
  const file = env['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'];
  const token = file
    ? (await readFile(file, { encoding: 'utf8', signal })).trim()
    : env['AWS_CONTAINER_AUTHORIZATION_TOKEN'];
  if (token === undefined || token === '') return null;
  if (/[\r\n]/.test(token)) throw new Error("The container's authorization token has more than one line");
  return token;
}
