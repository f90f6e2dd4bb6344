/** What topologies expect a finding to say is in the catalogue: a change of words shows here, without root. */
import { causes, type Report } from '@msk-reach/core';
import { expect, test } from 'vitest';
import { loadTopology, topologyNames } from '../load.ts';
import type { LookExpect, Topology } from '../model.ts';
import { findingDifferences } from './compare-look.ts';

const topologies = await Promise.all((await topologyNames()).map(loadTopology));
const expectations = topologies.flatMap((topology) =>
  looksOf(topology)
    .map((expected) => ({ name: topology.name, expected, id: mainOf(expected) }))
    .filter(({ expected: { owners = [], says = [] } }) => owners.length + says.length > 0),
);

test('topologies expect words', () => {
  expect(expectations.length).toBeGreaterThan(40);
});

test.each(expectations)('$name: some wording of $id says it', ({ expected, id }) => {
  // Names and codes are filled in; the rest stands in the catalogue.
  const says = (expected.says ?? []).filter((words) => !/[.\d]|^[A-Z]+$/u.test(words));
  const reports = reportsOf(id);
  expect(reports).not.toEqual([]);
  const gaps = reports.map((report) => findingDifferences({ owners: expected.owners ?? [], says }, report));
  expect(gaps.some((lacking) => lacking.length === 0) ? [] : gaps).toEqual([]);
});

function looksOf({ works, changes = {}, faults = {} }: Topology): readonly LookExpect[] {
  const changed = [...Object.values(changes), ...Object.values(faults)];
  return [...works, ...changed.flatMap(({ looks }) => looks)].map((look) => look.expect);
}

function mainOf({ rootCauses = [], warnings = [] }: LookExpect): string {
  return [rootCauses[0] ?? warnings[0] ?? ''].flat()[0] ?? '';
}

/** A report for each wording of a cause, and for each account that may have the zone. */
function reportsOf(id: string): readonly Report[] {
  const cause = Object.values(causes).find((one) => one.id === id);
  return Object.values(cause?.words ?? {}).flatMap(({ summary, settledBy = '', fix }) =>
    (['cluster-account', 'client-account'] as const).map((zoneOwner): Report => {
      const commands = fix.commands.map(({ owner, command }) => ({
        owner: owner === 'zone-account' ? zoneOwner : owner,
        command,
      }));
      return {
        findings: [
          { check: id, status: 'fail', candidates: [], summary, settledBy, fix: { ...fix, commands } },
        ],
        rootCauses: [id],
      } as unknown as Report;
    }),
  );
}
