/** Asking again: some names, a few times, while other things are done. Nobody waits for it to dial. */
import { parseResolver } from '../../config/network-values.ts';
import { queryServer } from '../../net/dns-query.ts';
import type { Step } from '../../step.ts';
import type { DnsAnswer, NameObservation, RepeatedQuestion } from '../observation.ts';
import type { Look } from './look.ts';

type Question = Pick<RepeatedQuestion, 'host' | 'type' | 'server'>;

/** Enough to see that answers vary, few enough for a resolver not to notice. */
const TIMES = 3;
const MOST_NAMES = 8;
/** A slow server would hold up the look. */
const MOST_MS = 500;

/** Asks for some of the names again; those that did not resolve come first. */
export function askAgain(
  look: Look,
  names: readonly NameObservation[],
): Promise<readonly RepeatedQuestion[]> {
  const denied = names.flatMap((name) => questionsOf(name, isDenied).slice(0, 1));
  const found = names.flatMap((name) => questionsOf(name, isFound).slice(0, 1));
  return Promise.all([...denied, ...found].slice(0, MOST_NAMES).map((question) => repeat(look, question)));
}

/** What was answered soon, and in a way that can be compared. */
function questionsOf(
  { host, answers }: NameObservation,
  matches: (answer: DnsAnswer) => boolean,
): readonly Question[] {
  return answers.flatMap(({ type, server, step }) =>
    type !== 'SOA' && step.outcome === 'ok' && step.ms <= MOST_MS && matches(step.value)
      ? [{ host, type, server }]
      : [],
  );
}

function isFound({ type, records }: DnsAnswer): boolean {
  return records.some((record) => record.type === type);
}

function isDenied({ rcode }: DnsAnswer): boolean {
  return rcode === 'NXDOMAIN';
}

async function repeat(look: Look, question: Question): Promise<RepeatedQuestion> {
  const { ports, signal, config, pools } = look;
  const server = parseResolver(question.server);
  const steps: Step<DnsAnswer>[] = [];
  if (server === null || server === 'system') return { ...question, steps };
  const options = { ports, signal, timeoutMs: config.limits.timeoutMs, limiter: look.packetsTo(server) };
  const { host: name, type } = question;
  for (let time = 0; time < TIMES; time += 1) {
    const step = await pools.questions(() => queryServer({ name, type, server }, options));
    steps.push(step);
    if (step.outcome !== 'ok') break;
  }
  return { ...question, steps };
}
