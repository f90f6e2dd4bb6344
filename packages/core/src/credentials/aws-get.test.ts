import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { awsGet } from './aws-get.ts';

const SECRET = 'secret-access-key-that-nobody-sees';
const credentials = { accessKeyId: 'ASIA1', secretAccessKey: SECRET, sessionToken: 'session-token-1' };

async function serve(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    get: (timeoutMs = 2000, signal?: AbortSignal) =>
      awsGet(
        {
          url: new URL('/v1/clusters/a%3Ab/bootstrap-brokers', `http://127.0.0.1:${port}`),
          region: 'us-east-1',
          service: 'kafka',
          credentials,
          skewMs: 0,
          timeoutMs,
          signal,
        },
        { now: Date.now, env: {} },
      ),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test('the object of the answer, for a request that carries its signature and no secret', async () => {
  const seen: string[] = [];
  await using server = await serve((request, response) => {
    seen.push(request.url ?? '', ...request.rawHeaders);
    response.end('{"a":"b"}');
  });
  expect(await server.get()).toEqual({ a: 'b' });
  expect(seen[0]).toBe('/v1/clusters/a%3Ab/bootstrap-brokers');
  expect(seen.join()).toMatch(/Credential=ASIA1\/\d{8}\/us-east-1\/kafka\/aws4_request/);
  expect(seen.join()).not.toContain(SECRET);
});

test.each([
  [404, 'NotFoundException:http://internal', '{"message":"no such cluster"}', 'AWS_NOT_FOUND'],
  [404, '', '<html>not found</html>', 'AWS_FAILED'],
  [403, 'AccessDeniedException', '{"Message":"not authorized"}', 'AWS_REFUSED'],
  [503, '', '', 'AWS_FAILED'],
  [200, '', '<html>sign in</html>', 'AWS_FAILED'],
  [200, '', `{"a":"${'x'.repeat(300_000)}"}`, 'AWS_UNREACHABLE'],
])('%i %s is %s', async (status, type, body, code) => {
  await using server = await serve((_, response) =>
    response.writeHead(status, { 'x-amzn-errortype': type }).end(body),
  );
  await expect(server.get()).rejects.toMatchObject({ code });
});

test('silence ends with the time that is given, or with the caller', async () => {
  await using server = await serve(() => undefined);
  await expect(server.get(50)).rejects.toMatchObject({ code: 'AWS_UNREACHABLE' });
  await expect(server.get(2000, AbortSignal.timeout(50))).rejects.toMatchObject({ code: 'ABORTED' });
});
