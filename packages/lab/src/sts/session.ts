/** Sessions: what was granted, turned into temporary credentials. */
import type { KnownRole } from '../iam/directory.ts';
import type { Statement } from '../iam/model.ts';
import { sealSession, secretAccessKey, temporaryAccessKeyId, type RandomBytes } from '../iam/secrets.ts';

/** A session that may be issued. @public */
export interface Grant {
  readonly role: KnownRole;
  readonly sessionName: string;
  readonly seconds: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly transitive: readonly string[];
  readonly policy: { readonly Statement: readonly Statement[] } | undefined;
  /** Whether a session assumed it. */
  readonly chained: boolean;
}

/** Temporary credentials. @public */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** `2026-01-01T00:00:00Z`, by the service's clock. */
  readonly expiration: string;
  /** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`. */
  readonly arn: string;
  /** `AROA...:SESSION`. */
  readonly assumedRoleId: string;
}

/** What issuing needs. @public */
export interface Issuing {
  /** Hex of 32 bytes. */
  readonly master: string;
  readonly random: RandomBytes;
  /** The service's clock, milliseconds since the epoch. */
  readonly nowMs: number;
  /** Grants at most this many seconds, whatever was asked. @default as asked */
  readonly sessionSeconds?: number | undefined;
}

/** Issues the credentials of a grant. @public */
export function issueSession(grant: Grant, issuing: Issuing): SessionCredentials {
  const { role, sessionName } = grant;
  const seconds = Math.min(grant.seconds, issuing.sessionSeconds ?? grant.seconds);
  const exp = Math.floor(issuing.nowMs / 1000) + seconds;
  const accessKeyId = temporaryAccessKeyId(issuing.random);
  const arn = `arn:aws:sts::${role.account}:assumed-role/${role.shortName}/${sessionName}`;
  const tagged = Object.keys(grant.tags).length > 0;
  return {
    accessKeyId,
    secretAccessKey: secretAccessKey(issuing.master, accessKeyId),
    sessionToken: sealSession(issuing.master, {
      k: accessKeyId,
      arn,
      role: role.arn,
      exp,
      ...(grant.policy === undefined ? {} : { policy: grant.policy }),
      ...(tagged ? { tags: grant.tags } : {}),
      ...(grant.transitive.length > 0 ? { transitive: grant.transitive } : {}),
      ...(grant.chained ? { chained: true } : {}),
    }),
    expiration: `${new Date(exp * 1000).toISOString().slice(0, 19)}Z`,
    arn,
    assumedRoleId: `${role.uniqueId}:${sessionName}`,
  };
}
