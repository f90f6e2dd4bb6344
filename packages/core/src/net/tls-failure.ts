/** Node's and OpenSSL's words for a failed handshake, as our codes. */
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { isMskReachError, MskReachError, type ErrorCode } from '../errors.ts';
import type { CertificateFacts } from './certificate.ts';

/** A dial's failure, before it is a step. */
export interface Fault {
  readonly code: string;
  readonly detail: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** A handshake that came to its end with a certificate that proves nothing. Node gives its code as text in place of the error. */
export function unauthorized(reason: Error | string | null): MskReachError {
  const word = reason instanceof Error ? errnoOf(reason) : (reason ?? 'UNKNOWN');
  return new MskReachError(
    certificateCodes[word] ?? 'TLS_UNTRUSTED',
    `the certificate is refused (${word})`,
    { details: { reason: word } },
  );
}

const closedErrnos: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);
/** What is in no line is a certificate that nobody we trust vouches for. */
const certificateCodes: Readonly<Record<string, ErrorCode>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: 'TLS_NAME_MISMATCH',
  ERR_TLS_CERT_ALTNAME_FORMAT: 'TLS_NAME_MISMATCH',
  CERT_HAS_EXPIRED: 'TLS_EXPIRED',
  CERT_NOT_YET_VALID: 'TLS_NOT_YET_VALID',
};

/** Certificate and name are told also where another fault comes first. */
export function tlsFailure(error: unknown, servername: string, certificate: CertificateFacts | null): Fault {
  const refused = isMskReachError(error);
  const reason = refused ? String(error.details['reason']) : errnoOf(error);
  const facts = {
    reason,
    certificate,
    nameMatches: certificate === null ? null : namesHost(certificate, servername),
  };
  const detail = `${servername}: ${error instanceof Error ? error.message.slice(0, 300) : reason}`;
  if (refused) return { code: error.code, detail, facts };
  if (closedErrnos.has(reason)) return { code: 'TLS_CLOSED', detail, facts };
  return { code: reason === 'ETIMEDOUT' ? 'TLS_TIMEOUT' : 'TLS_PROTOCOL', detail, facts };
}

function namesHost({ names }: CertificateFacts, servername: string): boolean {
  const subjectaltname = names.map((name) => `DNS:${name}`).join(', ');
  return checkServerIdentity(servername, { subject: {}, subjectaltname } as PeerCertificate) === undefined;
}

/** The system's or OpenSSL's word for it. */
export function errnoOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'UNKNOWN';
}
