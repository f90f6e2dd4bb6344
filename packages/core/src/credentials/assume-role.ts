/** One hop of the chain: AssumeRole with the credentials of the hop before. */
import type { Credentials } from '@aws-sdk/client-sts';
import type { RoleHop } from '../config/config.ts';
import { MskReachError } from '../errors.ts';
import type { SigningCredentials } from './signing-credentials.ts';
import { callSts, type StsContext } from './sts.ts';

/** What a hop gave. */
export interface AssumedRole {
  readonly credentials: SigningCredentials;
  /** `arn:<partition>:sts::<account>:assumed-role/<name>/<session>`. */
  readonly arn: string;
  /** By AWS's clock. */
  readonly expiresAt: string;
}

/** A clock that is wrong by less than this changes nothing that matters here. */
const SKEW_THAT_MATTERS_MS = 10_000;

/**
 * Assumes one role.
 *
 * @throws MskReachError with one of the STS_ codes, or CREDENTIALS_EXPIRED where the hop before has ended
 */
export async function assumeRole(
  context: StsContext,
  hop: RoleHop,
  source: SigningCredentials,
  signal: AbortSignal,
): Promise<AssumedRole> {
  if (hop.account === '') {
    throw new MskReachError('STS_INVALID_REQUEST', "The role's ARN is malformed; STS was not asked.", {
      details: { operation: 'AssumeRole' },
    });
  }
  const { AssumeRoleCommand } = await import('@aws-sdk/client-sts');
  const command = new AssumeRoleCommand({
    RoleArn: hop.arn,
    RoleSessionName: hop.sessionName,
    DurationSeconds: hop.durationSeconds,
    ...(hop.externalId === undefined ? {} : { ExternalId: hop.externalId }),
    ...(hop.policy === undefined ? {} : { Policy: hop.policy }),
    ...(Object.keys(hop.tags).length === 0
      ? {}
      : { Tags: Object.entries(hop.tags).map(([Key, Value]) => ({ Key, Value })) }),
    ...(hop.transitiveTagKeys.length === 0 ? {} : { TransitiveTagKeys: [...hop.transitiveTagKeys] }),
  });
  const answer = await callSts(context, {
    operation: 'AssumeRole',
    roleArn: hop.arn,
    credentials: source,
    signal,
    send: (client, abortSignal) => client.send(command, { abortSignal }),
  });
  return {
    credentials: credentialsIn(answer, context, { operation: 'AssumeRole', roleArn: hop.arn }),
    arn: answer.AssumedRoleUser?.Arn?.slice(0, 2048) ?? '',
    expiresAt: answer.Credentials?.Expiration?.toISOString() ?? '',
  };
}

/**
 * The credentials in STS's answer, their end by this machine's clock.
 *
 * @throws MskReachError STS_FAILED where they are not usable
 */
export function credentialsIn(
  answer: { readonly Credentials?: Credentials | undefined },
  { recorder }: Pick<StsContext, 'recorder'>,
  { operation, roleArn }: { readonly operation: string; readonly roleArn: string },
): SigningCredentials & { readonly expiration: Date } {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {};
  if (
    !AccessKeyId ||
    !SecretAccessKey ||
    !SessionToken ||
    !(Expiration instanceof Date) ||
    Number.isNaN(Expiration.getTime())
  ) {
    throw new MskReachError(
      'STS_FAILED',
      `${operation} of ${roleArn} was answered without usable credentials.`,
      { details: { operation, roleArn } },
    );
  }
  const skewMs = recorder.skewMs();
  const correction = Math.abs(skewMs) > SKEW_THAT_MATTERS_MS ? skewMs : 0;
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: new Date(Expiration.getTime() - correction),
  };
}
