/** Causes that show only where every broker is looked at. */
import type { Cause } from './cause.ts';
import { targetHealth } from './tcp/shared.ts';

export const brokersCauses: readonly Cause[] = [
  {
    id: 'BRK01',
    level: 'fail',
    layer: 'brokers',
    title: 'some brokers fail, others not',
    good: 'Every broker was reached and let the client in.',
    words: {
      main: {
        summary: '{count} of {total} brokers cannot be used ({hosts}): {detail}.',
        candidates: ['BRK01'],
        settledBy: 'The step that failed there, tried by hand (1).',
        fix: {
          text: 'Clients fail at these brokers and work at the others. (1) shows who answers there, by its certificate; where that is MSK, a broker is in trouble: look again (2), and where it lasts open a case with AWS Support.',
          commands: [
            {
              owner: 'client',
              command: 'openssl s_client -connect {host}:{port} -servername {host} </dev/null',
            },
            { owner: 'client', command: 'msk-reach check' },
          ],
        },
      },
      targets: {
        summary: '{count} of {total} brokers cannot be used ({hosts}): {detail}.',
        candidates: ['BRK01', 'TCP03'],
        settledBy:
          "With PrivateLink each connection goes to one of the load balancer's targets, whichever broker is meant: (1) names those that are not healthy (TCP03). With none, the step that failed, tried by hand (2): a broker is in trouble (BRK01).",
        fix: {
          text: "Clients fail at these brokers and work at others. Where (1) shows a target that is dead or another machine, let the load balancer lead to the addresses of the cluster's endpoint alone, on 9098. Where every target is healthy, look again (3), and where it lasts open a case with AWS Support.",
          commands: [
            targetHealth,
            {
              owner: 'client',
              command: 'openssl s_client -connect {host}:{port} -servername {host} </dev/null',
            },
            { owner: 'client', command: 'msk-reach check' },
          ],
        },
      },
    },
    blocks: null,
    explains: [],
  },
  {
    id: 'BRK02',
    level: 'info',
    layer: 'brokers',
    title: 'the broker set changed since the last look',
    good: 'The brokers are the same as before.',
    words: {
      main: {
        summary: 'The brokers changed since {since}; {changes}.',
        fix: {
          text: 'Nothing has to be mended: brokers of MSK come and go. One that came while this look went on was not looked at; look again (1).',
          commands: [{ owner: 'client', command: 'msk-reach check' }],
        },
      },
    },
    blocks: null,
    explains: [],
  },
  {
    id: 'BRK03',
    level: 'fail',
    layer: 'brokers',
    title: "a broker is advertised outside the cluster's own domain",
    good: "Every broker is advertised inside the cluster's own domain.",
    words: {
      main: {
        summary: 'The cluster advertises {hosts}, outside its own domain: no token is ever sent there.',
        settledBy:
          'Whether the answer comes from MSK at all: an attacker or a proxy on the way can advertise any host.',
        fix: {
          text: 'Do not connect until this is explained: brokers of this cluster are called b<id>-{clusterId}.{shardApex}. See that the bootstrap is the one that (1) prints; for a self-managed cluster, list its hosts in allowedHosts.',
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
    blocks: null,
    explains: ['BRK01'],
  },
];
