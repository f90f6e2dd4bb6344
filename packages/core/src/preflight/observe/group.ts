/**
 * The group that was asked about: which broker looks after it, and what may be done to it there. Two conversations
 * more, at places that let us in before.
 */
import type { Conversation } from '../../kafka/conversation.ts';
import { skippedBy } from '../../net/timebox.ts';
import type { Step } from '../../step.ts';
import { canonicalHost } from '../../config/msk-name.ts';
import { ErrorCodes } from '../../kafka/error-codes.ts';
import type { GroupObservation, PathObservation } from '../observation.ts';
import { skipped, step, type Look } from './look.ts';
import { openGate } from './sasl-gate.ts';
import { visit } from './visit.ts';

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
  const coordinator = await askAt(look, open[0], (broker) => broker.findCoordinator(group));
  if (coordinator.outcome !== 'ok') return { coordinator, description: skipped('coordinator') };
  const { host, port } = coordinator.value;
  const place = open.find((path) => canonicalHost(path.host) === canonicalHost(host) && path.port === port);
  return { coordinator, description: await askAt(look, place, (broker) => broker.describeGroup(group)) };
}

async function askAt<T>(
  look: Look,
  place: PathObservation | undefined,
  ask: (broker: Conversation) => Promise<T>,
): Promise<Step<T>> {
  if (place === undefined)
    return look.signal.aborted ? skippedBy(look.signal) : skipped('broker not reached');
  const answers: Step<T>[] = [];
  const { host, port, address, role, brokerId } = place;
  const path = await visit(
    look,
    { host, port, address, role, brokerId },
    {
      gate: openGate,
      topics: null,
      ask: async (broker) => void answers.push(await whenReady(look, () => ask(broker))),
    },
  );
  return answers.at(-1) ?? failureOf(path);
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

/** Why a place that let us in before did not do so again. */
function failureOf({ tcp, tls, apiVersions, sasl }: PathObservation): Step<never> {
  for (const one of [tcp, tls, apiVersions, sasl]) if (one.outcome !== 'ok') return one;
  return skipped('not asked');
}
