import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
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

test('the tier core holds at most 30, and each check fails and passes in some scenario', async () => {
  const all = await Promise.all(files.map((file) => loadScenario(fileURLToPath(new URL(file, FOLDER)))));
  expect(all.filter(({ tier }) => tier === 'core').length).toBeLessThanOrEqual(30);
  const failing = new Set(all.flatMap(({ expect: said }) => (said?.rootCauses ?? []).flat()));
  const passing = new Set(
    all.flatMap(({ expect: said }) => (said?.status === 'pass' ? (said.notFailing ?? []) : [])),
  );
  const checks =
    'CFG01 CFG03 CRD01 CRD03 CRD04 CRD05 CRD06 CRD08 DNS01 DNS02 DNS03 DNS05 TCP01 TCP02 TLS01 TLS02 SAS01 SAS03 KAF01 KAF06 BRK01 BRK03 PAT01';
  for (const id of checks.split(' ')) {
    expect(failing.has(id), `${id} fails somewhere`).toBe(true);
    expect(passing.has(id), `${id} passes somewhere`).toBe(true);
  }
});

test('twenty-five pairs of faults at least', () => {
  expect(files.filter((file) => file.startsWith('pairs')).length).toBeGreaterThanOrEqual(25);
});
