import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createAuthority } from '../../test/authority.ts';
import { base, identityOf, ROLE } from '../../test/identity.ts';
import { stsListener } from '../../test/sts-server.ts';
import { realPorts } from '../ports.ts';
import { proxyFor } from './proxy.ts';

const STS = 'https://sts.us-east-1.amazonaws.com';
const PROXY = 'http://proxy.example.test:3128';

test.each([
  [STS, {}, null],
  [STS, { HTTPS_PROXY: PROXY }, `${PROXY}/`],
  [STS, { https_proxy: PROXY, HTTPS_PROXY: 'http://other.example.test' }, `${PROXY}/`],
  [STS, { ALL_PROXY: PROXY }, `${PROXY}/`],
  [STS, { HTTPS_PROXY: 'proxy.example.test:3128' }, `${PROXY}/`],
  [STS, { HTTPS_PROXY: ' ' }, null],
  [STS, { HTTP_PROXY: PROXY }, null],
  ['http://sts.example.test', { HTTP_PROXY: PROXY }, `${PROXY}/`],
  ['http://127.0.0.1:8080', { HTTP_PROXY: PROXY }, null],
  ['http://localhost:8080', { HTTP_PROXY: PROXY }, null],
  ['https://[::1]:8443', { HTTPS_PROXY: PROXY }, null],
  [STS, { HTTPS_PROXY: PROXY, NO_PROXY: '*' }, null],
  [STS, { HTTPS_PROXY: PROXY, NO_PROXY: 'example.test, amazonaws.com' }, null],
  [STS, { HTTPS_PROXY: PROXY, NO_PROXY: '.amazonaws.com' }, null],
  [STS, { HTTPS_PROXY: PROXY, NO_PROXY: '*.AMAZONAWS.com' }, null],
  [STS, { HTTPS_PROXY: PROXY, NO_PROXY: 'sts.us-east-1.amazonaws.com:443' }, null],
  [STS, { HTTPS_PROXY: PROXY, NO_PROXY: 'sts.us-east-1.amazonaws.com:8443' }, `${PROXY}/`],
  [STS, { HTTPS_PROXY: PROXY, NO_PROXY: 'naws.com,169.254.169.254' }, `${PROXY}/`],
  ['https://10.1.2.3', { HTTPS_PROXY: PROXY, NO_PROXY: '10.0.0.0/8' }, null],
  ['https://10.1.2.3', { HTTPS_PROXY: PROXY, NO_PROXY: '10.1.2.3' }, null],
  ['https://10.1.2.3', { HTTPS_PROXY: PROXY, NO_PROXY: '10.2.0.0/16,fd00::/8' }, `${PROXY}/`],
])('%s with %j goes through %s', async (url, env, proxy) => {
  expect((await proxyFor(url, env))?.href ?? null).toBe(proxy);
});

test('a proxy that is none is an error, without its password', async () => {
  const broken = proxyFor(STS, { HTTPS_PROXY: 'socks5://user:hunter2@proxy' });
  await expect(broken).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.not.stringContaining('hunter2'),
  });
});

/** A proxy that tunnels every CONNECT to one port of loopback, and says what it was asked for. */
async function startProxy(target: () => number, status = 200) {
  const asked: string[] = [];
  const server = createHttp();
  server.on('connect', (request, client) => {
    asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
    if (status !== 200) {
      client.end(`HTTP/1.1 ${status} Denied\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const upstream = connect(target(), '127.0.0.1', () => client.write('HTTP/1.1 200 Connected\r\n\r\n'));
    upstream.pipe(client).pipe(upstream);
    for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    asked,
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test('STS is reached through HTTPS_PROXY, and its certificate checked against AWS_CA_BUNDLE', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'msk-reach-'));
  const authority = await createAuthority();
  const { listener, requests } = stsListener();
  const server = createHttps(await authority.issue(['sts.eu-west-1.amazonaws.com']), listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await using proxy = await startProxy(() => (server.address() as AddressInfo).port);
  try {
    const bundle = join(folder, 'ca.pem');
    await writeFile(bundle, authority.ca);
    const HTTPS_PROXY = `http://user:hunter2@127.0.0.1:${proxy.port}`;
    const options = { credentials: base, stsRegion: 'eu-west-1', roles: [{ arn: ROLE }] };
    const trusting = await identityOf(options, {
      ports: { ...realPorts, env: { HTTPS_PROXY, AWS_CA_BUNDLE: bundle } },
    });
    expect((await trusting.credentials()).accessKeyId).toBe('ASIA1');
    expect(requests).toHaveLength(1);
    const basic = `Basic ${Buffer.from('user:hunter2').toString('base64')}`;
    expect(proxy.asked).toEqual([`sts.eu-west-1.amazonaws.com:443 ${basic}`]);

    const strict = await identityOf(options, { ports: { ...realPorts, env: { HTTPS_PROXY } } });
    await expect(strict.credentials()).rejects.toMatchObject({ code: 'STS_UNREACHABLE', retryable: false });
    expect(requests).toHaveLength(1);
  } finally {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  }
});

test('a proxy that refuses makes STS unreachable, and its password is not told', async () => {
  await using proxy = await startProxy(() => 1, 407);
  const env = { HTTPS_PROXY: `http://user:hunter2@127.0.0.1:${proxy.port}` };
  const identity = await identityOf(
    { credentials: base, roles: [{ arn: ROLE }] },
    { ports: { ...realPorts, env } },
  );
  const error: unknown = await identity.credentials().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'STS_UNREACHABLE', details: { httpStatus: 407 } });
  expect(String(error)).not.toContain('hunter2');
});

test('a CA bundle that cannot be read is an error', async () => {
  const ports = { ...realPorts, env: { AWS_CA_BUNDLE: '/no/such/bundle.pem' } };
  const identity = await identityOf({ credentials: base, roles: [{ arn: ROLE }] }, { ports });
  await expect(identity.credentials()).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('AWS_CA_BUNDLE'),
  });
});
