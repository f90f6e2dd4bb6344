/** Causes in the certificate that answers. */
import type { Cause } from './cause.ts';

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
          "Which host the certificate is for: another cluster's name means that the wildcard points at that cluster, a proxy's name means interception.",
        fix: {
          text: "Connect by the cluster's own names only (no CNAME of yours, no address), and see that they lead to this cluster's endpoint. Never switch the check off.",
          commands: [
            {
              owner: 'client',
              command:
                'openssl s_client -connect {address}:{port} -servername {host} </dev/null | openssl x509 -noout -subject -issuer -ext subjectAltName',
            },
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
          'The issuer: AWS uses Amazon Trust Services; any other name is a proxy or firewall that intercepts TLS, or a private CA that has to be given with --ca-file.',
        fix: {
          text: 'Let TLS to port {port} bypass the intercepting proxy or firewall; where the CA is meant (a private endpoint, a lab), give it with --ca-file.',
          commands: [
            {
              owner: 'client',
              command: 'openssl s_client -connect {address}:{port} -servername {host} -showcerts </dev/null',
            },
            { owner: 'client', command: 'msk-reach check --bootstrap {bootstrap} --ca-file {caFile}' },
          ],
        },
      },
    },
    blocks: 'sasl',
    explains: [],
  },
];
