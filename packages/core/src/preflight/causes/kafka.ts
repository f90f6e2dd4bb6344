/** Causes in what Kafka answers. */
import type { Cause } from './cause.ts';

/** Whether the role may, and how to let it. */
const topicPermissions = [
  {
    owner: 'cluster-account',
    command:
      'aws iam simulate-principal-policy --policy-source-arn {role} --action-names kafka-cluster:DescribeTopic kafka-cluster:ReadData kafka-cluster:WriteData --resource-arns {topicArn}',
  },
  {
    owner: 'cluster-account',
    command:
      'aws iam put-role-policy --role-name {roleName} --policy-name msk-topic --policy-document \'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["kafka-cluster:DescribeTopic","kafka-cluster:ReadData","kafka-cluster:WriteData"],"Resource":"{topicArn}"}]}\'',
  },
] as const;

const groupPermissions = [
  {
    owner: 'cluster-account',
    command:
      'aws iam simulate-principal-policy --policy-source-arn {role} --action-names kafka-cluster:DescribeGroup kafka-cluster:AlterGroup --resource-arns {groupArn}',
  },
  {
    owner: 'cluster-account',
    command:
      'aws iam put-role-policy --role-name {roleName} --policy-name msk-group --policy-document \'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["kafka-cluster:DescribeGroup","kafka-cluster:AlterGroup"],"Resource":"{groupArn}"}]}\'',
  },
] as const;

const versions = [
  {
    owner: 'client',
    command: 'kafka-broker-api-versions.sh --bootstrap-server {bootstrap} --command-config client.properties',
  },
  { owner: 'client', command: 'npm ls kafkajs' },
] as const;

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
          text: 'Try again; where it lasts, look at the state of the cluster and open a case with AWS Support.',
          commands: [
            {
              owner: 'cluster-account',
              command:
                'aws kafka describe-cluster-v2 --cluster-arn {clusterArn} --region {clusterRegion} --query ClusterInfo.State',
            },
          ],
        },
      },
      unexplained: {
        summary: 'No list of brokers came from {hosts}: {detail}.',
        candidates: ['KAF01', 'KAF06'],
        settledBy:
          'The step that failed, tried by hand with the first command. An endpoint that closes handshakes at once may belong to another cluster (KAF06).',
        fix: {
          text: 'Look at the step that failed: what answers there is not what a broker of MSK answers.',
          commands: [
            {
              owner: 'client',
              command: 'openssl s_client -connect {host}:{port} -servername {host} </dev/null',
            },
            {
              owner: 'cluster-account',
              command:
                'aws kafka describe-cluster-v2 --cluster-arn {clusterArn} --region {clusterRegion} --query ClusterInfo.State',
            },
          ],
        },
      },
      closed: {
        summary:
          'No list of brokers came from {hosts}: the connection was closed before TLS was done, also after a pause.',
        candidates: ['KAF01', 'KAF06', 'SAS04'],
        settledBy:
          'A slower look, by the first command: where that gets further, the quota of connection attempts was used up (SAS04). An endpoint that always closes may belong to another cluster (KAF06).',
        fix: {
          text: 'Look again, more slowly; where it is closed every time, look at what answers there.',
          commands: [
            { owner: 'client', command: 'msk-reach check --bootstrap {bootstrap} --rate 5' },
            {
              owner: 'client',
              command: 'openssl s_client -connect {host}:{port} -servername {host} </dev/null',
            },
          ],
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
        summary: 'There is no topic {topic} on this cluster.',
        fix: {
          text: 'See that the name is right (upper and lower case count), and that this is the cluster that has it; else create it, which needs kafka-cluster:CreateTopic.',
          commands: [
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
        summary: 'The principal may not see the topic {topic}: kafka-cluster:DescribeTopic is not allowed.',
        fix: {
          text: "Allow kafka-cluster:DescribeTopic, and ReadData to consume or WriteData to produce, on the topic's ARN (the cluster's, with topic in place of cluster, then the topic's name). Whether the topic exists is told only to who may see it.",
          commands: topicPermissions,
        },
      },
      noData: {
        summary: 'The principal may see the topic {topic}, and may neither read nor write it.',
        fix: {
          text: "Allow kafka-cluster:ReadData to consume or kafka-cluster:WriteData to produce, on the topic's ARN (the cluster's, with topic in place of cluster, then the topic's name).",
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
        summary: 'The principal may not see the group {group}: kafka-cluster:DescribeGroup is not allowed.',
        fix: {
          text: "Allow kafka-cluster:DescribeGroup and AlterGroup on the group's ARN (the cluster's, with group in place of cluster, then the group's id). A consumer needs both, beside DescribeTopic and ReadData on its topics.",
          commands: groupPermissions,
        },
      },
      noAlter: {
        summary:
          'The principal may see the group {group} and may not join it: kafka-cluster:AlterGroup is not allowed.',
        fix: {
          text: "Allow kafka-cluster:AlterGroup on the group's ARN (the cluster's, with group in place of cluster, then the group's id): joining the group and committing offsets need it.",
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
          text: 'What answers is no broker of MSK, or something between changes the requests: see which versions it offers, and use a client that speaks them (kafkajs 2.2.2 at least).',
          commands: versions,
        },
      },
      ranges: {
        summary: 'This client and the broker have no version in common ({hosts}): {detail}.',
        fix: {
          text: 'Use a client that speaks the versions that the broker offers: a newer one where they are higher, an older one where they are lower.',
          commands: versions,
        },
      },
      closed: {
        summary:
          'The broker accepts the login and closes the connection on {api} ({hosts}), as Kafka does with a version that it does not speak.',
        candidates: ['KAF05', 'KAF01'],
        settledBy:
          "The broker's log at that moment, or another client (the first command): where that gets an answer, it is the version; where it does not, the cluster is in trouble (KAF01).",
        fix: {
          text: 'See which versions the broker offers and whether another client gets an answer; use a client that speaks them.',
          commands: versions,
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
          text: "The * alias of the zone {apex} points at another cluster's endpoint: repoint it. One wildcard serves one cluster for each VPC; for several, use zones with disjoint VPCs, PrivateLink with a zone for each, or a resolver rule.",
          commands: [
            {
              owner: 'cluster-account',
              command:
                'aws kafka describe-cluster-v2 --cluster-arn {clusterArn} --region {clusterRegion} --query ClusterInfo.Serverless.VpcConfigs',
            },
            {
              owner: 'cluster-account',
              command:
                'aws route53 change-resource-record-sets --hosted-zone-id {zoneId} --change-batch \'{"Changes":[{"Action":"UPSERT","ResourceRecordSet":{"Name":"*.{apex}","Type":"A","AliasTarget":{"HostedZoneId":"{endpointZoneId}","DNSName":"{endpointDnsName}","EvaluateTargetHealth":false}}}]}\'',
            },
          ],
        },
      },
      clusterIds: {
        summary:
          'Two clusters answer under one set of names: {hosts} says cluster id {foreignId}, others say {expectedId}.',
        fix: {
          text: 'Some records of the zone {apex} lead to another cluster: make every name lead to this one, by one * alias.',
          commands: [
            { owner: 'client', command: 'dig {host} A' },
            {
              owner: 'cluster-account',
              command:
                'aws route53 list-resource-record-sets --hosted-zone-id {zoneId} --query "ResourceRecordSets[?Type==\'A\']"',
            },
          ],
        },
      },
    },
    blocks: null,
    explains: ['BRK01', 'BRK03'],
  },
];
