import type { JsonSchema } from '../../faults/kind.ts';

const text = (description: string, example: string): JsonSchema => ({
  description,
  examples: [example, null],
});
const list = (description: string, example: readonly string[]): JsonSchema => ({
  description,
  examples: [example, null],
});
const number = (description: string, example: number): JsonSchema => ({
  description,
  examples: [example, null],
});

/**
 * The options of `msk-reach check` by their config keys. Values are not judged here: a wrong one is a scenario of its
 * own (the command ends with 2, or finds CFG01 or CFG03).
 */
export const declareSchema: JsonSchema = {
  type: 'object',
  description:
    'Options of `msk-reach check` by their config keys, over what the lab says by itself (bootstrap, region, caFile, cidr, dnsServer, stsEndpoint, roles); null takes one away. `${NAME}` stands for a variable that `msk-lab up` prints.',
  properties: {
    bootstrap: text(
      'HOST[:PORT], or several.',
      'boot-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com:9098',
    ),
    clusterArn: text(
      'The ARN of the cluster.',
      'arn:aws:kafka:us-east-1:444455556666:cluster/orders/1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed-1',
    ),
    clientConfig: text("A client's configuration file to lint.", 'client.properties'),
    region: text('The signing Region.', 'us-west-2'),
    roles: {
      description: 'Roles to assume, first to last: `arn`, `externalId`, `sessionName`.',
      examples: [[{ arn: 'arn:aws:iam::444455556666:role/msk-client', externalId: 'wrong' }], []],
    },
    expectAccount: text('The account that the assumed principal must belong to.', '444455556666'),
    profile: text('A profile of the AWS files, which are empty here.', 'missing'),
    stsEndpoint: text('STS endpoint URL.', 'http://127.0.0.1:1'),
    stsRegion: text('Region of STS.', 'us-east-1'),
    caFile: text('File with the CAs to trust.', 'ca.pem'),
    pattern: text('The connectivity pattern: phz, phz-privatelink, resolver-rule, local, any.', 'phz'),
    cidr: list("Where the answers must lie. The lab's own addresses by default.", ['10.0.0.0/8']),
    vpcCidr: list("The client's own VPC.", ['${MSK_REACH_CIDR}']),
    dnsServer: list('Resolvers to ask.', ['${MSK_REACH_DNS_SERVER}']),
    topic: list('Topics whose permissions are looked at.', ['orders']),
    group: text('Group whose permissions are looked at.', 'billing'),
    rate: number('Connection attempts in any one second.', 50),
    timeout: number('Milliseconds for each step.', 2000),
    deadline: number('Milliseconds for the whole look.', 30_000),
    failOn: text('`fail` or `warn`.', 'warn'),
    only: list('Only these checks.', ['DNS03']),
    skip: list('Without these checks.', ['CRD08']),
    config: text('Configuration file.', 'msk-reach.json'),
  },
  additionalProperties: false,
  examples: [{ pattern: 'phz', timeout: 2000 }],
};
