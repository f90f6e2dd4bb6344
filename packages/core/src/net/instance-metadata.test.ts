import { expect, test } from 'vitest';
import { startMetadata } from '../../test/metadata-server.ts';
import { freePort, startTcp, testPorts } from '../../test/servers.ts';
import { metadataEndpoint, withMetadata, type ReadMetadata } from './instance-metadata.ts';

const ports = testPorts();
const region = (read: ReadMetadata) => read('placement/region');

test.each([
  [{}, 'http://169.254.169.254'],
  [{ AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'IPv6' }, 'http://[fd00:ec2::254]'],
  [{ AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:1338/' }, 'http://127.0.0.1:1338'],
  [{ AWS_EC2_METADATA_DISABLED: 'false' }, 'http://169.254.169.254'],
  [{ AWS_EC2_METADATA_DISABLED: 'TRUE' }, null],
  [{ AWS_EC2_METADATA_DISABLED: 'true', AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1' }, null],
  [{ AWS_EC2_METADATA_SERVICE_ENDPOINT: 'file:///etc/passwd' }, null],
  [{ AWS_EC2_METADATA_SERVICE_ENDPOINT: 'nowhere' }, null],
])('%j means %s', (env, endpoint) => {
  expect(metadataEndpoint(env)).toBe(endpoint);
});

test('a token first, then each path with it; what is not there is null', async () => {
  await using service = await startMetadata();
  const step = await withMetadata(
    service.url,
    async (read) => [await region(read), await read('placement/host-id')],
    { ports },
  );
  expect(step).toMatchObject({ outcome: 'ok', value: ['eu-west-1', null] });
  expect(service.asked).toEqual([
    { what: 'PUT /latest/api/token', token: undefined },
    { what: 'GET /latest/meta-data/placement/region', token: 'dG9rZW4=' },
    { what: 'GET /latest/meta-data/placement/host-id', token: 'dG9rZW4=' },
  ]);
});

test.each([
  [403, 'METADATA_REFUSED'],
  [404, 'METADATA_REFUSED'],
  [500, 'METADATA_REFUSED'],
  [302, 'METADATA_REFUSED'],
])('a token refused with %i is %s, and nothing else is asked', async (status, code) => {
  await using service = await startMetadata({}, (_, response) => {
    response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end();
    return true;
  });
  expect(await withMetadata(service.url, region, { ports })).toMatchObject({
    outcome: 'error',
    code,
    facts: { httpStatus: status },
  });
  expect(service.asked).toHaveLength(1);
});

test.each([
  ['no token', '', 'METADATA_INVALID'],
  ['a page in its place', '<html>\nWelcome', 'METADATA_INVALID'],
  ['an answer without end', 'x'.repeat(20_000), 'METADATA_UNREACHABLE'],
])('%s is %s', async (_, body, code) => {
  await using service = await startMetadata({}, (_what, response) => {
    response.end(body);
    return true;
  });
  expect(await withMetadata(service.url, region, { ports })).toMatchObject({ outcome: 'error', code });
});

test('nobody there, and somebody who says nothing: an error, each in its time', async () => {
  const nobody = `http://127.0.0.1:${await freePort()}`;
  expect(await withMetadata(nobody, region, { ports })).toMatchObject({
    outcome: 'error',
    code: 'METADATA_UNREACHABLE',
  });
  await using silent = await startTcp((socket) => socket.resume());
  const step = await withMetadata(`http://127.0.0.1:${silent.port}`, region, { ports });
  expect(step).toMatchObject({ outcome: 'error', code: 'METADATA_UNREACHABLE' });
  expect(step.outcome === 'error' && step.detail).toContain('hop limit');
});

test('a caller who gives up is not kept waiting', async () => {
  const gone = new AbortController();
  await using silent = await startTcp((socket) => {
    socket.resume();
    gone.abort();
  });
  const url = `http://127.0.0.1:${silent.port}`;
  expect(await withMetadata(url, region, { ports, signal: gone.signal })).toEqual({
    outcome: 'skipped',
    because: 'interrupted',
  });
});
