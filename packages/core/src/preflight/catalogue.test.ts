import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { check, property } from 'fast-check';
import { expect, test } from 'vitest';
import { anyObservation } from '../../test/arbitrary-observation.ts';
import { healthyCases, pairCases, singleCases, warningCases, wordingCases } from '../../test/cases.ts';
import { causes } from './causes.ts';
import { layers, type Cause, type CheckId, type Words } from './causes/cause.ts';
import { checks } from './checks/all.ts';
import { diagnose } from './diagnose.ts';
import { factsOf, type FactName, type Facts } from './facts.ts';
import type { Observation } from './observation.ts';
import { placeholder } from './words.ts';

const entries: readonly Cause[] = Object.values(causes);
const wordings: readonly (readonly [string, Words])[] = entries.flatMap(({ id, words }) =>
  Object.entries(words).map(([name, one]) => [`${id} ${name}`, one] as const),
);
const observations: readonly Observation[] = [
  ...healthyCases.map(([, observation]) => observation),
  ...[...singleCases, ...wordingCases, ...warningCases, ...pairCases].map(([, , observation]) => observation),
];
const folder = new URL('../../test/observations/', import.meta.url);
/** Looks of scenarios count as cases: whoever adds a check with its scenario has provoked it. */
const looks: readonly Observation[] = [
  ...observations,
  ...readdirSync(folder).map(
    (file) =>
      (JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { readonly observation: Observation })
        .observation,
  ),
];
const allFacts: readonly Facts[] = looks.map((observation) => factsOf(observation));
const unfilled = new RegExp(
  wordings
    .flatMap(([, { summary }]) =>
      [...summary.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => placeholder(name)),
    )
    .join('|'),
);
const schemaOf = (name: string): object =>
  JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8')) as object;

test('catalogue and checks are the same set, in the order of the layers', () => {
  expect(checks.map(({ id, layer }) => [id, layer])).toEqual(entries.map(({ id, layer }) => [id, layer]));
  const ranks = checks.map(({ layer }) => layers.indexOf(layer));
  expect(ranks).toEqual(ranks.toSorted((left, right) => left - right));
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
});

test.each(checks)('$id reads exactly the facts that it declares', ({ needs, run }) => {
  const used = new Set<string | symbol>();
  for (const facts of allFacts) {
    const watched = new Proxy(facts, {
      get(target, key): unknown {
        used.add(key);
        return target[key as FactName];
      },
    });
    run(watched);
  }
  expect([...used].map(String).toSorted()).toEqual(needs.map(String).toSorted());
});

test('every edge of the graph leads to a check, and none leads back', () => {
  const cycles: string[] = [];
  const unknown: string[] = [];
  const visit = (id: CheckId, trail: readonly CheckId[]): void => {
    if (trail.includes(id)) return void cycles.push([...trail, id].join(' '));
    for (const next of causes[id]?.explains ?? []) {
      if (causes[next] === undefined) unknown.push(`${id} explains ${next}`);
      visit(next, [...trail, id]);
    }
  };
  for (const { id } of entries) visit(id, []);
  expect([cycles, unknown]).toEqual([[], []]);
});

test.each(wordings)(
  '%s: candidates are known ids, its own first, and settled by something',
  (name, words) => {
    const { candidates = [], settledBy = '' } = words;
    expect(candidates.filter((id) => causes[id] === undefined)).toEqual([]);
    expect(candidates.slice(0, 1)).toEqual(candidates.length === 0 ? [] : [name.split(' ')[0]]);
    expect(candidates.length === 0 || settledBy !== '').toBe(true);
  },
);

test.each(wordings)('%s says what to do, with a command and its owner', (_, { summary, fix }) => {
  expect(summary).toMatch(/\.$/);
  expect(fix.text.length).toBeGreaterThan(20);
  expect(fix.commands.length).toBeGreaterThan(0);
});

test.each(wordings)(
  '%s: its commands are numbered in the text, each of several',
  (_, { settledBy = '', fix }) => {
    const text = `${fix.text} ${settledBy}`;
    const named = [...text.matchAll(/\((\d)\)(?: to \((\d)\))?/g)].flatMap(([, from, to = from]) =>
      Array.from({ length: Number(to) - Number(from) + 1 }, (__, index) => Number(from) + index),
    );
    const all = fix.commands.map((__, index) => index + 1);
    if (all.length > 1 || named.length > 0)
      expect([...new Set(named)].toSorted((left, right) => left - right)).toEqual(all);
    expect(text).not.toMatch(/\b(?:first|second|third|fourth|last)(?: two)? commands?\b/);
  },
);

test.each(wordings)('%s: its commands are one line each and safe to paste', (_, { fix }) => {
  for (const { command } of fix.commands) {
    const bare = command
      .replaceAll(/\{[a-zA-Z]+\}/g, 'X')
      .replaceAll(/'[^']*'|"[^"`$!]*"/g, '')
      .replace(/ \| (?:tee [\w.-]+|openssl [\w -]+)$/, '')
      .replace(/ <\/dev\/null$/, '');
    expect(bare).not.toMatch(/['"`$;&|<>()[\]{}*?!~#\\\n]/);
    if (command.includes('s_client')) expect(command).toContain('</dev/null');
  }
});

test('every wording is provoked by a case, with all of its words filled in', () => {
  const said = new Set<string>();
  const gaps: string[] = [];
  for (const [index, observation] of looks.entries()) {
    const facts = allFacts[index] ?? factsOf(observation);
    for (const { id, run } of checks) {
      for (const { status, words, otherwise } of run(facts)) {
        const isTold = status === 'pass' && words !== undefined;
        if (status === 'fail' || status === 'warn' || otherwise === 'fail' || isTold)
          said.add(`${id} ${words ?? 'main'}`);
      }
    }
    const worded = diagnose(observation).findings.filter(
      ({ status }) => status === 'fail' || status === 'warn',
    );
    gaps.push(...worded.map(({ summary }) => summary).filter((summary) => unfilled.test(summary)));
    // What is to be done is never cut short.
    gaps.push(
      ...worded.flatMap(({ settledBy, fix }) => [settledBy, fix.text]).filter((text) => text.length >= 600),
    );
  }
  expect(gaps).toEqual([]);
  expect([...said].toSorted()).toEqual(wordings.map(([name]) => name).toSorted());
});

test('diagnose is total, and every report is of the published schema', { timeout: 30_000 }, () => {
  const isReport = new Ajv({ allErrors: true }).compile(schemaOf('report'));
  const holds = property(anyObservation, (observation) => {
    const report = diagnose(observation);
    if (!isReport(report)) throw new Error(JSON.stringify(isReport.errors));
    const failed = report.findings.filter(({ status }) => status === 'fail').map(({ check }) => check);
    const explained = report.findings.flatMap(({ status, blockedBy }) =>
      blockedBy.map((by) => ({ status, by })),
    );
    return (
      report.findings.length === checks.length &&
      report.findings.every(({ status }) => status !== 'crash') &&
      failed.toSorted().join() === report.rootCauses.toSorted().join() &&
      explained.every(({ status, by }) => status === 'skip' && report.rootCauses.includes(by))
    );
  });
  expect(check(holds, { numRuns: 500 })).toMatchObject({ failed: false, counterexample: null });
});

test('every observation is of the published schema', () => {
  const isObservation = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schemaOf('observation'));
  const wrong = observations.flatMap((observation) =>
    isObservation(JSON.parse(JSON.stringify(observation))) ? [] : [isObservation.errors],
  );
  expect(wrong).toEqual([]);
  expect(isObservation({ ...observations[0], ended: 'tired' })).toBe(false);
});

test('a diagnosis changes nothing and is always the same', () => {
  for (const observation of observations)
    expect(diagnose(observation)).toEqual(diagnose(structuredClone(observation)));
});
