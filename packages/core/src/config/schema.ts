/** The only validator of options. Loaded on first use: zod costs a tenth of a second of start-up. */
import { X509Certificate } from 'node:crypto';
import { distance } from 'fastest-levenshtein';
import * as z from 'zod/mini';
import { canonicalHostPattern } from './allowed-hosts.ts';
import type { ConfigIssue, MskReachOptions, PreflightGate } from './config.ts';
import { findConflicts } from './conflicts.ts';
import { splitBootstraps } from './endpoint.ts';
import { expectedAt } from './expected.ts';
import { parseCidr, parseResolver } from './network-values.ts';
import { isRegion } from './region.ts';

const CLUSTER_ARN =
  /^arn:aws(?:-[a-z]{1,8}){0,3}:kafka:[a-z0-9-]{1,32}:\d{12}:cluster\/[A-Za-z0-9-]{1,64}\/[A-Za-z0-9-]{1,64}$/;

const string = z.string();
const shaped = (pattern: RegExp) =>
  string.check(z.refine((text) => pattern.test(text), 'does not have the right form'));
const text = string.check(z.refine((value) => value.trim() !== '', 'is empty'));
const whole = (least: number, most: number) =>
  z
    .number()
    .check(
      z.refine(
        (value) => Number.isInteger(value) && value >= least && value <= most,
        'is not a whole number in range',
      ),
    );
const cidrs = z.array(
  string.check(z.refine((value) => parseCidr(value) !== null, 'is not a block of addresses')),
);

const role = z.strictObject({
  arn: text,
  externalId: z.optional(shaped(/^[\w+=,.@:/-]{2,1224}$/)),
  sessionName: z.optional(shaped(/^[\w+=,.@-]{2,64}$/)),
  durationSeconds: z.optional(whole(900, 43_200)),
  tags: z.optional(z.record(string, string).check(z.refine(areTags, 'breaks a limit of session tags'))),
  transitiveTagKeys: z.optional(z.array(string)),
  policy: z.optional(string.check(z.refine(isPolicy, 'is not a session policy'))),
});

const gate = z.strictObject({
  mode: z.optional(z.enum(['require', 'warn', 'off'])),
  reuse: z.optional(text),
  maxAgeMs: z.optional(whole(0, 86_400_000)),
});

const schema = z.strictObject({
  bootstrap: z.optional(
    z
      .pipe(
        z.transform((value: unknown) => (typeof value === 'string' ? [value] : value)),
        z.array(string),
      )
      .check(z.refine((value) => splitBootstraps(value).length > 0, 'is empty')),
  ),
  region: z.optional(text),
  clusterArn: z.optional(shaped(CLUSTER_ARN)),
  roles: z.optional(z.array(role)),
  profile: z.optional(text),
  credentials: z.optional(z.custom((value) => typeof value === 'function', 'is not a function')),
  expectAccount: z.optional(shaped(/^\d{12}$/)),
  stsEndpoint: z.optional(string.check(z.refine(isEndpointUrl, 'is not the URL of an endpoint'))),
  stsRegion: z.optional(string.check(z.refine(isRegion, 'is not a Region'))),
  stsFips: z.optional(z.boolean()),
  ca: z.optional(string.check(z.refine(holdsCertificates, 'holds no certificate that can be read'))),
  caFile: z.optional(text),
  pattern: z.optional(z.enum(['phz', 'phz-privatelink', 'resolver-rule', 'local', 'any'])),
  cidr: z.optional(cidrs),
  vpcCidr: z.optional(cidrs),
  dnsServer: z.optional(
    z
      .array(
        string.check(z.refine((value) => parseResolver(value) !== null, 'is not the address of a resolver')),
      )
      .check(z.refine((value) => value.length > 0, 'is empty')),
  ),
  allowedHosts: z.optional(
    z.array(
      string.check(z.refine((value) => canonicalHostPattern(value) !== null, 'is not the name of a host')),
    ),
  ),
  topic: z.optional(z.array(shaped(/^(?!\.{1,2}$)[\w.-]{1,249}$/))),
  group: z.optional(
    string.check(z.refine((value) => value !== '' && value.length <= 255, 'is empty or too long')),
  ),
  clientConfig: z.optional(text),
  rate: z.optional(whole(1, 10_000)),
  timeoutMs: z.optional(whole(1, 600_000)),
  deadlineMs: z.optional(whole(1, 86_400_000)),
  preflight: z.pipe(
    z.transform((value: unknown) => (typeof value === 'string' ? { mode: value } : value)),
    z.optional(gate),
  ),
});

/** Options in their one shape: a gate's mode by itself has become a gate. */
export type ParsedOptions = Omit<MskReachOptions, 'preflight'> & { preflight?: PreflightGate };

/** The options with right shapes, or every mistake in them. */
export function parseOptions(
  input: unknown,
): { readonly options: ParsedOptions } | { readonly issues: readonly ConfigIssue[] } {
  const result = schema.safeParse(input);
  const conflicts = findConflicts(input);
  if (result.success && conflicts.length === 0) return { options: result.data as ParsedOptions };
  const wrong = result.success ? [] : result.error.issues.flatMap((issue) => describe(issue, input));
  return { issues: [...wrong, ...conflicts] };
}

function describe(issue: z.core.$ZodIssue, input: unknown): readonly ConfigIssue[] {
  const path = formatPath(issue.path);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, issue.path));
  const custom = issue.code === 'custom';
  const given: unknown = custom ? undefined : valueAt(input, issue.path);
  return [
    {
      path,
      problem: custom
        ? issue.message
        : issue.code === 'invalid_value'
          ? 'is none of the values'
          : `is ${nameType(given)}`,
      expected: expectedAt(path),
    },
  ];
}

function unknownKey(key: string, parent: readonly PropertyKey[]): ConfigIssue {
  const room = parent.length === 0 ? schema : parent[0] === 'preflight' ? gate : role;
  const known = Object.keys(room.shape);
  const lower = key.toLowerCase();
  const ranked = known
    .map((name) => ({ name, far: distance(lower, name.toLowerCase()) }))
    .sort((one, other) => one.far - other.far);
  const nearest = ranked[0];
  const near = nearest !== undefined && nearest.far <= Math.max(1, Math.floor(nearest.name.length / 3));
  const shown = key.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '?').slice(0, 64);
  return {
    path: formatPath([...parent, shown]),
    problem: near ? `is not an option, did you mean '${nearest.name}'?` : 'is not an option',
    expected: near ? `'${nearest.name}'` : `one of ${known.join(', ')}`,
  };
}

function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) =>
      typeof key === 'number' ? `${text}[${key}]` : `${text}${text === '' ? '' : '.'}${String(key)}`,
    '',
  );
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );
}

function nameType(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number' && !Number.isFinite(value)) return 'not a finite number';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function areTags(tags: Readonly<Record<string, string>>): boolean {
  const entries = Object.entries(tags);
  return (
    entries.length <= 50 &&
    entries.every(([key, value]) => key !== '' && key.length <= 128 && value.length <= 256)
  );
}

function isPolicy(value: string): boolean {
  if (value.length > 2048) return false;
  try {
    const policy: unknown = JSON.parse(value);
    return typeof policy === 'object' && policy !== null && !Array.isArray(policy);
  } catch {
    return false;
  }
}

function isEndpointUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return plain && (url.protocol === 'https:' || url.protocol === 'http:');
}

/** Whether the text holds certificates, each of which can be read. */
export function holdsCertificates(pem: string): boolean {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  return blocks.length > 0 && blocks.every(isCertificate);
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
