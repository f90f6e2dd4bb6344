/** Where STS is: its Region, its endpoint as the SDK resolves it, and the way there. Nothing is sent. */
import type { STSClient, STSClientConfig } from '@aws-sdk/client-sts';
import type { Config } from '../config/config.ts';
import { isRegion } from '../config/region.ts';
import { MskReachError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { agentsFor, type Agents } from './proxy.ts';
import { stsError } from './sts-errors.ts';

/** Where STS is, and how to get there. Looked up once. */
export interface StsPlace {
  readonly region: string;
  readonly endpoint: string;
  readonly agents: Agents;
}

/** What every client of STS is configured with. */
export function placeConfig(identity: Config['identity'], region: string): STSClientConfig {
  return {
    region,
    ...(identity.sts.endpoint === null ? {} : { endpoint: identity.sts.endpoint }),
    ...(identity.sts.fips ? { useFipsEndpoint: true } : {}),
    ...(identity.base.kind === 'profile' ? { profile: identity.base.profile } : {}),
  };
}

/**
 * STS's Region is where the client runs, not where the cluster is: the explicit one, AWS_REGION,
 * AWS_DEFAULT_REGION, the profile's, and only then the signing Region.
 */
export async function findPlace(
  identity: Config['identity'],
  signingRegion: string | null,
  ports: Ports,
): Promise<StsPlace> {
  const { STSClient } = await import('@aws-sdk/client-sts');
  const region =
    identity.sts.region ?? regionOf(ports.env) ?? (await profileRegion(identity, ports)) ?? signingRegion;
  if (region === null) {
    throw new MskReachError(
      'CONFIG_INVALID',
      'No Region is known for STS: give stsRegion or region, or set AWS_REGION.',
    );
  }
  // Nothing is sent, so nobody has to be asked for credentials.
  const credentials = { accessKeyId: 'none', secretAccessKey: 'none' };
  const client = new STSClient({ ...placeConfig(identity, region), credentials });
  try {
    const endpoint = await endpointOf(client);
    return { region, endpoint, agents: await agentsFor(endpoint, ports.env) };
  } catch (error) {
    throw stsError(error, {
      operation: 'Finding STS',
      endpoint: identity.sts.endpoint ?? region,
      secrets: [],
    });
  } finally {
    client.destroy();
  }
}

function regionOf(env: Ports['env']): string | null {
  for (const value of [env['AWS_REGION'], env['AWS_DEFAULT_REGION']]) {
    if (value !== undefined && isRegion(value)) return value;
  }
  return null;
}

async function profileRegion(identity: Config['identity'], ports: Ports): Promise<string | null> {
  const { STSClient } = await import('@aws-sdk/client-sts');
  const profile = identity.base.kind === 'profile' ? identity.base.profile : ports.env['AWS_PROFILE'];
  const client = new STSClient(profile === undefined ? {} : { profile });
  try {
    const region = await client.config.region();
    return isRegion(region) ? region : null;
  } catch {
    // The SDK's way to say that neither environment nor profile names one.
    return null;
  } finally {
    client.destroy();
  }
}

/** The endpoint as the SDK resolves it: explicit, AWS_ENDPOINT_URL_STS, the profile's, or the Regional one. Nothing is sent. */
async function endpointOf(client: STSClient): Promise<string> {
  const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  let origin = '';
  client.middlewareStack.add(
    () =>
      async ({ request }) => {
        const { protocol, hostname, port } = request as {
          readonly protocol: string;
          readonly hostname: string;
          readonly port?: number;
        };
        origin = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`;
        return { output: { $metadata: {} }, response: null };
      },
    { step: 'build', name: 'mskReachEndpoint' },
  );
  await client.send(new GetCallerIdentityCommand({}));
  return origin;
}
