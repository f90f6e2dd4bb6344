/**
 * The preflight: one look and its diagnosis.
 *
 * The rooms that look are loaded when first needed: whoever only imports the package does not wait for them.
 */
import type { Config, MskReachOptions } from '../config/config.ts';
import { resolveConfig } from '../config/resolve.ts';
import { publishing } from '../events.ts';
import { realPorts } from '../ports.ts';
import type { Selection } from './diagnose.ts';
import type { Observation } from './observation.ts';
import type { ObserveOptions } from './observe/observe.ts';
import type { Report } from './report.ts';

/** What was seen, and what it means. @public */
export interface Preflight {
  readonly observation: Observation;
  readonly report: Report;
}

/** How to look, and which checks to make of it. @public */
export interface PreflightOptions extends ObserveOptions, Selection {}

/**
 * Looks at the cluster that the options mean, and says what is wrong, whose it is and how to mend it. Changes nothing
 * on the cluster.
 *
 * @throws MskReachError CONFIG_INVALID where the options have the wrong shape; everything else is in the report
 * @public
 */
export async function runPreflight(options: MskReachOptions, how: PreflightOptions = {}): Promise<Preflight> {
  return inspect(await resolveConfig(options), how);
}

/** The same for a config that was resolved already. @public */
export async function inspect(config: Config, how: PreflightOptions = {}): Promise<Preflight> {
  const { ports = realPorts } = how;
  const telling = { about: { 'server.address': config.endpoint.bootstraps[0]?.host ?? '' }, told: verdictOf };
  return publishing('msk-reach:preflight', ports, telling, async () => {
    const { diagnose } = await import('./diagnose.ts');
    const observation = await observe(config, how);
    return { observation, report: diagnose(observation, how) };
  });
}

function verdictOf({ report }: Preflight) {
  const { status, rootCauses, cluster } = report;
  return { status, rootCauses, brokers: cluster.brokers.length };
}

/**
 * Looks at a cluster, without an opinion. Always gives an observation: what failed is a step in it, and what the
 * deadline or the signal cut off is `skipped`, because `deadline` or `interrupted`, and said in `ended`.
 *
 * @public
 */
export async function observe(config: Config, options: ObserveOptions = {}): Promise<Observation> {
  const room = await import('./observe/observe.ts');
  return room.observe(config, options);
}
