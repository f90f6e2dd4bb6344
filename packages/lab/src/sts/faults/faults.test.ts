import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { STS_FAULT_SCHEMAS, STS_FAULTS, startFaults } from './all.ts';

test.each(Object.keys(STS_FAULTS))('%s: its examples fit its schema, and it says what it does', (key) => {
  const schema = STS_FAULT_SCHEMAS[key];
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema ?? {});
  expect(schema?.description).toMatch(/\w/);
  expect(schema?.examples.length).toBeGreaterThan(0);
  for (const example of schema?.examples ?? [])
    expect([validate(example), validate.errors]).toEqual([true, null]);
  expect(validate({ nonsense: 1 })).toBe(false);
});

test('only what is set is switched on', () => {
  expect(startFaults({})).toEqual([]);
  expect(startFaults({ delayMs: 5, clockSkewMs: -1 })).toEqual([{ delayMs: 5 }, { clockSkewMs: -1 }]);
  expect(startFaults({ silence: false })[0]?.interfere).toBeUndefined();
});

test('a fault set again counts anew', () => {
  const faults = { error: { code: 'Throttling', times: 1 } };
  for (const _ of [1, 2]) {
    const [error] = startFaults(faults);
    expect(error?.interfere?.('AssumeRole')).toMatchObject({ refusal: { code: 'Throttling' } });
    expect(error?.interfere?.('AssumeRole')).toBeUndefined();
  }
});
