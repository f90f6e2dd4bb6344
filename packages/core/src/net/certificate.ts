/** A peer's certificate as bounded, printable facts. */
import type { X509Certificate } from 'node:crypto';

/** A certificate as the peer presented it. @public */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  readonly names: readonly string[];
  readonly validFrom: string;
  readonly validTo: string;
  readonly fingerprint256: string;
}

const MAX_NAMES = 64;
const MAX_CHARACTERS = 256;

/** What a report may say of a certificate, whoever wrote it. */
export function certificateFacts(certificate: X509Certificate | undefined): CertificateFacts | null {
  if (certificate === undefined) return null;
  const names = (certificate.subjectAltName ?? '').split(', ').flatMap((entry) => {
    const name = /^(?:DNS|IP Address):(.+)$/.exec(entry)?.[1];
    return name === undefined ? [] : [bounded(name)];
  });
  return {
    subject: bounded(certificate.subject ?? ''),
    issuer: bounded(certificate.issuer ?? ''),
    names: names.slice(0, MAX_NAMES),
    validFrom: isoDate(certificate.validFrom),
    validTo: isoDate(certificate.validTo),
    fingerprint256: certificate.fingerprint256,
  };
}

function bounded(text: string): string {
  return text
    .slice(0, MAX_CHARACTERS)
    .replaceAll('\n', ', ')
    .replace(/[^\x20-\x7e]/g, '?');
}

function isoDate(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? bounded(text) : new Date(time).toISOString();
}
