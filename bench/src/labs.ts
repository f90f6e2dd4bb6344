/** Labs whose client both sides can be: a role of another account that asks for no external id. */
import { startLab, type Lab, type Scenario } from '@msk-reach/lab';
import { HOSTS, TOPIC } from './children/environment.ts';

const topic = 'bench';
/** The signer's FromRole cannot give an external id. */
const iam = { roles: { 'msk-client': { trust: { externalId: null } } } };

/** A lab, and the environment of its clients. */
export interface BenchLab extends AsyncDisposable {
  readonly lab: Lab;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * A lab with one topic of three partitions, one leader each on three brokers.
 *
 * @param scenario what differs
 */
export async function startBenchLab(scenario: Partial<Scenario> = {}): Promise<BenchLab> {
  const kafka = { topics: [{ name: topic, partitions: 3 }] };
  const lab = await startLab({ iam, ...(scenario.engine === 'wire' ? {} : { kafka }), ...scenario });
  return {
    lab,
    env: { ...lab.childEnv(), [HOSTS]: hostsOf(lab).join(','), [TOPIC]: topic },
    [Symbol.asyncDispose]: () => lab.close(),
  };
}

/** A lab for what needs only STS: brokers that speak just enough to be there. */
export function startStsLab(): Promise<BenchLab> {
  return startBenchLab({ engine: 'wire' });
}

/** How many calls STS has got so far. */
export function stsCalls({ lab }: BenchLab): number {
  return lab.sts.calls().length;
}

function hostsOf(lab: Lab): readonly string[] {
  const address = lab.gateway.addresses[0]?.address ?? '';
  const [bootstrap = ''] = lab.bootstrap.split(':');
  const brokers = lab.kafka.list().map(({ advertisedHost }) => advertisedHost);
  return [bootstrap, ...brokers].slice(0, MOST_HOSTS).map((host) => `${host}=${address}`);
}

/** More would not fit into a variable; only the bench of names has so many, and asks for them by itself. */
const MOST_HOSTS = 100;
