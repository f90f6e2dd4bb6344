/** CFG01: the bootstrap or its port is wrong, or nobody says which it is. */
import { ENDED } from '../../facts/names.ts';
import type { ControlPlaneObservation } from '../../observation.ts';
import type { Case, Check } from '../check.ts';
import { problemCases } from './problems.ts';

export const cfg01: Check = {
  id: 'CFG01',
  layer: 'config',
  needs: ['endpoint', 'expectation', 'controlPlane'],
  run: ({ endpoint, expectation: { clusterArn }, controlPlane }) => {
    const cases = problemCases(endpoint.problems, 'CFG01', endpoint.given);
    if (cases.length > 0 || endpoint.bootstraps.length > 0)
      return cases.length > 0 ? cases : [{ status: 'pass', subject: null, names: endpoint.given }];
    if (endpoint.given.length === 0 && clusterArn !== null && controlPlane !== null)
      return [unasked(clusterArn, controlPlane)];
    const values = {
      problem: 'no address was given',
      expected: 'boot-<8 characters>.c<N>.kafka-serverless.<region>.amazonaws.com:9098',
    };
    return [{ status: 'fail', subject: null, names: endpoint.given, values }];
  },
};

/** AWS was to say which bootstrap the ARN has, and did not. */
function unasked(clusterArn: string, { bootstrapBrokers: step, endpoint }: ControlPlaneObservation): Case {
  const by = ['CRD01', 'CRD03', 'CRD04', 'CRD05', 'CRD06', 'CRD08', 'CRD09'] as const;
  const blocked: Case = { status: 'blocked', subject: null, names: [clusterArn], by };
  if (step.outcome === 'skipped' || (step.outcome === 'error' && ENDED.has(step.code))) return blocked;
  const problem = step.outcome === 'error' ? step.detail : 'it names no bootstrap for IAM';
  const evidence = [`GetBootstrapBrokers of ${clusterArn} at ${endpoint}: ${problem}`];
  return { ...blocked, otherwise: 'fail', words: 'unasked', values: { problem }, evidence };
}
