/** Causes in the login. MSK answers every refusal with one text, so other evidence has to tell them apart. */
import type { Cause } from './cause.ts';

const connectPolicy = {
  owner: 'cluster-account',
  command:
    'aws iam put-role-policy --role-name {roleName} --policy-name msk-connect --policy-document \'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["kafka-cluster:Connect"],"Resource":"{clusterArn}"}]}\'',
} as const;
const simulate = {
  owner: 'cluster-account',
  command:
    'aws iam simulate-principal-policy --policy-source-arn {role} --action-names kafka-cluster:Connect --resource-arns {clusterArn}',
} as const;

export const saslCauses: readonly Cause[] = [
  {
    id: 'SAS01',
    level: 'fail',
    layer: 'sasl',
    title: 'kafka-cluster:Connect not allowed',
    good: 'The brokers let this principal connect.',
    words: {
      main: {
        summary:
          'The broker does not let {caller} connect, though STS accepts these credentials and clock and Region agree.',
        fix: {
          text: "Allow kafka-cluster:Connect on the cluster's own ARN (its uuid and account included) in the role's policy; look also at its permissions boundary, session policy and the organization's service control policies. Changes take about a minute.",
          commands: [simulate, connectPolicy],
        },
      },
    },
    blocks: 'kafka',
    explains: [],
  },
  {
    id: 'SAS02',
    level: 'fail',
    layer: 'sasl',
    title: 'mechanism not offered',
    good: 'The listener offers OAUTHBEARER.',
    words: {
      main: {
        summary: 'The listener at {hosts} port {port} does not offer OAUTHBEARER; it offers {offered}.',
        fix: {
          text: 'Connect to the IAM listener: port 9098 of MSK (SCRAM is 9096, TLS 9094). A provisioned cluster needs IAM access control switched on, and one too old for OAUTHBEARER offers AWS_MSK_IAM alone.',
          commands: [
            {
              owner: 'cluster-account',
              command:
                'aws kafka get-bootstrap-brokers --cluster-arn {clusterArn} --region {clusterRegion} --query BootstrapBrokerStringSaslIam',
            },
          ],
        },
      },
    },
    blocks: 'kafka',
    explains: [],
  },
  {
    id: 'SAS03',
    level: 'fail',
    layer: 'sasl',
    title: 'token refused',
    good: 'The brokers accept the token.',
    words: {
      main: {
        summary: 'The broker refuses the token, and its one text does not say why: {reason}.',
        candidates: ['SAS03', 'SAS01'],
        settledBy:
          "Whether STS accepts these very credentials (aws sts get-caller-identity), whether the clock agrees with AWS's and whether the signing Region is the cluster's; where all three hold, kafka-cluster:Connect is missing.",
        fix: {
          text: "Make sure that the credentials, the clock and the Region are right; then allow kafka-cluster:Connect on the cluster's ARN.",
          commands: [
            { owner: 'client', command: 'aws sts get-caller-identity' },
            { owner: 'client', command: 'chronyc tracking' },
            simulate,
          ],
        },
      },
    },
    blocks: 'kafka',
    explains: ['SAS01'],
  },
  {
    id: 'SAS04',
    level: 'fail',
    layer: 'sasl',
    title: 'too many connects',
    good: 'No login was turned away for the quota of connection attempts.',
    words: {
      main: {
        summary:
          "The cluster turns logins away with 'Too many connects' ({hosts}), also after a pause: its quota of connection attempts is used up.",
        fix: {
          text: 'MSK Serverless takes 100 connection attempts a second from all clients together, failed logins included. Find the client that opens connections all the time (the second command shows what this machine holds and has just closed): it should keep one producer and consumer for its whole life, wait at least a second, with jitter, before it tries again, and not start together with many others.',
          commands: [
            { owner: 'client', command: 'msk-reach check --bootstrap {bootstrap} --rate 5' },
            { owner: 'client', command: 'ss -tan dport = :{port}' },
          ],
        },
      },
    },
    blocks: 'kafka',
    explains: [],
  },
  {
    id: 'SAS06',
    level: 'warn',
    layer: 'sasl',
    title: 'session shorter than the re-authentication threshold',
    good: 'Sessions last longer than the ten seconds before their end at which kafkajs logs in again.',
    words: {
      main: {
        summary:
          'A session lasts only {seconds} s here: kafkajs by itself logs in again before every request, ten seconds before the end.',
        fix: {
          text: 'Let the brokers grant longer sessions (connections.max.reauth.ms; MSK gives what is left of the token, some 15 minutes), or connect with the factory of @msk-reach/core, which renews a short session after 0.6 of it.',
          commands: [
            {
              owner: 'cluster-account',
              command:
                'kafka-configs.sh --bootstrap-server {bootstrap} --command-config client.properties --describe --all --entity-type brokers',
            },
          ],
        },
      },
      credentials: {
        summary:
          'A session lasts only {seconds} s because the credentials end then: kafkajs by itself logs in again before every request, ten seconds before the end.',
        fix: {
          text: 'Give the client credentials that last at least 15 minutes and are renewed before they end: a role (durationSeconds of 900 at least), IMDS, ECS, EKS or SSO. What hands these out gives them too late, or too short.',
          commands: [
            { owner: 'client', command: 'aws configure list' },
            {
              owner: 'cluster-account',
              command: 'aws iam get-role --role-name {roleName} --query Role.MaxSessionDuration',
            },
          ],
        },
      },
    },
    blocks: null,
    explains: [],
  },
];
