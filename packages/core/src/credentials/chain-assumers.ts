/**
 * How the SDK's chain asks STS (roles of profiles, web identity): by our own calls, so that they take the same way,
 * end in time, read bounded answers and fail in the same words. And under a session name that does not change: the
 * SDK's default holds the time, and MSK refuses a re-authentication under another principal.
 */
import type {
  AssumeRoleCommandInput,
  AssumeRoleWithWebIdentityCommandInput,
  Credentials,
} from '@aws-sdk/client-sts';
import { defaults } from '../config/resolve.ts';
import { credentialsIn } from './assume-role.ts';
import type { SigningCredentials } from './signing-credentials.ts';
import { callSts, type StsContext, type StsRequest } from './sts.ts';

/** Credentials with the SDK's own mark of where they come from. */
type Marked = SigningCredentials & { readonly $source: Readonly<Record<string, string>> };

interface Answer {
  readonly Credentials?: Credentials | undefined;
}

interface Call {
  readonly operation: string;
  readonly roleArn: string;
}

/** What the SDK's providers take, and what they are at. */
export interface ChainAssumers {
  readonly roleAssumer: (source: SigningCredentials, params: AssumeRoleCommandInput) => Promise<Marked>;
  readonly roleAssumerWithWebIdentity: (params: AssumeRoleWithWebIdentityCommandInput) => Promise<Marked>;
  /** The request that was sent last and has not succeeded; null: the chain is not waiting for STS. */
  readonly open: () => Call | null;
}

/** @param signal the one of the call under way */
export function chainAssumers(context: StsContext, signal: () => AbortSignal | undefined): ChainAssumers {
  let open: Call | null = null;
  const ask = async (
    call: Call,
    request: Omit<StsRequest<Answer>, keyof Call>,
  ): Promise<SigningCredentials> => {
    open = call;
    const answer = await callSts(context, { ...call, ...request, signal: signal() });
    open = null;
    return credentialsIn(answer, context, call);
  };
  return {
    open: () => open,
    roleAssumer: async (source, params) => {
      const { AssumeRoleCommand } = await import('@aws-sdk/client-sts');
      const credentials = await ask(
        { operation: 'AssumeRole', roleArn: params.RoleArn ?? '' },
        {
          credentials: source,
          send: (client, abortSignal) => client.send(new AssumeRoleCommand(steady(params)), { abortSignal }),
        },
      );
      return { ...credentials, $source: { CREDENTIALS_STS_ASSUME_ROLE: 'i' } };
    },
    roleAssumerWithWebIdentity: async (params) => {
      const { AssumeRoleWithWebIdentityCommand } = await import('@aws-sdk/client-sts');
      const credentials = await ask(
        { operation: 'AssumeRoleWithWebIdentity', roleArn: params.RoleArn ?? '' },
        {
          credentials: null,
          secrets: params.WebIdentityToken === undefined ? [] : [params.WebIdentityToken],
          send: (client, abortSignal) =>
            client.send(new AssumeRoleWithWebIdentityCommand(steady(params)), { abortSignal }),
        },
      );
      return { ...credentials, $source: { CREDENTIALS_STS_ASSUME_ROLE_WEB_ID: 'k' } };
    },
  };
}

function steady<P extends { RoleSessionName: string | undefined }>(params: P): P {
  const changing = /^aws-sdk-js-(?:session-)?\d+$/.test(params.RoleSessionName ?? '');
  return changing ? { ...params, RoleSessionName: defaults.sessionName } : params;
}
