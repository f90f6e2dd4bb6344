import { type Lab, startLab } from '@msk-reach/lab';
import { interruption } from './interruptible.ts';
import { PEER_ROLE } from './peer-role.ts';
import type { Plan } from './plan.ts';

/** Of each topic that is worked on. */
export const PARTITIONS = 6;

/** What the lab says. */
interface Hearers {
  readonly say: (text: string) => void;
  readonly log: (line: string) => void;
}

/** Three brokers in processes of their own, with the plan's sessions and credentials. @throws the signal's reason */
export async function startSoakLab(plan: Plan, signal: AbortSignal, hearers: Hearers): Promise<Lab> {
  const peer = PEER_ROLE.slice(PEER_ROLE.lastIndexOf('/') + 1);
  const starting = startLab(
    {
      cluster: { processes: true },
      iam: { roles: { [peer]: { trust: { externalId: null } } } },
      sts: { sessionSeconds: plan.credentialSeconds },
      kafka: {
        sessionMaxMs: plan.sessionMs,
        topics: [
          { name: 'soak', partitions: PARTITIONS },
          { name: 'peer', partitions: PARTITIONS },
          { name: 'idle', partitions: 1 },
        ],
      },
    },
    hearers,
  );
  try {
    return await Promise.race([starting, interruption(signal)]);
  } catch (error) {
    // What starts late is closed before we go.
    await starting.then((late) => late.close()).catch(() => undefined);
    throw error;
  }
}
