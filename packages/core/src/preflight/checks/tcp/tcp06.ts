/** TCP06: a connection takes longer than kafkajs waits where nothing is said, at every address of a host. */
import type { HostFact } from '../../facts/hosts.ts';
import type { Case, Check } from '../check.ts';
import { addressValues, isOpen, otherwiseCase } from './reach.ts';

/** kafkajs's own `connectionTimeout`, of which TCP is the first part. */
const BUDGET_MS = 1_000;
/** What a fast connection takes. One that was made while this process was held up is noticed right after that. */
const FAST_MS = 100;

export const tcp06: Check = {
  id: 'TCP06',
  layer: 'tcp',
  needs: ['hosts', 'runtime'],
  run: ({ hosts, runtime: { lagMs = 0 } }) => {
    if (hosts.length === 0) return [{ status: 'blocked', subject: null }];
    return hosts.map((host) => slowCase(host, lagMs) ?? otherwiseCase(host));
  },
};

function slowCase({ host, port, paths }: HostFact, lagMs: number): Case | null {
  const open = paths.filter(isOpen);
  const times = open.flatMap(({ tcp }) => (tcp.outcome === 'ok' ? [Math.round(tcp.ms)] : []));
  if (times.length === 0 || times.some((ms) => ms < BUDGET_MS)) return null;
  if (Math.min(...times) <= lagMs + FAST_MS) {
    const note = `Not to be told: this process itself was held up for ${lagMs} ms.`;
    return { status: 'skip', subject: host, note };
  }
  const took = String(Math.min(...times));
  const evidence = open.map(
    ({ address }, index) => `${host} at ${address}:${port}: connected after ${times[index]} ms`,
  );
  return { status: 'warn', subject: host, values: { ...addressValues(port, open), took }, evidence };
}
