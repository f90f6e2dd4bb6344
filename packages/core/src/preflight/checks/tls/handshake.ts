/** How TLS went, for each host; what a failed handshake showed. */
import type { HostFact } from '../../facts/hosts.ts';
import type { CertificateFacts, PathObservation } from '../../observation.ts';
import { residual, type Case } from '../check.ts';

/** Cases of a check that looks for one code of failed handshakes. */
export function handshakeCases(
  hosts: readonly HostFact[],
  code: string,
  values: (certificate: Partial<CertificateFacts>) => Readonly<Record<string, string>>,
): readonly Case[] {
  if (hosts.length === 0) return [{ status: 'blocked', subject: null }];
  return hosts.map((fact) => {
    const { host, port, paths } = fact;
    const failed = paths.filter(({ tls }) => tls.outcome === 'error' && tls.code === code);
    const [first] = failed;
    if (first === undefined) return otherwiseCase(fact);
    return {
      status: 'fail',
      subject: host,
      values: { port: String(port), address: first.address, ...values(certificateOf(first)) },
      evidence: failed.map(evidenceOf),
    };
  });
}

/** A case for a host whose handshake did not fail in the check's own way. */
export function otherwiseCase({ host, paths }: HostFact): Case {
  if (paths.some(({ tls }) => tls.outcome === 'ok')) return { status: 'pass', subject: host };
  return { status: 'blocked', subject: host, by: ['TLS01', 'TLS02', 'TLS03', 'TLS04', ...residual] };
}

function evidenceOf(path: PathObservation): string {
  const { subject, issuer, names } = certificateOf(path);
  const shown = [
    subject === undefined ? '' : `subject ${subject}`,
    issuer === undefined ? '' : `issuer ${issuer}`,
    names === undefined ? '' : `names ${names.slice(0, 5).join(' ')}`,
  ].filter((text) => text !== '');
  const detail = path.tls.outcome === 'error' ? path.tls.detail : '';
  return `${path.host} at ${path.address}: ${shown.length > 0 ? shown.join('; ') : detail}`;
}

/** What a failed handshake kept of the certificate; nothing of it is to be trusted, its shape neither. */
export function certificateOf({ tls }: PathObservation): Partial<CertificateFacts> {
  if (tls.outcome !== 'error') return {};
  const seen = tls.facts?.['certificate'];
  if (typeof seen !== 'object' || seen === null) return {};
  const { subject, issuer, names, validFrom, validTo } = seen as Readonly<Record<string, unknown>>;
  return {
    ...(typeof subject === 'string' ? { subject } : {}),
    ...(typeof issuer === 'string' ? { issuer } : {}),
    ...(typeof validFrom === 'string' ? { validFrom } : {}),
    ...(typeof validTo === 'string' ? { validTo } : {}),
    ...(Array.isArray(names) ? { names: names.filter((name) => typeof name === 'string') } : {}),
  };
}
