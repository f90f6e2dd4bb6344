import { expect, test } from 'vitest';
import { startMetadataService, type MetadataServiceOptions } from './metadata-service.ts';

const instance = {
  region: 'eu-west-1',
  vpcCidrs: ['10.1.0.0/16', '10.2.0.0/16', '2600:1f18::/56'],
  subnetCidr: '10.1.8.0/24',
};
const started = (more: Partial<MetadataServiceOptions> = {}) => startMetadataService({ instance, ...more });
const TTL = { 'x-aws-ec2-metadata-token-ttl-seconds': '60' };

async function tokenOf(endpoint: string, headers: Readonly<Record<string, string>> = TTL): Promise<Response> {
  return fetch(`${endpoint}/latest/api/token`, { method: 'PUT', headers });
}

async function read(endpoint: string, path: string, token: string): Promise<string | number> {
  const answer = await fetch(`${endpoint}/latest/meta-data/${path}`, {
    headers: { 'x-aws-ec2-metadata-token': token },
  });
  return answer.status === 200 ? answer.text() : answer.status;
}

test('tells where the instance is to whoever has a token', async () => {
  await using service = await started();
  const granted = await tokenOf(service.endpoint);
  expect(granted.headers.get('x-aws-ec2-metadata-token-ttl-seconds')).toBe('60');
  const token = await granted.text();
  const ask = (path: string) => read(service.endpoint, path, token);
  const mac = String(await ask('mac'));
  expect(await ask('placement/region')).toBe('eu-west-1');
  expect(await ask('placement/availability-zone')).toBe('eu-west-1a');
  expect(await ask('network/interfaces/macs/')).toBe(`${mac}/`);
  expect(await ask(`network/interfaces/macs/${mac}/vpc-ipv4-cidr-blocks`)).toBe('10.1.0.0/16\n10.2.0.0/16');
  expect(await ask(`network/interfaces/macs/${mac}/vpc-ipv6-cidr-blocks`)).toBe('2600:1f18::/56');
  expect(await ask(`network/interfaces/macs/${mac}/subnet-ipv4-cidr-block`)).toBe('10.1.8.0/24');
  expect(await ask('iam/security-credentials/')).toBe(404);
  expect(String(await ask('')).split('\n')).toEqual(['mac', 'placement/', 'network/']);
});

test('refuses without a token, with an old one, and what the second version forbids', async () => {
  let now = 1_000;
  await using service = await started({ clock: () => now });
  const { endpoint } = service;
  const token = await (await tokenOf(endpoint)).text();
  expect((await fetch(`${endpoint}/latest/meta-data/placement/region`)).status).toBe(401);
  expect(await read(endpoint, 'placement/region', 'made-up')).toBe(401);
  now += 60_000;
  expect(await read(endpoint, 'placement/region', token)).toBe(401);
  expect((await tokenOf(endpoint, {})).status).toBe(400);
  expect((await tokenOf(endpoint, { 'x-aws-ec2-metadata-token-ttl-seconds': '21601' })).status).toBe(400);
  expect((await tokenOf(endpoint, { ...TTL, 'x-forwarded-for': '10.0.0.1' })).status).toBe(403);
  expect((await fetch(`${endpoint}/latest/api/token`)).status).toBe(405);
  expect(service.requests()[0]).toEqual({ method: 'PUT', path: '/latest/api/token', status: 200 });
});

test('can be switched off, and can stay silent', async () => {
  await using off = await started({ fault: 'disabled' });
  expect((await tokenOf(off.endpoint)).status).toBe(403);
  const silent = await started({ fault: 'silent' });
  const asked = tokenOf(silent.endpoint).then(
    () => 'answered',
    () => 'cut',
  );
  while (silent.requests().length === 0) await new Promise((resolve) => setImmediate(resolve));
  await silent.close();
  expect([await asked, silent.requests()[0]?.status]).toEqual(['cut', null]);
});

test('a task on Fargate has its own, without a token', async () => {
  await using service = await started();
  const read = async (path: string): Promise<unknown> => (await fetch(`${service.taskUri}${path}`)).json();
  expect(await read('/task')).toMatchObject({
    TaskARN: expect.stringMatching(/^arn:aws:ecs:eu-west-1:/),
    AvailabilityZone: 'eu-west-1a',
    LaunchType: 'FARGATE',
    Containers: [{ Networks: [{ NetworkMode: 'awsvpc', IPv4SubnetCIDRBlock: '10.1.8.0/24' }] }],
  });
  expect(await read('')).toMatchObject({ Name: 'client' });
  expect((await fetch(`${service.taskUri}/stats`)).status).toBe(404);
});
