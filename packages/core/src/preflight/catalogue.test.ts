import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyObservation } from '../../test/arbitrary-observation.ts';
import { healthyCases, pairCases, singleCases, warningCases, wordingCases } from '../../test/cases.ts';
import { causes, namedOnly } from './causes.ts';
import { layers, type Cause, type CheckId, type Words } from './causes/cause.ts';
import { checks } from './checks/all.ts';
import { diagnose } from './diagnose.ts';
import { factsOf, type FactName, type Facts } from './facts.ts';
import type { Observation } from './observation.ts';

const entries: readonly Cause[] = Object.values(causes);
const wordings: readonly (readonly [string, Words])[] = entries.flatMap(({ id, words }) =>
  Object.entries(words).map(([name, one]) => [`${id} ${name}`, one] as const),
);
const observations: readonly Observation[] = [
  ...healthyCases.map(([, observation]) => observation),
  ...[...singleCases, ...wordingCases, ...warningCases, ...pairCases].map(([, , observation]) => observation),
];
const unfilled = new RegExp(
  `\\b(?:${wordings.flatMap(([, { summary }]) => [...summary.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => inCapitals(name))).join('|')})\\b`,
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
  for (const observation of observations) {
    const facts = factsOf(observation);
    const watched = new Proxy(facts, {
      get(target, key): unknown {
        used.add(key);
        return target[key as FactName];
      },
    }) as Facts;
    run(watched);
  }
  expect([...used].toSorted()).toEqual([...needs].toSorted());
});

test('every edge of the graph leads to a check, and none leads back', () => {
  const visit = (id: CheckId, trail: readonly CheckId[]): void => {
    expect(trail, 'a cycle').not.toContain(id);
    for (const next of causes[id]?.explains ?? []) {
      expect(causes[next], `${id} explains ${next}`).toBeDefined();
      visit(next, [...trail, id]);
    }
  };
  for (const { id } of entries) visit(id, []);
});

test('candidates are known ids, their own first', () => {
  for (const [name, { candidates = [], settledBy }] of wordings) {
    for (const id of candidates) expect(causes[id] ?? namedOnly[id], `${name}: ${id}`).toBeDefined();
    if (candidates.length === 0) continue;
    expect(candidates[0], name).toBe(name.split(' ')[0]);
    expect(settledBy, name).toBeTruthy();
  }
});

test('every wording says what to do, with a command and its owner', () => {
  for (const [name, { summary, fix }] of wordings) {
    expect(summary.endsWith('.'), name).toBe(true);
    expect(fix.text.length, name).toBeGreaterThan(20);
    expect(fix.commands.length, name).toBeGreaterThan(0);
  }
});

test('every wording is provoked by a case, with all of its words filled in', () => {
  const said = new Set<string>();
  for (const observation of observations) {
    const facts = factsOf(observation);
    for (const { id, run } of checks) {
      for (const { status, words = 'main' } of run(facts)) {
        if (status !== 'fail' && status !== 'warn' && status !== 'blocked') continue;
        expect(causes[id]?.words[words], `${id} ${words}`).toBeDefined();
        said.add(`${id} ${words}`);
      }
    }
    for (const { status, summary } of diagnose(observation).findings) {
      if (status === 'fail' || status === 'warn') expect(summary).not.toMatch(unfilled);
    }
  }
  expect(wordings.map(([name]) => name).filter((name) => !said.has(name))).toEqual([]);
});

test('diagnose is total, and every report is of the published schema', { timeout: 30_000 }, () => {
  const isReport = new Ajv({ allErrors: true }).compile(schemaOf('report'));
  fc.assert(
    fc.property(anyObservation, (observation) => {
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
    }),
    { numRuns: 1000 },
  );
});

test('every observation is of the published schema', () => {
  const isObservation = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schemaOf('observation'));
  for (const observation of observations) {
    expect(isObservation(JSON.parse(JSON.stringify(observation))), JSON.stringify(isObservation.errors)).toBe(
      true,
    );
  }
  expect(isObservation({ ...observations[0], ended: 'tired' })).toBe(false);
});

test('a diagnosis changes nothing and is always the same', () => {
  for (const observation of observations)
    expect(diagnose(observation)).toEqual(diagnose(structuredClone(observation)));
});

function inCapitals(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
