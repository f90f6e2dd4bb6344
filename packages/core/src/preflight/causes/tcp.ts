/** Causes on the way to an address. */
import type { Cause, Command, Words } from './cause.ts';
import { zonesOfVpc } from './dns/shared.ts';

/** Prints what the other commands name: the endpoint's interface, its subnet, its security groups. */
const whoHasAddress = {
  owner: 'cluster-account',
  command:
    "aws ec2 describe-network-interfaces --region {clusterRegion} --filters Name=addresses.private-ip-address,Values={address} --query 'NetworkInterfaces[].[NetworkInterfaceId,SubnetId,Description,Groups[].GroupId]'",
} as const;
/** A path alone analyses nothing. */
const reachability = [
  {
    owner: 'client-account',
    command:
      'aws ec2 create-network-insights-path --region {clientRegion} --source {clientNetworkInterfaceId} --destination {endpointNetworkInterfaceId} --protocol tcp --destination-port {port}',
  },
  {
    owner: 'client-account',
    command:
      'aws ec2 start-network-insights-analysis --region {clientRegion} --network-insights-path-id {networkInsightsPathId}',
  },
  {
    owner: 'client-account',
    command:
      'aws ec2 describe-network-insights-analyses --region {clientRegion} --network-insights-path-id {networkInsightsPathId}',
  },
] as const;

/** Of a load balancer; on the way with PrivateLink. */
export const targetHealth: Command = {
  owner: 'cluster-account',
  command: 'aws elbv2 describe-target-health --target-group-arn {targetGroupArn} --region {clusterRegion}',
};

/** Routes of both VPCs, and of the hub between them: a blackhole among them leads nowhere. */
const routesThere = {
  owner: 'client-account',
  command:
    "aws ec2 describe-route-tables --region {clientRegion} --filters Name=vpc-id,Values={clientVpcId} --query 'RouteTables[].Routes'",
} as const;
const routesBack = {
  owner: 'cluster-account',
  command:
    "aws ec2 describe-route-tables --region {clusterRegion} --filters Name=vpc-id,Values={vpcIdOfTheEndpoint} --query 'RouteTables[].Routes'",
} as const;
const routesOfHub = {
  owner: 'network-account',
  command:
    'aws ec2 search-transit-gateway-routes --region {clusterRegion} --transit-gateway-route-table-id {transitGatewayRouteTableId} --filters Name=state,Values=active,blackhole',
} as const;

/** What there is to do where an address takes one connection and drops the next. */
const SOMETIMES: Pick<Words, 'settledBy' | 'fix'> = {
  settledBy:
    'Behind an NLB, as with PrivateLink, the health of its targets (1): each connection goes to one of them, and where one is stale, dead or on another port those to it are lost (TCP03). With every target healthy, or no NLB, something on the way drops some connections (TCP01): a full NAT gateway or firewall, one of two paths that is dead.',
  fix: {
    text: "Let the load balancer lead to what the cluster's endpoint has now: (1) names the unhealthy target, (2) prints the endpoint's addresses, (3) takes the stale target out and (4) puts the right one in. Without a load balancer, (5) shows it come and go, and the owners of both networks look at what lies between.",
    commands: [
      targetHealth,
      {
        owner: 'cluster-account',
        command:
          "aws ec2 describe-network-interfaces --region {clusterRegion} --filters Name=vpc-id,Values={vpcIdOfTheEndpoint} Name=interface-type,Values=vpc_endpoint --query 'NetworkInterfaces[].[PrivateIpAddress,AvailabilityZone,Description]'",
      },
      {
        owner: 'cluster-account',
        command:
          'aws elbv2 deregister-targets --region {clusterRegion} --target-group-arn {targetGroupArn} --targets Id={staleTargetIp}',
      },
      {
        owner: 'cluster-account',
        command:
          'aws elbv2 register-targets --region {clusterRegion} --target-group-arn {targetGroupArn} --targets Id={rightTargetIp},Port=9098',
      },
      { owner: 'client', command: 'nc -vz {address} {port}' },
    ],
  },
};

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
          'No answer from {addresses} port {port} ({hosts}) in time: something on the way drops the connection.',
        candidates: ['TCP01', 'DNS08'],
        settledBy:
          'AWS drops without a word whatever the reason: routes there and back (none; a blackhole of a VPC or Transit Gateway whose attachment is gone; a way through a third VPC: VPC peering is not transitive), the security group of the endpoint (inbound {port} from the client), network ACLs of both subnets (both ways), or behind an NLB a dead target. Where (2) finds nobody at the address, the name leads to an old one (DNS08). Reachability Analyzer, (7) to (9), names the one that drops.',
        fix: {
          text: "(1) has to show a route to {addresses}; (2) prints the endpoint's interface and security groups; (3) lets the client's block in, where no rule of theirs does; (4) has to show a route back. With a Transit Gateway (5) has to show both, active; behind an NLB look at its targets (6). Where all are right, look at the network ACLs, or let (7) to (9) find it.",
          commands: [
            routesThere,
            whoHasAddress,
            {
              owner: 'cluster-account',
              command:
                'aws ec2 authorize-security-group-ingress --region {clusterRegion} --group-id {endpointSecurityGroupId} --protocol tcp --port {port} --cidr {clientVpcCidr}',
            },
            routesBack,
            routesOfHub,
            targetHealth,
            ...reachability,
          ],
        },
      },
      sometimes: {
        summary:
          'Port {port} at {addresses} takes some connections and drops others: none of those for {hosts} came through in time.',
        candidates: ['TCP01', 'TCP03'],
        ...SOMETIMES,
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
          text: 'The address is reached, but nothing listens on that port, as (1) shows: ask the bootstrap at 9098 (the only port of MSK Serverless), and let the name lead to the cluster; a port that the cluster itself named is for whoever runs its brokers to open. With an NLB on the way, (2) lists the ports that it listens on.',
          commands: [
            { owner: 'client', command: 'nc -vz {address} {port}' },
            {
              owner: 'cluster-account',
              command:
                'aws elbv2 describe-listeners --load-balancer-arn {loadBalancerArn} --region {clusterRegion}',
            },
          ],
        },
      },
      reset: {
        summary: 'Something at {addresses} port {port} resets the connection ({hosts}).',
        fix: {
          text: 'A firewall, proxy or load balancer cuts the connection, as (1) shows: let TLS to port {port} pass untouched. With an NLB on the way, (2) says whether its targets are healthy.',
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
          "Whose addresses these are (1): another cluster's endpoint takes no name but its own (PAT02); where they are this cluster's own, or a load balancer's, a firewall, proxy or listener cuts TLS (TCP02).",
        fix: {
          text: 'Where (1) shows another cluster, one wildcard cannot serve both: find the zone (2) and point its * at the endpoint of {clusterId}, or give this VPC a zone of its own, PrivateLink with one, or a resolver rule. Where the address is right, let TLS to port {port} pass untouched, until (3) shows a certificate; with an NLB on the way, (4) says whether its targets are healthy.',
          commands: [
            whoHasAddress,
            zonesOfVpc,
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
          text: 'One zone is cut off. (1) prints the subnet of the dead address, (2) its network ACL, which has to let in port {port} and out the answers; (3) prints those of the client VPC; then look at the route tables of both. With an NLB on the way, (4) names the dead target. Clients that try one address only fail now and then; Node tries the next after 250 ms.',
          commands: [
            whoHasAddress,
            {
              owner: 'cluster-account',
              command:
                "aws ec2 describe-network-acls --region {clusterRegion} --filters Name=association.subnet-id,Values={subnetOfThatAddress} --query 'NetworkAcls[].Entries'",
            },
            {
              owner: 'client-account',
              command:
                "aws ec2 describe-network-acls --region {clientRegion} --filters Name=vpc-id,Values={clientVpcId} --query 'NetworkAcls[].[Associations[].SubnetId,Entries]'",
            },
            targetHealth,
          ],
        },
      },
      sometimes: {
        summary:
          'Port {port} at {addresses} takes some connections and drops others, while other addresses of {hosts} serve the client.',
        candidates: ['TCP03', 'TCP01'],
        ...SOMETIMES,
      },
      later: {
        summary:
          'Port {port} at {addresses} takes connections and then fails them, while other addresses of {hosts} serve the client.',
        fix: {
          text: 'Something in that zone stands in for the cluster or breaks the way to it: an NLB target that is another machine (2), an inspecting firewall of one subnet, a smaller MTU. What it shows in TLS (1) says what it is. Clients that try this address first fail now and then.',
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
          text: 'AWS never says this, it drops: look at this machine. Give its interface or container network a route to the address, until (1) names one; (2) lists what it has. Or the name leads to the wrong address.',
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
          text: 'Give the machine IPv6 (an address of its subnet and a route, which (1) lists), or let the names answer with IPv4 addresses too, which (2) asks for.',
          commands: [
            { owner: 'client', command: 'ip -6 route show' },
            { owner: 'client', command: 'dig {host} A' },
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
    title: 'connected, and then TLS stalls: large packets get lost (MTU), or nothing speaks there',
    good: 'Large packets get through: certificates arrive.',
    words: {
      main: {
        summary:
          'Port {port} at {addresses} ({hosts}) takes connections, and then no certificate arrives in time: as where small packets pass and large ones get lost (MTU).',
        candidates: ['TCP05', 'KAF01'],
        settledBy:
          'A large packet that may not be cut (1) and a small one (2): where only the small one is answered, it is the MTU. Where both are, or neither, something takes connections and says nothing: a listener or firewall that hangs (KAF01), or a machine with no time to spare.',
        fix: {
          text: 'Where it is the MTU: a tunnel or VPN on the way carries less than 1,500 bytes, and the message that says so (ICMP, fragmentation needed) is filtered. For a try, (3) prints the gateway and (4) makes packets smaller; for good, clamp the MSS on the machine where the tunnel begins (5), or let that ICMP through.',
          commands: [
            { owner: 'client', command: 'ping -c 3 -M do -s 1472 {address}' },
            { owner: 'client', command: 'ping -c 3 -M do -s 500 {address}' },
            { owner: 'client', command: 'ip route get {address}' },
            { owner: 'client', command: 'sudo ip route add {address} via {gatewayIp} mtu 1300' },
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
          text: 'Give the client more time: connectionTimeout of kafkajs (createMskClient sets 10,000 ms), socket.connection.setup.timeout.ms in Java. Then see why, with (1) and (2): about 1, 3 or 7 s is a first packet that got lost (a full NAT gateway or firewall, one of two paths that is dead), anything else a detour.',
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
