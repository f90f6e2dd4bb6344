import { expect, test } from 'vitest';
import { BOOT, ROLE, healthy, hopOf, look, ok, skipped, withIdentity } from '../../test/observations.ts';
import type { Observation } from './observation.ts';
import { contextOf } from './context.ts';
import { lookAgain, repeated, saidOf } from './look-command.ts';

const SAID: NonNullable<Observation['said']> = {
  profile: 'prod',
  stsEndpoint: 'https://sts.example:8443',
  stsRegion: 'eu-west-1',
  caFile: '/etc/our CA/it\'s "one".pem',
  rate: 20,
  timeoutMs: 5_000,
  deadlineMs: 120_000,
};
const NOTHING: typeof SAID = {
  profile: null,
  stsEndpoint: null,
  stsRegion: null,
  caFile: null,
  rate: null,
  timeoutMs: null,
  deadlineMs: null,
};
const lab: Observation = {
  ...healthy({ pattern: 'phz', cidrs: ['10.0.0.0/16', '10.9.0.0/16'], vpcCidrs: ['10.1.0.0/16'] }),
  said: SAID,
};

const again = (template: string, observation: Observation, values = {}, selection = {}): string =>
  lookAgain(template, values, saidOf(observation, selection));

test('a look is repeated with every option that it was made with', () => {
  const asked: Observation = {
    ...lab,
    resolvers: ['system', '10.0.0.2:53'],
    expectation: {
      ...lab.expectation,
      expectAccount: '222222222222',
      clusterArn: 'arn:aws:kafka:us-east-1:222222222222:cluster/orders/1b2c3d4e-s1',
      topics: ['orders', 'payments'],
      group: "the team's",
      clientConfig: { file: 'client.properties', kind: 'properties', settings: {} },
    },
  };
  expect(again('msk-reach check', asked, {}, { only: ['DNS03'], skip: ['TCP06', 'CRD07'] })).toBe(
    [
      `msk-reach check --bootstrap ${BOOT}:9098`,
      '--cluster-arn arn:aws:kafka:us-east-1:222222222222:cluster/orders/1b2c3d4e-s1',
      `--role ${ROLE} --external-id <external-id>`,
      '--expect-account 222222222222 --profile prod',
      '--sts-endpoint https://sts.example:8443 --sts-region eu-west-1',
      `--ca-file '/etc/our CA/it'"'"'s "one".pem'`,
      '--pattern phz --cidr 10.0.0.0/16 --cidr 10.9.0.0/16 --vpc-cidr 10.1.0.0/16',
      '--dns-server system --dns-server 10.0.0.2:53',
      `--topic orders --topic payments --group 'the team'"'"'s'`,
      '--rate 20 --timeout 5000 --deadline 120000 --client-config client.properties',
      '--only DNS03 --skip TCP06,CRD07',
    ].join(' '),
  );
});

test('what was left at its default is not said, nor is it in observations that do not tell', () => {
  const plain = look(healthy(), withIdentity({ hops: [] }));
  const bare = `msk-reach check --bootstrap ${BOOT}:9098`;
  expect(again('msk-reach check', { ...plain, resolvers: ['system'], said: NOTHING })).toBe(bare);
  expect(again('msk-reach check', { ...plain, resolvers: ['system'] })).toBe(bare);
});

test('an option of the template takes the place of the one that was given', () => {
  const given = { ...look(lab, withIdentity({ hops: [] })), said: { ...NOTHING, rate: 20 }, resolvers: [] };
  expect(again('msk-reach check --bootstrap {right} --rate 5', given, { right: 'boot-x:9098' })).toBe(
    'msk-reach check --bootstrap boot-x:9098 --pattern phz --cidr 10.0.0.0/16 --cidr 10.9.0.0/16 --vpc-cidr 10.1.0.0/16 --rate 5',
  );
});

test('a role of the template, or a file of options, takes the place of the whole chain', () => {
  const chain = [
    { ...hopOf(skipped()), sessionName: 'first', externalIdGiven: false },
    hopOf(skipped(), 'arn:aws:iam::333333333333:role/second'),
  ];
  const given = {
    ...look(healthy(), withIdentity({ hops: chain })),
    resolvers: ['system'],
  };
  const bootstrap = `msk-reach check --bootstrap ${BOOT}:9098`;
  expect(again('msk-reach check --rate 5', given)).toBe(
    `${bootstrap} --role ${ROLE} --session-name first --role arn:aws:iam::333333333333:role/second --external-id <external-id> --rate 5`,
  );
  expect(again('msk-reach check --role {other} --session-name fixed', given)).toBe(
    `${bootstrap} --role <other> --session-name fixed`,
  );
  expect(again('msk-reach check --config {optionsFile}', given)).toBe(`${bootstrap} --config <options-file>`);
});

test('a Region is said where it is not the one in the name', () => {
  const given = { ...look(healthy(), withIdentity({ hops: [] })), resolvers: ['system'] };
  const other = { ...given, endpoint: { ...given.endpoint, region: 'eu-west-1' } };
  expect(again('msk-reach check', other)).toContain(`${BOOT}:9098 --region eu-west-1`);
  expect(again('msk-reach check --region {region}', other, { region: 'us-east-1' })).toBe(
    `msk-reach check --bootstrap ${BOOT}:9098 --region us-east-1`,
  );
});

test.each([
  ['$(id)', "'$(id)'"],
  ['`id`', "'`id`'"],
  ['a; rm -rf /', "'a; rm -rf /'"],
  ["it's", `'it'"'"'s'`],
  ['a\nb', '<topic>'],
  ['\u001b[2J', '<topic>'],
  ['', '<topic>'],
])('what came from outside cannot become a command: %j', (topic, shown) => {
  const given = look(healthy(), withIdentity({ hops: [] }));
  const said = { ...given, expectation: { ...given.expectation, topics: [topic] } };
  expect(again('msk-reach check', said)).toContain(` --topic ${shown}`);
});

test('a value that looks like an option is tied to its own', () => {
  const given = look(healthy(), withIdentity({ hops: [], caller: ok({ arn: 'x', account: '1' }) }));
  const said = { ...given, expectation: { ...given.expectation, group: '--all' } };
  expect(again('msk-reach check', said)).toContain(' --group=--all');
});

const asked = (template: string, observation: Observation): string =>
  repeated(template, contextOf(observation));

test.each([
  ['system', 'dig'],
  ['10.0.0.2:53', 'dig @10.0.0.2'],
  ['127.0.0.1:5353', 'dig @127.0.0.1 -p 5353'],
  ['[fd00::2]:53', 'dig @fd00::2'],
  ['$(id):53', 'dig'],
])('a question is asked of the resolver that the look asked: %s', (resolver, dig) => {
  const given = { ...healthy(), resolvers: [resolver] };
  expect(asked('dig {bootstrapHost} A', given)).toBe(`${dig} <bootstrap-host> A`);
  expect(asked('dig @169.254.169.253 x A', given)).toBe('dig @169.254.169.253 x A');
});

test('the profile of the look is that of the commands which say who the client is', () => {
  const given = { ...healthy(), said: { ...NOTHING, profile: 'prod' } };
  expect(asked('aws sts get-caller-identity', given)).toBe('aws sts get-caller-identity --profile prod');
  expect(asked('aws configure list', given)).toBe('aws configure list --profile prod');
  expect(asked('aws iam get-role --role-name x', given)).toBe('aws iam get-role --role-name x');
  expect(asked('aws sts get-caller-identity', healthy())).toBe('aws sts get-caller-identity');
});
