/** Who signs, by STS's word, and with what after a refresh. */
import type { Step } from '../step.ts';
import { createBase } from './base.ts';
import { printable } from './printable.ts';
import type { Renewing } from './renewing.ts';
import type { SigningCredentials } from './signing-credentials.ts';
import { callSts, type StsContext } from './sts.ts';
import { failedStep } from './trace.ts';

/** Whom STS says the credentials belong to. @public */
export interface Principal {
  readonly arn: string;
  readonly account: string;
}

type Signal = AbortSignal | undefined;

/**
 * Base credentials of a second fetch. A role of ours has one session name for all refreshes, and keys that never end,
 * or come back unchanged, show nothing.
 */
export async function fetchAgain(
  context: StsContext,
  last: Renewing,
  signal: Signal,
): Promise<Step<SigningCredentials>> {
  const { identity, ports } = context;
  if (identity.roles.length > 0) return unasked('the session name of a role is fixed');
  const started = ports.monotonic();
  try {
    const before = await last.get(signal);
    if (before.sessionToken === undefined) return unasked('the credentials are not temporary');
    const { credentials } = await createBase(context)(signal ?? new AbortController().signal);
    if (credentials.accessKeyId === before.accessKeyId)
      return unasked('the source hands out the same credentials until they end');
    return { outcome: 'ok', value: credentials, ms: ports.monotonic() - started };
  } catch (error) {
    return failedStep(error, ports.monotonic() - started);
  }
}

function unasked(because: string): Step<never> {
  return { outcome: 'skipped', because };
}

/** GetCallerIdentity with these credentials. */
export async function askCaller(
  context: StsContext,
  get: () => Promise<SigningCredentials>,
  signal: Signal,
): Promise<Step<Principal>> {
  const { ports } = context;
  let started = ports.monotonic();
  try {
    const credentials = await get();
    const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
    started = ports.monotonic();
    const answer = await callSts(context, {
      operation: 'GetCallerIdentity',
      credentials,
      signal,
      send: (client, abortSignal) => client.send(new GetCallerIdentityCommand({}), { abortSignal }),
    });
    const value = {
      arn: printable(answer.Arn ?? '', [], 2048),
      account: printable(answer.Account ?? '', [], 12),
    };
    return { outcome: 'ok', value, ms: ports.monotonic() - started };
  } catch (error) {
    return failedStep(error, ports.monotonic() - started);
  }
}
