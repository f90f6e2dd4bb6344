/** One signed GET to an API of AWS: directly or through the proxy of the environment, its answer bounded. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { MskReachError, type ErrorCode } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { aborted, withDeadline } from './abort.ts';
import { readBounded } from './bounded.ts';
import { describeError, printable } from './printable.ts';
import { agentsFor } from './proxy.ts';
import { signedHeaders } from './sigv4.ts';
import { secretsOf, type SigningCredentials } from './signing-credentials.ts';

/** What is asked, as whom. */
export interface AwsGet {
  readonly url: URL;
  readonly region: string;
  readonly service: string;
  readonly credentials: SigningCredentials;
  /** Milliseconds that AWS's clock is ahead of this machine's. */
  readonly skewMs: number;
  /** Milliseconds for the whole of it. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends it once and gives the JSON object of the answer.
 *
 * @throws MskReachError AWS_REFUSED, AWS_NOT_FOUND, AWS_UNREACHABLE, AWS_FAILED or ABORTED
 */
export async function awsGet(
  get: AwsGet,
  ports: Pick<Ports, 'now' | 'env'>,
): Promise<Readonly<Record<string, unknown>>> {
  const { url, timeoutMs, signal, skewMs } = get;
  const secrets = secretsOf(get.credentials);
  let answer: { readonly status: number; readonly type: string; readonly body: string };
  try {
    const headers = signedHeaders({ ...get, at: ports.now() + skewMs });
    answer = await withDeadline(timeoutMs, signal, (limit) => send(url, headers, limit, ports.env));
  } catch (error) {
    if (signal?.aborted === true) throw aborted(signal);
    const reason = printable(error instanceof Error ? describeError(error) : String(error), secrets);
    throw new MskReachError('AWS_UNREACHABLE', `${url.origin} could not be reached: ${reason}`, {
      retryable: true,
    });
  }
  const content = objectIn(answer.body);
  if (answer.status === 200 && content !== null) return content;
  const said = content?.['message'] ?? content?.['Message'];
  const awsCode = printable(answer.type.split(':')[0] ?? '', [], 80);
  const awsMessage = printable(typeof said === 'string' ? said : 'an answer that is not its own', secrets);
  const code = classify(answer.status, awsCode);
  throw new MskReachError(code, `${url.origin} answered ${answer.status} ${awsCode}: ${awsMessage}`, {
    retryable: answer.status === 429 || answer.status >= 500,
    details: { awsCode, awsMessage, httpStatus: answer.status },
  });
}

function classify(status: number, awsCode: string): ErrorCode {
  // A page of somebody else's may be a 404 too.
  if (status === 404 && awsCode === 'NotFoundException') return 'AWS_NOT_FOUND';
  return status === 401 || status === 403 ? 'AWS_REFUSED' : 'AWS_FAILED';
}

async function send(
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  env: Ports['env'],
): Promise<{ readonly status: number; readonly type: string; readonly body: string }> {
  const { httpAgent, httpsAgent } = await agentsFor(url.origin, env);
  const secure = url.protocol === 'https:';
  const agent = secure ? httpsAgent : httpAgent;
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const request = (secure ? httpsRequest : httpRequest)(url, { headers, agent, signal }, resolve);
      request.once('error', (error) => reject(signal.aborted ? (signal.reason as Error) : error));
      request.end();
    });
    const type = response.headers['x-amzn-errortype'];
    return {
      status: response.statusCode ?? 0,
      type: typeof type === 'string' ? type : '',
      body: (await readBounded(response)).toString('utf8'),
    };
  } finally {
    agent.destroy();
  }
}

function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}
