/** The credentials that sign: of the base, of a hop, and at last of the token. */

/** Credentials to sign with. @public */
export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** When they end, by this machine's clock even where that is wrong; absent = static. */
  readonly expiration?: Date;
}

/** What must never be shown of them. */
export function secretsOf(credentials: SigningCredentials | null): readonly string[] {
  if (credentials === null) return [];
  const { secretAccessKey, sessionToken } = credentials;
  return sessionToken === undefined ? [secretAccessKey] : [secretAccessKey, sessionToken];
}
