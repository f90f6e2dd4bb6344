/** TLS02: the certificate is signed by a CA that the client does not trust: interception, or a private CA. */
import type { Check } from '../check.ts';
import { handshakeCases } from './handshake.ts';

export const tls02: Check = {
  id: 'TLS02',
  layer: 'tls',
  needs: ['hosts'],
  run: ({ hosts }) =>
    handshakeCases(hosts, 'TLS_UNTRUSTED', ({ issuer }) => ({ issuer: issuer ?? 'an unknown CA' })),
};
