import { expect, test } from 'vitest';
import { isMskReachError } from '@msk-reach/core';
import type { ScenarioProblem } from './problem.ts';
import { validateScenario } from './validate.ts';

const HEAD = { schema: 'msk-lab/scenario/1', name: 'x' };

function problems(value: unknown): readonly ScenarioProblem[] {
  try {
    validateScenario(value, 'x.json');
  } catch (error) {
    if (!isMskReachError(error) || error.code !== 'CONFIG_INVALID') throw error;
    expect(error.message).toContain('x.json: ');
    return error.details['problems'] as readonly ScenarioProblem[];
  }
  return [];
}

test('a name alone is a whole scenario', () => {
  expect(problems(HEAD)).toEqual([]);
  expect(problems({ ...HEAD, expect: { status: 'pass' } })).toEqual([]);
});

test.each([
  [{ name: 'x' }, '/schema', 'is missing'],
  [
    { ...HEAD, schema: 'msk-lab/scenario/2' },
    '/schema',
    'must be "msk-lab/scenario/1", not "msk-lab/scenario/2"',
  ],
  [
    { ...HEAD, name: 'Not A Name' },
    '/name',
    'must look like "one-broker-without-a-record", not "Not A Name"',
  ],
  [{ ...HEAD, engine: 'zookeeper' }, '/engine', 'must be one of "kafka", "wire", not "zookeeper"'],
  [{ ...HEAD, cluster: { brokers: 'three' } }, '/cluster/brokers', 'fits none of its forms, not "three"'],
  [{ ...HEAD, cluster: { brokers: [97, -1] } }, '/cluster/brokers/1', 'must be >= 0, not -1'],
  [{ ...HEAD, dns: { zone: [] } }, '/dns/zone', 'no such key; there are: zones, faults'],
  [
    { ...HEAD, dns: { faults: [{ name: '*', fault: { rcod: 'SERVFAIL' } }] } },
    '/dns/faults/0/fault/rcod',
    'no such key; there are: addresses',
  ],
  [
    { ...HEAD, dns: { zones: [{ records: { a: { value: [] } } }] } },
    '/dns/zones/0/records/a/value',
    'no such key; there are: type, values, ttl',
  ],
  [
    { ...HEAD, iam: { roles: { r: { trust: { principal: [] } } } } },
    '/iam/roles/r/trust/principal',
    'no such key',
  ],
  [
    { ...HEAD, expect: { rootCauses: ['DNS3'] } },
    '/expect/rootCauses/0',
    'fits none of its forms, not "DNS3"',
  ],
  [{ ...HEAD, declare: { patern: 'phz' } }, '/declare/patern', 'no such key; there are: bootstrap'],
  [{ ...HEAD, sts: { error: { cod: 'Throttling' } } }, '/sts/error/cod', 'no such key'],
  [
    { ...HEAD, network: { faults: [{ fault: { blackhole: 'yes' } }] } },
    '/network/faults/0/fault/blackhole',
    'must be true, not "yes"',
  ],
])('%j is refused at %s', (value, pointer, expected) => {
  const found = problems(value).find((one) => one.pointer === pointer);
  expect(problems(value).map((one) => one.pointer)).toContain(pointer);
  expect(found?.expected).toContain(expected);
});

test.each([
  [{ cluster: {}, clusters: [{}] }, '/clusters', 'not together with `cluster`'],
  [{ clusters: [{}, {}] }, '/clusters/1/name', "another name than 'orders'"],
  [{ cluster: { brokers: 10 } }, '/cluster/brokers', 'at most 9 brokers of real Kafka'],
  [
    { cluster: { advertise: { '5': { port: 1 } } } },
    '/cluster/advertise/5',
    'the id of one of its brokers (97, 98, 473)',
  ],
  [
    { dns: { zones: [{ records: { '@b': '@gateway' } }] } },
    '/dns/zones/0',
    "'@b' is none of @boot, @brokers, @b97",
  ],
  [
    { dns: { zones: [{ records: { '*': '@gateway/2' } }] } },
    '/dns/zones/0',
    'that gateway has 2 addresses, counted from 0',
  ],
  [
    { dns: { zones: [{ records: { '*': '@gateway:payments' } }] } },
    '/dns/zones/0',
    'names no cluster of this scenario (orders)',
  ],
  [
    { dns: { zones: [{ records: { '*': 'old.example.com' } }] } },
    '/dns/zones/0',
    'is neither an address nor @gateway',
  ],
  [{ dns: { zones: [{}, {}] } }, '/dns/zones', 'there are two zones of this name'],
  [
    { network: { faults: [{ address: 2, fault: { refuse: true } }] } },
    '/network/faults/0/address',
    'less than network.zones (2)',
  ],
  [
    { network: { faults: [{ name: 'b9-*', fault: { refuse: true } }] } },
    '/network/faults/0/name',
    "a pattern that one of the cluster's hosts fits",
  ],
  [
    { network: { faults: [{ name: '*', fault: { certificate: 'self' } }] } },
    '/network/faults/0/fault/certificate',
    'one of expired',
  ],
  [{ engine: 'wire', cluster: { processes: true } }, '/cluster/processes', 'nothing'],
  [{ engine: 'wire', kafka: { loginsPerSecond: 1 } }, '/kafka/loginsPerSecond', 'wire.connectionsPerSecond'],
  [{ wire: {} }, '/wire', '"engine": "wire" beside it'],
  [{ iam: { users: { client: null } } }, '/iam/base/user', "'client' is null"],
  [{ iam: { assume: ['nope'] } }, '/iam/assume/0', 'the key of a role (msk-client)'],
  [{ iam: { base: { kind: 'user', user: 'nobody' } } }, '/iam/base/user', 'the name of a user (client)'],
  [{ iam: { base: { kind: 'user', seconds: 5 } } }, '/iam/base/seconds', 'nothing with kind user'],
  [{ iam: { base: { kind: 'ecs', secret: 'wrong' } } }, '/iam/base/secret', 'nothing with kind ecs'],
  [
    { engine: 'wire', wire: { faults: [{ brokers: [97, 5], fault: { endless: true } }] } },
    '/wire/faults/0/brokers/1',
    'the id of a broker (97, 98, 473, bootstrap)',
  ],
  [
    { kafka: { topics: [{ name: 'a' }, { name: 'b' }, { name: 'a' }] } },
    '/kafka/topics/2/name',
    'a name of its own',
  ],
  [{ kafka: { topics: [{ name: 'a.b' }, { name: 'a_b' }] } }, '/kafka/topics/1/name', "from 'a.b'"],
  [{ kafka: { topics: [{ name: '..' }] } }, '/kafka/topics/0/name', "another name than '..'"],
  [
    { declare: { cidr: ['10.0.0.0/8', '${NOPE}'] } },
    '/declare/cidr/1',
    'a variable of this lab instead of ${NOPE} (MSK_REACH_BOOTSTRAP,',
  ],
  [{ declare: { roles: [{ arn: '${ROLE}' }] } }, '/declare/roles/0/arn', 'instead of ${ROLE}'],
  [
    { tls: { trust: 'system' }, declare: { caFile: '${MSK_REACH_CA_FILE}' } },
    '/declare/caFile',
    'instead of ${MSK_REACH_CA_FILE}',
  ],
  [{ declare: { cidr: ['${CIDR:payments}'] } }, '/declare/cidr/0', 'CIDR:orders'],
  [{ expect: { exit: 0, status: 'fail' } }, '/expect/exit', '3, what belongs to the status fail'],
  [{ expect: { exit: 2, status: 'fail' } }, '/expect/exit', '3, what belongs to the status fail'],
  [{ expect: { exit: 7 } }, '/expect/exit', 'one of 0, 1, 2, 3, 4, 5'],
  [{ expect: { exit: 2, pattern: 'phz' } }, '/expect/pattern', 'with exit 2 there is no report'],
  [{ expect: { status: 'pass', rootCauses: ['DNS01'] } }, '/expect/rootCauses', 'the status is pass'],
  [{ expect: { exit: 4, rootCauses: ['DNS01'] } }, '/expect/rootCauses', 'the status is warn'],
  [{ expect: { failing: ['DNS01'] } }, '/expect/failing', 'the status is pass'],
  [{ expect: { status: 'pass', warnings: ['DNS02'] } }, '/expect/warnings', 'the status is pass'],
  [{ expect: { status: 'warn', warnings: [] } }, '/expect/warnings', 'one at least'],
  [
    { expect: { rootCauses: ['DNS03'], failing: [['DNS01', 'DNS13']], notFailing: ['DNS13', 'DNS01'] } },
    '/expect/failing/0',
    'an id that is not in notFailing (DNS13, DNS01)',
  ],
])('%j is refused at %s, which no schema can say', (part, pointer, expected) => {
  const found = problems({ ...HEAD, ...part });
  expect(found.map((one) => one.pointer)).toContain(pointer);
  expect(found.find((one) => one.pointer === pointer)?.expected).toContain(expected);
});

test.each([
  { iam: { assume: ['gone'], roles: { gone: null } } },
  { iam: { base: { kind: 'web-identity', role: 'pod', seconds: 60 }, assume: ['pod'] } },
  { clusters: [{}, { name: 'payments', id: 'wxyz9876' }], declare: { cidr: ['${CIDR:payments}'] } },
  { declare: { roles: [{ arn: '${MSK_REACH_ROLE}' }] } },
  { expect: { exit: 4 } },
  { expect: { exit: 2 } },
  { expect: { status: 'warn', exit: 4, warnings: ['CRD08'] } },
  { expect: { rootCauses: [['DNS01', 'DNS13']], notFailing: ['DNS13'] } },
])('%j is a scenario', (part) => {
  expect(problems({ ...HEAD, ...part })).toEqual([]);
});

test('every mistake is told at once', () => {
  const found = problems({ ...HEAD, tier: 'some', engine: 1, expect: { exit: 'three' } });
  expect(found.map(({ pointer }) => pointer).sort()).toEqual(['/engine', '/expect/exit', '/tier']);
});
