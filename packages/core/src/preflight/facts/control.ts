/** Whether the resolver in use says anything at all. */
import type { Observation } from '../observation.ts';

/** `unknown`: nobody asked, or the look ended first. */
export type ControlFact = 'answered' | 'silent' | 'unknown';

/** What came of the question for AWS's own domain; any answer is one. */
export function controlFact({ names, resolvers: [first] }: Observation): ControlFact {
  const control = names.find(({ role, resolver }) => role === 'control' && resolver === first);
  const [step] = control?.answers.map((answer) => answer.step) ?? [];
  if (step === undefined || step.outcome === 'skipped') return 'unknown';
  if (step.outcome === 'ok') return 'answered';
  if (step.code === 'DNS_TIMEOUT') return 'silent';
  return step.code === 'DNS_SERVER_FAILURE' || step.code === 'DNS_REFUSED' ? 'answered' : 'unknown';
}
