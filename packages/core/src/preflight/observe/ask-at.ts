/** One question more to a broker that let us in before. */
import type { Conversation } from '../../kafka/conversation.ts';
import { skippedBy } from '../../net/timebox.ts';
import type { Step } from '../../step.ts';
import type { PathObservation } from '../observation.ts';
import { skipped, type Look } from './look.ts';
import { openGate } from './sasl-gate.ts';
import { visit } from './visit.ts';

/** A conversation more, at a place that let us in before. `ask` must not throw. */
export async function askAt<T>(
  look: Look,
  place: PathObservation | undefined,
  ask: (broker: Conversation) => Promise<Step<T>>,
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
      ask: async (broker) => void answers.push(await ask(broker)),
    },
  );
  return answers.at(-1) ?? failureOf(path);
}

/** Why a place that let us in before did not do so again. */
function failureOf({ tcp, tls, apiVersions, sasl }: PathObservation): Step<never> {
  for (const one of [tcp, tls, apiVersions, sasl]) if (one.outcome !== 'ok') return one;
  return skipped('not asked');
}
