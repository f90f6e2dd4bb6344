import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { properties } from '../../../test/schema-fields.ts';
import { topologySchema } from './topology-schema.ts';

const FILE = fileURLToPath(new URL('../../../topology.schema.json', import.meta.url));

test('topology.schema.json is in step with its sections (vitest -u writes it anew)', async () => {
  await expect(`${JSON.stringify(topologySchema, null, 2)}\n`).toMatchFileSnapshot(FILE);
});

test('every field has a description and an example that fits it', () => {
  const ajv = new Ajv2020({ strict: false, formats: { ipv4: true, ipv6: true } });
  expect(ajv.validateSchema(topologySchema)).toBe(true);
  const all = properties(topologySchema, '');
  expect(all.length).toBeGreaterThan(100);
  for (const { path, schema } of all) {
    expect(typeof schema['description'], `${path}: description`).toBe('string');
    const examples = schema['examples'];
    expect(Array.isArray(examples) && examples.length > 0, `${path}: examples`).toBe(true);
    const validate = ajv.compile({ ...schema, $defs: topologySchema['$defs'] });
    for (const example of examples as unknown[]) {
      expect(
        validate(example),
        `${path}: ${JSON.stringify(example)}: ${JSON.stringify(validate.errors)}`,
      ).toBe(true);
    }
  }
});
