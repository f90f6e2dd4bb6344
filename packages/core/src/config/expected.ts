/** What would be right, for every option: the second half of each message of the validator. */
export const expected: Readonly<Record<string, string>> = {
  '': 'an object with at least a bootstrap',
  bootstrap: "'HOST[:PORT]', or an array of them",
  'bootstrap[]': "'HOST[:PORT]'",
  region: "a Region, such as 'us-east-1'",
  clusterArn: "'arn:aws:kafka:<region>:<account>:cluster/<name>/<uuid>'",
  roles: 'an array of { arn, externalId?, sessionName?, ... }',
  'roles[]': 'an object { arn, externalId?, sessionName?, ... }',
  'roles[].arn': "'arn:aws:iam::<12 digits>:role/<name>'",
  'roles[].externalId': '2 to 1,224 characters of A-Z, a-z, 0-9 and _+=,.@:/-',
  'roles[].sessionName': '2 to 64 characters of A-Z, a-z, 0-9 and _+=,.@-',
  'roles[].durationSeconds': 'a whole number from 900 to 43200, at most 3600 for a chained role',
  'roles[].tags': 'at most 50 tags, keys of 1 to 128 characters, values of at most 256',
  'roles[].transitiveTagKeys': "keys of the role's own 'tags'",
  'roles[].transitiveTagKeys[]': "a key of the role's own 'tags'",
  'roles[].policy': 'a session policy: a JSON object as text, at most 2,048 characters',
  profile: 'the name of a profile',
  credentials: "a function that resolves to credentials, such as the AWS SDK's providers",
  expectAccount: '12 digits',
  stsEndpoint: "'https://HOST[:PORT]' or 'http://HOST[:PORT]'",
  stsRegion: "a Region, such as 'us-east-1'",
  stsFips: 'true or false',
  ca: 'PEM text with at least one certificate',
  caFile: 'a readable file with PEM text of at least one certificate',
  pattern: "'phz', 'phz-privatelink', 'resolver-rule', 'local' or 'any'",
  cidr: "an array of blocks such as '10.0.0.0/16'",
  'cidr[]': "a block such as '10.0.0.0/16', no bits set beyond the prefix",
  vpcCidr: "an array of blocks such as '10.0.0.0/16'",
  'vpcCidr[]': "a block such as '10.0.0.0/16', no bits set beyond the prefix",
  dnsServer: "an array of 'system' or 'IP[:PORT]'",
  'dnsServer[]': "'system' or 'IP[:PORT]' ('[IPv6]:PORT')",
  allowedHosts: "an array of host names or '*.suffix'",
  'allowedHosts[]': "a host name, or '*.' and a suffix of at least two labels",
  topic: 'an array of topic names',
  'topic[]': '1 to 249 characters of A-Z, a-z, 0-9 and ._-',
  group: 'a group id of 1 to 255 characters',
  rate: 'a whole number from 1 to 10000 (connection attempts in any one second)',
  timeoutMs: 'a whole number of milliseconds from 1 to 600000',
  deadlineMs: 'a whole number of milliseconds from 1 to 86400000',
  preflight: "'require', 'warn' or 'off'",
};

/** What would be right at a path such as `roles[0].arn`. */
export function expectedAt(path: string): string {
  const pattern = path.replaceAll(/\[\d+\]/g, '[]').replace(/^(roles\[\]\.tags)\..*$/s, '$1');
  return expected[pattern] ?? expected[pattern.replace(/\[\]$/, '')] ?? 'another value';
}
