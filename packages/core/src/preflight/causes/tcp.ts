/** Causes on the way to an address. */
import type { Cause } from './cause.ts';

/** A path alone analyses nothing. */
const reachability = [
  {
    owner: 'client-account',
    command:
      'aws ec2 create-network-insights-path --source {clientEni} --destination {endpointEni} --protocol tcp --destination-port {port}',
  },
  {
    owner: 'client-account',
    command: 'aws ec2 start-network-insights-analysis --network-insights-path-id {pathId}',
  },
  {
    owner: 'client-account',
    command: 'aws ec2 describe-network-insights-analyses --network-insights-path-id {pathId}',
  },
] as const;

const targetHealth = {
  owner: 'network-account',
  command: 'aws elbv2 describe-target-health --target-group-arn {targetGroupArn} --region {clusterRegion}',
} as const;

export const tcpCauses: readonly Cause[] = [
  {
    id: 'TCP01',
    level: 'fail',
    layer: 'tcp',
    title: 'filtered: security group, network ACL or route',
    good: 'Every address takes connections.',
    words: {
      main: {
        summary:
          'Nothing answers at {addresses} port {port} ({hosts}): the connection is dropped on the way.',
        candidates: ['TCP01'],
        settledBy:
          'AWS drops silently whatever the reason, so these have to be looked at: the security group of the endpoint (inbound {port} from the client), the network ACLs of both subnets (both ways), the route tables of both VPCs, and behind an NLB the health of its targets. VPC Reachability Analyzer names the one.',
        fix: {
          text: "Allow TCP {port} from the client to the cluster's endpoint: security group, network ACLs both ways, and routes in both VPCs.",
          commands: [
            {
              owner: 'cluster-account',
              command:
                'aws ec2 authorize-security-group-ingress --region {clusterRegion} --group-id {endpointSecurityGroupId} --protocol tcp --port {port} --cidr {clientVpcCidr}',
            },
            {
              owner: 'client-account',
              command:
                "aws ec2 describe-route-tables --filters Name=vpc-id,Values={clientVpcId} --query 'RouteTables[].Routes'",
            },
            ...reachability,
          ],
        },
      },
    },
    blocks: 'tls',
    explains: [],
  },
  {
    id: 'TCP02',
    level: 'fail',
    layer: 'tcp',
    title: 'refused or reset',
    good: 'No address refuses or resets.',
    words: {
      main: {
        summary: 'Something at {addresses} port {port} refuses the connection ({hosts}).',
        fix: {
          text: 'The address is reached, but nothing listens on that port: use 9098 (the only port of MSK Serverless), and point the name or the NLB listener at the cluster.',
          commands: [
            { owner: 'client', command: 'nc -vz {address} {port}' },
            {
              owner: 'network-account',
              command:
                'aws elbv2 describe-listeners --load-balancer-arn {loadBalancerArn} --region {clusterRegion}',
            },
          ],
        },
      },
      reset: {
        summary: 'Something at {addresses} port {port} resets the connection ({hosts}).',
        fix: {
          text: 'A firewall, proxy or load balancer cuts the connection: let TLS to port {port} pass untouched, and see that the NLB listener and its targets are on {port}.',
          commands: [
            {
              owner: 'client',
              command: 'openssl s_client -connect {address}:{port} -servername {host} </dev/null',
            },
            targetHealth,
          ],
        },
      },
      unheard: {
        summary:
          'Something at {addresses} port {port} ends the connection as soon as it hears the name ({hosts}), and a wildcard leads every name there.',
        candidates: ['TCP02', 'PAT02'],
        settledBy:
          "Whose addresses these are (the first two commands): where they are another cluster's, the wildcard of {apex} leads to that cluster, and its endpoint takes no name but its own (PAT02); where they are the cluster's own, or a load balancer's, a firewall, proxy or listener cuts TLS (TCP02).",
        fix: {
          text: 'One wildcard cannot serve two clusters: point it at the endpoint of {clusterId}, or give this VPC a zone of its own, PrivateLink with one, or a resolver rule. Where the addresses are right, let TLS to port {port} pass untouched, and see that the NLB listener and its targets are on {port}.',
          commands: [
            {
              owner: 'cluster-account',
              command:
                'aws ec2 describe-network-interfaces --region {clusterRegion} --filters Name=addresses.private-ip-address,Values={address}',
            },
            {
              owner: 'client-account',
              command:
                'aws route53 list-hosted-zones-by-vpc --vpc-id {clientVpcId} --vpc-region {clientRegion}',
            },
            {
              owner: 'client',
              command: 'openssl s_client -connect {address}:{port} -servername {host} </dev/null',
            },
            targetHealth,
          ],
        },
      },
    },
    blocks: 'tls',
    explains: [],
  },
  {
    id: 'TCP03',
    level: 'warn',
    layer: 'tcp',
    title: 'one zonal address dead or broken',
    good: 'Every address of every host serves the client.',
    words: {
      main: {
        summary: 'Port {port} does not answer at {addresses}, while other addresses of {hosts} do.',
        fix: {
          text: "One zone is cut off: its subnet's network ACL or route, or its NLB target. A client that tries one address only fails now and then; Node tries the next after 250 ms.",
          commands: [targetHealth, ...reachability],
        },
      },
      later: {
        summary:
          'Port {port} at {addresses} takes connections and then fails them, while other addresses of {hosts} serve the client.',
        fix: {
          text: 'Something in that zone stands in for the cluster or breaks the way to it: an NLB target that is another machine, an inspecting firewall of one subnet, a smaller MTU. What it shows in TLS says what it is. A client that tries this address first waits for nothing.',
          commands: [
            {
              owner: 'client',
              command: 'openssl s_client -connect {address}:{port} -servername {host} </dev/null',
            },
            targetHealth,
          ],
        },
      },
    },
    blocks: null,
    explains: [],
  },
  {
    id: 'TCP04',
    level: 'fail',
    layer: 'tcp',
    title: "the client's own system has no route",
    good: "The client's system has a route to every address.",
    words: {
      main: {
        summary: 'This machine has no route to {addresses} ({hosts}): the connection does not leave it.',
        fix: {
          text: 'AWS never says this, it drops: look at this machine. Give its interface or container network a route (a default route) to the address, and see that the name leads to the right address.',
          commands: [
            { owner: 'client', command: 'ip route get {address}' },
            { owner: 'client', command: 'ip route show' },
          ],
        },
      },
      ipv6: {
        summary:
          'The names lead to IPv6 addresses ({addresses}, {hosts}), and this machine has no IPv6 route.',
        fix: {
          text: 'Give the machine IPv6 (an address of its subnet and a route), or let the names answer with IPv4 addresses.',
          commands: [
            { owner: 'client', command: 'ip -6 route show' },
            { owner: 'network-account', command: 'dig {host} A' },
          ],
        },
      },
    },
    blocks: 'tls',
    explains: [],
  },
  {
    id: 'TCP05',
    level: 'fail',
    layer: 'tcp',
    title: 'small packets pass, large ones stall (MTU)',
    good: 'Large packets get through: certificates arrive.',
    words: {
      main: {
        summary:
          "Port {port} at {addresses} ({hosts}) takes connections, and then the server's certificate does not arrive: small packets pass, large ones get lost.",
        candidates: ['TCP05', 'KAF01'],
        settledBy:
          'A large packet that may not be cut (the first command): where it gets no answer and one with -s 500 does, it is the MTU. Where both get through, or ping is filtered everywhere, something takes the connections and says nothing: a listener or firewall that hangs.',
        fix: {
          text: 'A tunnel or VPN on the way carries less than 1,500 bytes, and the message that says so (ICMP, fragmentation needed) is filtered. Clamp the MSS where the tunnel begins, let that ICMP through, or give the client a smaller MTU: the second command for a try.',
          commands: [
            { owner: 'client', command: 'ping -c 3 -M do -s 1472 {address}' },
            { owner: 'client', command: 'sudo ip route add {address} via {gateway} mtu 1300' },
            {
              owner: 'network-account',
              command:
                'sudo iptables -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu',
            },
          ],
        },
      },
    },
    blocks: 'tls',
    explains: [],
  },
  {
    id: 'TCP06',
    level: 'warn',
    layer: 'tcp',
    title: 'slow path',
    good: 'Connections are made well within what clients wait.',
    words: {
      main: {
        summary:
          'A connection to port {port} of {hosts} takes {took} ms or more, and kafkajs gives up after 1,000 ms where nothing else is said.',
        fix: {
          text: 'Give the client more time: connectionTimeout of kafkajs (createMskClient sets 10,000 ms), socket.connection.setup.timeout.ms in Java. Then look at why: about 1, 3 or 7 s is a first packet that got lost (a full table of a NAT gateway or firewall, one of two paths that is dead), anything else a detour.',
          commands: [
            { owner: 'client', command: 'nc -vz -w 10 {address} {port}' },
            { owner: 'client', command: 'mtr --tcp --port {port} --report {address}' },
          ],
        },
      },
    },
    blocks: null,
    explains: [],
  },
];
