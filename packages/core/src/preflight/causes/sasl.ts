/** Causes in the login. MSK answers every refusal with one text, so other evidence has to tell them apart. */
import type { Cause } from './cause.ts';
import { keepSessionName } from './keep-session-name.ts';

const connectPolicy = {
  owner: 'cluster-account',
  command:
    'aws iam put-role-policy --role-name {roleName} --policy-name msk-connect --policy-document \'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["kafka-cluster:Connect"],"Resource":"{clusterArn}"}]}\'',
} as const;
const simulate = {
  owner: 'cluster-account',
  command:
    "aws iam simulate-principal-policy --policy-source-arn {role} --action-names kafka-cluster:Connect --resource-arns {clusterArn} --query 'EvaluationResults[].EvalDecision'",
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
          text: "Allow kafka-cluster:Connect on the cluster's own ARN, uuid and account included: (1) adds it to the role, (2) has to say allowed then. Where it does not, look at the permissions boundary, session policy and the organization's service control policies. Changes take about a minute.",
          commands: [connectPolicy, simulate],
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
          text: 'Connect to the IAM listener, which (1) prints: port 9098 of MSK (SCRAM is 9096, TLS 9094). A provisioned cluster needs IAM access control switched on, and one too old for OAUTHBEARER offers AWS_MSK_IAM alone.',
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
          "Whether STS accepts these very credentials (1), the clock agrees with AWS's (2) and the signing Region is the cluster's; where all three hold, kafka-cluster:Connect is missing (SAS01).",
        fix: {
          text: "Mend what (1) and (2) show first: the credentials, then the clock. Where both are right, (3) has to say that kafka-cluster:Connect is allowed on the cluster's ARN.",
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
          "The cluster turns logins away with 'Too many connects' ({hosts}), also after a pause: all of its clients together use up its quota of connection attempts.",
        fix: {
          text: 'Where a slower look (1) gets in, it was a moment. Otherwise find the client that opens connections all the time, which need not be this one: (2), on each of them, lists what it holds and has just closed. It should keep one producer and consumer for its whole life and wait a second or more, with jitter, before it tries again. The quota is 100 attempts a second, failed logins included.',
          commands: [
            { owner: 'client', command: 'msk-reach check --rate 5' },
            { owner: 'client', command: 'ss -tan dport = :{port}' },
          ],
        },
      },
    },
    blocks: 'kafka',
    explains: [],
  },
  {
    id: 'SAS05',
    level: 'fail',
    layer: 'sasl',
    title: 'principal changes on re-authentication',
    good: 'A session is renewed with refreshed credentials.',
    words: {
      main: {
        summary:
          'The broker let the client in, and refuses to renew the session with refreshed credentials: each refresh makes another principal. The client works until its credentials are refreshed.',
        fix: keepSessionName.main,
      },
      container: {
        summary:
          'The broker let the client in, and refuses to renew the session with refreshed credentials: each refresh makes another principal. The client works until its credentials are refreshed.',
        fix: keepSessionName.container,
      },
    },
    blocks: null,
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
          text: 'Connect with createMskClient of @msk-reach/core, which renews a short session after 0.6 of it: (1) shows whether the application has it. MSK itself grants some 15 minutes; of brokers of your own, (2) prints connections.max.reauth.ms, which has to be raised.',
          commands: [
            { owner: 'client', command: 'npm ls @msk-reach/core kafkajs' },
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
          text: 'Give the client credentials that last 15 minutes or more and are renewed before they end: a role, IMDS, ECS, EKS or SSO in place of what hands out these, which (1) shows. Then look again (2).',
          commands: [
            { owner: 'client', command: 'aws configure list' },
            { owner: 'client', command: 'msk-reach check' },
          ],
        },
      },
    },
    blocks: null,
    explains: [],
  },
];
