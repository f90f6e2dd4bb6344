import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { defaultIam } from './model.ts';
import { IAM_SCHEMA } from './schema.ts';

const ajv = new Ajv2020({ allErrors: true, strict: true });
const validate = ajv.compile(IAM_SCHEMA);
const check = (value: unknown): string[] => {
  validate(value);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.keyword}`);
};
const ROLE = { account: '444455556666', trust: [], statements: [] };

test('the default model fits', () => {
  expect(check(defaultIam())).toEqual([]);
});

test.each([
  ['a foreign field', { users: {}, roles: {}, groups: {} }, ' additionalProperties'],
  [
    'an account that is none',
    { users: {}, roles: { a: { ...ROLE, account: '1' } } },
    '/roles/a/account pattern',
  ],
  [
    'a condition in an identity policy',
    {
      users: {},
      roles: { a: { ...ROLE, statements: [{ Effect: 'Allow', Action: '*', Resource: '*', Condition: {} }] } },
    },
    '/roles/a/statements/0 additionalProperties',
  ],
  [
    'an operator the lab does not know',
    {
      users: {},
      roles: {
        a: {
          ...ROLE,
          trust: [{ Effect: 'Allow', Principal: '*', Action: '*', Condition: { Bool: { a: 'true' } } }],
        },
      },
    },
    '/roles/a/trust/0/Condition enum',
  ],
  [
    'an allow in a service control policy',
    {
      users: {},
      roles: {},
      serviceControlPolicies: { 444455556666: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
    },
    '/serviceControlPolicies/444455556666/0/Effect enum',
  ],
])('%s is refused where it stands', (_, value, mistake) => {
  expect(check(value)).toContain(mistake);
});

/** Every schema in a schema, with the place it stands. */
function* fields(schema: unknown, place: string): Generator<[string, Record<string, unknown>]> {
  if (typeof schema !== 'object' || schema === null) return;
  const { properties, additionalProperties, items, oneOf } = schema as Record<string, unknown>;
  for (const [name, field] of Object.entries(properties ?? {})) {
    yield [`${place}/${name}`, field as Record<string, unknown>];
    yield* fields(field, `${place}/${name}`);
  }
  yield* fields(additionalProperties, `${place}/*`);
  yield* fields(items, `${place}/*`);
  for (const one of (oneOf as unknown[] | undefined) ?? []) yield* fields(one, place);
}

test('every field has a description and examples that fit it', () => {
  const all = [...fields(IAM_SCHEMA, '')];
  expect(all.length).toBeGreaterThan(30);
  for (const [place, field] of all) {
    expect([place, field['description']]).toEqual([place, expect.any(String)]);
    const examples = field['examples'] as unknown[];
    for (const example of examples) expect([place, ajv.validate(field, example)]).toEqual([place, true]);
  }
});
