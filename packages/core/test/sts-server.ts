/** A small STS for the unit tests of core: real HTTP, scripted answers, every request kept. It checks nothing. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a client asked. */
export interface StsRequest {
  readonly action: string;
  readonly params: URLSearchParams;
  readonly accessKeyId: string;
  /** The Region in the credential scope. */
  readonly region: string;
  readonly sessionToken: string | null;
  /** 1 for the first. */
  readonly number: number;
}

/** What it is answered; `hang` never is, `reset` gets its connection closed. */
export type StsReply =
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  | 'hang'
  | 'reset';

/** A running server. */
export interface StsServer {
  readonly url: string;
  readonly requests: readonly StsRequest[];
  /** Drops the requests that are kept. */
  forget(): void;
  /** Replaces the script. */
  answer(script: (request: StsRequest) => StsReply | Promise<StsReply>): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts one on a free port of loopback. */
export async function startSts(
  script: (request: StsRequest) => StsReply | Promise<StsReply> = succeed,
): Promise<StsServer> {
  const { listener, requests, forget, answer } = stsListener(script);
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    forget,
    answer,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The same as a listener, for a server of the test's own (TLS). */
export function stsListener(first: (request: StsRequest) => StsReply | Promise<StsReply> = succeed): {
  readonly listener: RequestListener;
  readonly requests: readonly StsRequest[];
  readonly forget: StsServer['forget'];
  readonly answer: StsServer['answer'];
} {
  let script = first;
  const requests: StsRequest[] = [];
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming, requests.length + 1);
    requests.push(request);
    const reply = await script(request);
    if (reply === 'hang') return;
    if (reply === 'reset') {
      incoming.socket.resetAndDestroy();
      return;
    }
    outgoing.writeHead(reply.status, { 'content-type': 'text/xml', ...reply.headers }).end(reply.body);
  };
  return {
    listener: (incoming, outgoing) => void handle(incoming, outgoing),
    requests,
    forget: () => void (requests.length = 0),
    answer: (next) => {
      script = next;
    },
  };
}

async function readRequest(incoming: IncomingMessage, number: number): Promise<StsRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  const params = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
  const [, accessKeyId = '', region = ''] =
    /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(incoming.headers.authorization ?? '') ?? [];
  const token = incoming.headers['x-amz-security-token'];
  return {
    action: params.get('Action') ?? '',
    params,
    accessKeyId,
    region,
    sessionToken: typeof token === 'string' ? token : null,
    number,
  };
}

/** AssumeRole and GetCallerIdentity granted to everybody. */
export function succeed(request: StsRequest): StsReply {
  return request.action === 'AssumeRole' ? assumed(request) : identified();
}

/** An answer to AssumeRole. Keys tell which request they came from. */
export function assumed(
  request: StsRequest,
  { livesMs, at = Date.now() }: { livesMs?: number; at?: number } = {},
): StsReply {
  const lifeMs = livesMs ?? Number(request.params.get('DurationSeconds') ?? 3600) * 1000;
  const role = (request.params.get('RoleArn') ?? '').split('/').at(-1);
  const session = request.params.get('RoleSessionName');
  const account = (request.params.get('RoleArn') ?? '').split(':')[4];
  return {
    status: 200,
    headers: { date: new Date(at).toUTCString() },
    body: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
      <AssumedRoleUser><AssumedRoleId>AROA:${session}</AssumedRoleId><Arn>arn:aws:sts::${account}:assumed-role/${role}/${session}</Arn></AssumedRoleUser>
      <Credentials><AccessKeyId>ASIA${request.number}</AccessKeyId><SecretAccessKey>assumed-secret-${request.number}</SecretAccessKey>
      <SessionToken>assumed-session-token-${request.number}</SessionToken><Expiration>${new Date(at + lifeMs).toISOString()}</Expiration></Credentials>
      </AssumeRoleResult></AssumeRoleResponse>`,
  };
}

function identified(): StsReply {
  return {
    status: 200,
    body: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
      <Arn>arn:aws:sts::222222222222:assumed-role/client/msk-reach</Arn><UserId>AROA:msk-reach</UserId><Account>222222222222</Account>
      </GetCallerIdentityResult></GetCallerIdentityResponse>`,
  };
}

/** A refusal as the query API words it. */
export function refused(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): StsReply {
  return {
    status,
    headers,
    body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
  };
}
