/** KAF05: a broker refuses a request for its version, by error 35 or by hanging up on it. */
import { apiName } from '../../../kafka/api-keys.ts';
import { ErrorCodes } from '../../../kafka/error-codes.ts';
import type { ApiRange } from '../../../kafka/types.ts';
import type { HostFact } from '../../facts/hosts.ts';
import type { PathObservation } from '../../observation.ts';
import { residual, type Case, type Check } from '../check.ts';
import { KAFKAJS_VERSIONS } from './kafkajs-versions.ts';

export const kaf05: Check = {
  id: 'KAF05',
  layer: 'kafka',
  needs: ['hosts', 'metadata'],
  run: ({ hosts, metadata }) => {
    if (hosts.length === 0) return [{ status: 'blocked', subject: null }];
    const told = metadata.outcome === 'ok';
    return [...hosts.map((host) => versionCase(host, told)), ...apart(hosts)];
  },
};

/** @param told whether any broker answered Metadata: then a connection that ends there has another reason */
function versionCase({ host, paths }: HostFact, told: boolean): Case {
  for (const path of paths) {
    const found = refusal(path, told);
    if (found === null) continue;
    const evidence = [`${host} at ${path.address}: ${found.values.detail}`];
    return { status: 'fail', subject: host, ...found, evidence };
  }
  if (paths.some(({ sasl }) => sasl.outcome === 'ok')) return { status: 'pass', subject: host };
  return { status: 'blocked', subject: host, by: residual };
}

interface Refusal {
  readonly words: string;
  readonly values: { readonly api: string; readonly detail: string };
}

function refusal({ apiVersions, sasl, metadata }: PathObservation, told: boolean): Refusal | null {
  for (const step of [apiVersions, sasl, metadata]) {
    if (step.outcome !== 'error') continue;
    const { code, detail, facts } = step;
    const values = { api: String(facts?.['api']), detail };
    if (facts?.['errorCode'] === ErrorCodes.UNSUPPORTED_VERSION) return { words: 'main', values };
    if (code === 'KAFKA_VERSION_UNSUPPORTED') return { words: 'ranges', values };
    if (step === metadata && code === 'KAFKA_CLOSED' && !told) return { words: 'closed', values };
  }
  return null;
}

/** APIs that a broker offers only in versions that kafkajs does not have: information, for MSK answers them all the same. */
function apart(hosts: readonly HostFact[]): readonly Case[] {
  const ranges = hosts.flatMap(({ paths }) => paths.map(({ apiVersions }) => apiVersions));
  const first = ranges.find(({ outcome }) => outcome === 'ok');
  if (first?.outcome !== 'ok') return [];
  const evidence = first.value.ranges.flatMap(strange);
  return evidence.length === 0 ? [] : [{ status: 'pass', subject: null, names: [], evidence }];
}

function strange({ apiKey, minVersion, maxVersion }: ApiRange): readonly string[] {
  const own = KAFKAJS_VERSIONS.get(apiKey);
  if (own === undefined || (minVersion <= own.max && maxVersion >= own.min)) return [];
  const name = apiName(apiKey);
  return [
    `${name}: versions ${minVersion} to ${maxVersion} are offered, kafkajs speaks ${own.min} to ${own.max}`,
  ];
}
