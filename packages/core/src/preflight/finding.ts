/** From the settled cases of one check to its one finding. */
import { causes } from './causes.ts';
import type { CheckId, Words } from './causes/cause.ts';
import type { Context } from './context.ts';
import type { Settled } from './graph.ts';
import { repeated } from './look-command.ts';
import type { Finding, FindingStatus } from './report.ts';
import { clean, listed, sentence, type Values } from './words.ts';

/** The worst first. A warning weighs less than not knowing; a pass less than a part that could not be looked at. */
const ORDER: readonly FindingStatus[] = ['fail', 'crash', 'unknown', 'warn', 'skip', 'pass'];
const MOST_EVIDENCE = 25;

const ranks: readonly string[] = Object.keys(causes);

/** What a look that ended early leaves open. */
const ENDINGS: Readonly<Record<string, string>> = {
  deadline: 'the deadline passed first',
  interrupted: 'the look was interrupted',
  complete: 'the look did not get that far',
};

/** One finding of a check. */
export function findingOf(id: CheckId, cases: readonly Settled[], context: Context): Finding {
  const status = ORDER.find((one) => cases.some((found) => found.status === one)) ?? 'skip';
  const decisive = cases.filter((found) => found.status === status);
  const subjects = unique(
    decisive.flatMap(({ subject, names }) => names ?? (subject === null ? [] : [subject])),
  ).map((name) => clean(name, 300));
  const [first] = decisive;
  const base: Finding = {
    check: id,
    status,
    subjects,
    summary: 'Nothing to look at.',
    blockedBy: unique(decisive.flatMap(({ explainedBy }) => explainedBy)).toSorted(byRank),
    candidates: [],
    settledBy: '',
    evidence: evidenceOf(decisive),
    fix: { text: '', commands: [] },
  };
  const cause = causes[id];
  if (first === undefined || cause === undefined) return base;
  const isTold = status === 'pass' && first.words !== undefined;
  if (status === 'fail' || status === 'warn' || isTold) {
    const values = { ...context.values, ...countValues(subjects, context.values), ...first.values };
    const words = cause.words[first.words ?? 'main'] ?? cause.words.main;
    return { ...base, ...worded(words, first, { ...context, values }) };
  }
  if (status === 'unknown') {
    const summary = first.note ?? `Not known: ${ENDINGS[context.ended] ?? 'it was not looked at'}.`;
    const settledBy =
      first.settledBy ?? 'Another look, with more time (--deadline) or once what stopped this one is gone.';
    return { ...base, summary: clean(summary), settledBy };
  }
  if (status === 'pass') return { ...base, summary: cause.good };
  return { ...base, summary: skipWords(first, base.blockedBy, cases.length - decisive.length) };
}

/** A check that threw. */
export function crashOf(id: CheckId, error: unknown): Finding {
  const detail = error instanceof Error ? error.message : 'no error was thrown, but a value';
  return {
    check: id,
    status: 'crash',
    subjects: [],
    summary: clean(`The check itself failed: ${detail}`, 300),
    blockedBy: [],
    candidates: [],
    settledBy: 'A report of this as a defect of msk-reach, with the observation.',
    evidence: [],
    fix: { text: '', commands: [] },
  };
}

/** A check that was not asked for. */
export function unaskedOf(id: CheckId): Finding {
  return { ...crashOf(id, null), status: 'skip', summary: 'Not asked for.', settledBy: '' };
}

function worded(
  words: Words,
  found: Settled,
  context: Context,
): Pick<Finding, 'summary' | 'candidates' | 'settledBy' | 'fix'> {
  const { values } = context;
  const { candidates = words.candidates ?? [] } = found;
  // Where the check itself could rule the others out, nothing is left to settle.
  const isSettled = candidates.length === 0 && (words.candidates ?? []).length > 0;
  return {
    summary: sentence(words.summary, values),
    candidates,
    settledBy: words.settledBy === undefined || isSettled ? '' : sentence(words.settledBy, values),
    fix: {
      text: sentence(words.fix.text, values),
      commands: words.fix.commands.map((one) => ({
        owner: one.owner === 'zone-account' ? context.zoneOwner : one.owner,
        command: repeated(one.command, context),
      })),
    },
  };
}

function skipWords({ note, seen }: Settled, blockedBy: readonly string[], others: number): string {
  if (note !== undefined) return clean(note);
  if (blockedBy.length === 0) return 'Nothing to look at.';
  const by = listed(blockedBy, 5);
  const rest = others > 0 ? `; ${others === 1 ? 'one other passes' : `${others} others pass`}` : '';
  return seen
    ? `Explained by ${by}${rest}.`
    : `Not looked at: ${by} ${blockedBy.length === 1 ? 'comes' : 'come'} first${rest}.`;
}

/** In sentences a host of the cluster is called by its first label; commands get the whole name. */
function countValues(subjects: readonly string[], { shardApex }: Values): Values {
  const [host] = subjects;
  const short = subjects.map((name) =>
    shardApex !== undefined && name.endsWith(`.${shardApex}`) ? name.slice(0, -shardApex.length - 1) : name,
  );
  return { hosts: listed(short), count: String(subjects.length), ...(host === undefined ? {} : { host }) };
}

function evidenceOf(cases: readonly Settled[]): readonly string[] {
  const all = unique(cases.flatMap(({ evidence }) => evidence ?? [])).map((text) => clean(text, 400));
  if (all.length <= MOST_EVIDENCE) return all;
  return [...all.slice(0, MOST_EVIDENCE), `and ${all.length - MOST_EVIDENCE} more`];
}

/** In the order of the catalogue. */
function byRank(left: CheckId, right: CheckId): number {
  return ranks.indexOf(left) - ranks.indexOf(right);
}

function unique<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items)];
}
