/** Causes in what the user says. */
import type { Cause } from './cause.ts';

export const configCauses: readonly Cause[] = [
  {
    id: 'CFG01',
    level: 'fail',
    layer: 'config',
    title: 'bad bootstrap or port',
    good: 'The bootstrap is a name of MSK with a port that speaks IAM.',
    words: {
      main: {
        summary: 'The bootstrap is wrong: {problem}.',
        fix: {
          text: 'Use the address for IAM, which (1) prints in the account of the cluster, and try it (2). Right would be {expected}.',
          commands: [
            {
              owner: 'cluster-account',
              command:
                'aws kafka get-bootstrap-brokers --cluster-arn {clusterArn} --region {clusterRegion} --query BootstrapBrokerStringSaslIam',
            },
            { owner: 'client', command: 'msk-reach check --bootstrap {rightBootstrap}' },
          ],
        },
      },
      unasked: {
        summary: 'No bootstrap was given, and AWS does not say which one {clusterArn} has: {problem}.',
        fix: {
          text: 'Give the bootstrap, which (1) prints in the account of the cluster, and try it (2). Or let the caller call kafka:GetBootstrapBrokers on the cluster, and reach the API from where it runs.',
          commands: [
            {
              owner: 'cluster-account',
              command:
                'aws kafka get-bootstrap-brokers --cluster-arn {clusterArn} --region {clusterRegion} --query BootstrapBrokerStringSaslIam',
            },
            { owner: 'client', command: 'msk-reach check --bootstrap {rightBootstrap}' },
          ],
        },
      },
    },
    blocks: 'credentials',
    explains: [],
  },
  {
    id: 'CFG02',
    level: 'fail',
    layer: 'config',
    title: 'cluster recreated under another id',
    good: 'The bootstrap is the one of the ARN.',
    words: {
      main: {
        summary: 'The cluster with the given ARN has the bootstrap {rightBootstrap}, not {given}.',
        fix: {
          text: 'A cluster that is made anew has a new bootstrap, endpoint and ARN: try the new bootstrap (1) and give it to the clients, point the alias or records of the zone at the new endpoint, and put the new ARN into the policies. Where the ARN is the mistaken one, correct --cluster-arn instead.',
          commands: [{ owner: 'client', command: 'msk-reach check --bootstrap {rightBootstrap}' }],
        },
      },
      gone: {
        summary:
          'There is no cluster with the ARN {clusterArn}: it was deleted or made anew under another uuid, or the ARN is mistyped.',
        fix: {
          text: 'Take the ARN of the cluster that is meant, here and in the policies: (1) lists those that there are. Where brokers let you in, that is all; a cluster that was made anew has another bootstrap and endpoint too, and the zone has to follow.',
          commands: [
            {
              owner: 'cluster-account',
              command:
                "aws kafka list-clusters-v2 --region {clusterRegion} --query 'ClusterInfoList[].ClusterArn'",
            },
          ],
        },
      },
    },
    blocks: 'dns',
    // Old names lead nowhere, or by the wildcard to the new cluster, which does not know them.
    explains: [
      'CFG01',
      'DNS01',
      'DNS02',
      'DNS03',
      'PAT02',
      'TCP02',
      'TLS01',
      'SAS01',
      'SAS03',
      'KAF01',
      'KAF06',
      'BRK01',
      'BRK03',
    ],
  },
  {
    id: 'CFG03',
    level: 'fail',
    layer: 'config',
    title: 'Region misread or different',
    good: "Tokens are signed for the Region in the bootstrap's name.",
    words: {
      main: {
        summary: 'The signing Region is wrong: {problem}.',
        fix: {
          text: "Sign for the cluster's Region ({expected}), as (1) does. AWS_REGION says where the client runs and is no substitute.",
          commands: [{ owner: 'client', command: 'msk-reach check --region {clusterRegion}' }],
        },
      },
    },
    blocks: 'sasl',
    explains: ['SAS01', 'SAS03'],
  },
  {
    id: 'CFG04',
    level: 'fail',
    layer: 'config',
    title: "no TLS, or SASL other than IAM, in a client's configuration",
    good: "The client's configuration speaks TLS and logs in with IAM.",
    words: {
      main: {
        summary: 'A client with the configuration {clientFile} cannot get in: {problem}.',
        fix: {
          text: 'Set {expected} in that file, then look again (1): the listener for IAM takes nothing else.',
          commands: [
            {
              owner: 'client',
              command: 'msk-reach check',
            },
          ],
        },
      },
      unchecked: {
        summary:
          'A client with the configuration {clientFile} connects, but to whoever answers: {problem}. Its token goes there.',
        fix: {
          text: "Take that setting out of the file, then look again (1): the cluster's names are on its certificate. For a CA of your own, name the CA (a trust store, or ssl.ca) and leave the check on.",
          commands: [
            {
              owner: 'client',
              command: 'msk-reach check',
            },
          ],
        },
      },
    },
    blocks: null,
    explains: [],
  },
];
