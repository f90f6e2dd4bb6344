import { expect, test } from 'vitest';
import { startWorld } from '../../../test/cluster.ts';
import { NIC, PLACEMENT, startMetadata } from '../../../test/metadata-server.ts';
import { healthy } from '../../../test/observations.ts';
import { testPorts } from '../../../test/servers.ts';
import { resolveConfig } from '../../config/resolve.ts';
import { placementFact } from '../facts/placement.ts';
import { observe } from './observe.ts';
import { observePlacement } from './placement.ts';

const BOOTSTRAP = 'boot-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com';
const viewOf = async (url: string, bootstrap = BOOTSTRAP) => ({
  config: await resolveConfig({ bootstrap, allowedHosts: ['kafka.example.com'] }),
  ports: testPorts({ env: { AWS_EC2_METADATA_SERVICE_ENDPOINT: url } }),
  signal: new AbortController().signal,
});

test('Region, zone and the blocks of the VPC', async () => {
  await using service = await startMetadata({
    ...PLACEMENT,
    [`${NIC}/vpc-ipv6-cidr-blocks`]: '2600:1f18::/56',
  });
  expect(await observePlacement(await viewOf(service.url))).toMatchObject({
    endpoint: service.url,
    region: { outcome: 'ok', value: { region: 'eu-west-1', availabilityZone: 'eu-west-1b' } },
    vpc: {
      outcome: 'ok',
      value: {
        id: 'vpc-0a1b2c3d4e5f60718',
        cidrs: ['10.1.0.0/16', '10.2.0.0/16', '2600:1f18::/56'],
        subnetCidr: '10.1.8.0/24',
      },
    },
  });
});

test('what is no Region or block is not taken for one, and one part says nothing of the other', async () => {
  const odd = { 'placement/region': 'eu-west-1; rm', [`${NIC}/vpc-id`]: 'vpc-$(id)' };
  await using service = await startMetadata({ ...PLACEMENT, ...odd });
  expect(await observePlacement(await viewOf(service.url))).toMatchObject({
    region: { outcome: 'error', code: 'METADATA_INVALID' },
    vpc: { outcome: 'ok', value: { id: null, cidrs: ['10.1.0.0/16', '10.2.0.0/16'] } },
  });
  await using odder = await startMetadata({ ...PLACEMENT, mac: '../../iam' });
  expect(await observePlacement(await viewOf(odder.url))).toMatchObject({
    region: { outcome: 'ok' },
    vpc: { outcome: 'error', code: 'METADATA_INVALID' },
  });
  expect(odder.asked.map(({ what }) => what).filter((what) => what.includes('iam'))).toEqual([]);
});

test('nobody is asked where it is switched off, or where no pattern leads', async () => {
  await using service = await startMetadata();
  const off = await viewOf(service.url);
  const ports = testPorts({ env: { ...off.ports.env, AWS_EC2_METADATA_DISABLED: 'true' } });
  expect(await observePlacement({ ...off, ports })).toEqual({
    endpoint: null,
    region: { outcome: 'skipped', because: 'switched off' },
    vpc: { outcome: 'skipped', because: 'switched off' },
  });
  expect(await observePlacement(await viewOf(service.url, 'kafka.example.com:9094'))).toBeNull();
  const open = 'b-1-public.orders.ab12cd.c2.kafka.us-east-1.amazonaws.com:9198';
  expect(await observePlacement(await viewOf(service.url, open))).toBeNull();
  expect(service.asked).toEqual([]);
});

test("a task's own metadata stand beside those of its instance", async () => {
  const arn = 'arn:aws:ecs:eu-west-1:111122223333:task/default/cd189a933e5849daa93386466019ab50';
  await using service = await startMetadata({}, (what, response) => {
    if (what.startsWith('GET /v4/')) response.end(JSON.stringify({ TaskARN: arn }));
    return what.startsWith('GET /v4/');
  });
  const view = await viewOf(service.url);
  const env = { AWS_EC2_METADATA_DISABLED: 'true', ECS_CONTAINER_METADATA_URI_V4: `${service.url}/v4/a` };
  const placement = await observePlacement({ ...view, ports: testPorts({ env }) });
  expect(placement).toMatchObject({
    endpoint: null,
    task: { endpoint: `${service.url}/v4/a`, said: { outcome: 'ok', value: { region: 'eu-west-1' } } },
  });
  const { expectation } = healthy();
  expect(placementFact({ placement, expectation })).toMatchObject({
    region: 'eu-west-1',
    regionBy: "the ECS task's metadata",
    vpcCidrs: [],
  });
});

test.each([
  [{ AWS_LAMBDA_FUNCTION_NAME: 'client', AWS_REGION: 'eu-west-1' }, 'eu-west-1'],
  [{ AWS_LAMBDA_FUNCTION_NAME: 'client', AWS_REGION: 'nowhere' }, null],
  [{ AWS_REGION: 'eu-west-1' }, null],
])('%j: Lambda says %s', async (more, region) => {
  const view = await viewOf('http://127.0.0.1:1');
  const env = { AWS_EC2_METADATA_DISABLED: 'true', ...more };
  const placement = await observePlacement({ ...view, ports: testPorts({ env }) });
  expect(placementFact({ placement, expectation: healthy().expectation }).region).toBe(region);
});

test('a look has it, and no look fails for want of it', async () => {
  await using service = await startMetadata();
  await using world = await startWorld({
    ports: { env: { AWS_EC2_METADATA_SERVICE_ENDPOINT: service.url } },
  });
  const config = await world.config();
  expect((await observe(config, { ports: world.ports })).placement?.region).toMatchObject({ outcome: 'ok' });
  await service[Symbol.asyncDispose]();
  const without = await observe(config, { ports: world.ports });
  expect(without.placement?.region).toMatchObject({ outcome: 'error', code: 'METADATA_UNREACHABLE' });
  expect([without.ended, without.metadata.outcome]).toEqual(['complete', 'ok']);
});
