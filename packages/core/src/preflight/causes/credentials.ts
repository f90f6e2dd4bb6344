/** Causes in who the client is: base credentials, STS, the chain of roles, the clock. */
import type { Cause, Words } from './cause.ts';

const trustPolicy = {
  owner: 'cluster-account',
  command: "aws iam get-role --role-name {roleName} --query 'Role.AssumeRolePolicyDocument'",
} as const;
const updateTrust = {
  owner: 'cluster-account',
  command:
    'aws iam update-assume-role-policy --role-name {roleName} --policy-document file://trust-policy.json',
} as const;
/** Any account of an organization may ask this; its policies are listed in the management account only. */
const managementAccount =
  'aws organizations describe-organization --query Organization.MasterAccountId --output text';
const whoAmI = { owner: 'client', command: 'aws sts get-caller-identity' } as const;

const SWITCH_ON =
  "That account switches STS on: a Region that the first command calls DISABLED with the second; any other in IAM, Account settings, Security Token Service. Or use another Region's endpoint with --sts-region.";

export const credentialsCauses: readonly Cause[] = [
  {
    id: 'CRD01',
    level: 'fail',
    layer: 'credentials',
    title: 'no usable base credentials',
    good: 'Base credentials were found.',
    words: {
      main: {
        summary: 'The client has no AWS credentials to start from: {detail}.',
        fix: {
          text: 'Give the client an identity of its own: an instance profile, task role, pod identity or profile. In a container on EC2, the metadata service needs a hop limit of 2.',
          commands: [
            whoAmI,
            {
              owner: 'client-account',
              command:
                'aws ec2 modify-instance-metadata-options --instance-id {instanceId} --http-put-response-hop-limit 2 --http-tokens required',
            },
          ],
        },
      },
      rejected: {
        summary: 'STS does not accept the base credentials: {detail}.',
        fix: {
          text: 'The access key is deleted, inactive, mistyped, or its secret belongs to another key. Replace it, or better, use a role.',
          commands: [
            whoAmI,
            { owner: 'client-account', command: 'aws iam list-access-keys --user-name {userName}' },
          ],
        },
      },
    },
    blocks: 'sasl',
    explains: ['CRD03', 'CRD04', 'CRD05', 'CRD06', 'SAS01', 'SAS03'],
  },
  {
    id: 'CRD02',
    level: 'fail',
    layer: 'credentials',
    title: 'wrong base identity',
    good: 'The principal belongs to the account that was named.',
    words: {
      main: {
        summary: 'The client is {caller} of account {account}, not of account {expectAccount}.',
        fix: {
          text: 'Give the role of account {expectAccount} with --role; where no role is meant, see which credentials the chain finds first (these came from {source}): variables come before a profile, and a profile before the role of the machine.',
          commands: [
            whoAmI,
            { owner: 'client', command: 'aws configure list' },
            { owner: 'client', command: 'msk-reach check --bootstrap {bootstrap} --role {expectedRole}' },
          ],
        },
      },
    },
    blocks: null,
    explains: ['SAS01', 'SAS03'],
  },
  {
    id: 'CRD03',
    level: 'fail',
    layer: 'credentials',
    title: "the role's trust policy or external id refuses",
    good: 'Every role of the chain let itself be assumed.',
    words: {
      main: {
        summary:
          'STS refuses to let {principal} assume {role}; across accounts its words do not say which side refuses.',
        candidates: ['CRD03', 'CRD04'],
        settledBy:
          "The role's trust policy (does it name {principalArn}? does it ask for another external id? does the role exist at all?) and the caller's own policy (sts:AssumeRole on the role?); CloudTrail of account {roleAccount} shows AssumeRole with the reason.",
        fix: {
          text: "Let the role's trust policy name {principalArn} with the same external id, and let the caller's policy allow sts:AssumeRole on the role. The second command replaces the whole trust policy: put into the file what the first prints, with the statement added.",
          commands: [
            trustPolicy,
            updateTrust,
            {
              owner: 'client-account',
              command:
                'aws iam simulate-principal-policy --policy-source-arn {principalArn} --action-names sts:AssumeRole --resource-arns {role}',
            },
          ],
        },
      },
      trust: {
        summary: 'The trust policy of {role} does not let {principal} in.',
        fix: {
          text: "Let the role's trust policy name {principalArn}, with the same external id where it asks for one. The second command replaces the whole trust policy: start from what the first prints.",
          commands: [trustPolicy, updateTrust],
        },
      },
      tags: {
        summary: 'The session of {principal} carries tags, and {role} does not allow sts:TagSession.',
        fix: {
          text: "Allow sts:TagSession beside sts:AssumeRole in the role's trust policy. EKS (web identity, Pod Identity) adds such tags by itself.",
          commands: [trustPolicy, updateTrust],
        },
      },
      resourceControl: {
        summary:
          "A resource control policy of the cluster account's organization keeps {principal} from assuming {role}.",
        fix: {
          text: 'The organization of account {roleAccount} has to except {principal} in its resource control policy. Only its management account (the command says which), or one it delegated, can: aws organizations list-policies --filter RESOURCE_CONTROL_POLICY.',
          commands: [{ owner: 'cluster-account', command: managementAccount }],
        },
      },
      malformed: {
        summary: 'The role cannot be assumed: {problem}.',
        fix: {
          text: 'Give the ARN of the role in the cluster account: {expected}.',
          commands: [{ owner: 'cluster-account', command: "aws iam list-roles --query 'Roles[].Arn'" }],
        },
      },
      failed: {
        summary: 'The role {role} could not be assumed: {detail}.',
        fix: {
          text: 'Try it by hand with the same identity; the words say what stands in the way.',
          commands: [
            {
              owner: 'client',
              command:
                'aws sts assume-role --role-arn {role} --role-session-name msk-reach --external-id {externalId} --query AssumedRoleUser.Arn',
            },
          ],
        },
      },
      invalid: {
        summary: 'STS calls the request to assume {role} invalid: {detail}.',
        fix: {
          text: "Correct what STS names: the role's ARN, the session name, the external id, the session policy or the tags.",
          commands: [
            {
              owner: 'cluster-account',
              command: "aws iam get-role --role-name {roleName} --query 'Role.MaxSessionDuration'",
            },
          ],
        },
      },
    },
    blocks: 'sasl',
    explains: ['CRD04'],
  },
  {
    id: 'CRD04',
    level: 'fail',
    layer: 'credentials',
    title: 'the caller lacks sts:AssumeRole',
    good: 'The caller may assume every role of the chain.',
    words: {
      main: {
        summary: 'No policy of {principal} allows sts:AssumeRole on {role}.',
        fix: {
          text: 'Allow sts:AssumeRole on {role} in the policies of {principal} (its identity policy, permissions boundary and session policy).',
          commands: [
            {
              owner: 'client-account',
              command:
                'aws iam simulate-principal-policy --policy-source-arn {principalArn} --action-names sts:AssumeRole --resource-arns {role}',
            },
            {
              owner: 'client-account',
              command:
                'aws iam put-role-policy --role-name {principalName} --policy-name assume-msk-role --policy-document \'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"{role}"}]}\'',
            },
          ],
        },
      },
      serviceControl: {
        summary:
          "A service control policy of the client account's organization keeps {principal} from assuming {role}.",
        fix: {
          text: 'The organization of the client account has to allow sts:AssumeRole on {role} in its service control policy. Only its management account (the command says which), or one it delegated, can: aws organizations list-policies --filter SERVICE_CONTROL_POLICY.',
          commands: [{ owner: 'client-account', command: managementAccount }],
        },
      },
      endpointPolicy: {
        summary: 'The policy of the VPC endpoint for STS keeps {principal} from assuming {role}.',
        fix: {
          text: 'Allow sts:AssumeRole on {role} in the policy of the STS interface endpoint in the client VPC.',
          commands: [
            {
              owner: 'client-account',
              command:
                "aws ec2 describe-vpc-endpoints --filters Name=service-name,Values=com.amazonaws.{stsRegion}.sts --query 'VpcEndpoints[].PolicyDocument'",
            },
          ],
        },
      },
    },
    blocks: 'sasl',
    explains: [],
  },
  {
    id: 'CRD05',
    level: 'fail',
    layer: 'credentials',
    title: 'STS unreachable, of another Region, or switched off in its Region',
    good: 'STS answers.',
    words: {
      main: {
        summary: 'STS does not answer at {stsEndpoint}: {detail}.',
        fix: {
          text: 'Give the client VPC an interface endpoint for STS (private DNS on, port 443 open), or a way out, or a proxy (HTTPS_PROXY), or name the reachable Regional endpoint with --sts-region.',
          commands: [
            {
              owner: 'client-account',
              command:
                'aws ec2 create-vpc-endpoint --vpc-id {vpcId} --vpc-endpoint-type Interface --service-name com.amazonaws.{stsRegion}.sts --subnet-ids {subnetIds} --security-group-ids {securityGroupId} --private-dns-enabled',
            },
          ],
        },
      },
      disabled: {
        summary: 'STS is switched off in {stsRegion} for account {account}, whose credentials are asked for.',
        fix: { text: SWITCH_ON, commands: switchOn('cluster-account') },
      },
      disabledBefore: {
        summary:
          "STS is switched off in {stsRegion} for an account on the client's side, whose credentials are asked for first ({account}).",
        fix: { text: SWITCH_ON, commands: switchOn('client-account') },
      },
      misplaced: {
        summary:
          'STS at {stsEndpoint} is of another Region than {stsRegion}, for which the requests are signed: {detail}.',
        fix: {
          text: 'Let --sts-region name the Region of the endpoint, or take --sts-endpoint (AWS_ENDPOINT_URL_STS) away: each Region has its own endpoint, and takes only signatures for itself.',
          commands: [{ owner: 'client', command: 'aws sts get-caller-identity --region {stsRegion}' }],
        },
      },
      failing: {
        summary: 'STS answers at {stsEndpoint}, but not with credentials: {detail}.',
        fix: {
          text: 'Try again; where it lasts, ask fewer processes to assume the role at once, or use another Regional endpoint with --sts-region.',
          commands: [{ owner: 'client', command: 'aws sts get-caller-identity --region {stsRegion}' }],
        },
      },
    },
    blocks: 'sasl',
    explains: ['CRD03', 'CRD04', 'CRD06'],
  },
  {
    id: 'CRD06',
    level: 'fail',
    layer: 'credentials',
    title: 'expired or soon expired credentials',
    good: 'The credentials last long enough to be refreshed.',
    words: {
      main: {
        summary: 'The credentials have expired: {detail}.',
        fix: {
          text: 'Use a provider that refreshes (a role, IMDS, ECS, EKS or SSO) in place of keys copied into variables or a file.',
          commands: [whoAmI, { owner: 'client', command: 'aws configure list' }],
        },
      },
      soon: {
        summary: 'The base credentials end at {expiresAt} and nothing refreshes them.',
        fix: {
          text: 'Use a provider that refreshes (a role, IMDS, ECS, EKS or SSO) in place of keys copied into variables or a file.',
          commands: [{ owner: 'client', command: 'aws configure list' }],
        },
      },
    },
    blocks: 'sasl',
    explains: ['CRD03', 'CRD04', 'SAS01', 'SAS03'],
  },
  {
    id: 'CRD07',
    level: 'warn',
    layer: 'credentials',
    title: 'session name changes between refreshes',
    good: 'A refresh of the credentials keeps the principal.',
    words: {
      main: {
        summary:
          'Each refresh of the credentials makes another principal (session {first}, then {second}), and MSK refuses a re-authentication under another one.',
        fix: {
          text: 'Let whoever hands out the credentials ({source}) keep one session name: role_session_name in a profile, AWS_ROLE_SESSION_NAME with web identity, --role-session-name in a credential process. EKS Pod Identity makes a new one each time: assume a role from there, under a session name of its own.',
          commands: [
            { owner: 'client', command: 'aws configure set role_session_name msk-reach --profile {profile}' },
            {
              owner: 'client',
              command:
                'msk-reach check --bootstrap {bootstrap} --role {roleToAssume} --session-name msk-reach',
            },
          ],
        },
      },
    },
    blocks: null,
    explains: [],
  },
  {
    id: 'CRD08',
    level: 'fail',
    layer: 'credentials',
    title: 'clock skew',
    good: "This machine's clock agrees with AWS.",
    words: {
      main: {
        summary:
          "This machine's clock is {skew} {direction} AWS's; signatures are valid for 5 minutes around their date.",
        fix: {
          text: 'Synchronise the clock. On EC2 the Amazon Time Sync Service answers NTP at 169.254.169.123.',
          commands: [
            { owner: 'client', command: 'chronyc tracking' },
            { owner: 'client', command: 'sudo chronyc makestep' },
          ],
        },
      },
    },
    blocks: 'sasl',
    explains: ['CRD01', 'CRD03', 'CRD04', 'CRD06', 'SAS01', 'SAS03'],
  },
  {
    id: 'CRD09',
    level: 'fail',
    layer: 'credentials',
    title: "duration over the role's or the chain's limit",
    good: 'Every session is asked for no longer than its role allows.',
    words: {
      main: {
        summary: 'The role {role} allows no session as long as the one that was asked for ({asked}).',
        fix: {
          text: "Ask for at most the role's MaxSessionDuration, which the first command prints: roles[].durationSeconds in the options or their file, duration_seconds in a profile; 3,600 s, the default, is always allowed, and sessions are renewed in time anyway. Then look again with the options changed (FILE). Only where longer sessions are wanted: the last command raises the limit.",
          commands: [
            {
              owner: 'cluster-account',
              command: "aws iam get-role --role-name {roleName} --query 'Role.MaxSessionDuration'",
            },
            { owner: 'client', command: 'msk-reach check --config FILE' },
            {
              owner: 'cluster-account',
              command: 'aws iam update-role --role-name {roleName} --max-session-duration {seconds}',
            },
          ],
        },
      },
      chained: {
        summary:
          'A session of {role} is asked for longer ({asked}) than the 3,600 s that a role assumed by a role may have.',
        fix: {
          text: 'Ask for at most 3,600 s, the default (roles[].durationSeconds), and look again with the options changed (FILE): sessions are renewed in time anyway. No policy raises this limit; the role of an ECS task, pod, function or instance is already the first of the chain.',
          commands: [{ owner: 'client', command: 'msk-reach check --config FILE' }],
        },
      },
    },
    blocks: 'sasl',
    explains: ['CRD01', 'CRD03', 'CRD04'],
  },
];

/** STS has to be on where the credentials come from, not where the caller lives (IAM User Guide, regions of STS). */
function switchOn(owner: 'client-account' | 'cluster-account'): Words['fix']['commands'] {
  return [
    { owner, command: 'aws account get-region-opt-status --region-name {stsRegion}' },
    { owner, command: 'aws account enable-region --region-name {stsRegion}' },
    { owner: 'client', command: 'msk-reach check --bootstrap {bootstrap} --sts-region {otherRegion}' },
  ];
}
