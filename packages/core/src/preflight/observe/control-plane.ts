/** What AWS's own API says of the cluster whose ARN was given: its bootstrap. Read-only, one request. */
import type { Identity } from '../../credentials/identity.ts';
import type { Config } from '../../config/config.ts';
import { readEndpoint } from '../../config/endpoint.ts';
import { isRegion, partitionOf } from '../../config/region.ts';
import type { ControlPlaneObservation } from '../observation.ts';
import { skipped, step, type Look } from './look.ts';

/** The private listener first. */
const IAM_KEYS = [
  'bootstrapBrokerStringSaslIam',
  'bootstrapBrokerStringVpcConnectivitySaslIam',
  'bootstrapBrokerStringPublicSaslIam',
];

type View = Pick<Look, 'config' | 'ports' | 'signal'>;
type Bootstraps = ControlPlaneObservation['bootstrapBrokers'];

/** Asks as whoever signs; null where no ARN was given. */
export async function observeControlPlane(
  look: View,
  identity: Identity,
): Promise<ControlPlaneObservation | null> {
  const { clusterArn } = look.config.endpoint;
  if (clusterArn === null) return null;
  const region = clusterArn.split(':')[3] ?? '';
  const { env } = look.ports;
  // The variables that the SDK and the command line of AWS obey, too.
  const given = env['AWS_ENDPOINT_URL_KAFKA'] || env['AWS_ENDPOINT_URL'];
  const endpoint = given || `https://kafka.${region}.${partitionOf(region).suffix}`;
  const unasked = (because: string): ControlPlaneObservation => ({
    endpoint,
    bootstrapBrokers: skipped(because),
  });
  if (!isRegion(region) || !URL.canParse(endpoint)) return unasked('endpoint');
  if (look.config.endpoint.problems.some(({ check }) => check === 'CRD03')) return unasked('roles');
  const credentials = await step(look, () => identity.credentials(look.signal));
  if (credentials.outcome !== 'ok')
    return unasked(credentials.outcome === 'skipped' ? credentials.because : 'credentials');
  const bootstrapBrokers: Bootstraps = await step(look, async () => {
    const { awsGet } = await import('../../credentials/aws-get.ts');
    const { clock } = identity.trace();
    const answer = await awsGet(
      {
        url: new URL(`/v1/clusters/${encodeURIComponent(clusterArn)}/bootstrap-brokers`, endpoint),
        region,
        service: 'kafka',
        credentials: credentials.value,
        skewMs: clock.outcome === 'ok' ? clock.value.skewMs : 0,
        timeoutMs: look.config.limits.timeoutMs,
        signal: look.signal,
      },
      look.ports,
    );
    return texts(answer);
  });
  return { endpoint, bootstrapBrokers };
}

/** Where no bootstrap was given: the config with the one that AWS named, or as it was. */
export function withBootstrap(config: Config, answered: ControlPlaneObservation | null): Config {
  const { endpoint, identity } = config;
  if (endpoint.given.length > 0 || answered?.bootstrapBrokers.outcome !== 'ok') return config;
  const strings = answered.bootstrapBrokers.value;
  const bootstrap = IAM_KEYS.map((key) => strings[key] ?? '').find((text) => text !== '');
  if (bootstrap === undefined) return config;
  const { clusterArn, allowedHosts, region } = endpoint;
  const options = {
    bootstrap,
    roles: identity.roles,
    ...(clusterArn === null ? {} : { clusterArn }),
    ...(region === null ? {} : { region }),
  };
  return { ...config, endpoint: readEndpoint(options, allowedHosts) };
}

/** Only its texts: whatever else is in an answer is not looked at. */
function texts(answer: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(answer).flatMap(([key, value]) =>
      /^bootstrapBrokerString\w{0,60}$/.test(key) && typeof value === 'string'
        ? [[key, value.slice(0, 4000)]]
        : [],
    ),
  );
}
