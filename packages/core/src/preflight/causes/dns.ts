/** Causes in how names resolve. Every fix of a name says how long the old NXDOMAIN stays cached (RFC 2308). */
import type { Cause, CheckId } from './cause.ts';

const CACHED = 'The old NXDOMAIN stays cached up to {negativeTtl} s.';
/** While one record is left below the shard the wildcard answers nothing there, so all of it is one change. */
const AT_ONCE =
  'The * and the deletions go into one change batch: one by one, every deleted name is NXDOMAIN until the last is gone. The second command writes the batch; read changes.json, then apply it.';
const zonesOfVpc = {
  owner: 'client-account',
  command: 'aws route53 list-hosted-zones-by-vpc --vpc-id {clientVpcId} --vpc-region {clientRegion}',
} as const;
const wildcard = {
  owner: 'cluster-account',
  command:
    'aws route53 change-resource-record-sets --hosted-zone-id {zoneId} --change-batch \'{"Changes":[{"Action":"UPSERT","ResourceRecordSet":{"Name":"*.{apex}","Type":"A","AliasTarget":{"HostedZoneId":"{endpointZoneId}","DNSName":"{endpointDnsName}","EvaluateTargetHealth":false}}}]}\'',
} as const;
const endpointNames = {
  owner: 'cluster-account',
  command:
    "aws ec2 describe-vpc-endpoints --region {clusterRegion} --filters Name=vpc-id,Values={clusterVpcId} --query 'VpcEndpoints[].DnsEntries[0]'",
} as const;
const DELETIONS =
  'ResourceRecordSets[?ends_with(Name,`".{shardApex}."`)||Name==`"{shardApex}."`].{Action:`"DELETE"`,ResourceRecordSet:@}';
const UPSERT =
  '`{"Action":"UPSERT","ResourceRecordSet":{"Name":"*.{apex}","Type":"A","AliasTarget":{"HostedZoneId":"{endpointZoneId}","DNSName":"{endpointDnsName}","EvaluateTargetHealth":false}}}`';
const writeDeletions = {
  owner: 'cluster-account',
  command: `aws route53 list-resource-record-sets --hosted-zone-id {zoneId} --output json --query '{Changes:${DELETIONS}}' | tee changes.json`,
} as const;
const writeReplacement = {
  owner: 'cluster-account',
  command: `aws route53 list-resource-record-sets --hosted-zone-id {zoneId} --output json --query '{Changes:[${UPSERT},${DELETIONS}][]}' | tee changes.json`,
} as const;
const applyChanges = {
  owner: 'cluster-account',
  command:
    'aws route53 change-resource-record-sets --hosted-zone-id {zoneId} --change-batch file://changes.json',
} as const;
const authorize = {
  owner: 'cluster-account',
  command:
    'aws route53 create-vpc-association-authorization --hosted-zone-id {zoneId} --vpc VPCRegion={clientRegion},VPCId={clientVpcId}',
} as const;
const associate = {
  owner: 'client-account',
  command:
    'aws route53 associate-vpc-with-hosted-zone --hosted-zone-id {zoneId} --vpc VPCRegion={clientRegion},VPCId={clientVpcId}',
} as const;
const unauthorize = {
  owner: 'cluster-account',
  command:
    'aws route53 delete-vpc-association-authorization --hosted-zone-id {zoneId} --vpc VPCRegion={clientRegion},VPCId={clientVpcId}',
} as const;
const associateRule = {
  owner: 'client-account',
  command:
    'aws route53resolver associate-resolver-rule --resolver-rule-id {ruleId} --vpc-id {clientVpcId} --region {clientRegion}',
} as const;
const ipAddressType = {
  owner: 'cluster-account',
  command:
    "aws ec2 describe-vpc-endpoints --region {clusterRegion} --filters Name=vpc-id,Values={clusterVpcId} --query 'VpcEndpoints[].[VpcEndpointId,IpAddressType]'",
} as const;
const toDualstack = {
  owner: 'cluster-account',
  command:
    'aws ec2 modify-vpc-endpoint --region {clusterRegion} --vpc-endpoint-id {endpointId} --ip-address-type dualstack',
} as const;
const rulesOfVpc = {
  owner: 'client-account',
  command:
    'aws route53resolver list-resolver-rule-associations --region {clientRegion} --filters Name=VPCId,Values={clientVpcId}',
} as const;
const ruleAssociations = {
  owner: 'network-account',
  command:
    'aws route53resolver list-resolver-rule-associations --region {clusterRegion} --filters Name=ResolverRuleId,Values={ruleId}',
} as const;
const dnsSupport = {
  owner: 'client-account',
  command:
    'aws ec2 describe-vpc-attribute --region {clientRegion} --vpc-id {clientVpcId} --attribute enableDnsSupport',
} as const;
const supportOn = {
  owner: 'client-account',
  command:
    'aws ec2 modify-vpc-attribute --region {clientRegion} --vpc-id {clientVpcId} --enable-dns-support \'{"Value":true}\'',
} as const;
const dhcpOptions = {
  owner: 'client-account',
  command:
    'aws ec2 create-dhcp-options --region {clientRegion} --dhcp-configurations Key=domain-name-servers,Values=AmazonProvidedDNS',
} as const;
const vpcDhcp = {
  owner: 'client-account',
  command:
    'aws ec2 associate-dhcp-options --region {clientRegion} --dhcp-options-id {dhcpOptionsId} --vpc-id {clientVpcId}',
} as const;

const FORWARDS =
  'The servers that {resolver} forwards to, asked one by one (dig @TARGET_IP {host}): the targets of the rule for {apex}, or the upstreams of a server of your own.';
const ruleTargets = {
  owner: 'network-account',
  command:
    'aws route53resolver get-resolver-rule --region {clusterRegion} --resolver-rule-id {ruleId} --query ResolverRule.TargetIps',
} as const;
const updateTargets = {
  owner: 'network-account',
  command:
    "aws route53resolver update-resolver-rule --region {clusterRegion} --resolver-rule-id {ruleId} --config 'TargetIps=[{Ip={inboundIp},Port=53},{Ip={otherInboundIp},Port=53}]'",
} as const;
const OVERRIDE =
  'What the hosts line of nsswitch.conf and the hosts file say (the first two commands), and which search domains and servers resolv.conf names.';
const overrideCommands = [
  { owner: 'client', command: 'getent -s files ahosts {host}' },
  { owner: 'client', command: 'cat /etc/nsswitch.conf /etc/resolv.conf' },
  { owner: 'client', command: 'sudo sed -i.bak /{clusterId}/d /etc/hosts' },
  { owner: 'client', command: 'sudo resolvectl flush-caches' },
] as const;

/** What a wrong address brings about: whatever is there answers for the cluster, or nothing does. */
const wrongAddress: readonly CheckId[] = [
  'DNS02',
  'PAT01',
  'TCP01',
  'TCP02',
  'TCP03',
  'TCP04',
  'TLS01',
  'TLS02',
  'TLS03',
  'TLS04',
  'KAF01',
  'BRK01',
];

export const dnsCauses: readonly Cause[] = [
  {
    id: 'DNS01',
    level: 'fail',
    layer: 'dns',
    title: "nothing answers for the cluster's names on this VPC",
    good: "Something answers for the cluster's names.",
    words: {
      main: {
        summary: 'No name of the cluster resolves here: {resolver} answers {rcode} for {hosts}{zoneClause}.',
        settledBy:
          "Which zones and rules this VPC has (the first command), whether enableDnsHostnames and enableDnsSupport are on (aws ec2 describe-vpc-attribute), whether a DNS Firewall answers NXDOMAIN, and whether the client's Region is the rule's.",
        fix: {
          text: `Associate the private hosted zone {apex} with the client's VPC: its owner authorises, the VPC's owner associates, then the authorisation can go. Where a networking account holds the zone, its commands run there; with a shared resolver rule, associate the rule instead. ${CACHED}`,
          commands: [zonesOfVpc, authorize, associate, unauthorize],
        },
      },
      privatelink: {
        summary: 'No name of the cluster resolves here: {resolver} answers {rcode} for {hosts}{zoneClause}.',
        settledBy:
          'Which zones this VPC has (the first command), and whether enableDnsHostnames and enableDnsSupport are on (aws ec2 describe-vpc-attribute).',
        fix: {
          text: `With PrivateLink the zone {apex} lives in the client account: associate it with this VPC, or create it with a * alias to the interface endpoint. ${CACHED}`,
          commands: [
            zonesOfVpc,
            {
              owner: 'client-account',
              command:
                'aws route53 create-hosted-zone --name {apex} --vpc VPCRegion={clientRegion},VPCId={clientVpcId} --caller-reference msk-{clusterId}',
            },
            { ...wildcard, owner: 'client-account' },
            associate,
          ],
        },
      },
      rule: {
        summary: 'No name of the cluster resolves here: {resolver} answers {rcode} for {hosts}{zoneClause}.',
        candidates: ['DNS01', 'PAT04'],
        settledBy:
          "Whether the shared rule for {apex} is accepted and associated with this VPC (the first two commands), and whether this VPC is in the rule's own Region: a rule does not exist in another.",
        fix: {
          text: `Accept the share of the resolver rule for {apex} and associate the rule with the client's VPC. ${CACHED}`,
          commands: [
            {
              owner: 'client-account',
              command: 'aws ram get-resource-share-invitations --region {clientRegion}',
            },
            {
              owner: 'client-account',
              command:
                'aws route53resolver list-resolver-rule-associations --region {clientRegion} --filters Name=VPCId,Values={clientVpcId}',
            },
            {
              owner: 'client-account',
              command:
                'aws ram accept-resource-share-invitation --resource-share-invitation-arn {invitationArn} --region {clientRegion}',
            },
            associateRule,
          ],
        },
      },
      local: {
        summary: 'No name of the cluster resolves here: {resolver} answers {rcode} for {hosts}{zoneClause}.',
        settledBy:
          "Whether the cluster is attached to this VPC (the command shows its VPCs) and whether the VPC's DNS attributes are on.",
        fix: {
          text: `A cluster answers only in the VPCs it was created with: run the client in one of them, or associate a private hosted zone or resolver rule for {apex}. ${CACHED}`,
          commands: [
            {
              owner: 'cluster-account',
              command:
                'aws kafka describe-cluster-v2 --cluster-arn {clusterArn} --region {clusterRegion} --query ClusterInfo.Serverless.VpcConfigs',
            },
            {
              owner: 'client-account',
              command:
                'aws ec2 modify-vpc-attribute --vpc-id {clientVpcId} --enable-dns-hostnames \'{"Value":true}\'',
            },
          ],
        },
      },
      empty: {
        summary: 'The zone {zone} answers, but holds no record for {hosts}.',
        fix: {
          text: `Give the zone one record, * as an alias to the Regional DNS name of the cluster's VPC endpoint, and none at or below {shardApex}. ${CACHED}`,
          commands: [endpointNames, wildcard],
        },
      },
      shadowed: {
        summary:
          'The zone {zone}, more specific than {apex}, answers for {shardApex} and does not know {hosts}.',
        candidates: ['DNS01', 'DNS13', 'PAT03'],
        settledBy:
          'Which zones this VPC has (the first command): a zone at {zone} hides every zone and rule for {apex}.',
        fix: {
          text: `Remove the more specific zone from this VPC, or, where it belongs to a cluster attached to this VPC, move the client or that cluster to another VPC. ${CACHED}`,
          commands: [
            zonesOfVpc,
            {
              owner: 'client-account',
              command:
                'aws route53 disassociate-vpc-from-hosted-zone --hosted-zone-id {zoneId} --vpc VPCRegion={clientRegion},VPCId={clientVpcId}',
            },
          ],
        },
      },
    },
    blocks: 'pattern',
    explains: ['DNS02', 'DNS03'],
  },
  {
    id: 'DNS02',
    level: 'fail',
    layer: 'dns',
    title: 'no wildcard: only the bootstrap has a record',
    good: 'Brokers resolve as the bootstrap does.',
    words: {
      main: {
        summary: 'The bootstrap resolves, but no broker does: {count} of {total} have no record ({hosts}).',
        fix: {
          text: `Give the zone {apex} a * alias and delete every record at or below {shardApex}. ${AT_ONCE} ${CACHED}`,
          commands: [endpointNames, writeReplacement, applyChanges],
        },
      },
      fixed: {
        summary:
          'Every broker resolves today, but by fixed records: no wildcard answers, and the next new broker will not resolve.',
        fix: {
          text: `Give the zone {apex} a * alias and delete every record at or below {shardApex}. ${AT_ONCE} ${CACHED}`,
          commands: [endpointNames, writeReplacement, applyChanges],
        },
      },
    },
    blocks: 'tcp',
    explains: [],
  },
  {
    id: 'DNS03',
    level: 'fail',
    layer: 'dns',
    title: 'stale fixed records, or a left-over record that switches the wildcard off',
    good: 'Every broker that Metadata names resolves.',
    words: {
      main: {
        summary:
          '{count} of {total} names of the cluster have no record ({hosts}) while others resolve: the records are fixed, and stale.',
        fix: {
          text: `Brokers come and go: give the zone {apex} a * alias and delete every record at or below {shardApex}. ${AT_ONCE} ${CACHED}`,
          commands: [endpointNames, writeReplacement, applyChanges],
        },
      },
      leftover: {
        summary:
          'A record below {shardApex} switches the wildcard off there: * answers in other shards, but not for {hosts}.',
        fix: {
          text: `Delete every record at or below {shardApex} in one change batch (RFC 4592: while one exists, *.{apex} answers nothing under it). The first command writes the batch; read changes.json, then apply it. ${CACHED}`,
          commands: [writeDeletions, applyChanges],
        },
      },
    },
    blocks: 'tcp',
    explains: ['DNS02'],
  },
  {
    id: 'DNS04',
    level: 'fail',
    layer: 'dns',
    title: "the VPC's resolver silent, or a resolver that bypasses the VPC",
    good: "The resolver in use answers with what the VPC's zones and rules say.",
    words: {
      main: {
        summary:
          "{resolver} does not know {hosts}, while {other} resolves them: the resolver in use bypasses the VPC's zones and rules.",
        candidates: ['DNS04', 'DNS01'],
        settledBy:
          "Asking the VPC's own resolver (dig @169.254.169.253 {host}): where it resolves the name, {resolver} bypasses it; where it does not, the zone or rule is not associated with this VPC.",
        fix: {
          text: `Let the client ask the VPC's own resolver: an option set with AmazonProvidedDNS for the VPC (the last two commands), or a forward of {apex} from {resolver} to it. ${CACHED}`,
          commands: [{ owner: 'client', command: 'dig @169.254.169.253 {host} A' }, dhcpOptions, vpcDhcp],
        },
      },
      silent: {
        summary: '{resolver} is silent: no question got an answer, while {other} resolves {hosts}.',
        candidates: ['DNS04', 'DNS05'],
        settledBy:
          "Whether {resolver} is the VPC's own: then enableDnsSupport is off (the second command); another one is down, or port 53 towards it is closed.",
        fix: {
          text: "Let the client ask a resolver that answers: the VPC's own, with enableDnsSupport on.",
          commands: [
            { owner: 'client', command: 'dig @169.254.169.253 {host} A' },
            dnsSupport,
            supportOn,
            dhcpOptions,
            vpcDhcp,
          ],
        },
      },
      support: {
        summary:
          "{resolver}, the VPC's own, is silent, while {other} answers: DNS support of the VPC is off.",
        settledBy: 'The attribute of the VPC (the first command).',
        fix: {
          text: "Switch enableDnsSupport on: no security group or network ACL stands between a client and the VPC's own resolver.",
          commands: [dnsSupport, supportOn],
        },
      },
    },
    blocks: 'pattern',
    explains: ['DNS01', 'DNS02', 'DNS03', 'DNS05'],
  },
  {
    id: 'DNS05',
    level: 'fail',
    layer: 'dns',
    title: 'forwarding targets dead, or port 53 blocked',
    good: 'Every question about a name got an answer.',
    words: {
      main: {
        summary: '{resolver} does not answer for {hosts}: {detail}.',
        candidates: ['DNS05', 'DNS06', 'DNS07'],
        settledBy:
          'Asking the inbound endpoint addresses directly (dig @INBOUND_IP {host}): silent there means endpoint or security group, the same failure there means a forwarding loop, an answer only over TCP means that UDP is cut.',
        fix: {
          text: "Open UDP and TCP 53 into the inbound Resolver endpoint from whoever asks it (the outbound endpoint's subnets; the client's VPC only where it asks the inbound endpoint itself) and out of the outbound one; see that both are operational, and that the rule is not associated with the VPC of its own inbound endpoint.",
          commands: [
            { owner: 'client', command: 'dig {host} A' },
            {
              owner: 'network-account',
              command: 'aws route53resolver list-resolver-endpoints --region {clusterRegion}',
            },
            {
              owner: 'network-account',
              command:
                "aws ec2 authorize-security-group-ingress --region {clusterRegion} --group-id {inboundSecurityGroupId} --ip-permissions 'IpProtocol=udp,FromPort=53,ToPort=53,IpRanges=[{CidrIp={outboundSubnetCidr}}]' 'IpProtocol=tcp,FromPort=53,ToPort=53,IpRanges=[{CidrIp={outboundSubnetCidr}}]'",
            },
            ruleAssociations,
          ],
        },
      },
      silent: {
        summary: '{resolver} is silent: no question got an answer ({detail}).',
        candidates: ['DNS05', 'DNS04'],
        settledBy:
          'Asking the VPC resolver itself (dig @169.254.169.253 {host}): where it answers, {resolver} is down or port 53 towards it is closed; where it is silent too, enableDnsSupport is off.',
        fix: {
          text: "Open UDP and TCP 53 to {resolver}, or use the VPC's own resolver (169.254.169.253) with enableDnsSupport on.",
          commands: [
            { owner: 'client', command: 'dig @169.254.169.253 {host} A' },
            {
              owner: 'client-account',
              command: 'aws ec2 describe-vpc-attribute --vpc-id {clientVpcId} --attribute enableDnsSupport',
            },
          ],
        },
      },
    },
    blocks: 'pattern',
    explains: ['DNS01', 'DNS02', 'DNS03'],
  },
  {
    id: 'DNS06',
    level: 'fail',
    layer: 'dns',
    title: 'forwarding loop',
    good: 'No two resolvers fail alike for the names.',
    words: {
      main: {
        summary:
          "{resolver} and {other} both fail for {hosts} ({detail}): a forwarding loop, where {other} is the rule's inbound endpoint.",
        candidates: ['DNS06', 'DNS05'],
        settledBy:
          "Whether {other} is the inbound endpoint that the rule for {apex} forwards to, and the rule is associated with that endpoint's own VPC (the first two commands): then it is a loop. Otherwise what {other} forwards to is dead.",
        fix: {
          text: 'Dissociate the rule for {apex} from the VPC of its own inbound endpoint: there the zones of that VPC have to answer. A resolver may keep a SERVFAIL for up to 5 minutes.',
          commands: [
            {
              owner: 'network-account',
              command: 'aws route53resolver list-resolver-endpoints --region {clusterRegion}',
            },
            ruleAssociations,
            {
              owner: 'network-account',
              command:
                'aws route53resolver disassociate-resolver-rule --region {clusterRegion} --resolver-rule-id {ruleId} --vpc-id {endpointVpcId}',
            },
          ],
        },
      },
    },
    blocks: 'pattern',
    explains: ['DNS05'],
  },
  {
    id: 'DNS07',
    level: 'fail',
    layer: 'dns',
    title: 'UDP answers truncated, and TCP 53 blocked',
    good: 'No answer came truncated without one over TCP.',
    words: {
      main: {
        summary: '{resolver} truncates its answer for {hosts} and does not answer over TCP.',
        fix: {
          text: 'Open TCP 53 to {resolver} beside UDP 53, in the security groups and in the network ACLs both ways.',
          commands: [
            { owner: 'client', command: 'dig +tcp {host} A' },
            {
              owner: 'network-account',
              command:
                'aws ec2 authorize-security-group-ingress --region {clusterRegion} --group-id {inboundSecurityGroupId} --protocol tcp --port 53 --cidr {clientVpcCidr}',
            },
          ],
        },
      },
    },
    blocks: 'pattern',
    explains: ['DNS01', 'DNS02', 'DNS03', 'DNS05'],
  },
  {
    id: 'DNS08',
    level: 'fail',
    layer: 'dns',
    title: 'alias to an old endpoint: gone, or outside the expected addresses',
    good: 'Every answer lies in the declared blocks.',
    words: {
      main: {
        summary: 'The answers for {hosts} ({addresses}) lie outside the declared blocks ({cidrs}).',
        fix: {
          text: 'Point the alias of the zone {apex} at the endpoint that is meant, or declare the right --cidr. The old answer stays cached for its TTL.',
          commands: [
            { owner: 'client', command: 'dig {host} A' },
            endpointNames,
            {
              owner: 'cluster-account',
              command:
                'aws route53 list-resource-record-sets --hosted-zone-id {zoneId} --query "ResourceRecordSets[?Type==\'A\']"',
            },
            wildcard,
          ],
        },
      },
      dangling: {
        summary: 'The alias of {hosts} leads to {alias}, which is gone: that name has no address.',
        fix: {
          text: `Put an A-alias to the cluster's VPC endpoint in place of the CNAME in the zone {apex}: a CNAME outlives the endpoint that it names. ${CACHED}`,
          commands: [
            { owner: 'client', command: 'dig {host} CNAME' },
            endpointNames,
            {
              owner: 'cluster-account',
              command:
                'aws route53 list-resource-record-sets --hosted-zone-id {zoneId} --query "ResourceRecordSets[?Type==\'CNAME\']" --output json',
            },
            {
              owner: 'cluster-account',
              command:
                'aws route53 change-resource-record-sets --hosted-zone-id {zoneId} --change-batch \'{"Changes":[{"Action":"DELETE","ResourceRecordSet":{"Name":"*.{apex}","Type":"CNAME","TTL":{aliasTtl},"ResourceRecords":[{"Value":"{alias}"}]}},{"Action":"CREATE","ResourceRecordSet":{"Name":"*.{apex}","Type":"A","AliasTarget":{"HostedZoneId":"{endpointZoneId}","DNSName":"{endpointDnsName}","EvaluateTargetHealth":false}}}]}\'',
            },
          ],
        },
      },
    },
    blocks: null,
    explains: ['DNS01', 'DNS03', 'DNS11', ...wrongAddress],
  },
  {
    id: 'DNS09',
    level: 'fail',
    layer: 'dns',
    title: 'public, shared, loopback or unspecified answer',
    good: 'Every answer is an address that an endpoint can have.',
    words: {
      main: {
        summary: 'The answers for {hosts} ({addresses}) are not private addresses, and take no connections.',
        fix: {
          text: "The VPC's own answer is a private one: see which zone, rule, proxy or DNS Firewall override gives this one, and point the zone {apex} at the cluster's endpoint. Where such addresses are this VPC's own, declare them (--cidr). The old answer stays cached for its TTL.",
          commands: [{ owner: 'client', command: 'dig {host} A' }, zonesOfVpc, endpointNames, wildcard],
        },
      },
      loopback: {
        summary: 'The answers for {hosts} ({addresses}) are addresses of this machine itself.',
        fix: {
          text: 'Remove the override (hosts file, local DNS proxy, DNS Firewall), or declare the block with --cidr where a local proxy is meant.',
          commands: [
            { owner: 'client', command: 'grep -n kafka /etc/hosts' },
            { owner: 'client', command: 'dig {host} A' },
          ],
        },
      },
    },
    blocks: null,
    explains: ['DNS08', 'DNS11', ...wrongAddress],
  },
  {
    id: 'DNS10',
    level: 'fail',
    layer: 'dns',
    title: 'hosts file, search domain or cache differs',
    good: "The system's own lookup says what its DNS server says.",
    words: {
      main: {
        summary:
          "The system's own lookup leads {hosts} to {addresses}, while {server} answers {otherAddresses}.",
        settledBy: OVERRIDE,
        fix: {
          text: 'Remove the override on the client: the line of its hosts file (the third command; hostAliases of a pod), or the old entry of a local cache (the fourth).',
          commands: overrideCommands,
        },
      },
      missing: {
        summary: "The system's own lookup does not find {hosts}, while {server} answers {otherAddresses}.",
        settledBy: OVERRIDE,
        fix: {
          text: "Let the client's lookup ask that server: dns in the hosts line of nsswitch.conf, that server in resolv.conf, and no local cache that keeps an old NXDOMAIN (the fourth command).",
          commands: overrideCommands,
        },
      },
      extra: {
        summary:
          "The system's own lookup leads {hosts} to {addresses}, while {server} does not know the name.",
        settledBy: OVERRIDE,
        fix: {
          text: 'What answers is no DNS zone: a line of the hosts file, which goes stale when the brokers change, or a search domain. Give the VPC the zone {apex} instead, then remove it (the third command).',
          commands: overrideCommands,
        },
      },
    },
    blocks: null,
    explains: ['DNS01', 'DNS03', 'DNS08', 'DNS09', 'DNS11', ...wrongAddress],
  },
  {
    id: 'DNS11',
    level: 'fail',
    layer: 'dns',
    title: 'answers vary between queries or resolvers',
    good: 'The resolvers lead to the same place.',
    words: {
      main: {
        summary: 'For {hosts} {resolver} answers {addresses}, and {other} answers {otherAddresses}.',
        settledBy:
          "Which of the answers are the endpoint's own addresses (the first command, and dig of the name that it gives).",
        fix: {
          text: 'Two zones or rules for {apex} lead to different places: align them, so that whoever asks is led to the same endpoint. The old answer stays cached for its TTL.',
          commands: [
            endpointNames,
            { owner: 'client', command: 'dig {host} A' },
            zonesOfVpc,
            rulesOfVpc,
            wildcard,
          ],
        },
      },
      flaps: {
        summary:
          '{resolver} does not always say the same of {hosts}: one time {addresses}, another time {rcode}.',
        settledBy: FORWARDS,
        fix: {
          text: `Behind that resolver servers with different zones take turns: give them the same ones, or forward {apex} only to those that have the zone. ${CACHED}`,
          commands: [{ owner: 'client', command: 'dig {host} A' }, rulesOfVpc, ruleTargets, updateTargets],
        },
      },
      turns: {
        summary:
          '{resolver} does not always say the same of {hosts}: one time {addresses}, another time {otherAddresses}.',
        settledBy: FORWARDS,
        fix: {
          text: 'Behind that resolver servers with different zones take turns: align the zones, or forward {apex} only to those that lead to the endpoint.',
          commands: [
            { owner: 'client', command: 'dig {host} A' },
            endpointNames,
            ruleTargets,
            updateTargets,
            wildcard,
          ],
        },
      },
      absent: {
        summary: '{other} does not know {hosts}, which {resolver} resolves.',
        fix: {
          text: 'Give both resolvers the same zones: associate the zone or rule for {apex} with the VPC of the one that does not know the names, or let it forward {apex}. A client that asks it instead does not resolve them.',
          commands: [{ owner: 'client', command: 'dig {host} A' }, zonesOfVpc, rulesOfVpc, associate],
        },
      },
    },
    blocks: null,
    explains: ['DNS01', 'DNS03', ...wrongAddress],
  },
  {
    id: 'DNS12',
    level: 'fail',
    layer: 'dns',
    title: "no address of the client's family",
    good: "The names have addresses of the client's family.",
    words: {
      main: {
        summary:
          'The answers for {hosts} are IPv6 addresses alone ({addresses}), and this client has IPv4 only.',
        fix: {
          text: 'Give the zone {apex} A records beside AAAA (an A-alias to an endpoint of IP address type ipv4 or dualstack), or give the client an IPv6 address and a route.',
          commands: [
            { owner: 'client', command: 'dig {host} A' },
            { owner: 'client', command: 'ip -6 route show' },
            ipAddressType,
            toDualstack,
          ],
        },
      },
      ipv4: {
        summary:
          'The answers for {hosts} are IPv4 addresses alone ({addresses}), and this client has IPv6 only.',
        fix: {
          text: 'Give the zone {apex} AAAA records beside A (an AAAA-alias to an endpoint of IP address type dualstack), or give the client an IPv4 address and a route.',
          commands: [
            { owner: 'client', command: 'dig {host} AAAA' },
            { owner: 'client', command: 'ip -4 route show' },
            ipAddressType,
            toDualstack,
          ],
        },
      },
      split: {
        summary:
          'Some names have IPv4 addresses alone, others IPv6 alone ({hosts}): a client of one family does not reach every broker.',
        fix: {
          text: 'Give every name of the zone {apex} the same record types: a * alias of type A, and one of type AAAA where the endpoint is dualstack.',
          commands: [
            { owner: 'client', command: 'dig {host} A' },
            { owner: 'client', command: 'dig {host} AAAA' },
            {
              owner: 'cluster-account',
              command:
                'aws route53 list-resource-record-sets --hosted-zone-id {zoneId} --query "ResourceRecordSets[].[Name,Type]" --output text',
            },
          ],
        },
      },
    },
    blocks: null,
    explains: ['TCP04', 'KAF01', 'BRK01'],
  },
  {
    id: 'DNS13',
    level: 'fail',
    layer: 'dns',
    title: 'a more specific zone shadows the names',
    good: 'No more specific zone denies the names.',
    words: {
      main: {
        summary:
          'The zone {zone}, more specific than {apex}, does not know {hosts}, while names of another shard resolve.',
        fix: {
          text: `Remove the zone {zone} from the client's VPC, or the resolver rule of that name: the most specific one answers, with no way back to {apex}. ${CACHED}`,
          commands: [
            zonesOfVpc,
            rulesOfVpc,
            {
              owner: 'client-account',
              command:
                'aws route53 disassociate-vpc-from-hosted-zone --hosted-zone-id {zoneId} --vpc VPCRegion={clientRegion},VPCId={clientVpcId}',
            },
          ],
        },
      },
    },
    blocks: 'pattern',
    explains: ['DNS01', 'DNS02', 'DNS03'],
  },
];
