import { expect, test } from 'vitest';
import { parseAssumeInput } from './parameters.ts';
import { members, parseQueryRequest } from './request.ts';

const GOOD = { RoleArn: 'arn:aws:iam::444455556666:role/msk-client', RoleSessionName: 'lab' };
const parse = (more: Record<string, string | undefined>): ReturnType<typeof parseAssumeInput> =>
  parseAssumeInput(
    new Map(
      Object.entries({ ...GOOD, ...more }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    ),
  );
const one = (rest: string): string => `1 validation error detected: Value ${rest}`;

test('everything that may be sent is read', () => {
  expect(
    parse({
      DurationSeconds: '+0900',
      ExternalId: 'a:b/c',
      'Tags.member.2.Key': 'b',
      'Tags.member.2.Value': '',
      'Tags.member.1.Key': 'a',
      'Tags.member.1.Value': '1',
      'TransitiveTagKeys.member.1': 'A',
      Policy: '{"Statement":{"Effect":"Allow","Action":"kafka-cluster:Connect","Resource":["*"]}}',
    }),
  ).toEqual({
    roleArn: GOOD.RoleArn,
    sessionName: 'lab',
    durationSeconds: 900,
    externalId: 'a:b/c',
    tags: { a: '1', b: '' },
    transitive: ['A'],
    policy: { Statement: [{ Effect: 'Allow', Action: ['kafka-cluster:Connect'], Resource: ['*'] }] },
    packedPercent: 5,
  });
});

test.each([
  [{ RoleArn: undefined }, one("null at 'roleArn' failed to satisfy constraint: Member must not be null")],
  [
    { RoleSessionName: undefined },
    one("null at 'roleSessionName' failed to satisfy constraint: Member must not be null"),
  ],
  [
    { RoleArn: 'bogus' },
    one(
      "'bogus' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20",
    ),
  ],
  [
    { RoleArn: 'arn:aws:iam::444455556666:user/someone' },
    'arn:aws:iam::444455556666:user/someone is invalid',
  ],
  [
    { RoleSessionName: 'x' },
    one(
      "'x' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2",
    ),
  ],
  [
    { RoleSessionName: 'x'.repeat(65) },
    one(
      `'${'x'.repeat(65)}' at 'roleSessionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    ),
  ],
  [
    { RoleSessionName: 'a/b' },
    one(
      "'a/b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    ),
  ],
  [
    { ExternalId: 'a b' },
    one(
      "'a b' at 'externalId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@:\\/-]*",
    ),
  ],
  [
    { ExternalId: 'x' },
    one(
      "'x' at 'externalId' failed to satisfy constraint: Member must have length greater than or equal to 2",
    ),
  ],
  [
    { DurationSeconds: '899' },
    one(
      "'899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    ),
  ],
  [
    { DurationSeconds: '43201' },
    one(
      "'43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200",
    ),
  ],
  [
    { 'Tags.member.1.Key': 'a!', 'Tags.member.1.Value': '' },
    one(
      "'a!' at 'tags.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+",
    ),
  ],
  [
    { Policy: 'x'.repeat(2049) },
    one(
      `'${'x'.repeat(2049)}' at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048`,
    ),
  ],
  [
    { RoleSessionName: '/', DurationSeconds: '1' },
    "3 validation errors detected: Value '/' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*; Value '/' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2; Value '1' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
  ],
])('%j is a ValidationError', (more, message) => {
  expect(parse(more)).toMatchObject({ status: 400, code: 'ValidationError', message });
});

test.each(['RoleSessionName', 'ExternalId'])('the bounds of %s are inclusive', (name) => {
  const longest = name === 'ExternalId' ? 1224 : 64;
  for (const length of [2, longest])
    expect(parse({ [name]: 'x'.repeat(length) })).toMatchObject({ tags: {} });
  expect(parse({ [name]: 'x'.repeat(longest + 1) })).toMatchObject({ code: 'ValidationError' });
});

test.each([
  ['', 'missing value for decimal type'],
  ['1e3', ''],
  ['900.5', ''],
  ['2147483648', ''],
])('DurationSeconds %j is a MalformedInput', (DurationSeconds, message) => {
  expect(parse({ DurationSeconds })).toMatchObject({ status: 400, code: 'MalformedInput', message });
});

test.each([
  ['{', 'This policy contains invalid Json'],
  ['[]', 'Syntax errors in policy.'],
  ['{}', 'Syntax errors in policy.'],
  ['{"Statement":[{"Effect":"allow","Action":"*","Resource":"*"}]}', 'Syntax errors in policy.'],
  ['{"Statement":[{"Effect":"Allow","Action":[],"Resource":"*"}]}', 'Syntax errors in policy.'],
  [
    '{"Statement":[{"Effect":"Allow","NotAction":"*","Resource":"*"}]}',
    'msk-lab does not implement NotAction in a session policy',
  ],
])('the session policy %s is malformed', (Policy, message) => {
  expect(parse({ Policy })).toMatchObject({ status: 400, code: 'MalformedPolicyDocument', message });
});

const tags = (count: number, size: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      [`Tags.member.${i + 1}.Key`, `k${i}`],
      [`Tags.member.${i + 1}.Value`, 'v'.repeat(size)],
    ]).flat(),
  );

test('tags: duplicates, foreign transitive keys, too many, too large', () => {
  expect(parse({ ...tags(1, 1), 'Tags.member.2.Key': 'K0', 'Tags.member.2.Value': '' })).toMatchObject({
    code: 'InvalidParameterValue',
    message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
  });
  expect(parse({ ...tags(1, 1), 'TransitiveTagKeys.member.1': 'other' })).toMatchObject({
    code: 'InvalidParameterValue',
    message: 'The specified transitive tag key must be included in the requested tags.',
  });
  expect(parse(tags(51, 1))).toMatchObject({ code: 'ValidationError' });
  expect(parse(tags(7, 256))).toMatchObject({ packedPercent: 89 });
  expect(parse(tags(9, 256))).toMatchObject({
    status: 400,
    code: 'PackedPolicyTooLarge',
    message: 'Packed size of session tags consumes 114% of allotted space.',
  });
});

test.each(['PolicyArns.member.1.arn', 'SourceIdentity', 'SerialNumber'])(
  '%s is refused, not ignored',
  (name) => {
    expect(parse({ [name]: 'x' })).toMatchObject({
      status: 400,
      code: 'InvalidParameterValue',
      message: `msk-lab does not implement ${name.split('.')[0]}`,
    });
  },
);

test('the first of repeated parameters counts, in query and form', () => {
  const form = (body: string, type: string | undefined, query = ''): ReturnType<typeof parseQueryRequest> =>
    parseQueryRequest({
      method: 'POST',
      path: '/',
      query,
      headers: type === undefined ? {} : { 'content-type': [type] },
      body: Buffer.from(body),
    });
  const type = 'application/x-www-form-urlencoded; charset=utf-8';
  expect(form('Action=One&Action=Two&Version=1', type)).toMatchObject({ action: 'One', version: '1' });
  expect(form('Action=One', undefined)).toEqual({ redirect: 'https://aws.amazon.com/iam' });
  expect(form('', type, 'Version=1')).toEqual({ redirect: 'https://aws.amazon.com/iam?Version=1' });
});

test('members keep their order and ignore what is no member', () => {
  const parameters = new Map([
    ['Tags.member.10.Key', 'j'],
    ['Tags.member.9.Key', 'i'],
    ['Tags.member.0.Key', 'no'],
    ['Tags.member.x.Key', 'no'],
    ['Tagsmember.1.Key', 'no'],
  ]);
  expect(members(parameters, 'Tags')).toEqual([{ Key: 'i' }, { Key: 'j' }]);
});
