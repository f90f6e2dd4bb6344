/** Web identity, the client's side: an OpenID Connect issuer of the lab that signs tokens as a Kubernetes cluster does. */
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { writeFile } from 'node:fs/promises';

/** The algorithms the lab signs and verifies. @public */
export type TokenAlgorithm = 'RS256' | 'ES256';

/** The public half of an issuer, which STS is given. @public */
export interface IssuerKeys {
  /** As the `iss` claim has it. */
  readonly url: string;
  readonly algorithm: TokenAlgorithm;
  readonly keyId: string;
  /** PEM. */
  readonly publicKey: string;
}

/** Claims of a token. Times are seconds since the epoch. @public */
export interface TokenClaims {
  /** `system:serviceaccount:NAMESPACE:NAME` in Kubernetes. */
  readonly sub: string;
  /** @default "sts.amazonaws.com" */
  readonly aud?: string | readonly string[];
  readonly iat: number;
  readonly exp: number;
  /** Any other claim. */
  readonly [claim: string]: unknown;
}

/** An issuer of the lab. @public */
export interface Issuer extends IssuerKeys {
  /** Signs a token (a JWT); `iss`, `jti` and `aud` are filled in. */
  readonly token: (claims: TokenClaims) => string;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');

/** Makes an issuer with a key of its own. `url` is its `iss`, `https://...`; nothing is served there. @public */
export function createIssuer(url: string, algorithm: TokenAlgorithm = 'RS256'): Issuer {
  const { privateKey, publicKey } =
    algorithm === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keyId = randomUUID();
  const token = (claims: TokenClaims): string => {
    const payload = { iss: url, aud: 'sts.amazonaws.com', jti: randomUUID(), ...claims };
    const body = `${encode({ alg: algorithm, kid: keyId, typ: 'JWT' })}.${encode(payload)}`;
    const signature = sign('sha256', Buffer.from(body), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return `${body}.${signature.toString('base64url')}`;
  };
  return {
    url,
    algorithm,
    keyId,
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    token,
  };
}

/** Writes a token where `AWS_WEB_IDENTITY_TOKEN_FILE` points, readable by the owner alone. @public */
export async function writeTokenFile(path: string, token: string): Promise<void> {
  await writeFile(path, token, { mode: 0o600 });
}
