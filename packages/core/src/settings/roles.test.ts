import { expect, test } from 'vitest';
import { flagLayer, type Flags } from './flag-layer.ts';
import { mergeSettings } from './merge.ts';
import { optionLayer, type SomeOptions } from './option-layer.ts';
import type { Variables } from './variable-layer.ts';

const A = 'arn:aws:iam::111111111111:role/a';
const B = 'arn:aws:iam::222222222222:role/b';
const TWO = { MSK_REACH_ROLE: `${A},${B}` };

const withOptions = (options: SomeOptions, env: Variables = {}) =>
  mergeSettings({ over: optionLayer(options), env });
const withFlags = (flags: Partial<Flags>, env: Variables = {}) =>
  mergeSettings({ over: flagLayer({ values: {}, roles: [], ...flags }, []), env });
const rolesOf = (env: Variables): unknown => withOptions({}, env).options['roles'];

test('variables give one entry a role; an empty one is none, a single one means the last', () => {
  expect(rolesOf({})).toBeUndefined();
  expect(rolesOf(TWO)).toEqual([{ arn: A }, { arn: B }]);
  expect(rolesOf({ ...TWO, MSK_REACH_EXTERNAL_ID: 'x' })).toEqual([{ arn: A }, { arn: B, externalId: 'x' }]);
  expect(rolesOf({ ...TWO, MSK_REACH_EXTERNAL_ID: ',x', MSK_REACH_SESSION_NAME: 's1,s2' })).toEqual([
    { arn: A, sessionName: 's1' },
    { arn: B, externalId: 'x', sessionName: 's2' },
  ]);
});

test('what one role alone is given may hold commas', () => {
  const env = { MSK_REACH_ROLE: A, MSK_REACH_EXTERNAL_ID: 'a=b,c@d', MSK_REACH_SESSION_NAME: 'me,here' };
  expect(rolesOf(env)).toEqual([{ arn: A, externalId: 'a=b,c@d', sessionName: 'me,here' }]);
  expect(rolesOf({ ...env, MSK_REACH_ROLE: `${A},` })).toEqual(rolesOf(env));
});

test('roles come from the strongest layer that names any, each attribute from the strongest that gives it', () => {
  const env = { MSK_REACH_ROLE: B, MSK_REACH_EXTERNAL_ID: 'variable' };
  const own = [{ arn: A, externalId: 'own', tags: { team: 'a' } }];
  expect(withOptions({ roles: own }, env).options['roles']).toEqual(own);
  expect(withOptions({ roles: [{ arn: A }] }, env).options['roles']).toEqual([
    { arn: A, externalId: 'variable' },
  ]);
  expect(withFlags({ externalId: 'flag' }, env).options['roles']).toEqual([{ arn: B, externalId: 'flag' }]);
});

test('an empty list is no role at all, whatever a weaker layer says', () => {
  const env = { ...TWO, MSK_REACH_EXTERNAL_ID: 'x,y,z' };
  const { options, issues } = withOptions({ roles: [] }, env);
  expect([options['roles'], issues]).toEqual([[], []]);
});

test.each([
  [withFlags({ externalId: 'x' }), '--external-id', 'is given without a role', '--role ARN before it'],
  [
    withOptions({}, { MSK_REACH_SESSION_NAME: 'x' }),
    'MSK_REACH_SESSION_NAME',
    'is given without a role',
    'a role in MSK_REACH_ROLE',
  ],
  [
    withOptions({}, { ...TWO, MSK_REACH_EXTERNAL_ID: 'x,y,z' }),
    'MSK_REACH_EXTERNAL_ID',
    'has 3 entries for 2 roles',
    'one a role (empty allowed), or one for the last',
  ],
])('%# attributes without their role are a mistake', ({ issues }, source, problem, expected) => {
  expect(issues).toEqual([{ path: '', source, problem, expected }]);
});

test('a mistake in a role is traced to the flag or variable that made it', () => {
  const sourceOf = ({ traced }: ReturnType<typeof withFlags>, path: string) =>
    traced({ path, problem: '', expected: '' }).source;
  const flags = withFlags(
    { roles: [{ arn: A, externalId: 'x' }, { arn: B }] },
    { MSK_REACH_SESSION_NAME: 's,t' },
  );
  expect(sourceOf(flags, 'roles[0].externalId')).toBe('--external-id (role 1)');
  expect(sourceOf(flags, 'roles[1].arn')).toBe('--role (role 2)');
  const variables = withOptions({ roles: [{ arn: A }, { arn: B }] }, { MSK_REACH_EXTERNAL_ID: ',x' });
  expect(sourceOf(variables, 'roles[1].externalId')).toBe('MSK_REACH_EXTERNAL_ID (role 2)');
  expect(sourceOf(variables, 'roles[0].externalId')).toBeUndefined();
  expect(sourceOf(withOptions({}, TWO), 'roles[1].arn')).toBe('MSK_REACH_ROLE (role 2)');
});
