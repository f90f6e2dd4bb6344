/** Certificates: an authority made for one run, and what it signs. Nothing but Node is needed for it. */
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  type JsonGeneralName,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { MskReachError } from '@msk-reach/core';

const DAY_MS = 24 * 60 * 60 * 1000;
/** P-256 keys: a few milliseconds to make, and read by Node, Java 17 and Python alike. */
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** How an authority is made. @public */
export interface AuthorityOptions {
  /** The name in its certificate. @default 'msk-lab CA' */
  readonly name?: string;
  /** Milliseconds since the epoch. @default Date.now */
  readonly now?: () => number;
}

/** What to put in a certificate. @public */
export interface CertificateRequest {
  /** DNS names (a wildcard as `*.example.com`) and IP addresses that it stands for; at least one. */
  readonly names: readonly string[];
  /** @default one day ago */
  readonly notBefore?: Date;
  /** @default in 30 days */
  readonly notAfter?: Date;
}

/** A certificate and its key. @public */
export interface IssuedCertificate {
  /** The certificate, then the authority's own: PEM. */
  readonly certificatePem: string;
  /** Its private key: PEM, PKCS#8, not encrypted (what Kafka's PEM key store reads). */
  readonly keyPem: string;
}

/** A certificate authority. @public */
export interface Authority {
  /** Its own certificate, PEM: what clients trust. */
  readonly caPem: string;
  /** Signs a server certificate. @throws MskReachError `CONFIG_INVALID` for no names, or dates the wrong way round */
  issue(request: CertificateRequest): Promise<IssuedCertificate>;
}

/**
 * Makes a certificate authority: a P-256 key that lives in this process only, and a certificate signed by itself.
 * Two authorities have nothing in common, so a second one plays an intercepting proxy or an unknown issuer.
 *
 * @public
 */
export async function createAuthority(options: AuthorityOptions = {}): Promise<Authority> {
  const now = options.now ?? Date.now;
  const keys = await generateKeys();
  const ca = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: serialNumber(),
      name: [{ CN: [options.name ?? 'msk-lab CA'] }, { OU: [randomBytes(4).toString('hex')] }],
      notBefore: new Date(now() - 2 * DAY_MS),
      notAfter: new Date(now() + 365 * DAY_MS),
      signingAlgorithm: ALGORITHM,
      keys,
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
        await SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  const caPem = `${ca.toString('pem')}\n`;
  return { caPem, issue: (request) => issue(request, ca, keys, now()) };
}

async function issue(
  request: CertificateRequest,
  ca: X509Certificate,
  caKeys: webcrypto.CryptoKeyPair,
  now: number,
): Promise<IssuedCertificate> {
  const notBefore = request.notBefore ?? new Date(now - DAY_MS);
  const notAfter = request.notAfter ?? new Date(now + 30 * DAY_MS);
  checkRequest(request.names, notBefore, notAfter);
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.create(
    {
      serialNumber: serialNumber(),
      subject: [{ CN: [commonName(request.names)] }],
      issuer: ca.subjectName,
      notBefore,
      notAfter,
      signingAlgorithm: ALGORITHM,
      publicKey: keys.publicKey,
      signingKey: caKeys.privateKey,
      extensions: await serverExtensions(request.names, keys.publicKey, caKeys.publicKey),
    },
    webcrypto,
  );
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    certificatePem: `${certificate.toString('pem')}\n${ca.toString('pem')}\n`,
    keyPem: `${PemConverter.encode(key, 'PRIVATE KEY')}\n`,
  };
}

async function serverExtensions(
  names: readonly string[],
  own: webcrypto.CryptoKey,
  issuer: webcrypto.CryptoKey,
): Promise<Extension[]> {
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth], false),
    new SubjectAlternativeNameExtension(
      names.map((value): JsonGeneralName => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value })),
      false,
    ),
    await SubjectKeyIdentifierExtension.create(own, false, webcrypto),
    await AuthorityKeyIdentifierExtension.create(issuer, false, webcrypto),
  ];
}

async function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

/** 16 random bytes, positive and without leading zeros (RFC 5280, 4.1.2.2: at most 20 octets). */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x3f) | 0x40, 0);
  return bytes.toString('hex');
}

/** A common name has at most 64 characters (RFC 5280, appendix A.1), an MSK name may have more; clients read the SAN. */
function commonName(names: readonly string[]): string {
  return names.find((name) => name.length <= 64) ?? 'msk-lab';
}

function checkRequest(names: readonly string[], notBefore: Date, notAfter: Date): void {
  if (names.length === 0 || names.includes('')) {
    throw new MskReachError(
      'CONFIG_INVALID',
      'names: a certificate needs at least one name, none of them empty',
    );
  }
  if (!(notBefore.getTime() < notAfter.getTime())) {
    throw new MskReachError('CONFIG_INVALID', 'notAfter: must be later than notBefore');
  }
}
