import { expect, test } from 'vitest';
import { startMetadata } from '../../test/metadata-server.ts';
import { startTcp, testPorts } from '../../test/servers.ts';
import { readTask, taskEndpoint } from './task-metadata.ts';

const ports = testPorts();
const TASK = {
  TaskARN: 'arn:aws:ecs:eu-west-1:111122223333:task/default/cd189a933e5849daa93386466019ab50',
  AvailabilityZone: 'eu-west-1b',
  VPCID: 'vpc-0a1b2c3d4e5f60718',
  Containers: [
    { Networks: [{ NetworkMode: 'bridge' }] },
    { Networks: [{ NetworkMode: 'awsvpc', IPv4SubnetCIDRBlock: '10.1.8.0/24' }] },
  ],
};
const saying = (body: string, status = 200) =>
  startMetadata({}, (_what, response) => {
    response.writeHead(status).end(body);
    return true;
  });

test.each([
  ['http://169.254.170.2/v4/abc-1', 'http://169.254.170.2/v4/abc-1'],
  ['http://127.0.0.1:1338/v4/abc-1/', 'http://127.0.0.1:1338/v4/abc-1'],
  ['', null],
  ['nowhere', null],
  ['https://169.254.170.2/v4/abc-1', null],
  ['http://169.254.169.254/v4/abc-1', null],
  ['http://metadata.example.com/v4/abc-1', null],
  ['http://127.0.0.1.example.com/v4/abc-1', null],
  ['http://user:secret@169.254.170.2/v4/abc-1', null],
  ['file:///etc/passwd', null],
  [`http://169.254.170.2/${'x'.repeat(600)}`, null],
])('%s means %s', (uri, endpoint) => {
  expect(taskEndpoint({ ECS_CONTAINER_METADATA_URI_V4: uri })).toBe(endpoint);
});

test('the Region of the ARN, the zone, the VPC and the subnet, by one question', async () => {
  await using service = await saying(JSON.stringify(TASK));
  expect(await readTask(`${service.url}/v4/abc-1`, { ports })).toMatchObject({
    outcome: 'ok',
    value: {
      region: 'eu-west-1',
      availabilityZone: 'eu-west-1b',
      vpcId: 'vpc-0a1b2c3d4e5f60718',
      subnetCidr: '10.1.8.0/24',
    },
  });
  expect(service.asked.map(({ what }) => what)).toEqual(['GET /v4/abc-1/task']);
});

test('what is no zone, VPC or block is not taken for one', async () => {
  const odd = {
    TaskARN: TASK.TaskARN,
    AvailabilityZone: 'us-east-1a; rm',
    VPCID: 'vpc-$(id)',
    Containers: [null, 'x', { Networks: {} }, { Networks: [{ IPv4SubnetCIDRBlock: '10.0.0.0/99' }] }],
  };
  await using service = await saying(JSON.stringify(odd));
  expect(await readTask(service.url, { ports })).toMatchObject({
    value: { region: 'eu-west-1', availabilityZone: null, vpcId: null, subnetCidr: null },
  });
});

test.each([
  ['a page', '<html>Welcome', 200, 'METADATA_INVALID'],
  ['a list', '[1]', 200, 'METADATA_INVALID'],
  ['null', 'null', 200, 'METADATA_INVALID'],
  ['another ARN', '{"TaskARN":"arn:aws:ecs:$(id):1:task/x"}', 200, 'METADATA_INVALID'],
  ['nothing there', '', 404, 'METADATA_REFUSED'],
  ['too many requests', '', 429, 'METADATA_REFUSED'],
  ['another place', '', 302, 'METADATA_REFUSED'],
  ['an answer without end', ' '.repeat(300_000), 200, 'METADATA_UNREACHABLE'],
])('%s is one coded error', async (_, body, status, code) => {
  await using service = await saying(body, status);
  expect(await readTask(service.url, { ports })).toMatchObject({ outcome: 'error', code });
});

test('somebody who says nothing is given up', async () => {
  await using silent = await startTcp((socket) => socket.resume());
  const step = await readTask(`http://127.0.0.1:${silent.port}`, { ports });
  expect(step).toMatchObject({ outcome: 'error', code: 'METADATA_UNREACHABLE' });
});
