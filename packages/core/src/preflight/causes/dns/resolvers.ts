/** Causes in how names resolve: the resolver that is asked, or what it forwards to. */
import type { Cause } from '../cause.ts';
import { CACHED, rulesOfVpc } from './shared.ts';

const askVpc = { owner: 'client', command: 'dig @169.254.169.253 {host} A' } as const;
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
    'aws ec2 associate-dhcp-options --region {clientRegion} --dhcp-options-id {newDhcpOptionsId} --vpc-id {clientVpcId}',
} as const;
const resolverEndpoints = {
  owner: 'network-account',
  command:
    "aws route53resolver list-resolver-endpoints --region {clusterRegion} --query 'ResolverEndpoints[].[Id,Direction,Status,HostVPCId,SecurityGroupIds]'",
} as const;
const inboundAddresses = {
  owner: 'network-account',
  command:
    'aws route53resolver list-resolver-endpoint-ip-addresses --region {clusterRegion} --resolver-endpoint-id {inboundEndpointId}',
} as const;
const askInbound = { owner: 'network-account', command: 'dig @{inboundEndpointIp} {host} A' } as const;
const vpcsOfRule = {
  owner: 'network-account',
  command:
    'aws route53resolver list-resolver-rule-associations --region {clusterRegion} --filters Name=ResolverRuleId,Values={resolverRuleId}',
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
          "{resolver} does not know {hosts}, while {other} resolves it: the resolver in use bypasses the VPC's zones and rules.",
        candidates: ['DNS04', 'DNS01'],
        settledBy:
          "(1) asks the VPC's own resolver: where it resolves the name, {resolver} bypasses it; where it does not, the zone or rule is not associated with this VPC (DNS01).",
        fix: {
          text: `Let the client ask the VPC's own resolver. Where the VPC hands out {resolver} (its DHCP options): (2) makes a set with AmazonProvidedDNS, (3) gives it to the VPC. Where the client names it itself (resolv.conf, a sidecar, a pod's dnsPolicy), change it there. Where it has to stay, let it forward {apex} to the VPC's. ${CACHED}`,
          commands: [askVpc, dhcpOptions, vpcDhcp],
        },
      },
      silent: {
        summary: '{resolver} is silent: no question got an answer, while {other} resolves {hosts}.',
        candidates: ['DNS04', 'DNS05'],
        settledBy:
          "Whether {resolver} is the VPC's own: then enableDnsSupport is off, which (2) shows. A server of your own is down, or port 53 towards it is closed (DNS05).",
        fix: {
          text: "Let the client ask a resolver that answers. The VPC's own answers (1) where enableDnsSupport is on (2), which (3) switches on; a server of your own has to be started, or UDP and TCP 53 opened to it.",
          commands: [askVpc, dnsSupport, supportOn],
        },
      },
      alone: {
        summary:
          "{resolver} ({server}), the VPC's own, is silent: no question of any kind got an answer ({detail}).",
        candidates: ['DNS04', 'DNS05'],
        settledBy:
          "The attribute of the VPC (1): with enableDnsSupport off nobody answers there. With it on, what drops the questions is the client's own machine (a local firewall, a container's network; DNS05).",
        fix: {
          text: "Switch enableDnsSupport on (2), until (3) gets an answer: no security group or network ACL stands between a client and the VPC's own resolver.",
          commands: [dnsSupport, supportOn, askVpc],
        },
      },
      support: {
        summary:
          "{resolver}, the VPC's own, is silent, while {other} answers: DNS support of the VPC is off.",
        settledBy: 'The attribute of the VPC (1).',
        fix: {
          text: "Switch enableDnsSupport on (2): no security group or network ACL stands between a client and the VPC's own resolver.",
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
          "(3), asked from the outbound endpoint's VPC: silent there is the endpoint or its security group (DNS05), the same failure there is a forwarding loop (DNS06), an answer only with +tcp is UDP that is cut (DNS07).",
        fix: {
          text: "(1) has to show both Resolver endpoints OPERATIONAL; (2) prints the inbound one's addresses, and (3) asks one. Where it is silent, (4) opens port 53 in its security group to whoever asks it: the outbound endpoint's subnets, or the client's VPC where that asks the endpoint itself.",
          commands: [
            resolverEndpoints,
            inboundAddresses,
            askInbound,
            {
              owner: 'network-account',
              command:
                "aws ec2 authorize-security-group-ingress --region {clusterRegion} --group-id {inboundSecurityGroupId} --ip-permissions 'IpProtocol=udp,FromPort=53,ToPort=53,IpRanges=[{CidrIp={outboundSubnetCidr}}]' 'IpProtocol=tcp,FromPort=53,ToPort=53,IpRanges=[{CidrIp={outboundSubnetCidr}}]'",
            },
          ],
        },
      },
      silent: {
        summary: '{resolver} is silent: no question got an answer ({detail}).',
        candidates: ['DNS05', 'DNS04'],
        settledBy:
          "(1) asks the VPC's own resolver: where it answers, {resolver} is down or port 53 towards it is closed (DNS05); where it is silent too, enableDnsSupport is off (DNS04).",
        fix: {
          text: "Where (1) gets an answer, start {resolver}, open UDP and TCP 53 to it, or let the client ask the VPC's own. Where it gets none, (2) says whether enableDnsSupport is on, and (3) switches it on.",
          commands: [askVpc, dnsSupport, supportOn],
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
          "Whether {other} is the rule's inbound endpoint, and one VPC is both that endpoint's (2) and one that the rule is associated with (3): that is the loop. Otherwise what {other} forwards to is dead (DNS05).",
        fix: {
          text: '(1) prints the id of the rule for {apex}, (2) the VPC of its inbound endpoint, (3) the VPCs that the rule is associated with. Whoever owns the VPC that is in both takes the rule away from it (4): the zones of that VPC have to answer there. A resolver may keep a SERVFAIL for up to 5 minutes.',
          commands: [
            rulesOfVpc,
            resolverEndpoints,
            vpcsOfRule,
            {
              owner: 'network-account',
              command:
                'aws route53resolver disassociate-resolver-rule --region {clusterRegion} --resolver-rule-id {resolverRuleId} --vpc-id {vpcIdOfTheInboundEndpoint}',
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
          text: 'Open TCP 53 to {resolver} beside UDP 53, in security groups and in network ACLs both ways, until (1) gets an answer. Where it is an inbound Resolver endpoint, (2) opens its security group.',
          commands: [
            { owner: 'client', command: 'dig {host} A +tcp' },
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
