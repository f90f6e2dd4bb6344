/** Logins at the bootstrap, sparingly: one at a time until one is accepted, and none after two refusals. */

export interface SaslGate {
  /** Waits for a turn; false: the credentials were refused often enough. */
  enter(): Promise<boolean>;
  /** Ends the turn. */
  leave(outcome: 'accepted' | 'refused' | 'unknown'): void;
}

const MAX_REFUSALS = 2;

export function createSaslGate(): SaslGate {
  const waiting: ((mayTry: boolean) => void)[] = [];
  let state: 'undecided' | 'accepted' | 'closed' = 'undecided';
  let busy = false;
  let refusals = 0;
  const release = (mayTry: boolean): void => {
    for (const go of waiting.splice(0)) go(mayTry);
  };
  return {
    async enter() {
      if (state !== 'undecided') return state === 'accepted';
      if (!busy) return (busy = true);
      return new Promise((resolve) => waiting.push(resolve));
    },
    leave(outcome) {
      if (state !== 'undecided') return;
      if (outcome === 'refused') refusals += 1;
      if (outcome === 'accepted') state = 'accepted';
      else if (refusals >= MAX_REFUSALS) state = 'closed';
      if (state !== 'undecided') return release(state === 'accepted');
      const next = waiting.shift();
      if (next === undefined) busy = false;
      else next(true);
    },
  };
}

/** For brokers: somebody was accepted already, each of them is asked once. */
export const openGate: SaslGate = { enter: async () => true, leave: () => undefined };
