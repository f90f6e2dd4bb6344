/** Identities for tests, from options as a user gives them. */
import type { MskReachOptions } from '../src/config/config.ts';
import { resolveConfig } from '../src/config/resolve.ts';
import { createIdentity, type Identity } from '../src/credentials/identity.ts';
import { type Ports, realPorts } from '../src/ports.ts';

export const BOOTSTRAP = 'boot-a1b2c3d4.c1.kafka-serverless.us-east-1.amazonaws.com';
export const ROLE = 'arn:aws:iam::222222222222:role/msk-client';

/** Static base credentials that no test must ever see again. */
export const BASE_SECRET = 'base-secret-access-key-0123456789abcdefg';
export const base = async (): Promise<{ accessKeyId: string; secretAccessKey: string }> => ({
  accessKeyId: 'AKIABASE',
  secretAccessKey: BASE_SECRET,
});

/** An identity whose environment is empty unless the test says otherwise. */
export async function identityOf(
  options: Partial<MskReachOptions>,
  {
    ports = { ...realPorts, env: {} },
    timeoutMs,
    retryPauseMs = 1,
  }: { ports?: Ports; timeoutMs?: number; retryPauseMs?: number } = {},
): Promise<Identity> {
  const config = await resolveConfig({ bootstrap: BOOTSTRAP, ...options });
  return createIdentity(config.identity, config.endpoint.region, ports, {
    timeoutMs: timeoutMs ?? config.limits.timeoutMs,
    retryPauseMs,
  });
}
