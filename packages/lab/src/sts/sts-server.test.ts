import { GetCallerIdentityCommand, AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { expect, test } from 'vitest';
import { defaultIam, DEFAULT_EXTERNAL_ID } from '../iam/model.ts';
import { directory } from '../iam/directory.ts';
import { secretAccessKey } from '../iam/secrets.ts';
import { startSts } from './sts-server.ts';

const master = '11'.repeat(32);
const model = defaultIam();
const user = directory(model).users[0]!;
const credentials = {
  accessKeyId: user.accessKeyId,
  secretAccessKey: secretAccessKey(master, user.accessKeyId),
};

test('the AWS SDK assumes the default role', async () => {
  await using sts = await startSts({ model, master });
  const clientConfig = { endpoint: sts.endpoint, region: 'us-east-1' };
  const provider = fromTemporaryCredentials({
    masterCredentials: credentials,
    clientConfig,
    params: {
      RoleArn: 'arn:aws:iam::444455556666:role/msk-client',
      RoleSessionName: 'lab',
      ExternalId: DEFAULT_EXTERNAL_ID,
    },
  });
  const client = new STSClient({ ...clientConfig, credentials: provider });
  const identity = await client.send(new GetCallerIdentityCommand({}));
  expect(identity.Arn).toBe('arn:aws:sts::444455556666:assumed-role/msk-client/lab');
  expect(sts.calls().map((c) => [c.action, c.outcome])).toEqual([
    ['AssumeRole', 'ok'],
    ['GetCallerIdentity', 'ok'],
  ]);
  await expect(
    new STSClient({ ...clientConfig, credentials }).send(
      new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::444455556666:role/msk-client', RoleSessionName: 'lab' }),
    ),
  ).rejects.toThrow(
    'User: arn:aws:iam::111122223333:user/client is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/msk-client',
  );
});
