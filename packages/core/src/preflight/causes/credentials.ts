/** Causes in who the client is: base credentials, STS, the chain of roles, the clock. */
import type { Cause, Words } from './cause.ts';
import { keepSessionName } from './keep-session-name.ts';

const trustPolicy = {
  owner: 'cluster-account',
  command: "aws iam get-role --role-name {roleName} --query 'Role.AssumeRolePolicyDocument'",
} as const;
const mayAssume = {
  owner: 'client-account',
  command:
    "aws iam simulate-principal-policy --policy-source-arn {principalArn} --action-names sts:AssumeRole --resource-arns {role} --query 'EvaluationResults[].EvalDecision'",
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
  'That account switches STS on: with (2) for a Region that (1) calls DISABLED, otherwise in IAM, Account settings, Security Token Service. Or use the endpoint of another Region (3).';

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
          text: 'Give the client an identity of its own (an instance profile, task role, pod identity or profile) until (1) names one. For a container on EC2 (2) sets the hop limit of 2 that the metadata service needs.',
          commands: [
            whoAmI,
            {
              owner: 'client-account',
              command:
                'aws ec2 modify-instance-metadata-options --region {clientRegion} --instance-id {instanceId} --http-put-response-hop-limit 2 --http-tokens required',
            },
          ],
        },
      },
      rejected: {
        summary: 'STS does not accept the base credentials: {detail}.',
        fix: {
          text: 'The access key is deleted, inactive or mistyped, or its secret belongs to another key: (1) fails as long as it is, (2) lists the keys of the user and whether they are active. Replace the key, or better, use a role.',
          commands: [
            whoAmI,
            { owner: 'client-account', command: 'aws iam list-access-keys --user-name {iamUserName}' },
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
          text: 'Give the role of account {expectAccount} with --role (1). Where no role is meant, see which credentials are found first (2): variables come before a profile, and a profile before the role of the machine. These came from {source}.',
          commands: [
            { owner: 'client', command: 'msk-reach check --role {roleOfThatAccount}' },
            { owner: 'client', command: 'aws configure list' },
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
          "(1): a role that does not exist, a trust policy that does not name {principalArn}, or one that asks for another external id (CRD03). (2): implicitDeny means that the caller's own policy does not allow it (CRD04). CloudTrail of account {roleAccount} has the reason.",
        fix: {
          text: "Look at both sides, (1) and (2), and mend the one that refuses. The trust policy: save what (1) prints as trust-policy.json, add {principalArn} with the same external id, put it back (3). The caller's: allow sts:AssumeRole on the role.",
          commands: [trustPolicy, mayAssume, updateTrust],
        },
      },
      trust: {
        summary: 'The trust policy of {role} does not let {principal} in.',
        fix: {
          text: 'Save what (1) prints as trust-policy.json, let it name {principalArn}, with the same external id where it asks for one, and put it back (2).',
          commands: [trustPolicy, updateTrust],
        },
      },
      tags: {
        summary: 'The session of {principal} carries tags, and {role} does not allow sts:TagSession.',
        fix: {
          text: 'Save what (1) prints as trust-policy.json, allow sts:TagSession beside sts:AssumeRole in it, and put it back (2). EKS (web identity, Pod Identity) adds such tags by itself.',
          commands: [trustPolicy, updateTrust],
        },
      },
      resourceControl: {
        summary:
          "A resource control policy of the cluster account's organization keeps {principal} from assuming {role}.",
        fix: {
          text: 'The organization of account {roleAccount} has to except {principal} in its resource control policy. Only its management account, which (1) names, or one it delegated can: aws organizations list-policies --filter RESOURCE_CONTROL_POLICY.',
          commands: [{ owner: 'cluster-account', command: managementAccount }],
        },
      },
      malformed: {
        summary: 'The role cannot be assumed: {problem}.',
        fix: {
          text: 'Give the ARN of the role in the cluster account, which (1) lists: {expected}.',
          commands: [{ owner: 'cluster-account', command: "aws iam list-roles --query 'Roles[].Arn'" }],
        },
      },
      failed: {
        summary: 'The role {role} could not be assumed: {detail}.',
        fix: {
          text: 'Try it by hand with the same identity (1); the words say what stands in the way. Leave --external-id out where none is used.',
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
          text: "Correct what STS names (the role's ARN, the session name, the external id, the session policy or the tags), then look again (1).",
          commands: [{ owner: 'client', command: 'msk-reach check' }],
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
          text: 'Allow sts:AssumeRole on {role} for {principal}: (1) adds it to its own policies, (2) says whether it is allowed then. Where (2) still says no, it is a permissions boundary or a session policy.',
          commands: [
            {
              owner: 'client-account',
              command:
                'aws iam put-{principalKind}-policy --{principalKind}-name {principalName} --policy-name assume-msk-role --policy-document \'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"{role}"}]}\'',
            },
            mayAssume,
          ],
        },
      },
      serviceControl: {
        summary:
          "A service control policy of the client account's organization keeps {principal} from assuming {role}.",
        fix: {
          text: 'The organization of the client account has to allow sts:AssumeRole on {role} in its service control policy. Only its management account, which (1) names, or one it delegated can: aws organizations list-policies --filter SERVICE_CONTROL_POLICY.',
          commands: [{ owner: 'client-account', command: managementAccount }],
        },
      },
      endpointPolicy: {
        summary: 'The policy of the VPC endpoint for STS keeps {principal} from assuming {role}.',
        fix: {
          text: 'Allow sts:AssumeRole on {role} in the policy of the STS interface endpoint in the client VPC: save the document that (1) prints as endpoint-policy.json, add the statement, put it back (2).',
          commands: [
            {
              owner: 'client-account',
              command:
                "aws ec2 describe-vpc-endpoints --region {stsRegion} --filters Name=service-name,Values=com.amazonaws.{stsRegion}.sts --query 'VpcEndpoints[].[VpcEndpointId,PolicyDocument]'",
            },
            {
              owner: 'client-account',
              command:
                'aws ec2 modify-vpc-endpoint --region {stsRegion} --vpc-endpoint-id {endpointId} --policy-document file://endpoint-policy.json',
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
        summary: 'No credentials can be had: {detail}.',
        fix: {
          text: 'Give the client a way to STS until (1) gets any answer: a proxy (HTTPS_PROXY), a way out, another Regional endpoint (--sts-region), or an interface endpoint in its VPC (2), whose security group lets in port 443.',
          commands: [
            { owner: 'client', command: 'curl -sS -m 10 -I {stsEndpoint}' },
            {
              owner: 'client-account',
              command:
                'aws ec2 create-vpc-endpoint --region {stsRegion} --vpc-id {clientVpcId} --vpc-endpoint-type Interface --service-name com.amazonaws.{stsRegion}.sts --subnet-ids {clientSubnetId} --security-group-ids {endpointSecurityGroupId} --private-dns-enabled',
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
          text: 'Each Region has its own endpoint, which takes only signatures for itself: name its Region (1), or take --sts-endpoint (AWS_ENDPOINT_URL_STS) away.',
          commands: [{ owner: 'client', command: 'msk-reach check --sts-region {regionOfThatEndpoint}' }],
        },
      },
      failing: {
        summary: 'STS answers at {stsEndpoint}, but not with credentials: {detail}.',
        fix: {
          text: 'See whether it is STS that answers (1): a proxy in its place needs an exception for it. Where it is, try again, let fewer processes assume the role at once, or use the endpoint of another Region (2).',
          commands: [
            { owner: 'client', command: 'curl -sS -m 10 -I {stsEndpoint}' },
            { owner: 'client', command: 'msk-reach check --sts-region {otherRegion}' },
          ],
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
          text: 'Get fresh ones, until (2) names the caller. For good: a provider that refreshes (a role, IMDS, ECS, EKS or SSO) in place of keys copied into variables or a file; (1) shows where these come from.',
          commands: [{ owner: 'client', command: 'aws configure list' }, whoAmI],
        },
      },
      soon: {
        summary: 'The base credentials end at {expiresAt} and nothing refreshes them.',
        fix: {
          text: 'Use a provider that refreshes (a role, IMDS, ECS, EKS or SSO) in place of keys copied into variables or a file: (1) shows where these come from.',
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
        fix: keepSessionName.main,
      },
      container: {
        summary:
          'Each refresh of the credentials makes another principal (session {first}, then {second}), and MSK refuses a re-authentication under another one.',
        fix: keepSessionName.container,
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
          text: 'Synchronise the clock: (1) shows its source, (2) sets it at once. On EC2 the Amazon Time Sync Service answers NTP at 169.254.169.123.',
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
          text: "Take the duration out of the options (roles[].durationSeconds, duration_seconds in a profile) and look again with that file (1): the default of 3,600 s is always allowed, and sessions are renewed in time anyway. Only where longer ones are wanted, (2) raises the role's limit.",
          commands: [
            { owner: 'client', command: 'msk-reach check --config {optionsFile}' },
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
          text: 'Take the duration out of the options (roles[].durationSeconds) and look again with that file (1): sessions of the default 3,600 s are renewed in time. No policy raises this limit, and the role of an ECS task, pod, function or instance is already the first of the chain.',
          commands: [{ owner: 'client', command: 'msk-reach check --config {optionsFile}' }],
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
    { owner: 'client', command: 'msk-reach check --sts-region {otherRegion}' },
  ];
}
