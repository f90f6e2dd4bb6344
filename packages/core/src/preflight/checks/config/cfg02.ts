/** CFG02: the bootstrap is not the one of the cluster with the given ARN: it was created anew, or another is meant. */
import { parseMskName } from '../../../config/msk-name.ts';
import { splitBootstraps } from '../../../config/endpoint.ts';
import { ENDED } from '../../facts/names.ts';
import type { Facts } from '../../facts.ts';
import type { Case, Check } from '../check.ts';

export const cfg02: Check = {
  id: 'CFG02',
  layer: 'config',
  needs: ['endpoint', 'expectation', 'controlPlane'],
  run: ({ endpoint, expectation: { clusterArn }, controlPlane }) => {
    const skip = (note: string): readonly Case[] => [{ status: 'skip', subject: null, note }];
    if (clusterArn === null) return skip('No ARN of the cluster was given (--cluster-arn).');
    if (controlPlane === null) return skip('AWS was not asked for the bootstrap of the ARN.');
    const { bootstrapBrokers: step } = controlPlane;
    const evidence = [`GetBootstrapBrokers of ${clusterArn} at ${controlPlane.endpoint}`];
    if (step.outcome === 'skipped' || (step.outcome === 'error' && ENDED.has(step.code)))
      return [
        {
          status: 'blocked',
          subject: null,
          by: ['CRD01', 'CRD03', 'CRD04', 'CRD05', 'CRD06', 'CRD08', 'CRD09'],
        },
      ];
    if (step.outcome === 'error' && step.code === 'AWS_NOT_FOUND') {
      const gone: Case = { status: 'fail', subject: null, names: [clusterArn], words: 'gone' };
      return [{ ...gone, evidence: [...evidence, step.detail] }];
    }
    if (step.outcome === 'error')
      return skip(
        step.code === 'AWS_REFUSED'
          ? `Not to be compared: the caller may not call kafka:GetBootstrapBrokers (${step.detail}).`
          : `Not to be compared: ${step.detail}.`,
      );
    return (
      compared(endpoint, step.value, evidence) ?? skip('The names do not say which cluster they are of.')
    );
  },
};

function compared(
  endpoint: Facts['endpoint'],
  answered: Readonly<Record<string, string>>,
  evidence: readonly string[],
): readonly Case[] | null {
  const listed = Object.values(answered).flatMap(splitBootstraps);
  const known = new Set(listed.map(clusterOf).filter((id) => id !== null));
  const strangers = endpoint.bootstraps.filter(({ host }) => {
    const id = clusterOf(host);
    return id !== null && !known.has(id);
  });
  if (known.size === 0 || endpoint.bootstraps.every(({ host }) => clusterOf(host) === null)) return null;
  const names = endpoint.bootstraps.map(({ host, port }) => `${host}:${port}`);
  const said = [...evidence, ...Object.entries(answered).map(([key, value]) => `${key}: ${value}`)];
  if (strangers.length === 0) return [{ status: 'pass', subject: null, names, evidence: said }];
  const iam = Object.entries(answered).find(([key]) => key.endsWith('SaslIam'))?.[1];
  const rightBootstrap = splitBootstraps(iam ?? '')[0] ?? listed[0] ?? '';
  const values = { given: strangers.map(({ host }) => host).join(', '), rightBootstrap };
  return [{ status: 'fail', subject: null, names, values, evidence: said }];
}

function clusterOf(address: string): string | null {
  const name = parseMskName(address.replace(/:\d+$/, ''));
  return name === null ? null : `${name.clusterId}.${name.shard}.${name.apex}`;
}
