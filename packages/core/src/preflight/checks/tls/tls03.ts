/** TLS03: the certificate has expired or is not valid yet; a warning where it ends soon. */
import type { Facts } from '../../facts.ts';
import type { HostFact } from '../../facts/hosts.ts';
import type { Case, Check } from '../check.ts';
import { certificateOf, otherwiseCase } from './handshake.ts';

/** ACM renews 60 days before the end: what is this close to it will not be renewed by itself. */
const SOON_MS = 14 * 24 * 60 * 60_000;
const CODES: Readonly<Record<string, string>> = { TLS_EXPIRED: 'main', TLS_NOT_YET_VALID: 'notYet' };

export const tls03: Check = {
  id: 'TLS03',
  layer: 'tls',
  needs: ['hosts', 'identity', 'takenAt'],
  run: ({ hosts, identity: { clock }, takenAt }) => {
    if (hosts.length === 0) return [{ status: 'blocked', subject: null }];
    // Certificates are judged by this machine's clock, their dates are by everybody's.
    const now = takenAt + (clock.outcome === 'ok' ? clock.value.skewMs : 0);
    return hosts.map((host) => refusedCase(host, now) ?? endingCase(host, now) ?? otherwiseCase(host));
  },
};

function refusedCase({ host, port, paths }: HostFact, now: number): Case | null {
  const failed = paths.find(({ tls }) => tls.outcome === 'error' && CODES[tls.code] !== undefined);
  if (failed?.tls.outcome !== 'error') return null;
  const { validFrom = '', validTo = '', subject = '' } = certificateOf(failed);
  const values = { port: String(port), address: failed.address, validFrom, validTo };
  const dates = `valid from ${validFrom} to ${validTo}`;
  const evidence = [`${host} at ${failed.address}: ${failed.tls.code}, ${subject}, ${dates}`];
  const words = CODES[failed.tls.code] ?? 'main';
  const validByAws = Date.parse(validFrom) <= now && now <= Date.parse(validTo);
  if (!validByAws) return { status: 'fail', subject: host, words, values, evidence };
  return { status: 'blocked', subject: host, by: ['CRD08'], otherwise: 'fail', words, values, evidence };
}

function endingCase({ host, port, paths }: Facts['hosts'][number], now: number): Case | null {
  for (const { address, tls } of paths) {
    const certificate = tls.outcome === 'ok' ? tls.value.certificate : null;
    if (certificate === null || !(Date.parse(certificate.validTo) - now < SOON_MS)) continue;
    const { validTo, subject } = certificate;
    const evidence = [`${host} at ${address}: ${subject}, valid to ${validTo}`];
    const values = { port: String(port), address, validTo };
    return { status: 'warn', subject: host, words: 'soon', values, evidence };
  }
  return null;
}
