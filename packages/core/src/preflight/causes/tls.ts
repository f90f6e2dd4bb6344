/** Causes in the certificate that answers. */
import type { Cause } from './cause.ts';
import { endpointNames } from './dns/shared.ts';

export const tlsCauses: readonly Cause[] = [
  {
    id: 'TLS01',
    level: 'fail',
    layer: 'tls',
    title: 'name not on the certificate',
    good: 'Every certificate carries the name that was asked for.',
    words: {
      main: {
        summary: 'The certificate that answers for {hosts} does not carry that name{certificateNames}.',
        settledBy:
          "Whose certificate it is (1): another cluster's name means that the wildcard points at that cluster; names of this cluster that do not cover {host} (a wildcard stands for one label alone) mean that something of yours ends TLS on the way, with a certificate made for too little; a proxy's name means interception.",
        fix: {
          text: "Connect by the cluster's own names only (no CNAME of yours, no address), and let them lead to this cluster's endpoint: (2) prints its names, whose addresses {host} has to have. Never switch the check off.",
          commands: [
            {
              owner: 'client',
              command:
                'openssl s_client -connect {address}:{port} -servername {host} </dev/null | openssl x509 -noout -subject -issuer -ext subjectAltName',
            },
            endpointNames,
          ],
        },
      },
    },
    blocks: 'sasl',
    explains: [],
  },
  {
    id: 'TLS02',
    level: 'fail',
    layer: 'tls',
    title: 'interception or unknown CA',
    good: 'Every certificate is signed by a CA that the client trusts.',
    words: {
      main: {
        summary:
          "The certificate that answers for {hosts} is signed by '{issuer}', which this client does not trust.",
        settledBy:
          'The issuer: AWS uses Amazon Trust Services; any other name is a proxy or firewall that intercepts TLS, or a private CA that is meant.',
        fix: {
          text: 'Let TLS to port {port} bypass the intercepting proxy or firewall, until (1) shows Amazon as the issuer. Where the CA is meant (a private endpoint, a lab), give its PEM file (2).',
          commands: [
            {
              owner: 'client',
              command: 'openssl s_client -connect {address}:{port} -servername {host} -showcerts </dev/null',
            },
            { owner: 'client', command: 'msk-reach check --ca-file {pemOfThatCa}' },
          ],
        },
      },
    },
    blocks: 'sasl',
    explains: [],
  },
  {
    id: 'TLS03',
    level: 'fail',
    layer: 'tls',
    title: 'expired or not yet valid certificate',
    good: 'Every certificate is valid, and for two weeks at least.',
    words: {
      main: {
        summary: 'The certificate that answers for {hosts} expired at {validTo}.',
        fix: {
          text: "See first that this machine's clock is right (1). MSK renews its own certificates: one that expired is a proxy's, a load balancer's or a private CA's, whose name (2) shows, and whoever runs it has to renew it.",
          commands: [
            { owner: 'client', command: 'chronyc tracking' },
            {
              owner: 'client',
              command:
                'openssl s_client -connect {address}:{port} -servername {host} </dev/null | openssl x509 -noout -subject -issuer -dates',
            },
          ],
        },
      },
      notYet: {
        summary: 'The certificate that answers for {hosts} is valid only from {validFrom} on.',
        fix: {
          text: "See first that this machine's clock is not behind (1). Then the certificate was made too early: whoever runs the proxy or load balancer that shows it, whose name (2) shows, has to put the valid one in its place.",
          commands: [
            { owner: 'client', command: 'chronyc tracking' },
            {
              owner: 'client',
              command:
                'openssl s_client -connect {address}:{port} -servername {host} </dev/null | openssl x509 -noout -subject -issuer -dates',
            },
          ],
        },
      },
      soon: {
        summary: 'The certificate that answers for {hosts} ends at {validTo}, within two weeks.',
        fix: {
          text: 'Whoever runs what shows this certificate (a proxy, a load balancer, a private CA: (1) names it) has to renew it before that; with MSK itself, open a case with AWS Support.',
          commands: [
            {
              owner: 'client',
              command:
                'openssl s_client -connect {address}:{port} -servername {host} </dev/null | openssl x509 -noout -subject -issuer -dates',
            },
          ],
        },
      },
    },
    blocks: 'sasl',
    explains: [],
  },
  {
    id: 'TLS04',
    level: 'fail',
    layer: 'tls',
    title: 'protocol version refused, or not TLS at all',
    good: 'Every host speaks TLS 1.2 or later.',
    words: {
      main: {
        summary: 'What answers for {hosts} refuses the TLS handshake: {detail}.',
        fix: {
          text: 'MSK speaks TLS 1.2 and 1.3, and so does this client, so a proxy or load balancer on the way allows neither, or none of the common ciphers: (1) tries TLS 1.2 alone. Let TLS to port {port} pass it untouched; of an NLB, (2) has to show a listener of protocol TCP, not TLS.',
          commands: [
            {
              owner: 'client',
              command: 'openssl s_client -connect {address}:{port} -servername {host} -tls1_2 </dev/null',
            },
            {
              owner: 'cluster-account',
              command:
                'aws elbv2 describe-listeners --load-balancer-arn {loadBalancerArn} --region {clusterRegion}',
            },
          ],
        },
      },
      notTls: {
        summary: 'What answers for {hosts} port {port} does not speak TLS: {detail}.',
        fix: {
          text: 'Something else listens there: a plaintext Kafka listener (9092), an HTTP proxy, or a load balancer that ends TLS itself. Use port 9098 and let the name lead to the cluster, until (1) shows a certificate; of an NLB, (2) has to show a listener of protocol TCP, not TLS.',
          commands: [
            {
              owner: 'client',
              command: 'openssl s_client -connect {address}:{port} -servername {host} </dev/null',
            },
            {
              owner: 'cluster-account',
              command:
                'aws elbv2 describe-listeners --load-balancer-arn {loadBalancerArn} --region {clusterRegion}',
            },
          ],
        },
      },
    },
    blocks: 'sasl',
    explains: [],
  },
];
