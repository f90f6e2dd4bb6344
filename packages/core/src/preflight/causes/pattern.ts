/** Causes in which path the names take. */
import type { Cause } from './cause.ts';

export const patternCauses: readonly Cause[] = [
  {
    id: 'PAT01',
    level: 'fail',
    layer: 'pattern',
    title: 'resolves by another path than the declared one',
    good: 'The names resolve by the declared path.',
    words: {
      main: {
        summary: "Declared is '{declared}', but the answers look like {likes}.",
        settledBy:
          'The zones and rules of this VPC: aws route53 list-hosted-zones-by-vpc and aws route53resolver list-resolver-rule-associations.',
        fix: {
          text: 'Correct what this VPC resolves {apex} by, or declare the pattern that is meant (--pattern {observed}).',
          commands: [
            {
              owner: 'client-account',
              command:
                'aws route53 list-hosted-zones-by-vpc --vpc-id {clientVpcId} --vpc-region {clientRegion}',
            },
            {
              owner: 'client-account',
              command:
                'aws route53resolver list-resolver-rule-associations --region {clientRegion} --filters Name=VPCId,Values={clientVpcId}',
            },
          ],
        },
      },
    },
    blocks: null,
    explains: ['DNS02'],
  },
];
