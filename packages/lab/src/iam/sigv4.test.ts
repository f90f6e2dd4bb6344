import { expect, test } from 'vitest';
import {
  basicDate,
  checkScope,
  checkSignature,
  checkWindow,
  parseSignature,
  readSignature,
} from './sigv4.ts';
import type { ParsedSignature, SignedRequest } from './sigv4.ts';

// The worked example of AWS's documentation ("Create a signed AWS API request", earlier "Signature Version 4 signing
// process"): ListUsers of IAM on 2015-08-30.
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const SCOPE = '20150830/us-east-1/iam/aws4_request';
const SIGNATURE = '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7';
const NOW = Date.parse('2015-08-30T12:36:00Z');

const request: SignedRequest = {
  method: 'GET',
  path: '/',
  query: 'Action=ListUsers&Version=2010-05-08',
  headers: {
    host: ['iam.amazonaws.com'],
    'content-type': ['application/x-www-form-urlencoded;  charset=utf-8'],
    'x-amz-date': ['20150830T123600Z'],
    authorization: [
      `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${SCOPE}, SignedHeaders=content-type;host;x-amz-date, Signature=${SIGNATURE}`,
    ],
  },
  body: Buffer.alloc(0),
};

function parsed(of: SignedRequest = request): ParsedSignature {
  const signature = parseSignature(of);
  if ('refused' in signature) throw new Error(signature.message);
  return signature;
}

const withAuthorization = (authorization: string, headers: SignedRequest['headers'] = {}): SignedRequest => ({
  ...request,
  headers: { ...request.headers, authorization: [authorization], ...headers },
});

test("AWS's own example verifies, also with spaces folded and the query in another order", () => {
  expect(checkSignature(request, parsed(), SECRET)).toBeUndefined();
  const turned = { ...request, query: 'Version=2010-05-08&Action=ListUsers' };
  expect(checkSignature(turned, parsed(turned), SECRET)).toBeUndefined();
});

test.each([
  ['another secret', request, `${SECRET}x`],
  ['another body', { ...request, body: Buffer.from('x') }, SECRET],
  ['another method', { ...request, method: 'POST' }, SECRET],
  ['another parameter', { ...request, query: `${request.query}&More=1` }, SECRET],
  ['another signed header', { ...request, headers: { ...request.headers, host: ['example.com'] } }, SECRET],
])('%s does not', (_, changed, secret) => {
  expect(checkSignature(changed, parsed(changed), secret)).toMatchObject({
    status: 403,
    code: 'SignatureDoesNotMatch',
    message: expect.stringMatching(/^The request signature we calculated does not match/),
  });
});

test('the window is 15 minutes either way', () => {
  const minutes = (n: number): number => NOW + n * 60_000;
  expect(checkWindow('20150830T123600Z', minutes(15))).toBeUndefined();
  expect(checkWindow('20150830T123600Z', minutes(-15))).toBeUndefined();
  expect(checkWindow('20150830T123600Z', minutes(16))).toMatchObject({
    code: 'SignatureDoesNotMatch',
    message:
      'Signature expired: 20150830T123600Z is now earlier than 20150830T123700Z (20150830T125200Z - 15 min.)',
  });
  expect(checkWindow('20150830T123600Z', minutes(-16))).toMatchObject({
    code: 'SignatureDoesNotMatch',
    message:
      'Signature not yet current: 20150830T123600Z is still later than 20150830T123500Z (20150830T122000Z + 15 min.)',
  });
});

test('the scope: Region, service, both, terminator and day', () => {
  expect(checkScope(parsed(), 'us-east-1', 'iam')).toBeUndefined();
  expect(checkScope(parsed(), 'eu-west-1', 'iam')?.message).toBe(
    'Credential should be scoped to a valid region. ',
  );
  expect(checkScope(parsed(), 'us-east-1', 'sts')?.message).toBe(
    "Credential should be scoped to correct service: 'sts'. ",
  );
  expect(checkScope(parsed(), 'eu-west-1', 'sts')?.message).toBe(
    "Credential should be scoped to a valid region. Credential should be scoped to correct service: 'sts'. ",
  );
  expect(checkScope({ ...parsed(), terminator: 'aws5' }, 'us-east-1', 'iam')?.message).toContain(
    'terminator',
  );
  expect(checkScope({ ...parsed(), scopeDate: '20150829' }, 'us-east-1', 'iam')?.message).toContain(
    "'20150829' != '20150830', from '20150830T123600Z'",
  );
});

const CREDENTIAL = `Credential=A/${SCOPE}`;

test.each([
  ['a bearer token', 'Bearer secret-token', "requires 'Credential' parameter."],
  ['no signature', `AWS4-HMAC-SHA256 ${CREDENTIAL}, SignedHeaders=host`, "requires 'Signature' parameter."],
  ['no signed headers', `AWS4-HMAC-SHA256 ${CREDENTIAL}, Signature=x`, "requires 'SignedHeaders' parameter."],
  ['another algorithm', `AWS4-HMAC-SHA512 ${CREDENTIAL}`, "Unsupported AWS 'algorithm'"],
  ['a short credential', 'AWS4-HMAC-SHA256 Credential=A/b, SignedHeaders=host, Signature=x', 'exactly 5'],
  ['host not signed', `AWS4-HMAC-SHA256 ${CREDENTIAL}, SignedHeaders=x-amz-date, Signature=x`, "'Host'"],
])('%s is incomplete', (_, authorization, words) => {
  const refusal = parseSignature(withAuthorization(authorization));
  expect(refusal).toMatchObject({
    status: 400,
    code: 'IncompleteSignature',
    message: expect.stringContaining(words),
  });
  expect(JSON.stringify(refusal)).not.toContain('secret-token');
});

test('dates: missing, malformed, and the Date header of HTTP', () => {
  const authorization = request.headers['authorization']?.[0] ?? '';
  expect(parseSignature(withAuthorization(authorization, { 'x-amz-date': undefined }))).toMatchObject({
    message: expect.stringContaining("either a 'X-Amz-Date' or a 'Date' header"),
  });
  expect(parseSignature(withAuthorization(authorization, { 'x-amz-date': ['yesterday'] }))).toMatchObject({
    message: expect.stringContaining("ISO-8601 'basic format'. Got 'yesterday'"),
  });
  const dated = { 'x-amz-date': undefined, date: ['Sun, 30 Aug 2015 12:36:00 GMT'] };
  expect(parseSignature(withAuthorization(authorization, dated))).toMatchObject({ date: '20150830T123600Z' });
});

test('no signature at all', () => {
  expect(parseSignature({ ...request, headers: {} })).toMatchObject({
    status: 403,
    code: 'MissingAuthenticationToken',
    message: 'Request is missing Authentication Token',
  });
});

test('presigned queries are read, and refused when a part is missing', () => {
  const query = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(`A/${SCOPE}`)}&X-Amz-Date=20150830T123600Z&X-Amz-SignedHeaders=host&X-Amz-Signature=ab`;
  const bare = { ...request, headers: { host: ['iam.amazonaws.com'] } };
  expect(parseSignature({ ...bare, query })).toMatchObject({
    presigned: true,
    accessKeyId: 'A',
    signature: 'ab',
  });
  expect(parseSignature({ ...bare, query: query.replace('&X-Amz-Date=20150830T123600Z', '') })).toMatchObject(
    {
      code: 'IncompleteSignature',
      message:
        "AWS query-string parameters must include 'X-Amz-Date'. Re-examine the query-string parameters.",
    },
  );
  expect(parseSignature({ ...bare, query: query.replace('SHA256', 'SHA1') })).toMatchObject({
    code: 'IncompleteSignature',
  });
});

test('reading stops at the first thing wrong: the window before the scope', () => {
  const expected = { region: 'eu-west-1', service: 'sts', nowMs: NOW + 3_600_000 };
  expect(readSignature(request, expected)).toMatchObject({
    message: expect.stringContaining('Signature expired'),
  });
  expect(readSignature(request, { ...expected, nowMs: NOW })).toMatchObject({
    message: expect.stringContaining('valid region'),
  });
  expect(readSignature(request, { region: 'us-east-1', service: 'iam', nowMs: NOW })).toMatchObject({
    signature: SIGNATURE,
  });
  expect(basicDate(NOW)).toBe('20150830T123600Z');
});
