import type { WireAddress, WireAnswer } from './answers.ts';

/** Metadata that says something else of the last broker; any other answer as it is. The rest of the list stays good. */
export function changeLastBroker(
  answer: WireAnswer,
  change: (broker: WireAddress) => Partial<WireAddress>,
): WireAnswer {
  const last = answer.api === 'Metadata' ? answer.brokers.at(-1) : undefined;
  if (answer.api !== 'Metadata' || last === undefined) return answer;
  return { ...answer, brokers: [...answer.brokers.slice(0, -1), { ...last, ...change(last) }] };
}
