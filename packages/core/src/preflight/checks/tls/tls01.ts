/** TLS01: the certificate does not carry the name that was asked for. */
import type { Check } from '../check.ts';
import { handshakeCases } from './handshake.ts';

export const tls01: Check = {
  id: 'TLS01',
  layer: 'tls',
  needs: ['hosts'],
  run: ({ hosts }) =>
    handshakeCases(hosts, 'TLS_NAME_MISMATCH', ({ names = [] }) => ({
      certificateNames: names.length === 0 ? '' : ` (it is for ${names.slice(0, 3).join(', ')})`,
    })),
};
