/** Causes on the way to an address. */
import type { Cause } from './cause.ts';
import { zonesOfVpc } from './dns/shared.ts';
import { filtered } from './tcp/filtered.ts';
import { targetHealth, whoHasAddress } from './tcp/shared.ts';
import { zonal } from './tcp/zonal.ts';

export const tcpCauses: readonly Cause[] = [
  filtered,
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
  zonal,
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
