import { expect, test } from 'vitest';
import { childEnvironment, declared, roleVariables } from './environment.ts';

const OWN = {
  MSK_REACH_BOOTSTRAP: 'boot:9098',
  MSK_REACH_CIDR: '127.1.1.0/24',
  MSK_REACH_ROLE: 'arn:one',
  MSK_REACH_EXTERNAL_ID: 'one',
};

test('nothing declared changes nothing', () => {
  expect(declared({}, OWN)).toEqual(OWN);
});

test('a declared option takes the place of a variable, null takes it away', () => {
  expect(declared({ bootstrap: 'other:9098', cidr: null, timeout: 2000, failOn: 'warn' }, OWN)).toEqual({
    MSK_REACH_BOOTSTRAP: 'other:9098',
    MSK_REACH_ROLE: 'arn:one',
    MSK_REACH_EXTERNAL_ID: 'one',
    MSK_REACH_TIMEOUT: '2000',
    MSK_REACH_FAIL_ON: 'warn',
  });
});

test('lists are separated by commas, an empty one is none, and names stand for values', () => {
  const more = { 'CIDR:payments': '127.2.2.0/24' };
  const { MSK_REACH_VPC_CIDR: vpc, MSK_REACH_CIDR: cidr } = declared(
    { vpcCidr: ['${MSK_REACH_CIDR}', '${CIDR:payments}', '${NOBODY}'], cidr: [] },
    OWN,
    more,
  );
  expect(vpc).toBe('127.1.1.0/24,127.2.2.0/24,${NOBODY}');
  expect(cidr).toBeUndefined();
});

test('roles are declared as a whole', () => {
  const roles = [{ arn: 'arn:a', externalId: 'x' }, { arn: 'arn:b' }, { arn: 'arn:c', sessionName: 's' }];
  expect(declared({ roles }, OWN)).toMatchObject({
    MSK_REACH_ROLE: 'arn:a,arn:b,arn:c',
    MSK_REACH_EXTERNAL_ID: 'x,,',
    MSK_REACH_SESSION_NAME: ',,s',
  });
  expect(declared({ roles: [{ arn: 'arn:a' }] }, OWN)).not.toHaveProperty('MSK_REACH_EXTERNAL_ID');
  for (const none of [null, []]) expect(declared({ roles: none }, OWN)).not.toHaveProperty('MSK_REACH_ROLE');
  expect(roleVariables([])).toEqual({});
});

test("a child has nothing of this machine's AWS, and no proxy", () => {
  const inherited = {
    PATH: '/bin',
    AWS_PROFILE: 'mine',
    aws_region: 'x',
    MSK_REACH_TOPIC: 'mine',
    MSK_LAB_ENGINE: 'jvm',
    https_proxy: 'http://proxy',
    NO_PROXY: '*',
    GONE: undefined,
  };
  expect(childEnvironment(inherited, '/lab/empty', OWN)).toEqual({
    PATH: '/bin',
    MSK_LAB_ENGINE: 'jvm',
    AWS_CONFIG_FILE: '/lab/empty',
    AWS_SHARED_CREDENTIALS_FILE: '/lab/empty',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...OWN,
  });
});
