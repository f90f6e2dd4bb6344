/** The parameters of the AssumeRole actions, checked as AWS checks them. */
import type { Statement } from '../iam/model.ts';
import { isRefusal, refuse, type Refusal } from '../iam/refusal.ts';
import { members } from './request.ts';
import { parseSessionPolicy } from './session-policy.ts';

/** What AssumeRole and AssumeRoleWithWebIdentity have in common. @public */
export interface AssumeInput {
  readonly roleArn: string;
  readonly sessionName: string;
  /** Undefined when not sent: 3600. */
  readonly durationSeconds: number | undefined;
  readonly policy: { readonly Statement: readonly Statement[] } | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly transitive: readonly string[];
  readonly externalId: string | undefined;
  /** Percent of the packed size that AWS allows; undefined without policy and tags. */
  readonly packedPercent: number | undefined;
}

type Parameters = ReadonlyMap<string, string>;
const NOT_IN_THE_LAB = [
  'PolicyArns',
  'SourceIdentity',
  'SerialNumber',
  'TokenCode',
  'ProvidedContexts',
  'ProviderId',
];
const TAG = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly pattern: RegExp;
  /** The pattern as AWS prints it. */
  readonly shown: string;
}

const ARN_PATTERN =
  '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+';
const SESSION_NAME: Bounds = { min: 2, max: 64, pattern: /^[\w+=,.@-]*$/, shown: '[\\w+=,.@-]*' };
const EXTERNAL_ID: Bounds = { min: 2, max: 1224, pattern: /^[\w+=,.@:/-]*$/, shown: '[\\w+=,.@:\\/-]*' };
const ROLE_ARN: Bounds = {
  min: 20,
  max: 2048,
  pattern: /^(?:[^\p{Cc}]|[\t\n\r\x85])*$/u,
  shown: ARN_PATTERN,
};
const POLICY: Bounds = {
  min: 1,
  max: 2048,
  pattern: /^[\t\n\r -\xff]*$/,
  shown: '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+',
};
const TAG_KEY: Bounds = { min: 1, max: 128, pattern: TAG, shown: '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+' };
const TAG_VALUE: Bounds = { min: 0, max: 256, pattern: TAG, shown: '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*' };

/** What is wrong with one value, in AWS's words. */
function complaints(at: string, value: string | undefined, bounds: Bounds, required: boolean): string[] {
  const say = (shown: string, rule: string): string =>
    `Value ${shown} at '${at}' failed to satisfy constraint: Member must ${rule}`;
  if (value === undefined) return required ? [say('null', 'not be null')] : [];
  // Characters, not UTF-16 units.
  const length = Array.from(value).length;
  const quoted = `'${value}'`;
  return [
    ...(bounds.pattern.test(value)
      ? []
      : [say(quoted, `satisfy regular expression pattern: ${bounds.shown}`)]),
    ...(length < bounds.min ? [say(quoted, `have length greater than or equal to ${bounds.min}`)] : []),
    ...(length > bounds.max ? [say(quoted, `have length less than or equal to ${bounds.max}`)] : []),
  ];
}

function durationComplaints(seconds: number | undefined): string[] {
  if (seconds === undefined || (seconds >= 900 && seconds <= 43_200)) return [];
  const rule = seconds < 900 ? 'greater than or equal to 900' : 'less than or equal to 43200';
  return [
    `Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value ${rule}`,
  ];
}

/** An integer of 32 bits; AWS answers anything else with a MalformedInput, mostly without a text. */
function parseDuration(text: string | undefined): number | undefined | Refusal {
  if (text === undefined) return undefined;
  if (text === '') return refuse('MalformedInput', 'missing value for decimal type');
  const seconds = /^[+-]?\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
  return Math.abs(seconds) <= 2 ** 31 - 1 ? seconds : refuse('MalformedInput', '');
}

/** Reads and checks the parameters; refuses with AWS's ValidationError and its kin. @public */
export function parseAssumeInput(parameters: Parameters): AssumeInput | Refusal {
  const foreign = NOT_IN_THE_LAB.find((name) =>
    [...parameters.keys()].some((key) => key.split('.')[0] === name),
  );
  if (foreign !== undefined) return refuse('InvalidParameterValue', `msk-lab does not implement ${foreign}`);
  const durationSeconds = parseDuration(parameters.get('DurationSeconds'));
  if (isRefusal(durationSeconds)) return durationSeconds;
  const roleArn = parameters.get('RoleArn');
  const sessionName = parameters.get('RoleSessionName');
  const externalId = parameters.get('ExternalId');
  const tagList = members(parameters, 'Tags');
  const transitive = members(parameters, 'TransitiveTagKeys').map((member) => member[''] ?? '');
  const wrong = [
    ...complaints('roleArn', roleArn, ROLE_ARN, true),
    ...complaints('roleSessionName', sessionName, SESSION_NAME, true),
    ...complaints('externalId', externalId, EXTERNAL_ID, false),
    ...complaints('policy', parameters.get('Policy'), POLICY, false),
    ...durationComplaints(durationSeconds),
    ...tagList.flatMap((tag, index) => [
      ...complaints(`tags.${index + 1}.member.key`, tag['Key'], TAG_KEY, true),
      ...complaints(`tags.${index + 1}.member.value`, tag['Value'], TAG_VALUE, true),
    ]),
    ...transitive.flatMap((key, index) =>
      complaints(`transitiveTagKeys.${index + 1}.member`, key, TAG_KEY, true),
    ),
  ];
  if (wrong.length > 0) {
    const count = wrong.length === 1 ? '1 validation error' : `${wrong.length} validation errors`;
    return refuse('ValidationError', `${count} detected: ${wrong.join('; ')}`);
  }
  if (roleArn === undefined || !/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/.test(roleArn)) {
    return refuse('ValidationError', `${roleArn} is invalid`);
  }
  const tags = Object.fromEntries(tagList.map((tag) => [tag['Key'] ?? '', tag['Value'] ?? '']));
  const policy = parseSessionPolicy(parameters.get('Policy'));
  if (isRefusal(policy)) return policy;
  const refused = checkTags(
    tagList.map((tag) => tag['Key'] ?? ''),
    transitive,
  );
  if (refused !== undefined) return refused;
  const packedPercent = packed(parameters.get('Policy'), tags);
  if (packedPercent !== undefined && packedPercent > 100)
    return tooLarge(packedPercent, policy !== undefined);
  return {
    roleArn,
    sessionName: sessionName ?? '',
    durationSeconds,
    policy,
    tags,
    transitive,
    externalId,
    packedPercent,
  };
}

function checkTags(keys: readonly string[], transitive: readonly string[]): Refusal | undefined {
  const lower = new Set(keys.map((key) => key.toLowerCase()));
  if (keys.length > 50) {
    return refuse(
      'ValidationError',
      "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50",
    );
  }
  if (lower.size < keys.length) {
    return refuse(
      'InvalidParameterValue',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
  }
  if (transitive.some((key) => !lower.has(key.toLowerCase()))) {
    return refuse(
      'InvalidParameterValue',
      'The specified transitive tag key must be included in the requested tags.',
    );
  }
  return undefined;
}

/**
 * AWS packs policy and tags in a way it does not publish. Here their characters count against 2,048, so that a policy
 * alone always fits and policy with tags need not.
 */
function packed(policy: string | undefined, tags: Readonly<Record<string, string>>): number | undefined {
  const size =
    (policy?.length ?? 0) + Object.entries(tags).reduce((sum, [k, v]) => sum + k.length + v.length, 0);
  return policy === undefined && Object.keys(tags).length === 0 ? undefined : Math.ceil((100 * size) / 2048);
}

const tooLarge = (percent: number, hasPolicy: boolean): Refusal =>
  refuse(
    'PackedPolicyTooLarge',
    hasPolicy
      ? `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`
      : `Packed size of session tags consumes ${percent}% of allotted space.`,
  );
