import { expect, test } from 'vitest';
import { signedHeaders } from './sigv4.ts';

test("signs AWS's own example of a request (test suite of Signature Version 4, get-vanilla)", () => {
  const { authorization } = signedHeaders({
    url: new URL('https://example.amazonaws.com/'),
    region: 'us-east-1',
    service: 'service',
    credentials: {
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
    },
    at: Date.parse('2015-08-30T12:36:00Z'),
  });
  expect(authorization).toBe(
    'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  );
});
