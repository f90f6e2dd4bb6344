import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { directory } from '../iam/directory.ts';
import { defaultIam, type IamModel } from '../iam/model.ts';
import { secretAccessKey } from '../iam/secrets.ts';
import { basicDate, type SignedRequest } from '../iam/sigv4.ts';
import { mskAnswer } from './msk-api.ts';

const MASTER = 'ab'.repeat(32);
const NOW = Date.parse('2026-03-01T12:00:00Z');
const ARN = 'arn:aws:kafka:us-east-1:444455556666:cluster/orders/1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed-1';
const BOOTSTRAP = 'boot-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com:9098';
const statements = [{ Effect: 'Allow', Action: 'kafka:*', Resource: '*' }] as const;
const model: IamModel = { ...defaultIam(), users: { client: { account: '444455556666', statements } } };

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** A request as AWS's documents say that it is signed. */
function signed(arn: string, { service = 'kafka', of = model }: { service?: string; of?: IamModel } = {}) {
  const accessKeyId = directory(of).users[0]?.accessKeyId ?? '';
  const path = `/v1/clusters/${encodeURIComponent(arn)}/bootstrap-brokers`;
  const date = basicDate(NOW);
  const scope = [date.slice(0, 8), 'us-east-1', service, 'aws4_request'];
  const canonical = [
    'GET',
    path.split('/').map(encodeURIComponent).join('/'),
    '',
    'host:kafka',
    `x-amz-date:${date}`,
    '',
    'host;x-amz-date',
    sha256(''),
  ].join('\n');
  const key = scope.reduce<string | Buffer>(
    (k, part) => hmac(k, part),
    `AWS4${secretAccessKey(MASTER, accessKeyId)}`,
  );
  const toSign = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonical)].join('\n');
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope.join('/')}, SignedHeaders=host;x-amz-date, Signature=${hmac(key, toSign).toString('hex')}`;
  const headers = { host: ['kafka'], 'x-amz-date': [date], authorization: [authorization] };
  return { method: 'GET', path, query: '', headers, body: new Uint8Array() } satisfies SignedRequest;
}
const answered = (request: SignedRequest, of: IamModel = model) =>
  mskAnswer(request, [{ arn: ARN, bootstrap: BOOTSTRAP }], {
    directory: directory(of),
    master: MASTER,
    nowMs: NOW,
  });

test('a signed request of somebody who may is told the bootstrap', () => {
  const { status, body } = answered(signed(ARN));
  expect([status, JSON.parse(body)]).toEqual([200, { bootstrapBrokerStringSaslIam: BOOTSTRAP }]);
});

test('a signature that is missing, wrong, or for another service is refused', () => {
  const request = signed(ARN);
  const forged = { ...request, headers: { ...request.headers, 'x-amz-date': [basicDate(NOW + 1000)] } };
  expect(answered({ ...request, headers: {} })).toMatchObject({
    status: 403,
    outcome: 'MissingAuthenticationToken',
  });
  expect(answered(forged)).toMatchObject({ status: 403, outcome: 'SignatureDoesNotMatch' });
  expect(answered(signed(ARN, { service: 'sts' }))).toMatchObject({ status: 403 });
});

test('who may not is refused, also for a cluster that is not there; who may is told so', () => {
  const client = { account: '444455556666', statements: [] };
  const without: IamModel = { ...model, users: { client } };
  const stranger: IamModel = { ...model, users: { client: { account: '111122223333', statements } } };
  for (const of of [without, stranger])
    expect(answered(signed(ARN, { of }), of)).toMatchObject({
      status: 403,
      outcome: 'AccessDeniedException',
    });
  expect(answered(signed(ARN.replace('1b9d', '2b9d')))).toMatchObject({
    status: 404,
    outcome: 'NotFoundException',
  });
});
