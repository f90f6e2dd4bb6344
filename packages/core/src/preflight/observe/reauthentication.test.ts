import { expect, test } from 'vitest';
import { BOOTSTRAP, startWorld, type WorldScript } from '../../../test/cluster.ts';
import { ApiKeys } from '../../kafka/protocol.ts';
import { observe } from './observe.ts';

const MESSAGE = 'Cannot change principals during re-authentication from IAM.one: IAM.two';
const keyIn = (token: string): string =>
  /Credential=([^%]+)/.exec(Buffer.from(token, 'base64url').toString())?.[1] ?? '';
/** Temporary credentials with other keys at each fetch. */
const renamed = () => {
  let count = 0;
  return async () => ({
    accessKeyId: `ASIA${(count += 1)}`,
    secretAccessKey: 'secret-access-key-of-a-session',
    sessionToken: 'session-token',
    expiration: new Date(Date.now() + 3_600_000),
  });
};

async function lookAt(script: WorldScript, credentials: ReturnType<typeof renamed>) {
  await using world = await startWorld(script);
  const config = await world.config({ credentials, roles: [] });
  const { reauthentication } = await observe(config, { ports: world.ports });
  const calls = world.sts.requests.length;
  const keys = world.broker.tokens.map((token) => keyIn(token.split(' ')[1] ?? ''));
  const renewals = world.broker.requests.filter(({ apiKey }) => apiKey === ApiKeys.SaslAuthenticate);
  return { reauthentication, keys, renewals, calls };
}

test('one session is renewed, once, with the credentials of a second fetch', async () => {
  const { reauthentication, keys, calls } = await lookAt({}, renamed());
  expect(reauthentication).toMatchObject({
    host: BOOTSTRAP,
    result: { outcome: 'ok', value: { sessionLifetimeMs: 900_000 } },
  });
  expect(keys.filter((key) => key === 'ASIA2')).toHaveLength(1);
  // Who signs, and who would after a refresh: CRD07's questions, and no more.
  expect(calls).toBe(2);
});

test("the broker's words stand in the look", async () => {
  const login = (token: string) => (keyIn(token) === 'ASIA2' ? { errorCode: 58, message: MESSAGE } : null);
  const { reauthentication } = await lookAt({ login }, renamed());
  expect(reauthentication).toMatchObject({
    host: BOOTSTRAP,
    result: { outcome: 'error', code: 'SASL_REFUSED', facts: { message: MESSAGE } },
  });
});

test('keys that never end are not fetched for it, and nobody logs in twice on a connection', async () => {
  const keys = async () => ({ accessKeyId: 'AKIA1', secretAccessKey: 'secret-access-key' });
  const seen = await lookAt({}, keys as ReturnType<typeof renamed>);
  expect(seen.reauthentication).toMatchObject({ host: null, result: { outcome: 'skipped' } });
  expect(seen.renewals).toHaveLength(4);
});
