/** Causes in how names resolve: the resolver that is asked, or what it forwards to. */
import type { Cause } from '../cause.ts';
import { CACHED } from './shared.ts';

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

export const resolverCauses: readonly Cause[] = [
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
      alone: {
        summary:
          "{resolver} ({server}), the VPC's own, is silent: no question of any kind got an answer ({detail}).",
        candidates: ['DNS04', 'DNS05'],
        settledBy:
          "The attribute of the VPC (the first command): with enableDnsSupport off nobody answers there. With it on, what drops the questions is the client's own machine (a local firewall, a container's network).",
        fix: {
          text: "Switch enableDnsSupport on: no security group or network ACL stands between a client and the VPC's own resolver.",
          commands: [dnsSupport, supportOn, { owner: 'client', command: 'dig @169.254.169.253 {host} A' }],
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
];
