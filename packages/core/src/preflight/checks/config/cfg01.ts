/** CFG01: the bootstrap or its port is wrong. */
import type { Check } from '../check.ts';
import { problemCases } from './problems.ts';

export const cfg01: Check = {
  id: 'CFG01',
  layer: 'config',
  needs: ['endpoint'],
  run: ({ endpoint }) => {
    const cases = problemCases(endpoint.problems, 'CFG01', endpoint.given);
    if (cases.length > 0 || endpoint.bootstraps.length > 0)
      return cases.length > 0 ? cases : [{ status: 'pass', subject: null, names: endpoint.given }];
    const values = {
      problem: 'no address was given',
      expected: 'boot-<8 characters>.c<N>.kafka-serverless.<region>.amazonaws.com:9098',
    };
    return [{ status: 'fail', subject: null, names: endpoint.given, values }];
  },
};
