/** Causes in what Kafka answers. */
import { allow } from './allow.ts';
import type { Cause } from './cause.ts';
import { endpointNames, wildcard, zoneId } from './dns/shared.ts';

/** Let the role, and see that it may. */
const topicPermissions = [
  {
    owner: 'cluster-account',
    command:
      'aws iam put-role-policy --role-name {roleName} --policy-name msk-topic --policy-document \'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["kafka-cluster:DescribeTopic","kafka-cluster:ReadData","kafka-cluster:WriteData"],"Resource":"{topicArn}"}]}\'',
  },
  {
    owner: 'cluster-account',
    command:
      "aws iam simulate-principal-policy --policy-source-arn {role} --action-names kafka-cluster:DescribeTopic kafka-cluster:ReadData kafka-cluster:WriteData --resource-arns {topicArn} --query 'EvaluationResults[].[EvalActionName,EvalDecision]'",
  },
] as const;

const groupPermissions = [
  {
    owner: 'cluster-account',
    command:
      'aws iam put-role-policy --role-name {roleName} --policy-name msk-group --policy-document \'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["kafka-cluster:DescribeGroup","kafka-cluster:AlterGroup"],"Resource":"{groupArn}"}]}\'',
  },
  {
    owner: 'cluster-account',
    command:
      "aws iam simulate-principal-policy --policy-source-arn {role} --action-names kafka-cluster:DescribeGroup kafka-cluster:AlterGroup --resource-arns {groupArn} --query 'EvaluationResults[].[EvalActionName,EvalDecision]'",
  },
] as const;

/** What `client.properties` of Kafka's own tools has to hold. */
const PROPERTIES =
  "client.properties is a Java client's: security.protocol=SASL_SSL, sasl.mechanism=AWS_MSK_IAM and the login module of aws-msk-iam-auth.";
const offered = {
  owner: 'client',
  command: 'kafka-broker-api-versions.sh --bootstrap-server {bootstrap} --command-config client.properties',
} as const;
const ownVersion = { owner: 'client', command: 'npm ls kafkajs' } as const;
const clusterState = {
  owner: 'cluster-account',
  command:
    'aws kafka describe-cluster-v2 --cluster-arn {clusterArn} --region {clusterRegion} --query ClusterInfo.State',
} as const;
const byHand = {
  owner: 'client',
  command: 'openssl s_client -connect {host}:{port} -servername {host} </dev/null',
} as const;

export const kafkaCauses: readonly Cause[] = [
  {
    id: 'KAF01',
    level: 'fail',
    layer: 'kafka',
    title: 'metadata empty or timed out',
    good: 'Metadata names the brokers.',
    words: {
      main: {
        summary: 'No list of brokers came from {hosts}: {detail}.',
        fix: {
          text: 'Look again (1). Where it lasts, (2) has to say ACTIVE; where it does and it still lasts, open a case with AWS Support.',
          commands: [{ owner: 'client', command: 'msk-reach check' }, clusterState],
        },
      },
      unexplained: {
        summary: 'No list of brokers came from {hosts}: {detail}.',
        candidates: ['KAF01', 'KAF06'],
        settledBy:
          'The step that failed, tried by hand (1). An endpoint that closes handshakes at once may belong to another cluster (KAF06).',
        fix: {
          text: 'What answers there is not what a broker of MSK answers: (1) shows who it is, by its certificate. Where it is MSK, (2) has to say ACTIVE.',
          commands: [byHand, clusterState],
        },
      },
      closed: {
        summary:
          'No list of brokers came from {hosts}: the connection was closed before TLS was done, also after a pause.',
        candidates: ['KAF01', 'KAF06', 'SAS04'],
        settledBy:
          'A slower look (1): where that gets further, the quota of connection attempts was used up (SAS04). An endpoint that always closes may belong to another cluster (KAF06).',
        fix: {
          text: 'Look again, more slowly (1); where it is closed every time, see what answers there (2).',
          commands: [{ owner: 'client', command: 'msk-reach check --rate 5' }, byHand],
        },
      },
    },
    blocks: 'brokers',
    explains: [],
  },
  {
    id: 'KAF02',
    level: 'fail',
    layer: 'kafka',
    title: 'topic missing',
    good: 'Every topic that was asked about exists.',
    words: {
      main: {
        summary: 'There is no topic {hosts} on this cluster.',
        fix: {
          text: `See that the name is right (upper and lower case count) and that this cluster has it: (1) lists its topics. Else create it (2), which needs kafka-cluster:CreateTopic. ${PROPERTIES}`,
          commands: [
            {
              owner: 'client',
              command:
                'kafka-topics.sh --bootstrap-server {bootstrap} --command-config client.properties --list',
            },
            {
              owner: 'client',
              command:
                'kafka-topics.sh --bootstrap-server {bootstrap} --command-config client.properties --create --topic {topic} --partitions 6',
            },
          ],
        },
      },
    },
    blocks: null,
    explains: [],
  },
  {
    id: 'KAF03',
    level: 'fail',
    layer: 'kafka',
    title: 'topic denied',
    good: 'Every topic that was asked about can be read or written.',
    words: {
      main: {
        summary: 'The principal may not see the topic {hosts}: kafka-cluster:DescribeTopic is not allowed.',
        fix: {
          text: `${allow.topic}: (1) adds all three, (2) has to say allowed then. Whether the topic exists is told only to who may see it.`,
          commands: topicPermissions,
        },
      },
      noData: {
        summary: 'The principal may see the topic {hosts}, and may neither read nor write it.',
        fix: {
          text: "Allow kafka-cluster:ReadData to consume or kafka-cluster:WriteData to produce, on the topic's ARN (the cluster's, with topic in place of cluster, then the topic's name): (1) adds both, (2) has to say allowed then.",
          commands: topicPermissions,
        },
      },
    },
    blocks: null,
    explains: [],
  },
  {
    id: 'KAF04',
    level: 'fail',
    layer: 'kafka',
    title: 'group denied',
    good: 'The group that was asked about can be joined.',
    words: {
      main: {
        summary: 'The principal may not see the group {hosts}: kafka-cluster:DescribeGroup is not allowed.',
        fix: {
          text: `${allow.group}: (1) adds both, (2) has to say allowed then. A consumer needs them beside DescribeTopic and ReadData on its topics.`,
          commands: groupPermissions,
        },
      },
      noAlter: {
        summary:
          'The principal may see the group {hosts} and may not join it: kafka-cluster:AlterGroup is not allowed.',
        fix: {
          text: "Allow kafka-cluster:AlterGroup on the group's ARN (the cluster's, with group in place of cluster, then the group's id), which joining and committing offsets need: (1) adds it, (2) has to say allowed then.",
          commands: groupPermissions,
        },
      },
    },
    blocks: null,
    explains: [],
  },
  {
    id: 'KAF05',
    level: 'fail',
    layer: 'kafka',
    title: 'a request of an unsupported version',
    good: 'No broker refused a request for its version.',
    words: {
      main: {
        summary:
          'A broker answers {api} with UNSUPPORTED_VERSION (35), though the version is one that it offers ({hosts}).',
        fix: {
          text: `What answers is no broker of MSK, or something between changes the requests: (1) shows whose certificate answers; a proxy has to let port {port} pass untouched. Where it is MSK, (2) has to get an answer: then use a newer client (kafkajs 2.2.2 at least). ${PROPERTIES}`,
          commands: [{ ...byHand, owner: 'network-account' }, offered],
        },
      },
      ranges: {
        summary: 'This client and the broker have no version in common ({hosts}): {detail}.',
        fix: {
          text: `Use a client that speaks the versions that the broker offers, which (1) prints: a newer one where they are higher than those of (2), an older one where they are lower. ${PROPERTIES}`,
          commands: [offered, ownVersion],
        },
      },
      closed: {
        summary:
          'The broker accepts the login and closes the connection on {api} ({hosts}), as Kafka does with a version that it does not speak.',
        candidates: ['KAF05', 'KAF01'],
        settledBy:
          'Another client (1): where that gets an answer, it is the version; where it does not, the cluster is in trouble (KAF01).',
        fix: {
          text: `Where (1) gets an answer, use a client that speaks the versions that it prints (kafkajs 2.2.2 at least). Where it does not, (2) has to say ACTIVE; else open a case with AWS Support. ${PROPERTIES}`,
          commands: [offered, clusterState],
        },
      },
    },
    blocks: 'brokers',
    explains: ['KAF01', 'BRK01'],
  },
  {
    id: 'KAF06',
    level: 'fail',
    layer: 'kafka',
    title: 'another cluster answered',
    good: 'The cluster that answers is the one that was asked for.',
    words: {
      main: {
        summary:
          "Another cluster answers: brokers of '{foreignId}' are advertised where '{clusterId}' was asked for.",
        fix: {
          text: "The * alias of the zone {apex} points at another cluster's endpoint: (1) prints the VPC of the one that is meant, (2) the names of its endpoint, (3) the zone's id, (4) repoints the alias. One wildcard serves one cluster for each VPC; for several, use zones with disjoint VPCs, PrivateLink with a zone for each, or a resolver rule.",
          commands: [
            {
              owner: 'cluster-account',
              command:
                'aws kafka describe-cluster-v2 --cluster-arn {clusterArn} --region {clusterRegion} --query ClusterInfo.Serverless.VpcConfigs',
            },
            endpointNames,
            zoneId,
            wildcard,
          ],
        },
      },
      clusterIds: {
        summary:
          'Two clusters answer under one set of names: {hosts} says cluster id {foreignId}, others say {expectedId}.',
        fix: {
          text: "Some records of the zone {apex} lead to another cluster: (1) prints the zone's id, (2) its records. Delete those of single names, so that one * alias leads every name to this cluster.",
          commands: [
            zoneId,
            {
              owner: 'zone-account',
              command:
                'aws route53 list-resource-record-sets --hosted-zone-id {hostedZoneId} --query "ResourceRecordSets[?Type==\'A\']"',
            },
          ],
        },
      },
    },
    blocks: null,
    explains: ['BRK01', 'BRK03'],
  },
];
