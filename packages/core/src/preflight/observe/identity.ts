/** Identity: base credentials, each hop, who we are by STS's word, and the token that this gives. */
import type { Identity } from '../../credentials/identity.ts';
import type { SigningCredentials } from '../../credentials/signing-credentials.ts';
import type { Token } from '../../token/sign.ts';
import { skippedBy } from '../../net/timebox.ts';
import type { Step } from '../../step.ts';
import type { IdentityObservation } from '../observation.ts';
import { skipped, step, type Look } from './look.ts';

/** The identity while it is looked at. */
export interface IdentityUnderWay {
  /** Whether tokens can be had; settles as soon as that is known. */
  readonly usable: Promise<boolean>;
  readonly observation: Promise<IdentityObservation>;
  /** A token of credentials that were fetched a second time, as a refresh would. The value is a secret. */
  readonly tokenAgain: () => Promise<Step<string>>;
}

type View = Pick<Look, 'config' | 'ports' | 'signal'>;

/**
 * Looks at who the client is. A role that cannot be read is not skipped over: signing as somebody else would prove
 * nothing.
 */
export function observeIdentity(
  look: View,
  identity: Identity,
  sign: (credentials?: SigningCredentials) => Promise<Token>,
): IdentityUnderWay {
  const { region, problems } = look.config.endpoint;
  if (problems.some(({ check }) => check === 'CRD03')) {
    return {
      usable: Promise.resolve(false),
      observation: Promise.resolve(without(identity, 'roles')),
      tokenAgain: async () => skipped('roles'),
    };
  }
  const credentials = step(look, () => identity.credentials(look.signal));
  const token = credentials.then(
    (got): Promise<IdentityObservation['token']> | IdentityObservation['token'] => {
      if (got.outcome === 'skipped') return got;
      if (got.outcome === 'error') return skipped('credentials');
      return region === null
        ? skipped('region')
        : step(look, async () => ({ region, lifetimeMs: (await sign()).lifetimeMs }));
    },
  );
  const caller = credentials.then((got) => {
    if (got.outcome === 'ok')
      return look.signal.aborted ? skippedBy(look.signal) : identity.caller(look.signal);
    return got.outcome === 'skipped' ? got : skipped('credentials');
  });
  const again = credentials.then((got) => {
    if (got.outcome !== 'ok') return got.outcome === 'skipped' ? got : skipped('credentials');
    return look.signal.aborted ? skippedBy(look.signal) : identity.again(look.signal);
  });
  const callerAgain = Promise.all([caller, again]).then(([first, got]) => {
    if (first.outcome !== 'ok') return first.outcome === 'skipped' ? first : skipped('caller');
    if (got.outcome !== 'ok') return got;
    return look.signal.aborted ? skippedBy(look.signal) : identity.caller(look.signal, got.value);
  });
  const tokenAgain = async (): Promise<Step<string>> => {
    const got = await again;
    return got.outcome === 'ok' ? step(look, async () => (await sign(got.value)).value) : got;
  };
  const observation = Promise.all([token, caller, callerAgain]).then(([token, caller, callerAgain]) => ({
    ...identity.trace(),
    caller,
    callerAgain,
    token,
  }));
  return { usable: token.then(({ outcome }) => outcome === 'ok'), observation, tokenAgain };
}

function without(identity: Identity, because: string): IdentityObservation {
  const step = skipped(because);
  const { hops, sts, expiresAt } = identity.trace();
  return {
    base: step,
    hops: hops.map((hop) => ({ ...hop, result: step })),
    caller: step,
    callerAgain: step,
    expiresAt,
    clock: step,
    token: step,
    sts,
  };
}
