/** Certificates for tests: an authority that lives as long as the test. */
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  type X509Certificate,
} from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export interface Issued {
  readonly cert: string;
  readonly key: string;
}

export interface TestAuthority {
  readonly ca: string;
  issue(names: readonly string[], dates?: { readonly from: string; readonly to: string }): Promise<Issued>;
}

export async function createAuthority(name = 'test CA'): Promise<TestAuthority> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const ca = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: serial(),
      name: `CN=${name}, OU=${serial()}`,
      notBefore: new Date('2020-01-01'),
      notAfter: new Date('2120-01-01'),
      signingAlgorithm: ALGORITHM,
      keys,
      extensions: [new BasicConstraintsExtension(true, 0, true)],
    },
    webcrypto,
  );
  const issue: TestAuthority['issue'] = async (names, dates = { from: '2020-01-01', to: '2110-01-01' }) =>
    signed(ca, keys, names, dates);
  return { ca: ca.toString('pem'), issue };
}

async function signed(
  ca: X509Certificate,
  caKeys: webcrypto.CryptoKeyPair,
  names: readonly string[],
  dates: { from: string; to: string },
): Promise<Issued> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.create(
    {
      serialNumber: serial(),
      subject: 'CN=test server',
      issuer: ca.subjectName,
      notBefore: new Date(dates.from),
      notAfter: new Date(dates.to),
      signingAlgorithm: ALGORITHM,
      publicKey: keys.publicKey,
      signingKey: caKeys.privateKey,
      extensions: [
        new SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value }))),
      ],
    },
    webcrypto,
  );
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { cert: certificate.toString('pem'), key: PemConverter.encode(key, 'PRIVATE KEY') };
}

function serial(): string {
  return `4${randomBytes(8).toString('hex').slice(1)}`;
}
