import { expect, test } from 'vitest';
import { identityOf } from '../../test/identity.ts';
import { startSts, succeed, type StsRequest } from '../../test/sts-server.ts';

/** Temporary credentials; each fetch gives other keys unless the test says otherwise. */
const fetched = (keys: () => string) => async () => ({
  accessKeyId: keys(),
  secretAccessKey: 'secret-access-key-of-a-session',
  sessionToken: 'session-token',
  expiration: new Date(Date.now() + 3_600_000),
});
const named = ({ accessKeyId }: StsRequest) => ({
  status: 200,
  body: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
    <Arn>arn:aws:sts::222222222222:assumed-role/app/${accessKeyId}</Arn><UserId>x</UserId><Account>222222222222</Account>
    </GetCallerIdentityResult></GetCallerIdentityResponse>`,
});

test('a second fetch is made as a refresh would be, and what is kept stays', async () => {
  await using sts = await startSts(named);
  let count = 0;
  const identity = await identityOf({
    stsEndpoint: sts.url,
    credentials: fetched(() => `ASIA${(count += 1)}`),
  });
  const kept = await identity.credentials();
  expect(await identity.caller()).toMatchObject({ value: { arn: expect.stringMatching(/ASIA1$/) } });
  const again = await identity.again();
  expect(again).toMatchObject({ value: { accessKeyId: 'ASIA2' } });
  const { value } = again as Extract<typeof again, { outcome: 'ok' }>;
  expect(await identity.caller(undefined, value)).toMatchObject({
    value: { arn: expect.stringMatching(/ASIA2$/) },
  });
  expect([await identity.credentials(), count]).toEqual([kept, 2]);
  identity.close();
});

test.each([
  ['keys that come back unchanged', fetched(() => 'ASIA1'), [], 'the same credentials'],
  [
    'keys that never end',
    async () => ({ accessKeyId: 'AKIA1', secretAccessKey: 'secret-access-key' }),
    [],
    'not temporary',
  ],
  [
    'a role of ours',
    fetched(() => `ASIA${Math.random()}`),
    [{ arn: 'arn:aws:iam::222222222222:role/x' }],
    'is fixed',
  ],
])('%s: nobody is asked', async (_, credentials, roles, because) => {
  await using sts = await startSts(succeed);
  const identity = await identityOf({ stsEndpoint: sts.url, credentials, roles });
  expect(await identity.again()).toMatchObject({
    outcome: 'skipped',
    because: expect.stringContaining(because),
  });
  expect(sts.requests).toEqual([]);
  identity.close();
});

test('a source that gives nothing the second time is a failed step', async () => {
  await using sts = await startSts(named);
  let spent = false;
  const once = fetched(() => 'ASIA1');
  const identity = await identityOf({
    stsEndpoint: sts.url,
    credentials: async () => {
      if (spent) throw new Error('already used');
      spent = true;
      return once();
    },
  });
  await identity.credentials();
  expect(await identity.again()).toMatchObject({ outcome: 'error', code: 'CREDENTIALS_UNAVAILABLE' });
  identity.close();
});
