import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { identityOf } from '../../test/identity.ts';
import { realPorts } from '../ports.ts';

let folder = '';

/** Nothing of the machine's AWS configuration may be seen. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'msk-reach-'));
  for (const name of Object.keys(process.env)) if (/^AWS_(?!SDK_JS)/.test(name)) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const keys =
  (end: string = new Date(Date.now() + 3_600_000).toISOString()): Answer =>
  (_request, response) =>
    void response.end(
      JSON.stringify({
        AccessKeyId: 'ASIACONTAINER',
        SecretAccessKey: 'secret',
        Token: 'token',
        Expiration: end,
      }),
    );
const silence: Answer = () => undefined;

/** An endpoint that answers by each of these in turn, by the last for ever. */
async function startEndpoint(...answers: readonly Answer[]) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    (answers[requests.length - 1] ?? answers.at(-1))?.(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `http://127.0.0.1:${port}/get?x=1`);
  return {
    requests,
    connections: () =>
      new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count))),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const identity = (timeoutMs?: number) =>
  identityOf({}, { ports: realPorts, ...(timeoutMs === undefined ? {} : { timeoutMs }) });

test('it is asked with the token of the file as that is now', async () => {
  await using endpoint = await startEndpoint(keys());
  const file = join(folder, 'token');
  vi.stubEnv('AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE', file);
  await writeFile(file, 'first\n');
  const who = await identity();
  expect(await who.credentials()).toMatchObject({ accessKeyId: 'ASIACONTAINER', sessionToken: 'token' });
  expect(who.trace().base).toMatchObject({ outcome: 'ok', value: { source: 'container', temporary: true } });
  await writeFile(file, 'second\n');
  await who.renew();
  expect(endpoint.requests.map(({ url, headers }) => [url, headers.authorization])).toEqual([
    ['/get?x=1', 'first'],
    ['/get?x=1', 'second'],
  ]);
});

test('what is configured besides comes before it', async () => {
  await using endpoint = await startEndpoint(keys());
  await writeFile(
    join(folder, 'credentials'),
    '[work]\naws_access_key_id = AKIAWORK\naws_secret_access_key = secret-of-work\n',
  );
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAENV');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret-of-the-environment');
  expect((await (await identity()).credentials()).accessKeyId).toBe('AKIAENV');
  vi.stubEnv('AWS_PROFILE', 'work');
  expect((await (await identity()).credentials()).accessKeyId).toBe('AKIAWORK');
  expect(endpoint.requests).toEqual([]);
});

test('one that hangs once is asked again within the deadline', async () => {
  await using endpoint = await startEndpoint(silence, keys());
  expect((await (await identity(2_000)).credentials()).accessKeyId).toBe('ASIACONTAINER');
  expect(endpoint.requests).toHaveLength(2);
});

test.each<[string, Answer]>([
  ['is silent', silence],
  ['stops in the middle of its answer', (_request, response) => void response.write('{"AccessKeyId":')],
])(
  'one that %s is given up at the deadline, with its connection, and asked anew later',
  async (_name, answer) => {
    await using endpoint = await startEndpoint(answer, answer, answer, answer, answer);
    const who = await identity(300);
    await expect(who.credentials()).rejects.toMatchObject({
      code: 'CREDENTIALS_UNAVAILABLE',
      retryable: true,
      message: expect.stringContaining('no answer within 300 ms') as string,
    });
    await expect.poll(endpoint.connections).toBe(0);
    const asked = endpoint.requests.length;
    await who.renew().catch(() => undefined);
    expect(endpoint.requests.length).toBeGreaterThan(asked);
  },
);

test('a close ends the request under way', async () => {
  await using endpoint = await startEndpoint(silence);
  const who = await identity();
  const waiting = who.credentials();
  await expect.poll(() => endpoint.requests.length).toBe(1);
  who.close();
  await expect(waiting).rejects.toMatchObject({ code: 'CLOSED' });
  await expect.poll(endpoint.connections).toBe(0);
});

test.each<[string, Answer, boolean, RegExp]>([
  [
    'refuses',
    (_request, response) =>
      void response.writeHead(403).end('{"Code":"AccessDenied","Message":"bad hush-token"}'),
    false,
    /endpoint answered 403 AccessDenied bad (?!hush)/,
  ],
  ['fails', (_request, response) => void response.writeHead(500).end('oops'), true, /endpoint answered 500/],
  ['gives no keys', (_request, response) => void response.end('[]'), false, /no access key/],
  ['gives no date', keys('never'), false, /expiration that is no date/],
  ['never ends', (_request, response) => void response.end('x'.repeat(300_000)), false, /longer than/],
])('one that %s says so, without the token', async (_name, answer, retryable, words) => {
  vi.stubEnv('AWS_CONTAINER_AUTHORIZATION_TOKEN', 'hush-token');
  await using _endpoint = await startEndpoint(answer);
  const error: unknown = await (await identity()).credentials().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'CREDENTIALS_UNAVAILABLE', retryable });
  expect((error as Error).message).toMatch(words);
  expect(JSON.stringify(error) + String(error)).not.toContain('hush-token');
});

test.each(['http://example.com/', 'http://127.evil.example/', 'file:///etc/passwd', 'no url'])(
  'the token goes neither elsewhere nor unencrypted: %s',
  async (url) => {
    vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', url);
    await expect((await identity()).credentials()).rejects.toMatchObject({
      code: 'CREDENTIALS_UNAVAILABLE',
      message: expect.stringContaining('AWS_CONTAINER_CREDENTIALS_FULL_URI') as string,
    });
  },
);
