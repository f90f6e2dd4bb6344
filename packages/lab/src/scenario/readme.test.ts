import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { causes } from '@msk-reach/core';
import { expect, test } from 'vitest';
import * as dnsFaults from '../dns/faults/all.ts';
import * as gatewayFaults from '../gateway/faults/all.ts';
import { STS_FAULTS } from '../sts/faults/all.ts';
import * as hostile from '../wire/hostile/all.ts';
import { GATEWAY_CERTIFICATES } from './network.ts';
import { loadScenario } from './load.ts';
import { validateScenario } from './validate.ts';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const FOLDER = new URL('../../scenarios/', import.meta.url);

test('the examples of the README are scenarios', () => {
  const examples = [...README.matchAll(/```json\n(?<json>[\s\S]+?)```/gu)].map(
    (found) => found.groups?.['json'] ?? '',
  );
  expect(examples).toHaveLength(3);
  for (const example of examples) validateScenario(JSON.parse(example), 'README.md');
});

test('the README names every fault', () => {
  const names = [dnsFaults, gatewayFaults, STS_FAULTS, hostile].flatMap((faults) => Object.keys(faults));
  for (const name of [...names, ...GATEWAY_CERTIFICATES]) expect(README).toContain(`\`${name}\``);
});

const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.json'),
);

test.each(files)('%s is a scenario under its own name', async (file) => {
  const { name, description, tier } = await loadScenario(fileURLToPath(new URL(file, FOLDER)));
  expect(`${name}.json`).toBe(basename(file));
  expect(description?.length).toBeGreaterThan(20);
  expect(tier).toBeDefined();
});

const all = await Promise.all(files.map((file) => loadScenario(fileURLToPath(new URL(file, FOLDER)))));

test('the tier core holds at most 30', () => {
  expect(all.filter(({ tier }) => tier === 'core').length).toBeLessThanOrEqual(30);
});

test('every cause of the catalogue is provoked by some scenario', () => {
  const provoked = new Set(
    all.flatMap(({ expect: said }) => [...(said?.rootCauses ?? []), ...(said?.warnings ?? [])].flat()),
  );
  const silent = Object.values(causes).filter(({ id, level }) => level !== 'info' && !provoked.has(id));
  expect(silent.map(({ id }) => id)).toEqual([]);
});

test('twenty-five healthy variants at least, none with a warning', () => {
  const healthy = all.filter(({ name }) => name.startsWith('healthy-'));
  expect(files.filter((file) => file.startsWith('healthy/')).length).toBe(healthy.length);
  expect(healthy.length).toBeGreaterThanOrEqual(25);
  for (const { expect: said } of healthy) expect([said?.status, said?.warnings ?? []]).toEqual(['pass', []]);
});

test('twenty-five pairs of faults at least', () => {
  expect(files.filter((file) => file.startsWith('pairs')).length).toBeGreaterThanOrEqual(25);
});
