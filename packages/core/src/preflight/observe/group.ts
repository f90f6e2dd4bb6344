/**
 * The group that was asked about: which broker looks after it, and what may be done to it there. Two conversations
 * more, at places that let us in before.
 */
import type { Step } from '../../step.ts';
import { canonicalHost } from '../../config/msk-name.ts';
import { ErrorCodes } from '../../kafka/error-codes.ts';
import type { GroupObservation, PathObservation } from '../observation.ts';
import { askAt } from './ask-at.ts';
import { skipped, step, type Look } from './look.ts';

/** How many conversations it takes. */
export const GROUP_DIALS = 2;
const PAUSE_MS = 250;
/** Kafka makes its topic of offsets when it is first asked for a coordinator, and loads it. */
const NOT_YET: ReadonlySet<unknown> = new Set([
  ErrorCodes.COORDINATOR_LOAD_IN_PROGRESS,
  ErrorCodes.COORDINATOR_NOT_AVAILABLE,
  ErrorCodes.NOT_COORDINATOR,
]);

/** Null where no group was asked about. */
export async function observeGroup(
  look: Look,
  paths: readonly PathObservation[],
): Promise<GroupObservation | null> {
  const { group } = look.config.subjects;
  if (group === null) return null;
  const open = paths.filter(({ sasl }) => sasl.outcome === 'ok');
  const coordinator = await askAt(look, open[0], (broker) =>
    whenReady(look, () => broker.findCoordinator(group)),
  );
  if (coordinator.outcome !== 'ok') return { coordinator, description: skipped('coordinator') };
  const { host, port } = coordinator.value;
  const place = open.find((path) => canonicalHost(path.host) === canonicalHost(host) && path.port === port);
  const description = await askAt(look, place, (broker) =>
    whenReady(look, () => broker.describeGroup(group)),
  );
  return { coordinator, description };
}

async function whenReady<T>(look: Look, ask: () => Promise<T>): Promise<Step<T>> {
  const { monotonic, sleep } = look.ports;
  const until = monotonic() + look.config.limits.timeoutMs;
  for (;;) {
    const answer = await step(look, ask);
    if (answer.outcome !== 'error' || !NOT_YET.has(answer.facts?.['errorCode'])) return answer;
    if (monotonic() + PAUSE_MS > until) return answer;
    await sleep(PAUSE_MS, look.signal).catch(() => undefined);
  }
}
