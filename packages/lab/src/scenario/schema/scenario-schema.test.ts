import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { properties } from '../../../test/schema-fields.ts';
import { rowSchema } from './row-schema.ts';
import { scenarioSchema } from './scenario-schema.ts';

const FILE = fileURLToPath(new URL('../../../scenario.schema.json', import.meta.url));

test('scenario.schema.json is in step with its sections and the faults (vitest -u writes it anew)', async () => {
  await expect(`${JSON.stringify(scenarioSchema, null, 2)}\n`).toMatchFileSnapshot(FILE);
});

test('run-row.schema.json is in step with what is written here', async () => {
  const file = fileURLToPath(new URL('../../../run-row.schema.json', import.meta.url));
  await expect(`${JSON.stringify(rowSchema, null, 2)}\n`).toMatchFileSnapshot(file);
});

test('it is a valid JSON Schema', () => {
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    formats: { ipv4: true, ipv6: true },
  });
  expect(ajv.validateSchema(scenarioSchema)).toBe(true);
  expect(ajv.validateSchema(rowSchema)).toBe(true);
});

test('every field has a description and an example that fits it', () => {
  const ajv = new Ajv2020({ strict: false, formats: { ipv4: true, ipv6: true } });
  const all = properties(scenarioSchema, '');
  expect(all.length).toBeGreaterThan(100);
  for (const { path, schema } of all) {
    expect(typeof schema['description'], `${path}: description`).toBe('string');
    const examples = schema['examples'];
    expect(Array.isArray(examples) && examples.length > 0, `${path}: examples`).toBe(true);
    const validate = ajv.compile({ ...schema, $defs: scenarioSchema['$defs'] });
    for (const example of examples as unknown[]) {
      expect(
        validate(example),
        `${path}: example ${JSON.stringify(example)}: ${JSON.stringify(validate.errors)}`,
      ).toBe(true);
    }
  }
});
